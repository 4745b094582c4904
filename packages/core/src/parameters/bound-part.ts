import type { BoundPart } from './schema.ts';

/** Whether a value is a part with settings. */
export function isBoundPart(value: unknown): value is BoundPart {
  const bound = value as Partial<BoundPart> | null;
  return typeof bound === 'object' && typeof bound?.create === 'function' && typeof bound.part?.kind === 'string';
}
