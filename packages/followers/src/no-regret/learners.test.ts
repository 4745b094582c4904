import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { NoRegretAlgorithm, NoRegretLearner } from './learners.ts';
import { exp3, multiplicativeWeights, regretBound, regretMatching } from './learners.ts';

const zeros = (count: number): number[] => new Array<number>(count).fill(0);

function strategyOf(learner: NoRegretLearner, type = 0): number[] {
  const out: number[] = [];
  learner.strategy(type, out);
  return out;
}

describe('multiplicative weights', () => {
  it('multiplies weights by (1 + rate)^utility, each type on its own', () => {
    const learner = multiplicativeWeights(2, 2, 0.5, zeros(4));
    learner.learn(1, [1, 0], [0.5, 0.5]);
    learner.learn(1, [1, 2], [0.5, 0.5]);
    // Weights 1, 1 and 1.5^2, 1.5^2.
    expect(learner.weights().map((weight) => weight.toFixed(9))).toEqual(['1.000000000', '1.000000000', '1.000000000', '1.000000000']);
    learner.learn(1, [1, 0], [0.5, 0.5]);
    expect(strategyOf(learner, 0)).toEqual([0.5, 0.5]);
    expect(strategyOf(learner, 1)[0]).toBeCloseTo(1.5 / 2.5, 12);
    expect(learner.weights()[3]).toBeCloseTo(1 / 1.5, 12);
  });

  it('does not overflow', () => {
    const learner = multiplicativeWeights(1, 2, 1, zeros(2));
    for (let update = 0; update < 5000; update++) learner.learn(0, [1, 0.9], [0.5, 0.5]);
    expect(strategyOf(learner)).toEqual([1, expect.any(Number)]);
    expect(learner.weights().every((weight) => weight >= 0 && weight <= 1)).toBe(true);
  });
});

describe('EXP3', () => {
  it('mixes exponential weights with uniform play', () => {
    const learner = exp3(1, 2, 0.2, zeros(2));
    expect(strategyOf(learner)).toEqual([0.5, 0.5]);
    // Action 0, drawn with probability one half, earned 1: its weight becomes exp(0.2 * 2 / 2).
    learner.learn(0, [2, 0], [0.5, 0.5]);
    const weight = Math.exp(0.2);
    expect(strategyOf(learner)[0]).toBeCloseTo(0.8 * (weight / (weight + 1)) + 0.1, 12);
    expect(learner.weights()[1]).toBeCloseTo(1 / weight, 12);
  });
});

describe('regret matching', () => {
  it('plays in proportion to positive regrets, uniformly without any', () => {
    const learner = regretMatching(1, 3, zeros(3));
    expect(strategyOf(learner)).toEqual([1 / 3, 1 / 3, 1 / 3]);
    expect(learner.weights()).toEqual([0, 0, 0]);
    // Expected 0.5: regrets 0.5, 0.25, -0.5 (utilities 1, 0.75, 0 against 0.5).
    learner.learn(0, [1, 0.75, 0], [0.25, 1 / 3, 5 / 12]);
    expect(strategyOf(learner)[0]).toBeCloseTo(2 / 3, 12);
    expect(strategyOf(learner)[1]).toBeCloseTo(1 / 3, 12);
    expect(learner.weights()[1]).toBeCloseTo(0.5, 12);
    expect(learner.weights()[2]).toBe(0);
  });
});

describe('the regret bounds', () => {
  const algorithms: readonly [NoRegretAlgorithm, (actions: number, rate: number) => NoRegretLearner][] = [
    ['multiplicative-weights', (actions, rate) => multiplicativeWeights(1, actions, rate, zeros(actions))],
    ['regret-matching', (actions) => regretMatching(1, actions, zeros(actions))],
  ];

  it.each(algorithms)('hold at every update for any utilities, also those chosen against the learner: %s', (algorithm, make) => {
    const sequence = fc.array(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 }), {
      minLength: 1,
      maxLength: 60,
    });
    fc.assert(
      fc.property(sequence, fc.constantFrom(0.01, 0.1, 0.5, 1), fc.boolean(), (given, rate, adverse) => {
        const learner = make(3, rate);
        const totals = zeros(3);
        let earned = 0;
        given.forEach((drawn, t) => {
          const strategy = strategyOf(learner);
          // The adversary pays every action but the most likely one.
          const likely = strategy.indexOf(Math.max(...strategy));
          const utilities = adverse ? strategy.map((_share, action) => (action === likely ? 0 : 1)) : drawn;
          learner.learn(0, utilities, strategy);
          utilities.forEach((utility, action) => (totals[action]! += utility));
          earned += utilities.reduce((sum, utility, action) => sum + utility * strategy[action]!, 0);
          const regret = Math.max(...totals) - earned;
          expect(regret).toBeLessThanOrEqual(regretBound(algorithm, { actions: 3, updates: t + 1, rate }) + 1e-9);
        });
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('are what the literature states', () => {
    const step = Math.log(1.1);
    expect(regretBound('multiplicative-weights', { actions: 4, updates: 800, rate: 0.1 })).toBeCloseTo(Math.log(4) / step + 100 * step, 12);
    expect(regretBound('exp3', { actions: 4, updates: 800, rate: 0.1 })).toBeCloseTo((Math.E - 1) * 80 + 40 * Math.log(4), 12);
    expect(regretBound('regret-matching', { actions: 5, updates: 100, rate: 1 })).toBe(20);
  });
});
