import { describe, expect, it } from 'vitest';
import type { VectorEnvironment } from '@firstmover/core';
import { InputError, discrete, randomStream } from '@firstmover/core';
import type { Machine } from '@firstmover/experience/testing';
import { bandit, drip, machineEnvironment, signs, walk } from '@firstmover/experience/testing';
import { gruNetwork } from '@firstmover/networks';
import { ppo } from '../ppo/ppo.ts';
import { pendulum } from '../problems/pendulum.ts';
import { corridor, hiddenBandit, hiddenBanditOptimum, meanReturn } from './memory-tasks.fixture.ts';
import { recurrentPpo } from './recurrent-ppo.ts';
import type { RecurrentPpoOptions } from './recurrent-ppo.ts';

const SEEDS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

describe('recurrent PPO', () => {
  it.each(SEEDS)('recalls a sign that it saw nine steps before, which is worth 1, seed %d', (seed) => {
    const maze = corridor(8);
    const learner = recurrentPpo(machineEnvironment(maze, 32), { units: 16, learningRate: 0.01, entropyBonus: 0.01, seed });
    for (let i = 0; i < 80; i++) learner.update();
    expect(meanReturn(maze, learner.policy('greedy'), 20)).toBe(1);
  });

  it('beats what is possible without a memory, 1/2', () => {
    const maze = corridor(8);
    const learner = ppo(machineEnvironment(maze, 32), { learningRate: 0.1, entropyBonus: 0.01 });
    for (let i = 0; i < 80; i++) learner.update();
    expect(meanReturn(maze, learner.policy('greedy'), 20)).toBe(0.5);
  });

  it.each([0, 1, 2])('learns to learn which arm of a bandit is the good one, close to the optimum by Bayes, seed %d', (seed) => {
    const arms = hiddenBandit(8);
    const learner = recurrentPpo(machineEnvironment(arms, 64), { units: 16, learningRate: 0.01, lambda: 1, entropyBonus: 0.01, seed });
    for (let i = 0; i < 100; i++) learner.update();
    // Win-stay, lose-shift, the best reply to the last pull alone, earns 1/2 + 7 (0.8 0.8 + 0.2 0.2) = 5.26.
    const optimum = hiddenBanditOptimum(8);
    expect(optimum).toBeCloseTo(5.6457, 4);
    expect(meanReturn(arms, learner.policy('greedy'), 4000)).toBeGreaterThan(0.98 * optimum);
  });

  it.each([0, 1, 2])('finds the optimum of problems that need no memory, seed %d', (seed) => {
    for (const [machine, best] of [
      [bandit([0, 1, -1, 0.8]), 1],
      [walk, 1],
    ] as const) {
      const options: RecurrentPpoOptions = { learningRate: 0.01, entropyBonus: 0.02, lambda: 1, collect: { episodes: 4 }, units: 8, seed };
      const learner = recurrentPpo(machineEnvironment(machine, 8), options);
      for (let i = 0; i < 60; i++) learner.update();
      expect(meanReturn({ ...machine, start: () => 0, see: (state) => state }, learner.policy('greedy'), 1)).toBe(best);
    }
  });

  it('reads vectors, with a value network of its own, by steps', () => {
    const learner = recurrentPpo(machineEnvironment(signs, 16), {
      valueNetwork: gruNetwork({ input: { kind: 'vector', width: 2 }, hidden: 8, outputs: 1, seed: 1 }),
      learningRate: 0.02,
      collect: { steps: 4 },
      units: 8,
    });
    for (let i = 0; i < 60; i++) learner.update();
    expect(meanReturn(signs, learner.policy('greedy'), 4)).toBe(1);
  });

  it('draws actions of a box', () => {
    const environment = pendulum({ copies: 4, seed: 1 });
    const learner = recurrentPpo(environment, { collect: { steps: 16 }, minibatches: 2 });
    for (let i = 0; i < 2; i++) for (const value of Object.values(learner.update())) expect(Number.isFinite(value)).toBe(true);
    const [action] = learner.policy().act([1, 0, 0], randomStream(1, 'test').at(0, 0)) as number[];
    expect(Math.abs(action!)).toBeLessThanOrEqual(2);
  });
});

