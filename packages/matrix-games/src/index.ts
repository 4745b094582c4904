import type { GameDefinition } from '@firstmover/core';
import { iterated } from './iterated/iterated.ts';
import { twelveGames } from './iterated/twelve-games.ts';
import {
  battleOfTheSexes,
  conitzer,
  dominantColumn,
  escape,
  maintain,
  modifiedPrisonersDilemma,
  outOfEquilibriumBattle,
} from './one-shot/named-games.ts';
import { bimatrix } from './one-shot/one-shot.ts';

export type { Bimatrix } from './bimatrix/bimatrix.ts';
export type { BimatrixDocument } from './documents/document.ts';
export { parseNfg } from './documents/nfg.ts';
export { OBSERVATION_LIMIT, iterated, iteratedGame } from './iterated/iterated.ts';
export type { IteratedGameSpec, IteratedParameters } from './iterated/iterated.ts';
export {
  iteratedAssurance,
  iteratedBattle,
  iteratedChicken,
  iteratedCoordination,
  iteratedDeadlock,
  iteratedHarmony,
  iteratedHero,
  iteratedMixedHarmony,
  iteratedNoConflict,
  iteratedPrisonersDelight,
  iteratedPrisonersDilemma,
  iteratedStagHunt,
  twelveGames,
} from './iterated/twelve-games.ts';
export { payoffsOf } from './matrix-game/matrix-game.ts';
export {
  battleOfTheSexes,
  conitzer,
  dominantColumn,
  escape,
  maintain,
  modifiedPrisonersDilemma,
  outOfEquilibriumBattle,
} from './one-shot/named-games.ts';
export { bimatrix, oneShotGame } from './one-shot/one-shot.ts';
export type { OneShotGameSpec } from './one-shot/one-shot.ts';

/** All games of this package: the twelve iterated 2x2 games, the named one-shot games, and the two general ones. */
export const matrixGames: readonly GameDefinition[] = [
  ...twelveGames,
  iterated,
  escape,
  maintain,
  battleOfTheSexes,
  outOfEquilibriumBattle,
  modifiedPrisonersDilemma,
  conitzer,
  dominantColumn,
  bimatrix,
];
