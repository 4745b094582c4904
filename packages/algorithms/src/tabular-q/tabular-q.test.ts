import { describe, expect, it } from 'vitest';
import type { Machine } from '@firstmover/experience/testing';
import { machineEnvironment, ring, walk } from '@firstmover/experience/testing';
import type { TabularQLearner, TabularQOptions } from './tabular-q.ts';
import { tabularQ } from './tabular-q.ts';

function train(machine: Machine, options: TabularQOptions, updates: number, size = 4): TabularQLearner {
  const learner = tabularQ(machineEnvironment(machine, size), options);
  for (let i = 0; i < updates; i++) learner.update();
  return learner;
}

function expectValues(learner: TabularQLearner, expected: readonly number[], digits = 9): void {
  expect(learner.values.length).toBe(expected.length);
  expected.forEach((value, i) => expect(learner.values[i]).toBeCloseTo(value, digits));
}

// Staying at s earns 1/4 + V(s)/2.
const TERMINAL = [0.75, 1, 1.25, 2, 1.25, 2];
const TRUNCATED = [1 / 4 + 4 / 7, 8 / 7, 1 / 4 + 8 / 7, 16 / 7, 1 / 4 + 9 / 7, 18 / 7];

describe('the fixed point of tabularQ', () => {
  it.each([
    ['terminal', 'terminated', TERMINAL],
    ['terminal', 'truncated', TERMINAL],
    ['truncated', 'terminated', TRUNCATED],
    ['truncated', 'truncated', TRUNCATED],
    ['declared', 'terminated', TERMINAL],
    ['declared', 'truncated', TRUNCATED],
  ] as const)('with the horizon treated as %s, where episodes are %s, is the hand-computed one', (horizon, end, expected) => {
    const learner = train(ring(end), { gamma: 0.5, epsilon: 1, horizon, learningRate: { decay: 0 } }, 60);
    expectValues(learner, expected);
    expect(Array.from(learner.greedy())).toEqual([1, 1, 1]);
  });

  it('is reached with a constant step size and with averaging steps too', () => {
    const options = { gamma: 0.5, epsilon: 1, horizon: 'truncated' } as const;
    expectValues(train(ring('terminated'), { ...options, learningRate: 0.2 }, 300), TRUNCATED, 6);
    expectValues(train(ring('terminated'), { ...options, learningRate: { decay: 0.6 } }, 2000), TRUNCATED, 2);
  });

  it('depends on the learner’s discount', () => {
    // Walking is worth 0.9^3 = 0.729 from the start, more than giving up for 0.4; at discount 1/2 it is 1/8, but 1/2 one step before the end.
    const patient = train(walk, { gamma: 0.9, epsilon: 1, learningRate: { decay: 0 } }, 300, 8);
    expectValues(patient, [0.4, 0.729, 0.4, 0.81, 0.4, 0.9, 0.4, 1]);
    const hasty = train(walk, { gamma: 0.5, epsilon: 1, learningRate: { decay: 0 } }, 300, 8);
    expectValues(hasty, [0.4, 0.2, 0.4, 0.25, 0.4, 0.5, 0.4, 1]);
    expect(Array.from(hasty.greedy())).toEqual([0, 0, 1, 1]);
    expect(hasty.policy().probability(0, 0)).toBe(1);
  });
});

describe('rows that are masked', () => {
  // Three steps of reward 1, seen; only the first is learned from, in which there is a choice between a bonus of 1 and nothing.
  const masked: Machine = {
    observations: 4,
    actions: 2,
    learned: (state) => state === 0,
    execute: (state, action) => (state === 0 ? action : 0),
    move: (state, action) => ({ state: state + 1, reward: 1 + action, ...(state === 2 ? { end: 'terminated' as const } : {}) }),
  };

  it('pass on the value of the next learned row, so much more discounted', () => {
    // State 2 is learned from too: 1 and 2 there, and 1 + 1/2 + 2/4 from the start.
    const learner = train(
      { ...masked, learned: (state) => state !== 1, execute: (_state, action) => action },
      { gamma: 0.5, epsilon: 1, learningRate: { decay: 0 } },
      60,
    );
    expectValues(
      learner,
      [NaN, NaN, 0, 0, 1, 2, 0, 0].map((value, i) => (i < 2 ? learner.values[i]! : value)),
    );
    // In state 1, masked, either action may be executed: 1 + a + (1 or 2)/2 + 2/4.
    expect([2, 2.5]).toContain(learner.values[0]);
    expect([3, 3.5]).toContain(learner.values[1]);
  });

  it('pass on what follows a cut end', () => {
    const cut: Machine = {
      ...masked,
      move: (state, action) => ({ state: (state + 1) % 3, reward: 1 + action, ...(state === 2 ? { end: 'truncated' as const } : {}) }),
    };
    // V = 2 + 1/2 + 1/4 + V/8 gives 22/7; the other action earns 1 less.
    const learner = train(cut, { gamma: 0.5, epsilon: 1, learningRate: { decay: 0 } }, 60);
    expect(learner.values[1]).toBeCloseTo(22 / 7, 9);
    expect(learner.values[0]).toBeCloseTo(15 / 7, 9);
  });
});
