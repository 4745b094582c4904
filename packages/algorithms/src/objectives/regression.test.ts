import { expect, it } from 'vitest';
import { regressionGradient, regressionLoss } from './regression.ts';

it('has the known values', () => {
  expect([-3, -0.5, 0, 1, 4].map((e) => regressionLoss('huber', e))).toEqual([2.5, 0.125, 0, 0.5, 3.5]);
  expect([-3, -0.5, 0, 1, 4].map((e) => regressionLoss('squared', e))).toEqual([4.5, 0.125, 0, 0.5, 8]);
  expect([-3, -0.5, 4].map((e) => regressionGradient('huber', e))).toEqual([-1, -0.5, 1]);
});

it.each(['huber', 'squared'] as const)('has the gradient of %s that finite differences have', (kind) => {
  for (const e of [-2.5, -1.01, -0.99, -0.2, 0, 0.7, 0.99, 1.01, 3]) {
    const slope = (regressionLoss(kind, e + 1e-5) - regressionLoss(kind, e - 1e-5)) / 2e-5;
    expect(regressionGradient(kind, e)).toBeCloseTo(slope, 4);
  }
});
