import { InputError, createEnvironment, finiteModel } from '@firstmover/core';
import { checkGame } from '@firstmover/core/testing';
import { describe, expect, it } from 'vitest';
import { auction } from './auction.ts';
import { bestReserve } from './optimum.ts';

const even = (count: number): readonly number[] => new Array<number>(count).fill(1);

describe('the rules', () => {
  it.each([
    ['second-price', 3, [4, 7], [0.4, 0, 0.3]],
    ['second-price', 5, [4, 7], [0.5, 0, 0.2]],
    ['first-price', 3, [4, 7], [0.7, 0, 0]],
    ['posted', 5, [4, 7], [0.5, 0, 0.2]],
    ['posted', 8, [4, 7], [0, 0, 0]],
    ['second-price', 8, [4, 7], [0, 0, 0]],
  ] as const)('of a %s auction with reserve %d and bids %j earn %j', (format, reserve, bids, expected) => {
    const game = auction.create({ format, weights: [even(11)] });
    const chance = { pick: () => 0, uniform: () => 0 };
    // Bidder 1 is worth 7 of 10.
    const { rewards } = game.step({ values: [4, 7], bids: [] }, [reserve, ...bids], chance);
    rewards.forEach((reward, i) => expect(reward).toBeCloseTo(expected[i]!, 12));
  });

  it('draw lots among equal bids', () => {
    const environment = createEnvironment(auction.create({ weights: [[0, 1]] }), { seed: 2 });
    let first = 0;
    for (let i = 0; i < 1000; i++) {
      environment.reset();
      const { rewards } = environment.step([0, 0, 0]);
      if (rewards[1]! > 0) first++;
    }
    expect(first / 1000).toBeCloseTo(0.5, 1);
  });

  it.each([{}, { format: 'first-price', bidders: 3, weights: [[1, 2, 1]] }, { format: 'posted', bidders: 1, weights: [[1, 1, 1, 1]] }])(
    'are those of a game: %j',
    (parameters) => {
      checkGame(auction.create(parameters), { steps: 500 });
    },
  );

  it('have a finite model, and refuse what are no weights', () => {
    expect(finiteModel(auction.create({ weights: [[1, 1, 1]] })).jointActions).toBe(27);
    for (const weights of [
      [[1]],
      [[0, 0]],
      [[1, -1]],
      [
        [1, 1],
        [1, 1],
      ],
    ])
      expect(() => auction.create({ weights })).toThrow(InputError);
  });

  it('make the truth dominant in a second-price auction and at a posted price', () => {
    const levels = 4;
    for (const format of ['second-price', 'posted']) {
      const game = auction.create({ format, weights: [even(levels + 1)] });
      // The mean over lots.
      const earns = (value: number, reserve: number, bid: number, other: number): number =>
        [0, 1].reduce(
          (sum, lot) =>
            sum +
            game.step({ values: [value, 0], bids: [] }, [reserve, bid, other], {
              pick: (of) => Math.min(lot, of.length - 1),
              uniform: () => 0,
            }).rewards[1]! /
              2,
          0,
        );
      for (let code = 0; code < (levels + 1) ** 4; code++) {
        const [value, reserve, bid, other] = [0, 1, 2, 3].map((i) => Math.floor(code / (levels + 1) ** i) % (levels + 1)) as [
          number,
          number,
          number,
          number,
        ];
        expect(earns(value, reserve, bid, other)).toBeLessThanOrEqual(earns(value, reserve, value, other) + 1e-12);
      }
    }
  });
});

describe('the best reserve', () => {
  it.each([
    ['second-price', 2, 'strong'],
    ['second-price', 3, 'weak'],
    ['posted', 2, 'strong'],
    ['posted', 3, 'weak'],
    ['posted', 1, 'strong'],
  ] as const)(
    'of a %s auction with %d bidders and %s ties is the best of the game when bidders tell the truth',
    (format, bidders, ties) => {
      const weights = [2, 1, 3, 1, 2];
      const levels = weights.length - 1;
      const game = auction.create({ format, bidders, weights: [weights] });
      const chance = { pick: () => 0, uniform: () => 0 };
      let best = -Infinity;
      for (let reserve = 0; reserve <= levels; reserve++) {
        let revenue = 0;
        for (let profile = 0; profile < 5 ** bidders; profile++) {
          const values = Array.from({ length: bidders }, (_unused, i) => Math.floor(profile / 5 ** i) % 5);
          const bids = values.map((value) => (ties === 'weak' && value === reserve && value > 0 ? value - 1 : value));
          // At a reserve of 0 a bidder cannot stay out; it pays nothing then.
          revenue +=
            values.reduce((product, value) => (product * weights[value]!) / 9, 1) *
            game.step({ values, bids: [] }, [reserve, ...bids], chance).rewards[0]!;
        }
        best = Math.max(best, revenue);
      }
      expect(game.descriptor.optima.find((optimum) => optimum.ties === ties)!.leaderReturn).toBeCloseTo(best, 9);
    },
  );

  it('is Myerson’s: 1/2 for uniform values, whatever the number of bidders, with 1/4 and 5/12 of revenue', () => {
    const of = (
      bidders: number,
      format: 'second-price' | 'posted' = 'second-price',
    ): { readonly reserve: number; readonly revenue: number } => bestReserve({ weights: even(501), bidders, format, ties: 'strong' });
    for (const bidders of [1, 2, 3, 5]) expect(Math.abs(of(bidders).reserve / 500 - 0.5)).toBeLessThan(0.0021);
    expect(of(1).revenue).toBeCloseTo(1 / 4, 2);
    expect(of(2).revenue).toBeCloseTo(5 / 12, 2);
    // A posted price for two: p (1 - p^2) is highest at 1 / sqrt(3).
    expect(of(2, 'posted').reserve / 500).toBeCloseTo(1 / Math.sqrt(3), 2);
    expect(of(2, 'posted').revenue).toBeCloseTo(2 / (3 * Math.sqrt(3)), 2);
    expect(auction.create({ format: 'first-price' }).descriptor.optima).toEqual([]);
  });

  it('of a triangular distribution is where the virtual value becomes positive: 1/3', () => {
    // Density 2 (1 - v): the virtual value is v - (1 - v) / 2.
    const weights = Array.from({ length: 501 }, (_unused, k) => 500.5 - k);
    expect(bestReserve({ weights, bidders: 2, format: 'second-price', ties: 'strong' }).reserve / 500).toBeCloseTo(1 / 3, 2);
  });
});
