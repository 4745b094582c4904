import { definePart } from '@firstmover/core';
import type { NetworkPart } from '../part/network-part.ts';
import { mlpNetwork } from './mlp.ts';

/** The settings of a perceptron that do not follow from what it is made for. */
export const MLP_PARAMETERS = {
  hidden: {
    kind: 'list',
    of: { kind: 'integer', min: 1, max: 65_536 },
    length: [0, 16],
    default: [64, 64],
    about: 'the widths of the hidden layers, first to last',
  },
  activation: { kind: 'choice', options: ['tanh', 'relu'], default: 'tanh', about: 'what follows each hidden layer' },
} as const;

/** A multi-layer perceptron. */
export const mlpNetworkPart: NetworkPart = definePart({
  kind: 'network',
  name: 'mlp',
  about: 'A multi-layer perceptron on WebAssembly kernels.',
  source: 'Rumelhart, Hinton & Williams, Learning representations by back-propagating errors (1986)',
  parameters: MLP_PARAMETERS,
  create: (settings, shape, seed) => mlpNetwork({ ...settings, ...shape, seed }),
});
