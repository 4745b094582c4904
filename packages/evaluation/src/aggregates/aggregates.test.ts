import { describe, expect, it } from 'vitest';
import { interquartileMean, meanScore, median, medianScore, optimalityGap, probabilityOfImprovement, quantile } from './aggregates.ts';

describe('quantiles', () => {
  it('interpolate between order statistics', () => {
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(quantile([10, 20, 30, 40, 50], 0.1)).toBeCloseTo(14, 12);
    expect(median([7])).toBe(7);
    expect(median([1, Infinity, Infinity])).toBe(Infinity);
    expect(median([1, 2, Infinity])).toBe(2);
  });
});

describe('aggregates of scores', () => {
  const scores = [
    [0, 1, 2, 3],
    [10, 20, 30, 100],
    [5, 5, 5, 5],
  ];

  it('are as computed by hand', () => {
    expect(meanScore(scores)).toBeCloseTo((1.5 + 40 + 5) / 3, 12);
    expect(medianScore(scores)).toBe(5);
    // Twelve scores in order: 0 1 2 | 3 5 5 5 5 10 | 20 30 100.
    expect(interquartileMean(scores)).toBe(33 / 6);
    // Ten scores lose two on either side, as 10 / 4 is rounded down.
    expect(interquartileMean([[9, 0, 8, 1, 7, 2, 6, 3, 5, 4]])).toBe(4.5);
    expect(interquartileMean([[9, 0, 8, 1, 7, 2, 6, 3, 50, 4]])).toBe(5);
    expect(
      optimalityGap([
        [0.5, 2],
        [1, 0],
      ]),
    ).toBeCloseTo((0.25 + 0.5) / 2, 12);
    expect(optimalityGap([[50]], 200)).toBe(150);
  });

  it('compare methods as the statistic of Mann and Whitney does', () => {
    // The diagnoses of the documentation of SciPy's mannwhitneyu: U = 17 of 20 pairs.
    expect(probabilityOfImprovement([[19, 22, 16, 29, 24]], [[20, 11, 17, 12]])).toBe(17 / 20);
    expect(probabilityOfImprovement([[1, 1], [3]], [[1, 1, 1], [4]])).toBe(0.25);
    const [a, b] = [
      [
        [1, 5, 2],
        [0, 1],
      ],
      [
        [2, 2],
        [1, 7, 0],
      ],
    ];
    expect(probabilityOfImprovement(a!, b!) + probabilityOfImprovement(b!, a!)).toBeCloseTo(1, 12);
  });

  it('refuse what is not a table of scores', () => {
    expect(() => meanScore([])).toThrow('scores of no task: expected at least one list of scores');
    expect(() => interquartileMean([[1], []])).toThrow('scores[1] is empty: expected at least one run of every task');
    expect(() => medianScore([[1, NaN]])).toThrow('scores[0][1] is NaN: expected a number');
    expect(() => optimalityGap([[1]], Infinity)).toThrow('target Infinity');
    expect(() => probabilityOfImprovement([[1]], [[1], [2]])).toThrow('scores of 1 tasks beside 2');
  });
});
