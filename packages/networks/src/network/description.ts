import { show } from '@firstmover/core';

/** A value that survives JSON. */
export type Setting = string | number | boolean | null | readonly Setting[] | { readonly [name: string]: Setting };

/** A stretch of a network's parameters that belongs together. */
export interface ParameterPart {
  /** What it is called, unique in its network. */
  readonly name: string;
  /** The lengths of its axes; it is stored row-major. */
  readonly shape: readonly number[];
}

/** Numbers of a network that are no parameters, but change what it computes. */
export interface ConstantPart extends ParameterPart {
  /** The numbers. */
  readonly values: Float32Array;
}

/** What a network is, apart from the values of its parameters: enough to tell whether saved ones belong to it. */
export interface NetworkDescription {
  /** Which kind of network: `table`, `linear`, `mlp` or that of another package. */
  readonly kind: string;
  /** Everything that the outputs depend on but numbers. */
  readonly settings: { readonly [name: string]: Setting };
  /** The parameters, in their order and without gaps. */
  readonly parts: readonly ParameterPart[];
  /** Numbers that nobody trains, such as the stored moments of a normalisation. */
  readonly constants?: readonly ConstantPart[];
}

/**
 * Where settings that were read from somewhere differ from those that were expected.
 *
 * @returns a clause such as `settings.activation "relu": expected "tanh"`, or undefined where they are equal
 */
export function settingsDifference(expected: Setting, found: unknown, path = 'settings'): string | undefined {
  const differs = (): string => `${path} ${show(found)}: expected ${show(expected)}`;
  if (typeof expected !== 'object' || expected === null) return Object.is(expected, found) ? undefined : differs();
  if (typeof found !== 'object' || found === null || Array.isArray(found) !== Array.isArray(expected)) return differs();
  const keys = Object.keys(expected);
  if (Object.keys(found).length !== keys.length) return differs();
  for (const key of keys) {
    if (!Object.hasOwn(found, key)) return differs();
    const inner = Array.isArray(expected) ? `${path}[${key}]` : `${path}.${key}`;
    const difference = settingsDifference((expected as Record<string, Setting>)[key]!, (found as Record<string, unknown>)[key], inner);
    if (difference !== undefined) return difference;
  }
  return undefined;
}
