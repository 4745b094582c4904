import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { Game } from '@firstmover/core';
import { RefusedError, deterministicPolicy, discrete, policyFromRows, randomStream, respondTo } from '@firstmover/core';
import { escape } from '@firstmover/matrix-games';
import { emptyGame, player } from '../contextual/games.fixture.ts';
import { claims, draws, pairGame } from '../simulation/games.fixture.ts';
import type { CoarseGapSettings } from './coarse-gap.ts';
import { coarseGapBound, playRecord } from './coarse-gap.ts';
import { inducedGame } from './induced-game.ts';
import type { NoRegretOptions } from './no-regret.ts';
import { noRegretFollowers } from './no-regret.ts';

const still = deterministicPolicy([0], 2);
const believer = deterministicPolicy([0, 1, 0, 1, 0], 2);
/** Shapley's game: play cycles and never settles. */
const shapley = pairGame(
  [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  [
    [0, 1, 0],
    [0, 0, 1],
    [1, 0, 0],
  ],
);

describe('the induced game', () => {
  it('is what the matrices say, with the leader in it', () => {
    const plain = inducedGame(shapley, still);
    expect(plain).toMatchObject({ types: [1, 1], actions: [3, 3], jointActions: 9, random: false });
    expect(plain.profiles).toHaveLength(1);
    expect(plain.profiles[0]).toMatchObject({ types: [0, 0], probability: 1 });
    expect(plain.profiles[0]!.utilities.map((row) => Array.from(row))).toEqual([
      [1, 0, 0, 0, 1, 0, 0, 0, 1],
      [0, 1, 0, 0, 0, 1, 1, 0, 0],
    ]);
    // A leader that pays its bonus with probability 1/4, as a table and so in expectation.
    const mixed = inducedGame(shapley, policyFromRows([[0.75, 0.25]]));
    expect(Array.from(mixed.profiles[0]!.utilities[0]!)).toEqual([1.25, 0.25, 0.25, 0, 1, 0, 0, 0, 1]);
    expect(mixed.random).toBe(true);
  });

  it('has the type profiles of the game with their probabilities, independent or alike', () => {
    const types = (game: Game): [string, number][] =>
      inducedGame(game, believer).profiles.map((profile) => [profile.types.join(), profile.probability]);
    expect(types(claims.create())).toEqual([
      ['0,0', 0.375],
      ['0,1', 0.375],
      ['1,0', 0.125],
      ['1,1', 0.125],
    ]);
    expect(types(claims.create({ alike: 'yes' }))).toEqual([
      ['0,0', 0.75],
      ['1,1', 0.25],
    ]);
    // With types 1 and 0: the first is picked when it says 1, whatever the second says, and earns 1.
    const profile = inducedGame(claims.create(), believer).profiles[2]!;
    expect(profile.utilities.map((row) => Array.from(row))).toEqual([
      [0, 0, 1, 1],
      [0.5, 0.5, 0, 0],
    ]);
  });

  it('refuses leaders that draw, continuous chance and too many joint actions', () => {
    expect(() => inducedGame(shapley, { act: (_observation, random) => random.integer(2) })).toThrow('expected a table');
    expect(() => inducedGame(draws, still)).toThrow('chance.uniform()');
    const wide = emptyGame([
      player('a', 'leader', 1, 2),
      player('b', 'follower', 1, discrete(101)),
      player('c', 'follower', 1, discrete(100)),
    ]);
    expect(() => inducedGame(wide, still)).toThrow(RefusedError);
  });
});

describe('the gap of averaged play', () => {
  it('is nil for a correlated device in equilibrium and positive otherwise, by hand', () => {
    // Chicken, payoffs (dare, swerve): 0,0 7,2 / 2,7 6,6. Playing the two off-diagonal cells in turn is a coarse correlated equilibrium.
    const chicken = inducedGame(pairGame([[0, 7], [2, 6]], [[0, 2], [7, 6]]), still); // prettier-ignore
    const record = playRecord(chicken);
    const turn = (update: number, row: number[], column: number[]): void =>
      record.add({ update, types: [0, 0], strategies: [row, column] });
    turn(1, [1, 0], [0, 1]);
    // Only the second would move: none, 2 against 0 by daring.
    expect(record.gap()).toMatchObject({ updates: 1, gap: 0 });
    turn(2, [0, 1], [1, 0]);
    expect(record.distribution()).toEqual([[0, 0.5, 0.5, 0]]);
    // Each gets 4.5; always daring 3.5, always swerving 4.
    expect(record.gap().types.map(({ gains }) => gains)).toEqual([
      [-1, -0.5],
      [-1, -0.5],
    ]);
    expect(record.gap().gap).toBe(-0.5);
    turn(3, [0, 1], [0, 1]);
    turn(4, [0, 1], [0, 1]);
    // Now each gets (7 + 2 + 6 + 6) / 4; always daring (7 + 0 + 7 + 7) / 4.
    expect(record.gap().gap).toBe(0);
    turn(5, [0, 1], [0, 1]);
    // (7 + 2 + 18) / 5 against (7 + 0 + 21) / 5.
    expect(record.gap().gap).toBeCloseTo(0.2, 12);
  });

  it('is each type s own where types are private', () => {
    const record = playRecord(inducedGame(claims.create(), believer));
    // The first says 0 if it is 0 and 1 if it is 1.
    record.add({ update: 1, types: [0, 0], strategies: [[1, 0, 0, 1], [1, 0, 1, 0]] }); // prettier-ignore
    const gap = record.gap();
    const rows = gap.types.map(({ follower, type, probability, updates, gains }) => [follower, type, probability, updates, gains]);
    expect(rows).toEqual([
      [0, 0, 0.75, 1, [0, 0.5]],
      [0, 1, 0.25, 0, [-1, 0]],
      // The second's messages make no difference: the leader listens to the first.
      [1, 0, 0.5, 1, [0, 0]],
      [1, 1, 0.5, 0, [0, 0]],
    ]);
    expect(gap.gap).toBe(0.5);
  });

  it('is never negative for the average of a product of equilibria, and at least what one sample of deviations gains', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const induced = inducedGame(pairGame([[0, 7], [2, 6]], [[0, 2], [7, 6]]), still); // prettier-ignore
    fc.assert(
      fc.property(fc.array(fc.tuple(share, share), { minLength: 1, maxLength: 5 }), (given) => {
        const record = playRecord(induced);
        given.forEach(([p, q], i) => record.add({ update: i + 1, types: [0, 0], strategies: [[p, 1 - p], [q, 1 - q]] })); // prettier-ignore
        // By definition, from the matrices.
        const mean = (value: (p: number, q: number) => number): number =>
          given.reduce((sum, [p, q]) => sum + value(p, q), 0) / given.length;
        const utility = (p: number, q: number): number => 7 * p * (1 - q) + 2 * (1 - p) * q + 6 * (1 - p) * (1 - q);
        const gains = [mean((_p, q) => utility(1, q)), mean((_p, q) => utility(0, q))].map((value) => value - mean(utility));
        record.gap().types[0]!.gains.forEach((gain, action) => expect(gain).toBeCloseTo(gains[action]!, 9));
      }),
      { seed: 3, numRuns: 100 },
    );
  });
});

