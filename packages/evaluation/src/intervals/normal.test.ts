import { expect, it } from 'vitest';
import { normalBelow, normalQuantile, studentBelow, studentQuantile } from './normal.ts';

it('has the quantiles of the normal distribution that tables print', () => {
  for (const [probability, z] of [
    [0.975, 1.959963984540054],
    [0.995, 2.5758293035489],
    [0.5, 0],
    [0.0013498980316301, -3],
  ] as const)
    expect(normalQuantile(probability)).toBeCloseTo(z, 9);
  expect(normalBelow(-40)).toBeCloseTo(0, 12);
});

it("has the quantiles of Student's t that tables print", () => {
  for (const [freedom, t] of [
    [1, 12.7062047],
    [2, 4.30265273],
    [3, 3.18244631],
    [4, 2.77644511],
    [9, 2.26215716],
    [10, 2.22813885],
    [30, 2.04227246],
    [120, 1.97993041],
  ] as const) {
    expect(studentQuantile(0.975, freedom)).toBeCloseTo(t, 7);
    expect(studentQuantile(0.025, freedom)).toBeCloseTo(-t, 7);
    expect(studentBelow(t, freedom) + studentBelow(-t, freedom)).toBeCloseTo(1, 12);
  }
});
