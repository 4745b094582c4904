import { createEnvironment } from '@firstmover/core';
import { checkGame } from '@firstmover/core/testing';
import { describe, expect, it } from 'vitest';
import { bandwagon, bandwagonOptimum } from './bandwagon.ts';

const SELECTIONS = ['leader-best', 'leader-worst'] as const;

/** What the sponsor earns in each pure Nash equilibrium of the firms, by trying every profile and every deviation in the game itself. */
function equilibria(followers: number, offers: readonly number[]): number[] {
  const environment = createEnvironment(bandwagon.create({ followers }));
  const play = (joins: readonly number[]): readonly number[] => {
    environment.reset();
    return environment.step([offers, ...joins]).rewards;
  };
  const found: number[] = [];
  for (let code = 0; code < 2 ** followers; code++) {
    const joins = Array.from({ length: followers }, (_unused, i) => (code >> i) & 1);
    const rewards = play(joins);
    const stable = joins.every((join, i) => play(joins.with(i, 1 - join))[i + 1]! <= rewards[i + 1]!);
    if (stable) found.push(rewards[0]!);
  }
  return found;
}

function select(values: readonly number[], selection: (typeof SELECTIONS)[number]): number {
  return selection === 'leader-best' ? Math.max(...values) : Math.min(...values);
}

describe('the bandwagon', () => {
  it.each([1, 2, 6])('of %d keeps the rules of a game', (followers) => {
    checkGame(bandwagon.create({ followers }), { steps: 200 });
  });

  it.each([1, 2, 3, 4])('of %d firms has the optimum that trying all offers finds, for both selections', (followers) => {
    for (const selection of SELECTIONS) {
      let best = -Infinity;
      for (let code = 0; code < (followers + 1) ** followers; code++) {
        const offers = Array.from({ length: followers }, (_unused, i) => Math.floor(code / (followers + 1) ** i) % (followers + 1));
        best = Math.max(best, select(equilibria(followers, offers), selection));
      }
      expect(bandwagonOptimum(followers, selection).leaderReturn).toBeCloseTo(best, 12);
    }
  });

  it.each([5, 9])('of %d firms pays its optimum for the offers, and less where one of them is a part lower', (followers) => {
    for (const selection of SELECTIONS) {
      const { leaderReturn, offers } = bandwagonOptimum(followers, selection);
      expect(select(equilibria(followers, offers), selection)).toBeCloseTo(leaderReturn, 12);
      for (const [i, offer] of offers.entries())
        expect(select(equilibria(followers, offers.with(i, offer - 1)), selection)).toBeLessThan(leaderReturn);
    }
  });

  it('has one equilibrium at the offers against the worst, and none worth having at equal ones', () => {
    expect(equilibria(6, bandwagonOptimum(6, 'leader-worst').offers)).toEqual([2.5]);
    for (let offer = 0; offer <= 6; offer++) expect(select(equilibria(6, new Array<number>(6).fill(offer)), 'leader-worst')).toBe(0);
  });
});