describe('what was remembered while acting', () => {
  /** Episodes of three to six steps, of which a copy shows whatever step it is in. */
  const uneven: Machine = {
    observations: 7,
    actions: 2,
    start: (copy, episode) => (copy + 2 * episode) % 4,
    move: (state, action) => ({ state: state + 1, reward: action, ...(state === 5 ? { end: 'truncated' as const } : {}) }),
  };

  it.each([
    ['steps', { steps: 5 }],
    ['episodes', { episodes: 2 }],
  ] as const)('is what learning sees, bit for bit, across episodes and collections of %s', (_name, collect) => {
    for (const valueNetwork of ['shared', undefined] as const) {
      const network = gruNetwork({ input: { kind: 'index', count: 7 }, hidden: 6, outputs: 3, seed: 1 });
      const values = gruNetwork({ input: { kind: 'index', count: 7 }, hidden: 6, outputs: 1, seed: 2 });
      const policy = gruNetwork({ input: { kind: 'index', count: 7 }, hidden: 6, outputs: 2, seed: 3 });
      const networks = valueNetwork === 'shared' ? { network, valueNetwork } : { network: policy, valueNetwork: values };
      const learner = recurrentPpo(machineEnvironment(uneven, 5), { ...networks, collect, epochs: 1, minibatches: 1, learningRate: 0.05 });
      for (let i = 0; i < 6; i++) expect(learner.update()).toMatchObject({ klDivergence: 0, clipFraction: 0 });
    }
  });

  it.each([
    ['truncated', 'terminated', [2, 2, 2]],
    ['terminal', 'truncated', [1.75, 1.5, 1]],
    ['declared', 'truncated', [2, 2, 2]],
    ['declared', 'terminated', [1.75, 1.5, 1]],
  ] as const)('makes values of the horizon treated as %s, where episodes are %s, those of each step', (horizon, end, expected) => {
    const network = gruNetwork({ input: { kind: 'index', count: 1 }, hidden: 8, outputs: 2, seed: 1 });
    for (const collect of [{ episodes: 1 }, { steps: 2 }]) {
      const learner = recurrentPpo(machineEnvironment(drip(end), 2), {
        network,
        horizon,
        collect,
        gamma: 0.5,
        lambda: 0.5,
        epochs: 8,
        learningRate: 0.01,
      });
      for (let i = 0; i < 150; i++) learner.update();
      const { outputs } = network.forward({
        inputs: new Float32Array(3),
        steps: 3,
        rows: 1,
        initialState: new Float32Array(8),
        resets: new Uint8Array(3),
      });
      expected.forEach((value, t) => expect(Math.abs(outputs[2 * t + 1]! - value), `step ${t}`).toBeLessThan(0.05));
    }
  });
});

describe('its policies', () => {
  const maze = corridor(2);
  const learner = recurrentPpo(machineEnvironment(maze, 32), { units: 8, learningRate: 0.01, entropyBonus: 0.01 });
  for (let i = 0; i < 60; i++) learner.update();
  const random = randomStream(1, 'test').at(0, 0);
  const walkThrough = (policy: ReturnType<typeof learner.policy>, sign: number): number => {
    policy.reset();
    return [sign, 2, 2, 3].map((view) => policy.act(view, random) as number)[3]!;
  };

  it('remember until they are reset, each for itself, and do not learn on', () => {
    const [first, second] = [learner.policy('greedy'), learner.policy('greedy')];
    expect([walkThrough(first, 0), walkThrough(first, 1), walkThrough(first, 0)]).toEqual([0, 1, 0]);
    first.reset();
    second.reset();
    const acted = [0, 2, 2, 3].map((view) => [first.act(view, random), second.act(view === 0 ? 1 : view, random)]);
    expect(acted[3]).toEqual([0, 1]);
    const state = first.state();
    learner.update();
    expect(first.state()).toEqual(state);
    expect(walkThrough(second, 1)).toBe(1);
  });

  it('fork in the middle of an episode, and then go their own ways', () => {
    const policy = learner.policy('greedy');
    for (const view of [1, 2]) policy.act(view, random);
    const fork = policy.fork('greedy');
    expect(fork.state()).toEqual(policy.state());
    expect(policy.stateWidth).toBe(8);
    const rest = (of: typeof policy): number[] => [2, 3].map((view) => of.act(view, random) as number);
    expect(rest(policy)[1]).toBe(1);
    expect(rest(fork)[1]).toBe(1);
    fork.reset();
    expect(rest(fork)[1]).toBe(1);
    expect(walkThrough(policy, 0)).toBe(0);
  });
});

