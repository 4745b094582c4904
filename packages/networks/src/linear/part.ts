import { InputError, definePart } from '@firstmover/core';
import type { NetworkPart } from '../part/network-part.ts';
import { linearNetwork } from './linear.ts';

/** A linear layer, for observations that are vectors. */
export const linearNetworkPart: NetworkPart = definePart({
  kind: 'network',
  name: 'linear',
  about: 'A linear layer with bias on vectors.',
  source: 'linear function approximation: Sutton & Barto, Reinforcement Learning (2018)',
  create(_settings, { input, outputs }) {
    if (input.kind !== 'vector') throw new InputError(`a linear layer reads vectors, not ${input.count} indices: use network table or mlp`);
    return linearNetwork(input.width, outputs);
  },
});
