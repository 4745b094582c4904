import { describe, expect, it } from 'vitest';
import { checkRamp, epsilonGreedy, rampAt } from './exploration.ts';

describe('a ramp', () => {
  it('is a straight line that is held', () => {
    const ramp = { from: 1, to: 0.2, steps: 400 };
    expect([0, 100, 200, 400, 1e9].map((steps) => rampAt(ramp, steps))).toEqual([1, 0.8, 0.6, 0.2, 0.2].map((x) => expect.closeTo(x, 12)));
    expect(rampAt(0.3, 1e6)).toBe(0.3);
  });

  it.each([
    [2, 'epsilon of test is 2: expected a number from 0 to 1'],
    ['high', 'epsilon of test is "high"'],
    [{ from: 1, to: -1, steps: 5 }, 'epsilon.to of test is -1'],
    [{ from: 1.5, to: 0, steps: 5 }, 'epsilon.from of test is 1.5'],
    [{ from: 1, to: 0, steps: 0 }, 'epsilon.steps of test is 0: expected an integer from 1'],
    [{ from: 1, to: 0 }, 'epsilon.steps of test is NaN'],
  ])('is refused as %j', (ramp, message) => {
    expect(() => checkRamp('test', 'epsilon', ramp as number, 0, 1)).toThrow(message);
  });
});

it('serves both choices of an epsilon-greedy action with one number', () => {
  const chosen = [0, 0.09, 0.1, 0.19, 0.2, 0.39999, 0.4, 0.99].map((u) => epsilonGreedy(u, 0.4, 2, 4));
  expect(chosen).toEqual([0, 0, 1, 1, 2, 3, 2, 2]);
  expect(epsilonGreedy(0, 0, 3, 4)).toBe(3);
});
