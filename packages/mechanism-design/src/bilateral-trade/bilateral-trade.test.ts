import { createEnvironment, finiteModel } from '@firstmover/core';
import { checkGame } from '@firstmover/core/testing';
import { solveLinearProgram } from '@firstmover/programmes';
import { describe, expect, it } from 'vitest';
import { bilateralTrade } from './bilateral-trade.ts';
import { bestPrice, firstBest } from './optimum.ts';

/**
 * The most gains from trade of any mechanism whose price the buyer pays and the seller gets, in Bayes-Nash equilibrium and with nobody expecting a
 * loss, by one linear programme. Variables: the probability of trade per cost and value, then the expected transfer, which
 * need not be negative: the seller wants something for the item, and to pay the buyer wastes what trade needs.
 */
function secondBest(levels: number): number {
  const n = levels + 1;
  const row = (): number[] => new Array<number>(2 * n * n).fill(0);
  const constraints = [];
  const objective = row();
  for (let c = 0; c < n; c++) {
    for (let v = 0; v < n; v++) {
      objective[c * n + v] = (v - c) / levels / n / n;
      constraints.push({ coefficients: row().with(c * n + v, 1), relation: '<=' as const, bound: 1 });
    }
  }
  for (let type = 0; type < n; type++) {
    for (let said = 0; said < n; said++) {
      const [seller, buyer] = [row(), row()];
      for (let other = 0; other < n; other++) {
        seller[type * n + other]! -= type / levels;
        seller[n * n + type * n + other]! += 1;
        buyer[other * n + type]! += type / levels;
        buyer[n * n + other * n + type]! -= 1;
        if (said === type) continue;
        seller[said * n + other]! += type / levels;
        seller[n * n + said * n + other]! -= 1;
        buyer[other * n + said]! -= type / levels;
        buyer[n * n + other * n + said]! += 1;
      }
      for (const coefficients of [seller, buyer]) constraints.push({ coefficients, relation: '>=' as const, bound: 0 });
    }
  }
  const outcome = solveLinearProgram({ objective, constraints });
  return outcome.status === 'optimal' ? outcome.value : NaN;
}

describe('the rules', () => {
  it('trade where the price lies between ask and bid', () => {
    const environment = createEnvironment(bilateralTrade.create({ levels: 4 }), { seed: 3 });
    for (let i = 0; i < 50; i++) {
      const [, cost, value] = environment.reset().observations as number[];
      const [ask, bid, price] = [i % 5, (2 * i) % 5, (3 * i + 1) % 5];
      const { rewards, terminated } = environment.step([price, ask, bid]);
      expect(terminated).toBe(true);
      const trades = ask <= price && price <= bid;
      expect(rewards).toEqual(trades ? [(value! - cost!) / 4, (price - cost!) / 4, (value! - price) / 4] : [0, 0, 0]);
    }
  });

  it('show the leader ask and bid first where it sees them', () => {
    const environment = createEnvironment(bilateralTrade.create({ levels: 2, sees: 'offers' }));
    environment.reset();
    expect(environment.step([2, 0, 1])).toMatchObject({ rewards: [0, 0, 0], observations: [1 + 0 * 3 + 1, 3, 3], terminated: false });
    expect(environment.step([1, 2, 0]).terminated).toBe(true);
  });

  it.each([{}, { levels: 3, sees: 'offers' }])('are those of a game: %j', (parameters) => {
    checkGame(bilateralTrade.create(parameters), { steps: 500 });
    expect(finiteModel(bilateralTrade.create(parameters)).states.length).toBeGreaterThan(0);
  });
});

describe('the best price', () => {
  it.each([2, 4, 6])('of %d levels is the best when the truth is told, which nobody gains by leaving', (levels) => {
    const game = bilateralTrade.create({ levels });
    const n = levels + 1;
    const chance = { pick: () => 0, uniform: () => 0 };
    const play = (price: number, values: readonly number[], offers: readonly number[]): readonly number[] =>
      game.step({ values, offers: [] }, [price, ...offers], chance).rewards;
    const all = Array.from({ length: n * n }, (_unused, i) => [Math.floor(i / n), i % n]);
    let best = -Infinity;
    for (let price = 0; price < n; price++) {
      best = Math.max(
        best,
        all.reduce((sum, values) => sum + play(price, values, values)[0]! / (n * n), 0),
      );
      for (const values of all) {
        for (const offers of all) {
          expect(play(price, values, offers)[1]).toBeLessThanOrEqual(play(price, values, [values[0]!, offers[1]!])[1]! + 1e-12);
          expect(play(price, values, offers)[2]).toBeLessThanOrEqual(play(price, values, [offers[0]!, values[1]!])[2]! + 1e-12);
        }
      }
    }
    expect(game.descriptor.optima[0]!.leaderReturn).toBeCloseTo(best, 9);
  });

  it('leaves gains that other mechanisms make, and all mechanisms leave some', () => {
    const levels = 6;
    const second = secondBest(levels);
    expect(bestPrice(levels, 'strong').gains).toBeLessThan(second - 1e-3);
    expect(second).toBeLessThan(firstBest(levels) - 1e-4);
  });

  it('tends to 1/2, with gains of 1/8 of the 1/6 that there are', () => {
    expect(bestPrice(400, 'strong')).toMatchObject({ level: 200 });
    expect(bestPrice(400, 'strong').gains).toBeCloseTo(1 / 8, 2);
    expect(firstBest(400)).toBeCloseTo(1 / 6, 2);
    expect(bestPrice(6, 'weak').gains).toBeLessThan(bestPrice(6, 'strong').gains);
  });
});
