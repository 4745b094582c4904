import { InputError, show } from '@firstmover/core';
import type { Network } from '../network/network.ts';

/** A network whose input is a row of its reader's own features with a context behind it that stays the same for many rows. */
export interface ContextNetwork extends Network {
  /** How many numbers of its input are the reader's own; the context is the rest. */
  readonly ownWidth: number;
  /**
   * Encodes a context once. The function that it returns gives the outputs for own features, which the next call to it or to the network may
   * overwrite; it follows later changes of the parameters no further than each kind of network says, so bind a clone.
   */
  bind(context: Float32Array): (own: Float32Array) => Float32Array;
  /** An independent network with the same parameters. */
  clone(): ContextNetwork;
}

/**
 * Any network on vectors as one with a context: both are read side by side, in each row.
 *
 * @param network - reads vectors
 * @param ownWidth - how many of its inputs come before the context
 * @throws InputError for a network on indices or a width that leaves no context
 */
export function flatContext(network: Network, ownWidth: number): ContextNetwork {
  const { input } = network;
  if (input.kind !== 'vector') throw new InputError('a context beside an index: expected a network on vectors');
  const { width } = input;
  if (!Number.isSafeInteger(ownWidth) || ownWidth < 0 || ownWidth >= width)
    throw new InputError(`ownWidth ${show(ownWidth)} of a network on ${width} numbers: expected an integer from 0 to ${width - 1}`);
  return {
    description: network.description,
    input,
    outputs: network.outputs,
    parameters: network.parameters,
    gradients: network.gradients,
    ownWidth,
    forward: (inputs, rows) => network.forward(inputs, rows),
    backward: (outputGradients, rows) => network.backward(outputGradients, rows),
    bind(context) {
      checkContext(context, width - ownWidth);
      const row = new Float32Array(width);
      row.set(context, ownWidth);
      return (own) => {
        for (let k = 0; k < ownWidth; k++) row[k] = own[k]!;
        return network.forward(row, 1);
      };
    },
    clone: () => flatContext(network.clone(), ownWidth),
  };
}

/** Refuses a context of another length. */
export function checkContext(context: Float32Array, width: number): void {
  if (context.length !== width) throw new InputError(`a context of ${context.length} numbers: expected ${width}`);
}

/** Refuses sizes that are not integers of at least `least`. */
export function checkSizes(what: string, sizes: { readonly [name: string]: number }, least: number): void {
  for (const [name, size] of Object.entries(sizes)) {
    if (!Number.isSafeInteger(size) || size < least)
      throw new InputError(`${name} of ${what} is ${show(size)}: expected an integer of at least ${least}`);
  }
}
