import type { ParameterSchema } from './parameters.ts';

/** What every part is, whatever its kind: see `definePart`. */
export interface AnyPart<TKind extends string = string> {
  /** What it is a part of: oracle, leader, method, network, or a kind that another package adds. */
  readonly kind: TKind;
  /** Its name on the command line and in configs, unique among those of its kind. */
  readonly name: string;
  /** One sentence. */
  readonly about: string;
  /** Who published it, and where. */
  readonly source: string;
  /** Its settings. */
  readonly parameters: ParameterSchema;
}

/** A part with settings: what a config names, and what another part may take as a setting. */
export interface BoundPart<TKind extends string = string, TArguments extends readonly unknown[] = readonly never[], TMade = unknown> {
  /** The part. */
  readonly part: AnyPart<TKind>;
  /** All its settings, filled in. */
  readonly settings: { readonly [name: string]: unknown };
  /** Makes it. */
  create(...rest: TArguments): TMade;
}

/** Whether a value is a part with settings. */
export function isBoundPart(value: unknown): value is BoundPart {
  const bound = value as Partial<BoundPart> | null;
  return typeof bound === 'object' && typeof bound?.create === 'function' && typeof bound.part?.kind === 'string';
}
