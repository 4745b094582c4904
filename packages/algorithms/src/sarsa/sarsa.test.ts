import { describe, expect, it } from 'vitest';
import { NonFiniteError } from '../learner/non-finite.ts';
import type { Machine } from '../rollout/machines.fixture.ts';
import { bandit, drip, machineEnvironment, ring, signs, walk } from '../rollout/machines.fixture.ts';
import type { SarsaLearner, SarsaOptions } from './sarsa.ts';
import { sarsa } from './sarsa.ts';

function train(machine: Machine, options: SarsaOptions, updates: number, size = 4): SarsaLearner {
  const learner = sarsa(machineEnvironment(machine, size), options);
  for (let i = 0; i < updates; i++) learner.update();
  return learner;
}

function expectValues(learner: SarsaLearner, expected: readonly number[], digits = 9): void {
  expect(learner.values.length).toBe(expected.length);
  expected.forEach((value, i) => expect(learner.values[i]).toBeCloseTo(value, digits));
}

// Epsilon 1 on the ring at discount 1/2: V(s) is the mean of staying, 1/4 + V(s)/2, and advancing, s + V(s + 1)/2, so
// V(s) = 1/6 + 2 s/3 + V(s + 1)/3, where after state 2 nothing follows, or state 0.
const V_TERMINAL = [11 / 18, 4 / 3, 3 / 2];
const V_TRUNCATED = [33 / 52, 73 / 52, 89 / 52];

function ringValues(v: readonly number[], after: number): number[] {
  return [0, 1, 2].flatMap((s) => [0.25 + v[s]! / 2, s + (s === 2 ? after : v[s + 1]!) / 2]);
}

describe('the fixed point of sarsa', () => {
  it.each([
    ['terminal', 'terminated', ringValues(V_TERMINAL, 0)],
    ['terminal', 'truncated', ringValues(V_TERMINAL, 0)],
    ['truncated', 'terminated', ringValues(V_TRUNCATED, V_TRUNCATED[0]!)],
    ['declared', 'truncated', ringValues(V_TRUNCATED, V_TRUNCATED[0]!)],
  ] as const)('with the horizon treated as %s, where episodes are %s, is the value of exploring', (horizon, end, expected) => {
    const options = { gamma: 0.5, epsilon: 1, horizon };
    expectValues(train(ring(end), { ...options, expected: true, learningRate: 0.1 }, 400), expected, 6);
    expectValues(train(ring(end), { ...options, learningRate: { decay: 0.9 } }, 4000), expected, 1);
  });

  it('depends on epsilon: where a slip is dear, it keeps away', () => {
    // Action 1 is worth 1, then a second choice of which one in two costs 10; action 0 is worth 0.
    const cliff: Machine = {
      observations: 2,
      actions: 2,
      move: (state, action) =>
        state === 0
          ? action === 1
            ? { state: 1, reward: 1 }
            : { state, reward: 0, end: 'terminated' }
          : { state, reward: action === 1 ? -10 : 0, end: 'terminated' },
    };
    for (const expected of [false, true]) {
      // A slip costs 10 epsilon/2.
      expect(Array.from(train(cliff, { gamma: 1, epsilon: 0.6, expected, learningRate: 0.02 }, 2000).greedy())).toEqual([0, 0]);
      expect(Array.from(train(cliff, { gamma: 1, epsilon: 0.05, expected, learningRate: 0.02 }, 2000).greedy())).toEqual([1, 0]);
    }
  });

  it.each([0, 1, 2, 3, 4])('is the optimum of bandit and walk when exploration fades, seed %d', (seed) => {
    for (const expected of [false, true]) {
      const options: SarsaOptions = { expected, seed, epsilon: { from: 1, to: 0, steps: 3000 }, learningRate: 0.2 };
      expect(Array.from(train(bandit([0, 1, -1, 0.8]), options, 800).greedy())).toEqual([1]);
      const walked = train(walk, { ...options, gamma: 0.9 }, 500);
      expect(Array.from(walked.greedy())).toEqual([1, 1, 1, 1]);
      // In the end only the walk is taken: its values are exact.
      expect([1, 3, 5, 7].map((i) => walked.values[i])).toEqual([0.729, 0.81, 0.9, 1].map((value) => expect.closeTo(value, 3)));
    }
  });
});

it('takes the hand-computed targets of one episode, the last step first', () => {
  // Two steps from each of which either action leads on; the seed decides which are taken.
  const machine: Machine = {
    observations: 2,
    actions: 2,
    move: (state, action) => ({ state: state + 1, reward: 1 + action, ...(state === 1 ? { end: 'terminated' as const } : {}) }),
  };
  for (const expected of [false, true]) {
    const learner = sarsa(machineEnvironment(machine, 1), { gamma: 0.5, epsilon: 1, expected, learningRate: 0.5, initialValue: 8 });
    learner.update();
    const first = learner.visits[1]!;
    const second = learner.visits[3]!;
    const after = 8 + 0.5 * (1 + second - 8);
    const bootstrap = expected ? (after + 8) / 2 : after;
    expect(learner.values[first]).toBe(8 + 0.5 * (1 + first + 0.5 * bootstrap - 8));
    expect(learner.values[2 + second]).toBe(after);
    expect(learner.values[1 - first]).toBe(8);
  }
});

