export { combAllocation, combMixture } from './comb.ts';
export type { Allocation, Resources, Schedules, WeightedAllocation } from './resources.ts';
