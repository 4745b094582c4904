import type { GameDefinition } from '@firstmover/core';
import { duopoly } from './duopoly/duopoly.ts';
import { linearQuadratic } from './linear-quadratic/linear-quadratic.ts';

export { duopoly, duopolyOptimum } from './duopoly/duopoly.ts';
export { linearQuadratic, linearQuadraticOptimum } from './linear-quadratic/linear-quadratic.ts';

/** All games of this package. */
export const benchmarkGames: readonly GameDefinition[] = [duopoly, linearQuadratic];
