import type { Minibatch } from '@firstmover/experience';
import type { Network, NetworkInput } from '@firstmover/networks';

/** Two networks that estimate the same values; the lower of the two counts. */
export type Twins = readonly [Network, Network];

/** What soft actor-critic does differently on discrete and on continuous actions. */
export interface SoftActions {
  /** What a critic reads. */
  readonly criticInput: NetworkInput;
  /** How many numbers a critic returns. */
  readonly criticOutputs: number;
  /** The inputs of the critics at what was seen and done in a minibatch. */
  criticInputs(batch: Minibatch): Int32Array | Float32Array;
  /** Which output of a critic is the value of what was done in transition i. */
  criticOutput(batch: Minibatch, i: number): number;
  /** Writes the soft value of the next observation of every transition. */
  nextValues(batch: Minibatch, targets: Twins, temperature: number, step: number, values: Float64Array): void;
  /**
   * Writes the gradient of the actor's loss with respect to the actor's outputs, ready for its `backward`, and the loss of every
   * transition. The actor's loss is the mean over the minibatch of temperature x log p(a) - q(s, a). Returns the mean entropy of the
   * policy. Leaves gradients in the critics.
   */
  actorGradient(batch: Minibatch, critics: Twins, temperature: number, step: number, gradient: Float32Array, losses: Float64Array): number;
}
