import { randomStream } from '@firstmover/core';
import { describe, expect, it } from 'vitest';
import { bestLotteries, bestMenu, partitions, type AllocationProblem } from './menu.ts';

const identity = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]; // prettier-ignore
const simple: AllocationProblem = { probabilities: [1 / 3, 1 / 3, 1 / 3], leaderPayoff: identity, followerPayoff: identity };

function randomProblem(seed: number, common: boolean): AllocationProblem {
  const random = randomStream(seed, 'test/menu');
  const [types, items] = [1 + random.integer(4), 1 + random.integer(4)];
  const payoff = (): number[][] => Array.from({ length: types }, () => Array.from({ length: items }, () => random.integer(6)));
  const weights = Array.from({ length: types }, () => 1 + random.integer(3));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const leaderPayoff = payoff();
  return { probabilities: weights.map((weight) => weight / total), leaderPayoff, followerPayoff: common ? leaderPayoff : payoff() };
}

describe('menus', () => {
  it.each([
    [1, 1 / 3],
    [2, 2 / 3],
    [3, 1],
    [4, 1],
  ])('of the simple allocation with %d messages are worth %d', (messages, value) => {
    // prettier-ignore
    for (const ties of ['strong', 'weak'] as const) expect(bestMenu(simple, { messages, ties }).leaderValue).toBeCloseTo(value, 12);
    expect(bestLotteries(simple, { messages }).leaderValue).toBeCloseTo(value, 12);
    expect(bestMenu(simple, { messages }).commitment).toHaveLength(Math.min(messages, 3));
  });

  it('agree with linear programmes on lotteries where both want the same, in 1,000 problems', () => {
    for (let seed = 0; seed < 1000; seed++) {
      const problem = randomProblem(seed, true);
      const messages = 1 + (seed % 3);
      expect(bestMenu(problem, { messages }).leaderValue, `seed ${seed}`).toBeCloseTo(bestLotteries(problem, { messages }).leaderValue, 9);
    }
  });

  it('are never better than lotteries, nor weak ties better than strong, and sometimes worse', () => {
    let [lotteriesHelp, tiesMatter] = [0, 0];
    for (let seed = 1000; seed < 1300; seed++) {
      const problem = randomProblem(seed, false);
      const messages = 1 + (seed % 3);
      const strong = bestMenu(problem, { messages });
      const weak = bestMenu(problem, { messages, ties: 'weak' });
      const lotteries = bestLotteries(problem, { messages });
      expect(strong.leaderValue).toBeLessThanOrEqual(lotteries.leaderValue + 1e-9);
      expect(weak.leaderValue).toBeLessThanOrEqual(strong.leaderValue + 1e-12);
      if (lotteries.leaderValue > strong.leaderValue + 1e-6) lotteriesHelp++;
      if (weak.leaderValue < strong.leaderValue - 1e-6) tiesMatter++;
    }
    expect(lotteriesHelp).toBeGreaterThan(0);
    expect(tiesMatter).toBeGreaterThan(10);
  });

  it('name what is wrong', () => {
    expect(() => bestMenu(simple, { messages: 0 })).toThrow('messages of bestMenu is 0');
    expect(() => bestMenu({ ...simple, probabilities: [1, 1, 0] }, { messages: 1 })).toThrow('that sum to 1');
    expect(() => bestMenu({ ...simple, leaderPayoff: [[1], [2]] }, { messages: 1 })).toThrow(
      'leaderPayoff has 2 rows: expected 3, one per type',
    );
    const wide = Array.from({ length: 40 }, (_unused, k) => k);
    expect(() => bestMenu({ probabilities: [1], leaderPayoff: [wide], followerPayoff: [wide] }, { messages: 20 })).toThrow(
      'more than 1000000 menus',
    );
    expect(partitions(4, 2)).toHaveLength(8);
  });
});
