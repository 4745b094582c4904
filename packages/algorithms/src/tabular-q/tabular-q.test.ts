import { describe, expect, it } from 'vitest';
import type { Machine } from '../rollout/machines.fixture.ts';
import { bandit, drip, machineEnvironment, ring, signs, walk } from '../rollout/machines.fixture.ts';
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

it('carries a reward back through the whole episode in one update', () => {
  // One action, so that behaviour does not matter: 1, 1 + 1/2, 1 + 3/4 from the last step to the first.
  const seen: Machine = { ...drip('terminated'), observations: 3, see: (state) => Math.min(state, 2) };
  const learner = tabularQ(machineEnvironment(seen, 1), { gamma: 0.5, learningRate: { decay: 0 } });
  expect(learner.update()).toEqual({ return: 3, change: 1.75 });
  expectValues(learner, [1.75, 1.5, 1]);
  expect(learner.update()['change']).toBe(0);
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

  it('count as part of the environment: their rewards belong to the learned row before them', () => {
    const learner = train(masked, { gamma: 0.5, epsilon: 1, learningRate: { decay: 0 } }, 10);
    expectValues(learner, [1.75, 2.75, 0, 0, 0, 0, 0, 0]);
    expect(Array.from(learner.visits.subarray(2))).toEqual([0, 0, 0, 0, 0, 0]);
  });

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

  it('are learned for the executed action, not the submitted one', () => {
    const swapped: Machine = { ...bandit([3, 5]), execute: (_state, action) => 1 - action };
    expectValues(train(swapped, { epsilon: 1, learningRate: { decay: 0 } }, 10), [3, 5]);
  });
});

describe('the step size', () => {
  /** Earns 0 and 1 in turns, a different number in every episode. */
  const turns = (): Machine => {
    let episode = 0;
    return { observations: 1, actions: 1, move: (state) => ({ state, reward: episode++ % 2, end: 'terminated' }) };
  };

  it('of visits^-1 averages all samples, whatever the values start from', () => {
    expectValues(train(turns(), { learningRate: { decay: 1 }, initialValue: 100 }, 7, 1), [3 / 7]);
  });

  it('of 0 decay keeps the newest sample', () => {
    expectValues(train(turns(), { learningRate: { decay: 0 } }, 6, 1), [1]);
  });

  it('of visits^-1/2 is the hand-computed one', () => {
    // 0, then 1/sqrt(2), then that times 1 - 1/sqrt(3).
    expectValues(train(turns(), { learningRate: { decay: 0.5 } }, 3, 1), [Math.SQRT1_2 * (1 - 1 / Math.sqrt(3))]);
  });

  it('that is constant forgets the start', () => {
    expectValues(train(bandit([1]), { learningRate: 0.25, initialValue: -3 }, 4, 1), [1 - 4 * 0.75 ** 4]);
  });
});

describe('behaviour', () => {
  it('is uniform at epsilon 1, greedy at epsilon 0, and uniform with probability epsilon between', () => {
    const counts = (epsilon: number): number[] => {
      const learner = train(bandit([0, 0, 1, 0]), { epsilon, initialValue: -1, learningRate: { decay: 0 }, seed: 3 }, 500, 8);
      return Array.from(learner.visits);
    };
    counts(1).forEach((count) => expect(Math.abs(count - 1000)).toBeLessThan(4 * Math.sqrt(4000 * 0.25 * 0.75)));
    // Nothing but action 0, the lowest of equals, is ever tried: its value 0 beats the initial -1 of the others.
    expect(counts(0)).toEqual([4000, 0, 0, 0]);
    const some = counts(0.2);
    for (const action of [0, 1, 3]) expect(Math.abs(some[action]! - 200)).toBeLessThan(60);
  });

  it('has the same trace for the same seed, and another for another', () => {
    const trace = (seed: number): string => {
      const learner = tabularQ(machineEnvironment(ring('terminated'), 3), { epsilon: 0.5, seed });
      return JSON.stringify([Array.from({ length: 20 }, () => learner.update()), Array.from(learner.values)]);
    };
    expect(trace(1)).toBe(trace(1));
    expect(trace(1)).not.toBe(trace(2));
  });
});

it('gives frozen policies', () => {
  const learner = tabularQ(machineEnvironment(bandit([0, 1]), 2), { epsilon: 1 });
  const before = learner.policy();
  for (let i = 0; i < 5; i++) learner.update();
  expect(before.probability(0, 0)).toBe(1);
  expect(learner.policy().probability(0, 1)).toBe(1);
});

it.each([
  [{ rounds: 0 }, 'rounds of tabularQ is 0: expected an integer from 1 to 1000000'],
  [{ rounds: 1.5 }, 'rounds of tabularQ is 1.5'],
  [{ gamma: 1.01 }, 'gamma of tabularQ is 1.01: expected a number from 0 to 1'],
  [{ gamma: NaN }, 'gamma of tabularQ is NaN'],
  [{ epsilon: -0.1 }, 'epsilon of tabularQ is -0.1'],
  [{ learningRate: 2 }, 'learningRate of tabularQ is 2'],
  [{ learningRate: 'fast' as unknown as number }, 'learningRate of tabularQ is "fast"'],
  [{ learningRate: { decay: -1 } }, 'decay of tabularQ is -1'],
  [{ initialValue: Infinity }, 'initialValue of tabularQ is Infinity'],
  [{ horizon: 'never' as 'terminal' }, 'horizon "never"'],
  [{ seed: -1 }, 'seed -1'],
])('refuses the options %j', (options, message) => {
  expect(() => tabularQ(machineEnvironment(ring('terminated'), 1), options)).toThrow(message);
});

it('refuses spaces that are not discrete', () => {
  expect(() => tabularQ(machineEnvironment(signs, 1))).toThrow('tabularQ needs a discrete observation space, not box');
  const environment = machineEnvironment(ring('terminated'), 1);
  expect(() => tabularQ({ ...environment, action: { kind: 'simplex', n: 3 } })).toThrow(
    'tabularQ needs a discrete action space, not simplex',
  );
});
