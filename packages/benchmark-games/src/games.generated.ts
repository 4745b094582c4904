// Written by tools/generate-games.ts: do not edit.
import type { GameDefinition } from '@firstmover/core';
import { bandwagon } from './bandwagon/bandwagon.ts';
import { checkpoints } from './checkpoints/checkpoints.ts';
import { creditHistory } from './credit-history/credit-history.ts';
import { duopoly } from './duopoly/duopoly.ts';
import { linearQuadratic } from './linear-quadratic/linear-quadratic.ts';

export { bandwagon, checkpoints, creditHistory, duopoly, linearQuadratic };

/** All games of this package. */
export const benchmarkGames: readonly GameDefinition[] = [bandwagon, checkpoints, creditHistory, duopoly, linearQuadratic];
