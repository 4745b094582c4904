import type { Setting } from '@firstmover/core';

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
