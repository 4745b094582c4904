import type { NetworkDescription } from './description.ts';

/** What a network reads: an index, or a vector of numbers. */
export type NetworkInput =
  | {
      /** Rows are indices. */
      readonly kind: 'index';
      /** How many indices there are. */
      readonly count: number;
    }
  | {
      /** Rows are vectors. */
      readonly kind: 'vector';
      /** The length of a vector. */
      readonly width: number;
    };

/**
 * A differentiable function of rows of inputs with all parameters in one flat array. A loss is written once, as the gradient of
 * the outputs, and works on every network.
 */
export interface Network {
  /** What it is, apart from the values of its parameters: what `saveNetwork` writes beside them. */
  readonly description: NetworkDescription;
  /** What it reads. */
  readonly input: NetworkInput;
  /** How many numbers it returns per row. */
  readonly outputs: number;
  /** All parameters. Writing to them changes the function. */
  readonly parameters: Float32Array;
  /** The gradient of the loss with respect to each parameter, summed over the calls of `backward` since it was last zeroed. */
  readonly gradients: Float32Array;
  /** Computes `rows` x `outputs` numbers, row-major; the array is overwritten by the next call. */
  forward(inputs: Int32Array | Float32Array, rows: number): Float32Array;
  /** Adds to `gradients`, given the gradient with respect to the outputs of the last `forward` call (`rows` x `outputs`). */
  backward(outputGradients: Float32Array, rows: number): void;
  /** An independent network with the same parameters. */
  clone(): Network;
}