/** Runs followers and compares the recomputed gap with the bound at the given points. */
function compare(
  game: Game,
  leader: ReturnType<typeof deterministicPolicy>,
  options: NoRegretOptions,
  settings: Omit<CoarseGapSettings, 'points'>,
  points: readonly number[],
  seed = 0,
): {
  readonly gap: number;
  readonly bound: number;
  readonly under: boolean;
  readonly gains: readonly (readonly number[])[];
  readonly bounds: readonly number[];
}[] {
  const record = playRecord(inducedGame(game, leader));
  const found: ReturnType<typeof compare> = [];
  const oracle = noRegretFollowers(game, {
    ...options,
    updates: points.at(-1)!,
    onUpdate(update) {
      record.add(update);
      if (!points.includes(update.update)) return;
      const gap = record.gap();
      const bounds = coarseGapBound(gap, { ...settings, points: points.length });
      const under = gap.types.every((type, i) => type.gap <= bounds[i]! + 1e-12);
      found.push({ gap: gap.gap, bound: Math.max(...bounds), under, gains: gap.types.map(({ gains }) => gains), bounds });
    },
  });
  respondTo(oracle, leader, randomStream(seed, 'test').at(0, 0));
  return found;
}

const POINTS = [1, 3, 10, 30, 100, 300, 1000, 2000];

