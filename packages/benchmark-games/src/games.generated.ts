// Written by tools/generate-games.ts: do not edit.
import type { GameDefinition } from '@firstmover/core';
import { bandwagon } from './bandwagon/bandwagon.ts';
import { bulletTrade } from './bullet-trade/bullet-trade.ts';
import { checkpoints } from './checkpoints/checkpoints.ts';
import { creditHistory } from './credit-history/credit-history.ts';
import { duopoly } from './duopoly/duopoly.ts';
import { linearQuadratic } from './linear-quadratic/linear-quadratic.ts';
import { mazeDesign } from './maze-design/maze-design.ts';
import { merge } from './merge/merge.ts';

export { bandwagon, bulletTrade, checkpoints, creditHistory, duopoly, linearQuadratic, mazeDesign, merge };

/** All games of this package. */
export const benchmarkGames: readonly GameDefinition[] = [bandwagon, bulletTrade, checkpoints, creditHistory, duopoly, linearQuadratic, mazeDesign, merge];
