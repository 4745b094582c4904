import type { NetworkDescription } from './description.ts';
import type { NetworkInput } from './network.ts';

/** Sequences that run side by side; every array is time-major. */
export interface Sequences {
  /** What is read: steps x rows x width numbers. */
  readonly inputs: Float32Array;
  /** How many steps. */
  readonly steps: number;
  /** How many sequences. */
  readonly rows: number;
  /** The state before the first step, rows x stateWidth: zeros, or the `finalState` of the steps before. */
  readonly initialState: Float32Array;
  /** Steps x rows: 1 where a new episode begins, so that its state is set to zero before the step; else 0. */
  readonly resets: Uint8Array;
}

/** What a recurrent network says about sequences; both arrays may be overwritten by its next call. */
export interface SequenceOutputs {
  /** Steps x rows x outputs. */
  readonly outputs: Float32Array;
  /** The state after the last step, rows x stateWidth. */
  readonly finalState: Float32Array;
}

/**
 * A differentiable function of sequences, with all parameters in one flat array. At a step it sees that step's input and the state it
 * left at the step before; a row of state is zero where an episode begins. A loss is written once, as the gradient of the outputs.
 */
export interface RecurrentNetwork {
  /** What it is, apart from the values of its parameters: what `saveNetwork` writes beside them. */
  readonly description: NetworkDescription;
  /** What it reads at a step. */
  readonly input: NetworkInput;
  /** How many numbers it returns per step and row. */
  readonly outputs: number;
  /** How many numbers of state a row carries from step to step. */
  readonly stateWidth: number;
  /** All parameters. Writing to them changes the function. */
  readonly parameters: Float32Array;
  /** The gradient of the loss with respect to each parameter, summed over the calls of `backward` since it was last zeroed. */
  readonly gradients: Float32Array;
  /** Runs all steps; acting is a call with one step. */
  forward(sequences: Sequences): SequenceOutputs;
  /**
   * Adds to `gradients`, through all steps of the last `forward` call and not beyond its initial state.
   *
   * @param outputGradients - the gradient with respect to its outputs: steps x rows x outputs
   */
  backward(outputGradients: Float32Array): void;
  /** An independent network with the same parameters. */
  clone(): RecurrentNetwork;
}
