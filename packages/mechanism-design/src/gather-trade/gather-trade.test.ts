import { createEnvironment, finiteModel } from '@firstmover/core';
import { checkGame } from '@firstmover/core/testing';
import { describe, expect, it } from 'vitest';
import { gatherTrade } from './gather-trade.ts';

const [REST, GATHER, BUILD, TRADE] = [0, 1, 2, 3];

describe('the rules', () => {
  it('let wood be gathered, sold and built with, and income taxed and shared', () => {
    const environment = createEnvironment(gatherTrade.create());
    environment.reset();
    expect(environment.step([4, GATHER, BUILD])).toMatchObject({ rewards: [0, -0.5, 0], observations: [12, 12, 12] });
    // Worker 0 sells for 3 without a tax; worker 1 owes 3.
    expect(environment.step([0, TRADE, TRADE])).toMatchObject({ rewards: [-6, 3, -3], observations: [19, 19, 19] });
    // Worker 1 builds for 6, of which half is taken and shared: 3 + 1.5 and 1.5.
    const third = environment.step([2, REST, BUILD]);
    expect(third.rewards).toEqual([2 * (1.5 + 3), 1.5, 4.5 - 0.5]);
    expect(environment.step([0, TRADE, TRADE])).toMatchObject({ rewards: [0, 0, 0], terminated: true });
  });

  it('make the leader’s return productivity times equality at the end', () => {
    const environment = createEnvironment(gatherTrade.create({ rounds: 6, labour: 0 }), { seed: 1 });
    const random = [3, 1, 2, 0, 1, 2, 3, 3, 2, 1, 1, 2, 2, 3, 1, 0, 3, 2];
    let returns = [0, 0, 0];
    environment.reset();
    for (let round = 0; round < 6; round++) {
      const { rewards } = environment.step([round % 5, random[3 * round]!, random[3 * round + 1]!]);
      returns = returns.map((sum, i) => sum + rewards[i]!);
    }
    const [, first, second] = returns as [number, number, number];
    // With two workers, 1 less the normalised Gini index is 1 - |difference| / sum.
    const productivity = first + second;
    const equality = 1 - Math.abs(first - second) / productivity;
    expect(productivity).toBeGreaterThan(0);
    expect(returns[0]).toBeCloseTo(productivity * equality, 9);
  });

  it.each([{}, { rounds: 7, levels: 3, labour: 1.25 }])('are those of a game: %j', (parameters) => {
    checkGame(gatherTrade.create(parameters), { steps: 500 });
  });

  it('have a finite model', () => {
    const { rewardBounds } = gatherTrade.create().descriptor;
    const rewards = finiteModel(gatherTrade.create()).rewards.flatMap((column) => Array.from(column));
    expect(Math.min(...rewards)).toBeGreaterThanOrEqual(rewardBounds[0]);
    expect(Math.max(...rewards)).toBeLessThanOrEqual(rewardBounds[1]);
  });
});
