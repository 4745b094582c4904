import { describe, expect, it } from 'vitest';
import type { Machine } from '@firstmover/experience/testing';
import { drip, machineEnvironment, ring, walk } from '@firstmover/experience/testing';
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

  it.each([false, true])('is that of the optimum when exploration fades, expected %s', (expected) => {
    const options: SarsaOptions = { expected, epsilon: { from: 1, to: 0, steps: 3000 }, learningRate: 0.2, gamma: 0.9 };
    const walked = train(walk, options, 500);
    expect(Array.from(walked.greedy())).toEqual([1, 1, 1, 1]);
    // In the end only the walk is taken: its values are exact.
    expect([1, 3, 5, 7].map((i) => walked.values[i])).toEqual([0.729, 0.81, 0.9, 1].map((value) => expect.closeTo(value, 3)));
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

it('passes on what follows a cut end behind masked rows: the expectation over the next action', () => {
  // Rewards 1 + a, 1, 1, of which only the first choice is learned. Uniform: V = 1.5 + 1/2 + 1/4 + V/8 gives 18/7; the two actions are half above
  // and below.
  const cut: Machine = {
    observations: 4,
    actions: 2,
    learned: (state) => state === 0,
    execute: (state, action) => (state === 0 ? action : 0),
    move: (state, action) => ({ state: (state + 1) % 3, reward: 1 + action, ...(state === 2 ? { end: 'truncated' as const } : {}) }),
  };
  const learner = train(cut, { gamma: 0.5, epsilon: 1, learningRate: { decay: 0 } }, 60);
  expect(learner.values[0]).toBeCloseTo(18 / 7 - 0.5, 9);
  expect(learner.values[1]).toBeCloseTo(18 / 7 + 0.5, 9);
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
