// Written by tools/generate-games.ts: do not edit.
import type { GameDefinition } from '@firstmover/core';
import { iterated } from './iterated/iterated.ts';
import { iteratedPrisonersDilemma, iteratedStagHunt, iteratedAssurance, iteratedCoordination, iteratedMixedHarmony, iteratedHarmony, iteratedNoConflict, iteratedDeadlock, iteratedPrisonersDelight, iteratedHero, iteratedBattle, iteratedChicken } from './iterated/twelve-games.ts';
import { escape, maintain, battleOfTheSexes, outOfEquilibriumBattle, modifiedPrisonersDilemma, conitzer, dominantColumn } from './one-shot/named-games.ts';
import { bimatrix } from './one-shot/one-shot.ts';

export { iterated, iteratedPrisonersDilemma, iteratedStagHunt, iteratedAssurance, iteratedCoordination, iteratedMixedHarmony, iteratedHarmony, iteratedNoConflict, iteratedDeadlock, iteratedPrisonersDelight, iteratedHero, iteratedBattle, iteratedChicken, escape, maintain, battleOfTheSexes, outOfEquilibriumBattle, modifiedPrisonersDilemma, conitzer, dominantColumn, bimatrix };

/** All games of this package. */
export const matrixGames: readonly GameDefinition[] = [iterated, iteratedPrisonersDilemma, iteratedStagHunt, iteratedAssurance, iteratedCoordination, iteratedMixedHarmony, iteratedHarmony, iteratedNoConflict, iteratedDeadlock, iteratedPrisonersDelight, iteratedHero, iteratedBattle, iteratedChicken, escape, maintain, battleOfTheSexes, outOfEquilibriumBattle, modifiedPrisonersDilemma, conitzer, dominantColumn, bimatrix];
