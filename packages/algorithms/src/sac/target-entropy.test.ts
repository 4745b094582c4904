import { expect, it } from 'vitest';
import { box, dict, discrete, multiDiscrete, simplex, tuple } from '@firstmover/core';
import { entropyRange } from './target-entropy.ts';

it('is minus the number of dimensions on boxes of +-1, whatever their units', () => {
  expect(entropyRange(box(-1, 1, [2, 3])).target).toBeCloseTo(-6, 12);
  expect(entropyRange(box(-1, 1, [2])).highest).toBeCloseTo(2 * Math.LN2, 12);
  // Five times as wide: log 5 more for the same policy.
  expect(entropyRange(box(0, 10, [1])).target).toBeCloseTo(Math.log(5) - 1, 12);
  expect(entropyRange(box(-Infinity, Infinity, [4]))).toEqual({ highest: Infinity, target: -4 });
});

it('is as far below the uniform distribution on simplices', () => {
  // The segment from 0 to 1, and a triangle of area 1/2.
  expect(entropyRange(simplex(2))).toEqual(entropyRange(box(0, 1, [1])));
  expect(entropyRange(simplex(3)).highest).toBeCloseTo(Math.log(1 / 2), 12);
  expect(entropyRange(simplex(4)).highest).toBeCloseTo(Math.log(1 / 6), 12);
});

it('is half the highest on discrete actions, and adds up over parts', () => {
  expect(entropyRange(discrete(4))).toEqual({ highest: Math.log(4), target: Math.log(2) });
  const parts = [box(-1, 1, [1]), simplex(3)];
  const sum = entropyRange(parts[0]!).target + entropyRange(parts[1]!).target;
  expect(entropyRange(tuple(parts)).target).toBe(sum);
  expect(entropyRange(dict({ a: parts[0]!, b: parts[1]! })).target).toBe(sum);
  expect(() => entropyRange(multiDiscrete([2, 2]))).toThrow('sac on a multi-discrete action space');
});
