import { describe, expect, it } from 'vitest';
import type { VectorEnvironment } from '@firstmover/core';
import { Rollout } from '@firstmover/experience';
import type { Machine } from '@firstmover/experience/testing';
import { bandit, drip, machineEnvironment, ring, signs } from '@firstmover/experience/testing';
import { NonFiniteError } from '@firstmover/networks';
import { sarsa } from '../sarsa/sarsa.ts';
import { tabularQ } from '../tabular-q/tabular-q.ts';
import type { Transition, ValueTableLearner, ValueTableOptions } from './value-table.ts';
import { replayBackwards } from './value-table.ts';

type Make = (environment: VectorEnvironment, options?: ValueTableOptions) => ValueTableLearner;

const LEARNERS: readonly (readonly [string, Make])[] = [
  ['tabularQ', tabularQ],
  ['sarsa', sarsa],
];

describe('replayBackwards', () => {
  it('gives what every learned row led to, the last first', () => {
    // Five steps of reward 1 to 5, of which 0, 1 and 3 are learned; the end is cut and shows state 5.
    const machine: Machine = {
      observations: 6,
      actions: 2,
      learned: (state) => [0, 1, 3].includes(state),
      move: (state) => ({ state: state + 1, reward: state + 1, ...(state === 4 ? { end: 'truncated' as const } : {}) }),
    };
    const transitions = (end: 'declared' | 'terminal'): Transition[] => {
      const rollout = new Rollout(machineEnvironment(machine, 1), end);
      rollout.collectEpisodes(1, (time, actions) => (actions[0] = time % 2));
      const seen: Transition[] = [];
      replayBackwards(rollout, 0.5, (transition) => seen.push({ ...transition }));
      return seen;
    };
    const body = [
      { observation: 1, action: 1, earned: 2 + 3 / 2, discount: 1 / 4, next: 3, nextAction: 1 },
      { observation: 0, action: 0, earned: 1, discount: 1 / 2, next: 1, nextAction: 1 },
    ];
    const last = { observation: 3, action: 1, earned: 4 + 5 / 2, discount: 1 / 4, next: 5, nextAction: -1 };
    expect(transitions('declared')).toEqual([last, ...body]);
    expect(transitions('terminal')).toEqual([{ ...last, next: -1 }, ...body]);
  });

  it('gives each copy that was cut its own last observation', () => {
    // Copy 0 is cut after three steps and shows state 3, copy 1 after two and shows state 12.
    const machine: Machine = {
      observations: 20,
      actions: 1,
      start: (copy) => 10 * copy,
      move: (state) => ({ state: state + 1, reward: 0, ...(state === 2 || state === 11 ? { end: 'truncated' as const } : {}) }),
    };
    const rollout = new Rollout(machineEnvironment(machine, 2), 'declared');
    rollout.collectEpisodes(2, (_time, actions) => actions.fill(0));
    const next: number[] = [];
    replayBackwards(rollout, 1, (transition) => next.push(transition.next));
    // From last to first: the third step of copy 0, the second ones of both, the first ones of both, in either round.
    expect(next).toEqual([3, 12, 2, 11, 1, 3, 12, 2, 11, 1]);
  });
});

