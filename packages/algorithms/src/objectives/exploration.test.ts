import { describe, expect, it } from 'vitest';
import { epsilonGreedy, rampAt } from './exploration.ts';

describe('a ramp', () => {
  it('is a straight line that is held', () => {
    const ramp = { from: 1, to: 0.2, steps: 400 };
    expect([0, 100, 200, 400, 1e9].map((steps) => rampAt(ramp, steps))).toEqual([1, 0.8, 0.6, 0.2, 0.2].map((x) => expect.closeTo(x, 12)));
    expect(rampAt(0.3, 1e6)).toBe(0.3);
  });
});

it('serves both choices of an epsilon-greedy action with one number', () => {
  const chosen = [0, 0.09, 0.1, 0.19, 0.2, 0.39999, 0.4, 0.99].map((u) => epsilonGreedy(u, 0.4, 2, 4));
  expect(chosen).toEqual([0, 0, 1, 1, 2, 3, 2, 2]);
  expect(epsilonGreedy(0, 0, 3, 4)).toBe(3);
});
