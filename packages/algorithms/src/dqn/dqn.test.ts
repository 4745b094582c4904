import { describe, expect, it } from 'vitest';
import type { TablePolicy } from '@firstmover/core';
import { greedyChoices } from '@firstmover/core';
import type { Machine } from '@firstmover/experience/testing';
import { bandit, drip, machineEnvironment, ring, signs, walk } from '@firstmover/experience/testing';
import type { Network } from '@firstmover/networks';
import { NonFiniteError, linearNetwork, mlpNetwork, tableNetwork } from '@firstmover/networks';
import type { DqnOptions } from './dqn.ts';
import { dqn } from './dqn.ts';

/** Settings for problems that are learned in a few hundred steps. */
const SMALL: DqnOptions = {
  batchSize: 32,
  learningStarts: 32,
  capacity: 1000,
  target: { every: 20 },
  exploration: { epsilon: { from: 1, to: 0.1, steps: 1000 } },
};
const EXPLORING: DqnOptions = { ...SMALL, exploration: { epsilon: 1 } };
const SEEDS = [0, 1, 2, 3, 4];

function train(machine: Machine, options: DqnOptions, updates: number): ReturnType<typeof dqn> {
  const learner = dqn(machineEnvironment(machine, 2), options);
  for (let i = 0; i < updates; i++) learner.update();
  return learner;
}

const choices = (learner: ReturnType<typeof dqn>): number[] => greedyChoices(learner.policy() as TablePolicy);
const indexMlp = (count: number, outputs: number, seed: number): Network =>
  mlpNetwork({ input: { kind: 'index', count }, hidden: [16], outputs, activation: 'relu', seed });

describe('dqn reaches the known optimum', () => {
  it.each(SEEDS)('of a walk with a tempting exit, which its discount decides on, seed %d', (seed) => {
    expect(choices(train(walk, { ...EXPLORING, gamma: 0.9, seed }, 400))).toEqual([1, 1, 1, 1]);
    expect(choices(train(walk, { ...EXPLORING, gamma: 0.5, seed }, 400))).toEqual([0, 0, 1, 1]);
  });

  it.each(SEEDS)('of the walk on an MLP, seed %d', (seed) => {
    const options: DqnOptions = { ...EXPLORING, gamma: 0.9, learningRate: 5e-3, seed };
    expect(choices(train(walk, { ...options, network: indexMlp(4, 2, seed) }, 600))).toEqual([1, 1, 1, 1]);
  });

  it.each([
    ['with a squared loss', { loss: 'squared' }],
    ['with a moving target', { target: { polyak: 0.05 } }],
    ['with everything', { duelling: true, prioritised: { alpha: 1 }, target: { polyak: 0.05 }, exploration: { parameterNoise: 1 } }],
  ] satisfies [string, DqnOptions][])('of the walk, %s', (_name, options) => {
    for (const seed of [0, 1, 2]) expect(choices(train(walk, { ...EXPLORING, ...options, gamma: 0.9, seed }, 400))).toEqual([1, 1, 1, 1]);
  });

  it('where observations do not show what was done, with targets that span the episode only', () => {
    // The first choice is paid for in the second step, which looks the same whatever it was.
    const hidden: Machine = {
      observations: 2,
      actions: 2,
      see: (state) => (state === 0 ? 0 : 1),
      move: (state, action) => (state === 0 ? { state: 1 + action, reward: 0 } : { state, reward: state === 1 ? 0 : 1, end: 'terminated' }),
    };
    const gap = (nStep: number): number => {
      const network = tableNetwork(2, 2);
      train(hidden, { ...EXPLORING, gamma: 0.9, nStep, network }, 400);
      return network.parameters[1]! - network.parameters[0]!;
    };
    expect(gap(2)).toBeCloseTo(0.9, 2);
    expect(Math.abs(gap(1))).toBeLessThan(0.1);
  });

  it.each(['linear', 'mlp', 'default'])('on vectors, %s', (kind) => {
    const network = kind === 'linear' ? linearNetwork(2, 3) : undefined;
    const mlp = mlpNetwork({ input: { kind: 'vector', width: 2 }, hidden: [16], outputs: 3, activation: 'tanh', seed: 0 });
    const given = kind === 'default' ? {} : { network: network ?? mlp };
    const policy = train(signs, { ...SMALL, learningRate: 0.02, ...given }, 300).policy();
    const act = (seen: number[]): unknown => policy.act(seen, undefined as never);
    expect([act([1, 0.5]), act([-1, 0.5]), act([0.5, -2]), act([-0.5, -2])]).toEqual([0, 0, 1, 2]);
  });
});