describe.each(LEARNERS)('%s', (name, make) => {
  const train = (machine: Machine, options: ValueTableOptions, updates: number, size = 4): ValueTableLearner => {
    const learner = make(machineEnvironment(machine, size), options);
    for (let i = 0; i < updates; i++) learner.update();
    return learner;
  };
  const expectValues = (learner: ValueTableLearner, expected: readonly number[]): void => {
    expect(learner.values.length).toBe(expected.length);
    expected.forEach((value, i) => expect(learner.values[i]).toBeCloseTo(value, 9));
  };

  it('counts masked rows as part of the environment: their rewards belong to the learned row before them', () => {
    // Three steps of reward 1, seen; only the first is learned from, in which there is a choice between a bonus of 1 and nothing.
    const masked: Machine = {
      observations: 4,
      actions: 2,
      learned: (state) => state === 0,
      execute: (state, action) => (state === 0 ? action : 0),
      move: (state, action) => ({ state: state + 1, reward: 1 + action, ...(state === 2 ? { end: 'terminated' as const } : {}) }),
    };
    const learner = train(masked, { gamma: 0.5, epsilon: 1, learningRate: { decay: 0 } }, 10);
    expectValues(learner, [1.75, 2.75, 0, 0, 0, 0, 0, 0]);
    expect(Array.from(learner.visits.subarray(2))).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('learns the value of the executed action, not of the submitted one', () => {
    const swapped: Machine = { ...bandit([3, 5]), execute: (_state, action) => 1 - action };
    expectValues(train(swapped, { epsilon: 1, learningRate: { decay: 0 } }, 10), [3, 5]);
  });

  it('carries a reward back through the whole episode in one update', () => {
    // One action, so that behaviour does not matter: 1, 1 + 1/2, 1 + 3/4 from the last step to the first.
    const seen: Machine = { ...drip('terminated'), observations: 3, see: (state) => Math.min(state, 2) };
    const learner = make(machineEnvironment(seen, 1), { gamma: 0.5, learningRate: { decay: 0 } });
    expect(learner.update()).toMatchObject({ return: 3, change: 1.75 });
    expectValues(learner, [1.75, 1.5, 1]);
    expect(learner.update()['change']).toBe(0);
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

  it('acts uniformly at epsilon 1, greedily at epsilon 0, and uniformly with probability epsilon between', () => {
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

  it('explores less and less along a ramp', () => {
    const learner = train(bandit([0, 1]), { epsilon: { from: 1, to: 0, steps: 400 }, learningRate: { decay: 0 } }, 200);
    const tried = learner.visits[0]!;
    expect(tried).toBeGreaterThan(60);
    for (let i = 0; i < 50; i++) learner.update();
    expect(learner.visits[0]).toBe(tried);
  });

  it('has the same trace for the same seed, and another for another', () => {
    const trace = (seed: number): string => {
      const learner = make(machineEnvironment(ring('terminated'), 3), { epsilon: 0.5, seed });
      return JSON.stringify([Array.from({ length: 20 }, () => learner.update()), Array.from(learner.values)]);
    };
    expect(trace(1)).toBe(trace(1));
    expect(trace(1)).not.toBe(trace(2));
  });

  it('gives frozen policies', () => {
    const learner = make(machineEnvironment(bandit([0, 1]), 2), { epsilon: 1 });
    const before = learner.policy();
    for (let i = 0; i < 5; i++) learner.update();
    expect(before.probability(0, 0)).toBe(1);
    expect(learner.policy().probability(0, 1)).toBe(1);
  });

  it('stops at a reward that is not finite, with its values as they were, and says where', () => {
    let paid = 0;
    const broken: Machine = { ...bandit([1, 2]), move: (state) => ({ state, reward: ++paid === 21 ? NaN : 1, end: 'terminated' }) };
    const learner = make(machineEnvironment(broken, 2), { epsilon: 1 });
    for (let i = 0; i < 10; i++) learner.update();
    const good = Array.from(learner.values);
    const visits = Array.from(learner.visits);
    expect(() => learner.update()).toThrow(NonFiniteError);
    expect(Array.from(learner.values)).toEqual(good);
    expect(Array.from(learner.visits)).toEqual(visits);
    paid = 20;
    expect(() => learner.update()).toThrow(`reward 0 is NaN in update 12 of ${name}`);
    learner.update();
  });

  it.each([
    [{ rounds: 0 }, `rounds of ${name} is 0: expected an integer from 1 to 1000000`],
    [{ rounds: 1.5 }, `rounds of ${name} is 1.5`],
    [{ gamma: 1.01 }, `gamma of ${name} is 1.01: expected a number from 0 to 1`],
    [{ gamma: NaN }, `gamma of ${name} is NaN`],
    [{ epsilon: -0.1 }, `epsilon of ${name} is -0.1`],
    [{ epsilon: { from: 1, to: 0, steps: 0 } }, `steps in epsilon of ${name} is 0`],
    [{ learningRate: 2 }, `learningRate of ${name} is 2`],
    [{ learningRate: 'fast' as unknown as number }, `learningRate of ${name} is "fast"`],
    [{ learningRate: { decay: -1 } }, `decay in learningRate of ${name} is -1`],
    [{ initialValue: Infinity }, `initialValue of ${name} is Infinity`],
    [{ horizon: 'never' as 'terminal' }, `horizon of ${name} is "never"`],
    [{ seed: -1 }, 'seed -1'],
  ])('refuses the options %j', (options, message) => {
    expect(() => make(machineEnvironment(ring('terminated'), 1), options)).toThrow(message);
  });

  it('refuses spaces that are not discrete', () => {
    expect(() => make(machineEnvironment(signs, 1))).toThrow(`${name} needs a discrete observation space, not box`);
    const environment = machineEnvironment(ring('terminated'), 1);
    expect(() => make({ ...environment, action: { kind: 'simplex', n: 3 } })).toThrow(`${name} needs a discrete action space, not simplex`);
  });
});
