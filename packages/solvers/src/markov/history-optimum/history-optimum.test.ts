import { finiteModel } from '@firstmover/core';
import { describe, expect, it } from 'vitest';
import { bestResponse } from '../best-response/best-response.ts';
import { SYMMETRIC_GAMES, iterated } from '../policy-values/iterated-games.fixture.ts';
import { randomGame, randomTable } from '../policy-values/random-games.fixture.ts';
import { historyOptimum } from './history-optimum.ts';
import { rounds, treeOptimum } from './rounds.fixture.ts';

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

describe('the recursion', () => {
  it('agrees with one linear programme over the tree of histories in 1,000 games', () => {
    for (let seed = 0; seed < 1000; seed++) {
      const steps = seed % 25 === 0 ? 3 : 1 + (seed % 2);
      const { leaderValue } = historyOptimum(finiteModel(rounds(seed, steps).create()));
      expect(Math.abs(leaderValue - treeOptimum(seed, steps)), `seed ${seed}, ${steps} rounds`).toBeLessThan(1e-8);
    }
  });

  it('bounds every table against a rational follower', () => {
    for (let seed = 0; seed < 40; seed++) {
      const model = finiteModel(rounds(seed, 2).create());
      const { leaderValue } = historyOptimum(model);
      const table = randomTable(seed, 85, 2);
      expect(bestResponse(model, table, { followerClass: 'rational', ties: 'strong' }).leaderValue).toBeLessThanOrEqual(leaderValue + 1e-9);
    }
  });

  it('refuses games in which the follower cannot tell the state', () => {
    expect(() => historyOptimum(finiteModel(randomGame(3, { roles: ['leader', 'follower'] })))).toThrow('cannot always tell the state');
  });
});