describe('the fixed point', () => {
  // Staying at s earns 1/4 + V(s)/2; advancing from the last state ends the episode and shows the first.
  const TERMINAL = [0.75, 1, 1.25, 2, 1.25, 2];
  const TRUNCATED = [1 / 4 + 4 / 7, 8 / 7, 1 / 4 + 8 / 7, 16 / 7, 1 / 4 + 9 / 7, 18 / 7];

  it.each([
    ['terminal', 'truncated', TERMINAL],
    ['truncated', 'terminated', TRUNCATED],
    ['declared', 'terminated', TERMINAL],
    ['declared', 'truncated', TRUNCATED],
  ] as const)('with the horizon treated as %s, where episodes are %s, is the hand-computed one', (horizon, end, expected) => {
    const network = tableNetwork(3, 2);
    train(ring(end), { ...EXPLORING, gamma: 0.5, horizon, network, learningRate: { from: 0.05, to: 0.001, steps: 8000 } }, 1000);
    network.parameters.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 2));
  });

  it('counts the rewards of masked rows for the learned row before them, so much discounted', () => {
    // Rewards 1 + a, 1, 1 of which only the first choice is learned: 1 + 1/2 + 1/4 and 1 more.
    const masked: Machine = {
      observations: 4,
      actions: 2,
      learned: (state) => state === 0,
      execute: (state, action) => (state === 0 ? action : 0),
      move: (state, action) => ({ state: state + 1, reward: 1 + action, ...(state === 2 ? { end: 'terminated' as const } : {}) }),
    };
    const network = tableNetwork(4, 2);
    train(masked, { ...EXPLORING, gamma: 0.5, network, learningRate: 0.05 }, 400);
    [1.75, 2.75, 0, 0, 0, 0, 0, 0].forEach((value, i) => expect(network.parameters[i]).toBeCloseTo(value, 2));
  });
});

describe('the metrics', () => {
  const once = (machine: Machine, options: DqnOptions): unknown =>
    dqn(machineEnvironment(machine, 1), { batchSize: 4, learningStarts: 4, exploration: { epsilon: 0.25 }, ...options }).update();

  it('of the first update are the hand-computed ones', () => {
    // Values are 0 and the only reward is 3: Huber 3 - 1/2, squared 9/2.
    expect(once(bandit([3]), {})).toEqual({ episodes: 4, return: 3, loss: 2.5, value: 0, exploration: 0.25 });
    expect(once(bandit([3]), { loss: 'squared' })).toEqual({ episodes: 4, return: 3, loss: 4.5, value: 0, exploration: 0.25 });
    // The first of two gradient steps moves the value by Adam's step size.
    const twice = once(bandit([3]), { gradientSteps: 2, learningRate: 0.5 });
    expect(twice).toEqual({ episodes: 4, return: 3, loss: expect.closeTo(2.25, 5), value: expect.closeTo(0.25, 5), exploration: 0.25 });
  });

  it('are 0 before learning starts', () => {
    expect(once(drip('terminated'), { steps: 2 })).toEqual({ episodes: 0, return: 0, loss: 0, value: 0, exploration: 0.25 });
  });
});

