import type { GameDefinition } from '@firstmover/core';
import { checkpoints } from './checkpoints/checkpoints.ts';
import { duopoly } from './duopoly/duopoly.ts';
import { linearQuadratic } from './linear-quadratic/linear-quadratic.ts';

export { checkpoints } from './checkpoints/checkpoints.ts';
export { checkpointsOptimum } from './checkpoints/optimum.ts';
export type { CheckpointsProblem } from './checkpoints/optimum.ts';
export { FULL_STRENGTH, GUARD_LEVELS, RUN_STRENGTH } from './checkpoints/sizes.ts';
export { duopoly, duopolyOptimum } from './duopoly/duopoly.ts';
export { linearQuadratic, linearQuadraticOptimum } from './linear-quadratic/linear-quadratic.ts';

/** All games of this package. */
export const benchmarkGames: readonly GameDefinition[] = [checkpoints, duopoly, linearQuadratic];
