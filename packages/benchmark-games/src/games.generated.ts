// Written by tools/generate-games.ts: do not edit.
import type { GameDefinition } from '@firstmover/core';
import { checkpoints } from './checkpoints/checkpoints.ts';
import { duopoly } from './duopoly/duopoly.ts';
import { linearQuadratic } from './linear-quadratic/linear-quadratic.ts';

export { checkpoints, duopoly, linearQuadratic };

/** All games of this package. */
export const benchmarkGames: readonly GameDefinition[] = [checkpoints, duopoly, linearQuadratic];
