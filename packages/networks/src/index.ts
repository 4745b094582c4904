export { linearNetwork } from './linear/linear.ts';
export type { Network, NetworkInput } from './network/network.ts';
export { adam, clipByNorm, sgd } from './optimiser/optimiser.ts';
export type { Optimiser, OptimiserFactory } from './optimiser/optimiser.ts';
export { tableNetwork } from './table/table.ts';
