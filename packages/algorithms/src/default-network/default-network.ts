import { childSeed } from '@firstmover/core';
import type { Network, NetworkInput } from '@firstmover/networks';
import { mlpNetwork, tableNetwork } from '@firstmover/networks';

/**
 * The network of a learner that is given none: a table on indices, on vectors an MLP with two hidden layers of 64 ReLU units.
 *
 * @param outputScale - the gain of the MLP's last weights
 * @param seed - of the learner
 * @param name - which of its networks this is
 */
export function defaultNetwork(input: NetworkInput, outputs: number, outputScale: number, seed: number, name: string): Network {
  if (input.kind === 'index') return tableNetwork(input.count, outputs);
  return mlpNetwork({ input, hidden: [64, 64], outputs, activation: 'relu', outputScale, seed: childSeed(seed, name) });
}

/** Whether a network is a table, which takes larger steps than others. */
export function isTable({ input, outputs, parameters }: Network): boolean {
  return input.kind === 'index' && parameters.length === input.count * outputs;
}