describe('the bound', () => {
  it.each<[string, Game, ReturnType<typeof deterministicPolicy>]>([
    ['one follower', escape.create(), deterministicPolicy([0], 3)],
    // The leader's bonus keeps play from staying uniform.
    ['two followers of a cycling game', shapley, deterministicPolicy([1], 2)],
  ])('holds for certain where nothing is drawn: %s', (_what, game, leader) => {
    const [low, high] = game.descriptor.rewardBounds;
    for (const rate of [0.01, 0.1, 0.5]) {
      const settings = { algorithm: 'multiplicative-weights', rate, range: high - low, sampled: false, failure: 1 } as const;
      const found = compare(game, leader, { rate, sweep: 'profiles' }, settings, POINTS);
      expect(found.map(({ under }) => under)).toEqual(POINTS.map(() => true));
      // And it is worth something: it falls to the floor of its rate.
      expect(found.at(-1)!.bound).toBeLessThan((high - low) * (rate / 8 + 0.06));
    }
    const matching = { algorithm: 'regret-matching', rate: 1, range: high - low, sampled: false, failure: 1 } as const;
    const found = compare(game, leader, { algorithm: 'regret-matching', sweep: 'profiles' }, matching, POINTS);
    expect(found.map(({ under }) => under)).toEqual(POINTS.map(() => true));
    expect(found.at(-1)!.gap).toBeLessThan(0.02 * (high - low));
  });

  it.each<[string, Game, ReturnType<typeof deterministicPolicy>]>([
    ['two followers', shapley, still],
    ['independent private types', claims.create(), believer],
    ['correlated private types', claims.create({ alike: 'yes' }), believer],
  ])('holds with the counterfactual sweep, which draws: %s', (_what, game, leader) => {
    const [low, high] = game.descriptor.rewardBounds;
    for (const [algorithm, rate] of [
      ['multiplicative-weights', 0.05],
      ['regret-matching', undefined],
    ] as const) {
      // prettier-ignore
      const settings = { algorithm, rate: rate ?? 1, range: high - low, sampled: true, failure: 0.01 };
      for (const seed of [1, 2]) {
        const found = compare(game, leader, rate === undefined ? { algorithm } : { algorithm, rate }, settings, POINTS, seed);
        expect(found.map(({ under }) => under)).toEqual(POINTS.map(() => true));
        expect(found.at(-1)!.gap).toBeLessThan(0.1 * (high - low));
      }
    }
  });

  it('holds for EXP3 in the mean over seeds, for each fixed action', () => {
    const settings = { algorithm: 'exp3', rate: 0.2, range: 2, sampled: true, failure: 1 } as const;
    const seeds = Array.from({ length: 10 }, (_unused, seed) => seed);
    const runs = seeds.map((seed) => compare(shapley, still, { algorithm: 'exp3', rate: 0.2 }, settings, [100, 1000], seed));
    [0, 1].forEach((point) => {
      runs[0]![point]!.gains.forEach((gains, type) =>
        gains.forEach((_gain, action) => {
          const mean = runs.reduce((sum, run) => sum + run[point]!.gains[type]![action]!, 0) / runs.length;
          expect(mean).toBeLessThan(runs[0]![point]!.bounds[type]!);
        }),
      );
    });
  });

  it('is broken by learners that do not learn: it can fail', () => {
    // Followers that always play the worst of a dominant game, at a small gap of 1 in 3.
    const induced = inducedGame(pairGame([[0, 0], [1, 1]], [[0, 1], [0, 1]]), still); // prettier-ignore
    const record = playRecord(induced);
    for (let update = 1; update <= 3000; update++) record.add({ update, types: [0, 0], strategies: [[1, 0], [1, 0]] }); // prettier-ignore
    const gap = record.gap();
    const bounds = coarseGapBound(gap, { algorithm: 'multiplicative-weights', rate: 0.05, range: 2, sampled: true, failure: 0.01 });
    expect(gap.types.every((type, i) => type.gap > bounds[i]!)).toBe(true);
  });
});
