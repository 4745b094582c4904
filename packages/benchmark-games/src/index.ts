export { bandwagonOptimum } from './bandwagon/bandwagon.ts';
export type { BandwagonOptimum } from './bandwagon/bandwagon.ts';
export { checkpointsOptimum } from './checkpoints/optimum.ts';
export type { CheckpointsProblem } from './checkpoints/optimum.ts';
export { FULL_STRENGTH, GUARD_LEVELS, RUN_STRENGTH } from './checkpoints/sizes.ts';
export { creditHistoryOptimum, creditHistoryRounds } from './credit-history/credit-history.ts';
export { duopolyOptimum } from './duopoly/duopoly.ts';
export * from './games.generated.ts';
export { linearQuadraticOptimum } from './linear-quadratic/linear-quadratic.ts';
