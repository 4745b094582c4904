import { finiteModel } from '@firstmover/core';
import { describe, expect, it } from 'vitest';
import { SYMMETRIC_GAMES, iterated } from '../evaluate/iterated-games.fixture.ts';
import { historyOptimum } from './history-optimum.ts';

/** The leader's totals over ten steps at any history. */
const PUBLISHED: { readonly [name: string]: number } = {
  PrisonersDilemma: 8.5,
  StagHunt: 15,
  Assurance: 15,
  Coordination: 15,
  MixedHarmony: 15,
  Harmony: 15,
  NoConflict: 15,
  Deadlock: 5,
  PrisonersDelight: 5,
  Hero: 15,
  Battle: 15,
  Chicken: 15,
};

describe('historyOptimum', () => {
  it.each(Object.entries(PUBLISHED))('of %s over ten steps is %d, with either memory', (name, value) => {
    for (const memory of ['joint', 'other'] as const) {
      const { leaderValue, corners } = historyOptimum(finiteModel(iterated(SYMMETRIC_GAMES[name]!, { memory })));
      expect(leaderValue).toBeCloseTo(value, 9);
      expect(corners).toBeLessThanOrEqual(11);
    }
  });
});