it('gives a critic that sees more a network of its own', () => {
  // The way is told to the critic alone, in the corridor without a sign.
  const inner = machineEnvironment({ ...corridor(2), see: (state) => (state < 6 ? 2 : 3) }, 16);
  const told = new Int32Array(16);
  const environment: VectorEnvironment = {
    ...inner,
    get steps() {
      return inner.steps;
    },
    privileged: { space: discrete(2), observations: told },
    reset(mask) {
      inner.reset(mask);
      told.forEach((_way, copy) => (told[copy] = copy % 2));
    },
  };
  const learner = recurrentPpo(environment, { units: 8, learningRate: 0.01 });
  for (let i = 0; i < 5; i++) learner.update();
  expect(learner.update()['return']).toBeLessThan(0.9);
  expect(() => recurrentPpo(environment, { valueNetwork: 'shared' })).toThrow('the critic of this problem sees more');
});

it('gives the same run twice, and pauses after each step', () => {
  const start = (seed: number): ReturnType<typeof recurrentPpo> => recurrentPpo(machineEnvironment(corridor(3), 8), { units: 8, seed });
  const run = (seed: number): string => {
    const learner = start(seed);
    return JSON.stringify(Array.from({ length: 5 }, () => learner.update()));
  };
  expect(run(1)).toBe(run(1));
  expect(run(1)).not.toBe(run(2));
  const learner = start(1);
  const turns = [...learner.updating()];
  expect(turns).toHaveLength(5);
});

it('lets its step size and bonus fall', () => {
  const network = gruNetwork({ input: { kind: 'index', count: 4 }, hidden: 4, outputs: 3, seed: 1 });
  const fall = (from: number): { from: number; to: number; steps: number } => ({ from, to: 0, steps: 20 });
  const learner = recurrentPpo(machineEnvironment(corridor(1), 4), { network, learningRate: fall(0.1), entropyBonus: fall(1) });
  const moved = [0, 1, 2].map(() => {
    const before = network.parameters.slice();
    learner.update();
    return Math.max(...network.parameters.map((value, i) => Math.abs(value - before[i]!)));
  });
  expect(moved[0]).toBeGreaterThan(0.01);
  expect(moved.slice(1)).toEqual([0, 0]);
});

it('stops before a number that is not finite takes effect', () => {
  let bad = false;
  const machine: Machine = { ...drip('terminated'), move: (state) => ({ state, reward: bad ? NaN : 1, end: 'terminated' }) };
  const network = gruNetwork({ input: { kind: 'index', count: 1 }, hidden: 4, outputs: 2, seed: 1 });
  const learner = recurrentPpo(machineEnvironment(machine, 2), { network });
  learner.update();
  const kept = network.parameters.slice();
  bad = true;
  expect(() => learner.update()).toThrow('recurrentPpo, update 1');
  expect(network.parameters).toEqual(kept);
});

it('refuses what does not fit', () => {
  const environment = machineEnvironment(corridor(2), 4);
  const gru = (outputs: number, count = 4): ReturnType<typeof gruNetwork> =>
    gruNetwork({ input: { kind: 'index', count }, hidden: 4, outputs, seed: 1 });
  const cases: readonly (readonly [RecurrentPpoOptions, string])[] = [
    [{ epochs: 0 }, 'epochs of recurrentPpo is 0'],
    [{ minibatches: 5 }, 'minibatches of recurrentPpo is 5: expected an integer from 1 to 4'],
    [{ units: 0 }, 'units of recurrentPpo is 0'],
    [{ network: gru(2) }, 'the policy network of recurrentPpo has 2 outputs: expected 2 for the actions and one for the value'],
    [{ network: gru(3, 5) }, 'a network on 5 indices cannot read a discrete space of 4'],
    [{ network: gru(2), valueNetwork: gru(2) }, 'the value network of recurrentPpo has 2 outputs: expected 1'],
    [{ network: gru(3), units: 8 }, 'units of recurrentPpo has no effect'],
    [{ valueLearningRate: 0.1 }, 'valueLearningRate of recurrentPpo has no effect'],
    [{ valueNetwork: gru(1), valueWeight: 1 }, 'valueWeight of recurrentPpo has no effect'],
    [{ learningRate: 0 }, 'learning rate 0'],
    [{ learningRate: { from: 1, to: -1, steps: 10 } }, 'to in learningRate of recurrentPpo is -1'],
    [{ entropyBonus: -1 }, 'entropyBonus of recurrentPpo is -1'],
  ];
  for (const [options, message] of cases) {
    expect(() => recurrentPpo(environment, options)).toThrow(InputError);
    expect(() => recurrentPpo(environment, options)).toThrow(message);
  }
});
