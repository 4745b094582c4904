import type { BoundPart, Part } from '@firstmover/core';
import type { Network, NetworkInput } from '../network/network.ts';

/** What a network is made for. */
export interface NetworkShape {
  /** What it reads. */
  readonly input: NetworkInput;
  /** How many numbers it returns per row. */
  readonly outputs: number;
}

/** A network that configs can name; `seed` is that of its first parameters. */
export type NetworkPart = Part<'network', readonly [shape: NetworkShape, seed: number], Network>;

/** A network with settings. */
export type BoundNetwork = BoundPart<'network', readonly [shape: NetworkShape, seed: number], Network>;
