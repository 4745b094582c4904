import { expect, it } from 'vitest';
import { performanceProfile, profileIntervals } from './profiles.ts';

const scores = [
  [0, 0.5, 1],
  [1, 1, 1],
];

it('counts the runs above each threshold', () => {
  expect(performanceProfile(scores, [-1, 0, 0.5, 0.9, 1])).toEqual([1, (2 / 3 + 1) / 2, 2 / 3, 2 / 3, 0]);
});

it('has intervals around it that stay within 0 and 1', () => {
  const [all, some] = profileIntervals(scores, [-1, 0.9]);
  expect(all).toEqual({ value: 1, low: 1, high: 1 });
  expect(some!.low).toBeGreaterThanOrEqual(0);
  expect(some!.low).toBeLessThan(some!.value);
  expect(some!.high).toBeLessThanOrEqual(1);
});
