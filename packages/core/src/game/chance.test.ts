import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RefusedError } from '../errors/errors.ts';
import { randomStream } from '../random/random.ts';
import { refusal } from '../testing/refusal.ts';
import type { FiniteChance } from './chance.ts';
import { enumerateChance, sampledChance } from './chance.ts';

describe('enumerateChance', () => {
  it('follows every way in depth-first order with the product of its probabilities', () => {
    const forks = enumerateChance((chance) => {
      const card = chance.pick([1, 0, 3]);
      return card === 0 ? `low ${chance.pick([2, 2])}` : `high ${chance.pick([5])} ${chance.pick([0, 1, 3])}`;
    });
    expect(forks.map(({ result }) => result)).toEqual(['low 0', 'low 1', 'high 0 1', 'high 0 2']);
    expect(forks.map(({ probability }) => probability)).toEqual([0.125, 0.125, 0.1875, 0.5625]);
    expect(forks.map(({ path }) => path)).toEqual([
      [0, 0],
      [0, 1],
      [2, 1],
      [2, 2],
    ]);
    expect(forks[3]?.weights).toEqual([
      [1, 0, 3],
      [0, 1, 3],
    ]);
  });

  it('runs once, with certainty, where nothing is left to chance', () => {
    expect(enumerateChance(() => 'done')).toEqual([{ result: 'done', probability: 1, path: [], weights: [] }]);
    expect(enumerateChance((chance) => chance.pick([3]))).toEqual([{ result: 0, probability: 1, path: [], weights: [] }]);
    expect(enumerateChance((chance) => chance.pick([0, 2, 0]))).toMatchObject([{ result: 1, probability: 1, path: [1] }]);
  });

  it('keeps the weights as they were picked from, even when the game changes its array afterwards', () => {
    const forks = enumerateChance((chance) => {
      const weights = [1, 2];
      const index = chance.pick(weights);
      weights.fill(0);
      return index;
    });
    expect(forks.map(({ probability }) => probability)).toEqual([1 / 3, 2 / 3]);
    expect(forks[1]?.weights).toEqual([[1, 2]]);
  });

  it('gives probabilities that sum to one and that sampling agrees with, for any tree of picks', () => {
    const weights = fc
      .array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 4 })
      .filter((list) => list.some((weight) => weight > 0));
    fc.assert(
      fc.property(fc.array(weights, { minLength: 1, maxLength: 4 }), fc.integer({ min: 0, max: 1000 }), (levels, seed) => {
        // The number of picks depends on what was picked.
        const play = (chance: FiniteChance): string => {
          let word = '';
          for (const level of levels) {
            const index = chance.pick(level);
            word += index;
            if (index === 2) break;
          }
          return word;
        };
        const forks = enumerateChance(play);
        expect(forks.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 12);
        expect(new Set(forks.map(({ result }) => result)).size).toBe(forks.length);
        expect(forks.map(({ result }) => result)).toEqual(forks.map(({ result }) => result).sort());
        const draws = 400;
        const counts = new Map<string, number>();
        const random = randomStream(seed, 'tree').at(0, 0);
        for (let i = 0; i < draws; i++) {
          const word = play(sampledChance(random));
          counts.set(word, (counts.get(word) ?? 0) + 1);
        }
        for (const { result, probability } of forks) {
          const spread = Math.sqrt((probability * (1 - probability)) / draws);
          expect(Math.abs((counts.get(result) ?? 0) / draws - probability)).toBeLessThanOrEqual(5.5 * spread + 1e-12);
          counts.delete(result);
        }
        expect([...counts.keys()]).toEqual([]);
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it('refuses to follow more ways than its limit', () => {
    const coins = (chance: FiniteChance): number => chance.pick([1, 1]) + chance.pick([1, 1]);
    expect(enumerateChance(coins, 4)).toHaveLength(4);
    expect(() => enumerateChance(coins, 3)).toThrow(RefusedError);
    expect(refusal(() => enumerateChance(coins, 3))).toContain('more than 3 outcomes of chance');
  });

  it.each([[[]], [[0, 0]], [[-1, 2]], [[NaN, 1]], [[1, NaN]], [[Infinity, 1]], [[1, -1]]])(
    'refuses the weights %j, as sampling does',
    (weights) => {
      expect(refusal(() => enumerateChance((chance) => chance.pick(weights)))).toMatch(/weight/);
      expect(refusal(() => sampledChance(randomStream(0, 'x')).pick(weights))).toMatch(/weight/);
    },
  );

  it('refuses a uniform number in a game declared finite', () => {
    expect(refusal(() => enumerateChance((chance) => chance.uniform()))).toContain(
      'chance.uniform() in a game declared with finite chance',
    );
  });
});

describe('sampledChance', () => {
  it('draws no number for a single choice and one for each other pick, so that models and simulation stay in step', () => {
    const chance = sampledChance(randomStream(9, 'chance').at(0, 0));
    const plain = randomStream(9, 'chance').at(0, 0);
    chance.pick([5]);
    expect(chance.uniform()).toBe(plain.uniform());
    chance.pick([0, 1]);
    plain.uniform();
    expect(chance.pick([1, 1, 1])).toBe(plain.pick([1, 1, 1]));
    expect(chance.uniform()).toBe(plain.uniform());
  });
});