describe('the targets', () => {
  /** One state that leads to itself, whatever is done. */
  const loop: Machine = { observations: 1, actions: 2, move: (state) => ({ state, reward: 0, end: 'truncated' }) };
  const EXACT: DqnOptions = { steps: 4, batchSize: 8, learningStarts: 1, exploration: { epsilon: 0 }, loss: 'squared', gamma: 1 };
  const losses = (machine: Machine, options: DqnOptions, updates: number): number[] => {
    const learner = dqn(machineEnvironment(machine, 1), { ...EXACT, ...options });
    return Array.from({ length: updates }, () => learner.update()['loss']!);
  };

  it.each([
    // The learned network chooses action 0, which the target network puts at 10; by itself that one would choose the other, at 20.
    [true, 12.5],
    [false, 112.5],
  ])('with double %s are the hand-computed ones', (double, loss) => {
    const network = tableNetwork(1, 2);
    network.parameters.set([10, 20]);
    const learner = dqn(machineEnvironment(loop, 1), { ...EXACT, network, double });
    network.parameters.set([5, 3]);
    expect(learner.update()).toMatchObject({ value: 5, loss });
  });

  it.each([
    // The value is 0, then 1/2 (Adam's first step): the target 1, then 1 plus the target network's value.
    [{ every: 1 }, 0.5],
    [{ every: 2 }, 0.125],
    [{ polyak: 0.5 }, 0.28125],
  ])('with the target %j lag as it says', (target, second) => {
    const single: Machine = { ...loop, actions: 1, move: (state) => ({ state, reward: 1, end: 'truncated' }) };
    const [a, b] = losses(single, { target, learningRate: 0.5 }, 2);
    expect(a).toBeCloseTo(0.5, 6);
    expect(b).toBeCloseTo(second, 6);
  });

  it('are weighted against their priorities', () => {
    // Errors 3, 1, 3, 1. First all weigh 1: (9/2 + 1/2) / 2 = 5/2. Then rows come in proportion 3 : 1 with weights 1/3 and 1: half of it.
    let paid = 0;
    const alternating: Machine = { ...loop, actions: 1, move: (state) => ({ state, reward: paid++ % 2 === 0 ? 3 : 1, end: 'terminated' }) };
    const options: DqnOptions = { prioritised: { alpha: 1, beta: 1 }, gradientSteps: 2, learningRate: 1e-9 };
    expect(losses(alternating, options, 1)[0]).toBeCloseTo((5 / 2 + 5 / 4) / 2, 5);
  });
});

describe('a run', () => {
  const trace = (seed: number, options: DqnOptions): string => {
    const network = mlpNetwork({ input: { kind: 'vector', width: 2 }, hidden: [4], outputs: 3, activation: 'relu', seed });
    const learner = dqn(machineEnvironment(signs, 3), { ...SMALL, seed, network, ...options });
    const metrics = Array.from({ length: 30 }, () => learner.update());
    return JSON.stringify([metrics, [-1, 0, 1].map((x) => learner.policy().act([x, x], undefined as never))]);
  };

  it.each([{}, { exploration: { parameterNoise: 0.5 }, prioritised: {} }] satisfies DqnOptions[])(
    'is the same for the same seed and another for another, options %j',
    (options) => {
      expect(trace(1, options)).toBe(trace(1, options));
      expect(trace(1, options)).not.toBe(trace(2, options));
    },
  );

  it('gives frozen policies', () => {
    const learner = dqn(machineEnvironment(bandit([0, 1]), 2), { ...SMALL });
    const before = learner.policy() as TablePolicy;
    for (let i = 0; i < 100; i++) learner.update();
    expect(before.probability(0, 0)).toBe(1);
    expect((learner.policy() as TablePolicy).probability(0, 1)).toBe(1);
  });

  it('learns into the network that it is given', () => {
    const network = tableNetwork(1, 2);
    train(bandit([0, 1]), { ...SMALL, network }, 50);
    expect(network.parameters[1]).not.toBe(0);
  });
});

it('explores with one perturbed policy throughout an episode, and another in the next', () => {
  const seen: number[][] = [];
  const watched: Machine = {
    observations: 1,
    actions: 2,
    start: () => 0,
    see: () => 0,
    move(state, action) {
      if (state === 0) seen.push([]);
      seen.at(-1)!.push(action);
      return { state: state + 1, reward: 0, ...(state === 9 ? { end: 'terminated' as const } : {}) };
    },
  };
  const learner = dqn(machineEnvironment(watched, 1), { exploration: { parameterNoise: 1 }, steps: 400, learningStarts: 10_000 });
  learner.update();
  expect(seen.length).toBe(40);
  for (const actions of seen) expect(new Set(actions).size).toBe(1);
  expect(new Set(seen.map(([action]) => action)).size).toBe(2);
});

