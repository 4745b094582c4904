import { describe, expect, it } from 'vitest';
import { meanScore } from '../aggregates/aggregates.ts';
import { checkCurve, sampleEfficiency, stepsToReach, stepsToStay, curveAt } from './curves.ts';

const curve = { steps: [10, 20, 30, 40], values: [1, 6, 2, 6] };

describe('a learning curve', () => {
  it('is a staircase', () => {
    expect([0, 10, 19, 20, 1000].map((step) => curveAt(curve, step))).toEqual([1, 1, 1, 6, 6]);
  });

  it('reaches a threshold once, and stays there from some point on', () => {
    expect([stepsToReach(curve, 6), stepsToStay(curve, 6)]).toEqual([20, 40]);
    expect([stepsToReach(curve, 1), stepsToStay(curve, 1)]).toEqual([10, 10]);
    expect([stepsToReach(curve, 7), stepsToStay(curve, 7)]).toEqual([Infinity, Infinity]);
    expect(stepsToStay({ steps: [1, 2], values: [6, 2] }, 6)).toBe(Infinity);
  });

  it('is refused where it is none', () => {
    expect(() => checkCurve({ steps: [1], values: [] })).toThrow('1 steps and 0 values');
    expect(() => checkCurve({ steps: [1, 1], values: [0, 0] })).toThrow('steps[1] of a learning curve is 1');
    expect(() => checkCurve({ steps: [1], values: [NaN] })).toThrow('values[0] of a learning curve is NaN');
  });
});

it('sums runs up at each step', () => {
  const other = { steps: [15], values: [3] };
  const found = sampleEfficiency([[curve, other]], [10, 30], meanScore);
  expect(found.map(({ value }) => value)).toEqual([2, 2.5]);
  for (const { low, value, high } of found) expect(low < value && value < high).toBe(true);
});
