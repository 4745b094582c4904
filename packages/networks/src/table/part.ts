import { InputError, definePart } from '@firstmover/core';
import type { NetworkPart } from '../part/network-part.ts';
import { tableNetwork } from './table.ts';

/** A table, for observations that are indexed. */
export const tableNetworkPart: NetworkPart = definePart({
  kind: 'network',
  name: 'table',
  about: 'One row of free parameters for each observation.',
  source: 'tabular reinforcement learning: Sutton & Barto, Reinforcement Learning (2018)',
  needs: ['discrete-observations'],
  create(_settings, { input, outputs }) {
    if (input.kind !== 'index') throw new InputError(`a table reads indices, not vectors of ${input.width}: use network mlp or linear`);
    return tableNetwork(input.count, outputs);
  },
});