describe('numbers that are not finite stop', () => {
  it('before they are learned, where a reward is', () => {
    let paid = 0;
    const broken: Machine = { ...bandit([1, 2]), move: (state) => ({ state, reward: ++paid === 301 ? Infinity : 1, end: 'terminated' }) };
    const network = tableNetwork(1, 2);
    const learner = dqn(machineEnvironment(broken, 1), { ...SMALL, network });
    for (let i = 0; i < 75; i++) learner.update();
    const good = Array.from(network.parameters);
    const failed = (): unknown => learner.update();
    expect(failed).toThrow(NonFiniteError);
    expect(Array.from(network.parameters)).toEqual(good);
    paid = 300;
    expect(failed).toThrow(/reward 0 is Infinity in what dqn collected after \d+ environment steps: the last good parameters are kept/);
    learner.update();
    expect(Array.from(network.parameters)).not.toEqual(good);
    expect(good.some((value) => value !== 0)).toBe(true);
  });

  it('and keep the parameters finite, where the step size makes them overflow', () => {
    const network = tableNetwork(3, 2);
    const options: DqnOptions = { ...SMALL, loss: 'squared', maxGradientNorm: Infinity, learningRate: 1e37, network, gamma: 1 };
    const learner = dqn(machineEnvironment(ring('truncated'), 2), options);
    expect(() => {
      for (let i = 0; i < 200; i++) learner.update();
    }).toThrow(/(loss|gradient|parameter).* is (-?Infinity|NaN) in gradient step \d+ of dqn/);
    expect(network.parameters.every(Number.isFinite)).toBe(true);
    expect(learner.policy()).toBeDefined();
  });
});

it.each([
  ['steps of dqn is 0: expected an integer from 1 to 1000000', { steps: 0 }],
  ['gradientSteps of dqn is 1.5', { gradientSteps: 1.5 }],
  ['batchSize of dqn is 0', { batchSize: 0 }],
  ['capacity of dqn is 0', { capacity: 0 }],
  ['learningStarts of dqn is 1000: expected an integer from 1 to 100', { capacity: 100 }],
  ['nStep of dqn is 0: expected an integer from 1 to 10000', { nStep: 0 }],
  ['gamma of dqn is 1.1: expected a number from 0 to 1', { gamma: 1.1 }],
  ['maxGradientNorm of dqn is -1', { maxGradientNorm: -1 }],
  ['learningRate of dqn is -1', { learningRate: -1 }],
  ['learning rate 0', { learningRate: 0 }],
  ['loss of dqn is "absolute": expected huber or squared', { loss: 'absolute' }],
  ['every in target of dqn is 0', { target: { every: 0 } }],
  ['polyak in target of dqn is 2', { target: { polyak: 2 } }],
  ['target of dqn is {}: expected a record with every, or a record with polyak', { target: {} }],
  ['unknown entry of target of dqn "polyak": what exists: every', { target: { every: 5, polyak: 0.1 } }],
  ['exploration of dqn is {}: expected a record with epsilon, or a record with parameterNoise', { exploration: {} }],
  ['epsilon in exploration of dqn is 2: expected a number from 0 to 1', { exploration: { epsilon: 2 } }],
  ['parameterNoise in exploration of dqn is -1', { exploration: { parameterNoise: -1 } }],
  ['alpha in prioritised of dqn is 2', { prioritised: { alpha: 2 } }],
  ['beta in prioritised of dqn is -1', { prioritised: { beta: -1 } }],
  ['horizon of dqn is "never": expected declared, terminal or truncated', { horizon: 'never' }],
  ['seed -1', { seed: -1 }],
  ['unknown option of dqn "lr"', { lr: 0.1 }],
  ['the network of dqn has 3 outputs: expected one per action, 2', { network: tableNetwork(3, 3) }],
  ['the network of dqn has 2 outputs: expected a value and 2 advantages, 3', { network: tableNetwork(3, 2), duelling: true }],
  ['a network on 4 indices cannot read a discrete space of 3', { network: tableNetwork(4, 2) }],
  ['a network on vectors of length 3 cannot read a discrete space of 3', { network: linearNetwork(3, 2) }],
])('says so: %s', (message, options) => {
  expect(() => dqn(machineEnvironment(ring('terminated'), 1), options as DqnOptions)).toThrow(message);
});

it('refuses actions that are not discrete', () => {
  const environment = { ...machineEnvironment(ring('terminated'), 1), action: { kind: 'simplex', n: 3 } as const };
  expect(() => dqn(environment)).toThrow('dqn needs a discrete action space, not simplex');
});
