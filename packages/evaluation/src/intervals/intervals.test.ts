import { describe, expect, it } from 'vitest';
import { randomStream } from '@firstmover/core';
import { interquartileMean, meanScore, probabilityOfImprovement } from '../aggregates/aggregates.ts';
import { coverage, coverageCases } from './coverage.fixture.ts';
import { bootstrap, bootstrapOfTwo, medianInterval, proportion } from './intervals.ts';

describe('the bootstrap', () => {
  it('is a function of its seed, holds its estimate, and is empty where runs agree', () => {
    const scores = [
      [1, 2, 4],
      [0, 3, 9],
    ];
    const interval = bootstrap(scores, meanScore);
    expect(interval).toEqual(bootstrap(scores, meanScore));
    expect(interval).not.toEqual(bootstrap(scores, meanScore, { seed: 1 }));
    expect(interval.value).toBeCloseTo(19 / 6, 12);
    expect(interval.low).toBeLessThan(interval.value);
    expect(interval.high).toBeGreaterThan(interval.value);
    expect(
      bootstrap(
        [
          [2, 2],
          [4, 4],
        ],
        meanScore,
      ),
    ).toEqual({ value: 3, low: 3, high: 3 });
    expect(bootstrap(scores, meanScore, { level: 0.5 }).low).toBeGreaterThan(interval.low);
  });

  it('draws within tasks: what differs between tasks widens nothing', () => {
    expect(
      bootstrap(
        [
          [0, 0, 0],
          [100, 100, 100],
        ],
        interquartileMean,
      ),
    ).toEqual({ value: 50, low: 50, high: 50 });
  });

  it('knows nothing from one run', () => {
    expect(bootstrap([[3], [4]], meanScore)).toEqual({ value: 3.5, low: -Infinity, high: Infinity });
  });

  it('draws the runs of two methods independently', () => {
    const { value, low, high } = bootstrapOfTwo([[1, 2, 3, 4]], [[0, 2, 2, 5]], probabilityOfImprovement);
    expect(value).toBe(9 / 16);
    expect(low).toBeLessThan(0.3);
    expect(high).toBeGreaterThan(0.8);
  });

  it.each([
    [{ level: 1 }, 'level 1 of the interval'],
    [{ resamples: 10 }, 'resamples 10: expected an integer of at least 100'],
    [{ seed: -1 }, 'seed -1'],
  ])('refuses %j', (options, message) => {
    expect(() => bootstrap([[1, 2]], meanScore, options)).toThrow(message);
  });

  // More studies are in `coverage.long.test.ts`.
  it.each(coverageCases)('covers the truth of $name in 93% of studies or more', (example) => {
    const share = coverage(example, 300);
    expect(share).toBeGreaterThan(0.93);
    expect(share).toBeLessThan(0.995);
  });
});

describe('intervals of proportions', () => {
  // Newcombe, Statistics in Medicine 1998, table I, method 3.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %i in %i are as published', (successes, trials, low, high) => {
    const interval = proportion(successes, trials);
    expect(interval.value).toBe(successes / trials);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  it('refuse what is no count', () => {
    expect(() => proportion(3, 2)).toThrow('successes 3 of 2: expected an integer from 0 to 2');
    expect(() => proportion(0, 0)).toThrow('trials 0');
  });
});

describe('intervals of medians', () => {
  it('are order statistics', () => {
    // 10 runs: the second and the ninth, 97.9%; 5 runs: none, as even the extremes cover 93.75% only.
    expect(medianInterval([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])).toEqual({ value: 5.5, low: 2, high: 9 });
    expect(medianInterval([1, 2, 3, 4, 5])).toEqual({ value: 3, low: -Infinity, high: Infinity });
    expect(medianInterval([1, 2, 3, 4, 5], 0.9)).toEqual({ value: 3, low: 1, high: 5 });
    expect(medianInterval([1, 2, 3, 4, 5, 6, 7, 8, Infinity, Infinity])).toEqual({ value: 5.5, low: 2, high: Infinity });
  });

  // Ranks of 5,000 by the normal approximation: 2500 -+ 1.96 * sqrt(5000) / 2 = 2430.7 and 2569.3, before its correction by a half.
  it('are near the median of many numbers', () => {
    const { value, low, high } = medianInterval(Array.from({ length: 5000 }, (_unused, i) => i + 1));
    expect(value).toBe(2500.5);
    expect([low, high]).toEqual([2431, 2570]);
  });

  it('cover the median of skewed numbers in 95% of studies or more', () => {
    let covered = 0;
    for (let study = 0; study < 2000; study++) {
      const random = randomStream(3, 'medians').at(0, study);
      const { low, high } = medianInterval(Array.from({ length: 11 }, () => -Math.log(1 - random.uniform())));
      covered += Number(low <= Math.LN2 && Math.LN2 <= high);
    }
    expect(covered / 2000).toBeGreaterThan(0.95);
    expect(covered).toBeLessThan(2000);
  });
});