describe('rows that are masked', () => {
  const masked: Machine = {
    observations: 4,
    actions: 2,
    learned: (state) => state === 0,
    execute: (state, action) => (state === 0 ? action : 0),
    move: (state, action) => ({ state: state + 1, reward: 1 + action, ...(state === 2 ? { end: 'terminated' as const } : {}) }),
  };

  it('count as part of the environment: their rewards belong to the learned row before them', () => {
    const learner = train(masked, { gamma: 0.5, epsilon: 1, learningRate: { decay: 0 } }, 10);
    expectValues(learner, [1.75, 2.75, 0, 0, 0, 0, 0, 0]);
    expect(Array.from(learner.visits.subarray(2))).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('pass on what follows a cut end: the expectation over the next action', () => {
    const cut: Machine = {
      ...masked,
      move: (state, action) => ({ state: (state + 1) % 3, reward: 1 + action, ...(state === 2 ? { end: 'truncated' as const } : {}) }),
    };
    // Uniform: V = 1.5 + 1/2 + 1/4 + V/8 gives 18/7; the two actions are half above and below.
    const learner = train(cut, { gamma: 0.5, epsilon: 1, learningRate: { decay: 0 } }, 60);
    expect(learner.values[0]).toBeCloseTo(18 / 7 - 0.5, 9);
    expect(learner.values[1]).toBeCloseTo(18 / 7 + 0.5, 9);
  });
});

it('reports the return, the largest change and epsilon', () => {
  const seen: Machine = { ...drip('terminated'), observations: 3, see: (state) => Math.min(state, 2) };
  const learner = sarsa(machineEnvironment(seen, 1), {
    gamma: 0.5,
    learningRate: { decay: 0 },
    epsilon: { from: 0.5, to: 0, steps: 6 },
  });
  expect(learner.update()).toEqual({ return: 3, change: 1.75, epsilon: 0.5 });
  expect(learner.update()).toEqual({ return: 3, change: 0, epsilon: 0.25 });
});

it('has the same trace for the same seed, and another for another', () => {
  const trace = (seed: number): string => {
    const learner = sarsa(machineEnvironment(ring('terminated'), 3), { epsilon: 0.5, seed });
    return JSON.stringify([Array.from({ length: 20 }, () => learner.update()), Array.from(learner.values)]);
  };
  expect(trace(1)).toBe(trace(1));
  expect(trace(1)).not.toBe(trace(2));
});

it('gives frozen policies', () => {
  const learner = sarsa(machineEnvironment(bandit([0, 1]), 2), { epsilon: 1 });
  const before = learner.policy();
  for (let i = 0; i < 5; i++) learner.update();
  expect(before.probability(0, 0)).toBe(1);
  expect(learner.policy().probability(0, 1)).toBe(1);
});

it('stops at a reward that is not finite, with its values as they were', () => {
  let paid = 0;
  const broken: Machine = { ...bandit([1, 2]), move: (state) => ({ state, reward: ++paid === 21 ? NaN : 1, end: 'terminated' }) };
  const learner = sarsa(machineEnvironment(broken, 2), { epsilon: 1 });
  for (let i = 0; i < 10; i++) learner.update();
  const good = Array.from(learner.values);
  expect(() => learner.update()).toThrow(NonFiniteError);
  expect(Array.from(learner.values)).toEqual(good);
});

it.each([
  [{ rounds: 0 }, 'rounds of sarsa is 0: expected an integer from 1 to 1000000'],
  [{ gamma: 1.01 }, 'gamma of sarsa is 1.01: expected a number from 0 to 1'],
  [{ epsilon: -0.1 }, 'epsilon of sarsa is -0.1'],
  [{ epsilon: { from: 1, to: 0, steps: 0 } }, 'epsilon.steps of sarsa is 0'],
  [{ learningRate: 2 }, 'learningRate of sarsa is 2'],
  [{ learningRate: { decay: -1 } }, 'decay of sarsa is -1'],
  [{ initialValue: Infinity }, 'initialValue of sarsa is Infinity'],
  [{ horizon: 'never' as 'terminal' }, 'horizon "never"'],
  [{ seed: -1 }, 'seed -1'],
])('refuses the options %j', (options, message) => {
  expect(() => sarsa(machineEnvironment(ring('terminated'), 1), options)).toThrow(message);
});

it('refuses spaces that are not discrete', () => {
  expect(() => sarsa(machineEnvironment(signs, 1))).toThrow('sarsa needs a discrete observation space, not box');
  const environment = machineEnvironment(ring('terminated'), 1);
  expect(() => sarsa({ ...environment, action: { kind: 'simplex', n: 3 } })).toThrow('sarsa needs a discrete action space, not simplex');
});
