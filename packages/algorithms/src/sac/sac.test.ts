import { describe, expect, it } from 'vitest';
import type { Policy, TablePolicy, VectorEnvironment } from '@firstmover/core';
import { box, dict, discrete, greedyChoices, policyRows, randomStream, simplex, tuple } from '@firstmover/core';
import type { Machine } from '@firstmover/experience/testing';
import { bandit, drip, machineEnvironment, ring, signs, walk } from '@firstmover/experience/testing';
import type { Network } from '@firstmover/networks';
import { NonFiniteError, linearNetwork, mlpNetwork, tableNetwork } from '@firstmover/networks';
import { quadraticEnvironment } from '../problems/quadratic.fixture.ts';
import type { SacOptions } from './sac.ts';
import { sac } from './sac.ts';

const SMALL: SacOptions = { steps: 4, batchSize: 32, learningStarts: 64, capacity: 2000, polyak: 0.05 };
const CONTINUOUS: SacOptions = { ...SMALL, learningRate: 0.02, criticLearningRate: 5e-3, gamma: 0 };
const SEEDS = [0, 1, 2];

function train(environment: VectorEnvironment, options: SacOptions, updates: number): { policy: Policy; metrics: Record<string, number> } {
  const learner = sac(environment, options);
  let metrics = {};
  for (let i = 0; i < updates; i++) metrics = learner.update();
  return { policy: learner.policy('greedy'), metrics };
}

const act = (policy: Policy, seen: number | number[]): unknown => policy.act(seen, randomStream(0, 'test').at(0, 0));
const mlp = (width: number, outputs: number, seed: number): Network =>
  mlpNetwork({ input: { kind: 'vector', width }, hidden: [32], outputs, activation: 'relu', seed });

describe('sac on discrete actions reaches the known optimum', () => {
  it.each(SEEDS)('of a walk with a tempting exit, which its discount decides on, seed %d', (seed) => {
    const options: SacOptions = { ...SMALL, temperature: 0.02, seed };
    const choices = (gamma: number): number[] =>
      greedyChoices(train(machineEnvironment(walk, 2), { ...options, gamma }, 400).policy as TablePolicy);
    expect(choices(0.9)).toEqual([1, 1, 1, 1]);
    expect(choices(0.5).slice(0, 1)).toEqual([0]);
  });

  it.each(SEEDS)('on vectors, with MLPs, seed %d', (seed) => {
    const { policy } = train(machineEnvironment(signs, 2), { ...SMALL, learningRate: 0.01, criticLearningRate: 0.01, seed }, 400);
    expect([act(policy, [1, 0.5]), act(policy, [-1, 0.5]), act(policy, [0.5, -2]), act(policy, [-0.5, -2])]).toEqual([0, 0, 1, 2]);
  });
});

describe('sac with a constant temperature', () => {
  it('has the softmax of the rewards over the temperature as its policy', () => {
    const rewards = [0, 0.5, -0.5, 0.2];
    const learner = sac(machineEnvironment(bandit(rewards), 2), { ...SMALL, temperature: 0.5, learningRate: 0.01 });
    let metrics = {};
    for (let i = 0; i < 1500; i++) metrics = learner.update();
    const total = rewards.reduce((sum, reward) => sum + Math.exp(reward / 0.5), 0);
    policyRows(learner.policy() as TablePolicy)[0]!.forEach((p, k) => expect(p).toBeCloseTo(Math.exp(rewards[k]! / 0.5) / total, 2));
    expect(metrics).toMatchObject({ temperature: 0.5, actorLoss: expect.closeTo(-0.5 * Math.log(total), 1) as number });
  });

  it('spreads continuous actions as the temperature says: a Gaussian of variance temperature / 2 around the best', () => {
    const environment = quadraticEnvironment({ action: box(-4, 4, [1]), best: [[1]] }, 4);
    const learner = sac(environment, { ...CONTINUOUS, temperature: 0.1 });
    const entropies = Array.from({ length: 1000 }, () => learner.update()['entropy']!).slice(-200);
    expect(Math.abs((act(learner.policy('greedy'), 0) as number[])[0]! - 1)).toBeLessThan(0.1);
    const mean = entropies.reduce((sum, entropy) => sum + entropy, 0) / entropies.length;
    expect(Math.abs(mean - 0.5 * Math.log(Math.PI * Math.E * 0.1))).toBeLessThan(0.2);
  });
});

describe('sac with an automatic temperature', () => {
  it('keeps the entropy at its target', () => {
    for (const targetEntropy of [0.3, 1]) {
      const { metrics } = train(machineEnvironment(bandit([0, 1, -1]), 2), { ...SMALL, temperature: { targetEntropy } }, 1000);
      expect(metrics['entropy']).toBeCloseTo(targetEntropy, 1);
      expect(metrics['temperature']).toBeGreaterThan(0);
    }
  });

  it('reports its start before learning starts', () => {
    expect(sac(machineEnvironment(drip('terminated'), 1), { temperature: { initial: 0.25 } }).update()).toEqual({
      episodes: 0,
      return: 0,
      criticLoss: 0,
      actorLoss: 0,
      entropy: 0,
      temperature: expect.closeTo(0.25, 6) as number,
    });
  });
});

describe('sac on continuous actions finds the best one', () => {
  const near = (found: unknown, best: readonly number[], tolerance: number): void =>
    (found as number[]).forEach((value, k) => expect(Math.abs(value - best[k]!)).toBeLessThan(tolerance));

  it.each(SEEDS)('in a box, for every index, from a table, seed %d', (seed) => {
    const best = [
      [-0.5, 2],
      [1.5, 0],
    ];
    const environment = quadraticEnvironment({ action: box(-2, 4, [2]), best }, 4);
    const { policy } = train(environment, { ...CONTINUOUS, temperature: 0.1, seed }, 600);
    best.forEach((action, context) => near(act(policy, context), action, 0.15));
  });

  it.each(SEEDS)('in a box, from vectors, with MLPs, seed %d', (seed) => {
    const best = [[-0.6], [0.4]];
    const see = (context: number): number[] => [context - 0.5, 1];
    const environment = quadraticEnvironment({ action: box(-1, 1, [1]), best, observation: box(-1, 1, [2]), see }, 4);
    const { policy } = train(environment, { ...CONTINUOUS, learningRate: 5e-3, temperature: { initial: 0.1 }, seed }, 600);
    best.forEach((action, context) => near(act(policy, see(context)), action, 0.2));
  });

  it('on a simplex', () => {
    const environment = quadraticEnvironment({ action: simplex(3), best: [[0.2, 0.5, 0.3]], scale: 10 }, 4);
    near(act(train(environment, { ...CONTINUOUS, temperature: 0.01 }, 600).policy, 0), [0.2, 0.5, 0.3], 0.12);
  });

  it('in several parts at once', () => {
    const environment = quadraticEnvironment({ action: tuple([box(-1, 1, [1]), box(0, 4, [1])]), best: [[0.5, 3]] }, 4);
    near(act(train(environment, { ...CONTINUOUS, temperature: 0.1 }, 600).policy, 0), [0.5, 3], 0.15);
  });
});

describe('a run', () => {
  const vectors = (): VectorEnvironment =>
    quadraticEnvironment({ action: box(-1, 1, [1]), best: [[0.3]], observation: box(0, 1, [1]), see: () => [1] }, 3);

  it.each([
    ['discrete', (): VectorEnvironment => machineEnvironment(walk, 3)],
    ['continuous', vectors],
  ])('on %s actions is the same for the same seed and another for another', (_name, make) => {
    const trace = (seed: number): string => {
      const learner = sac(make(), { ...SMALL, seed });
      const metrics = Array.from({ length: 20 }, () => learner.update());
      return JSON.stringify([metrics, act(learner.policy(), make().observation.kind === 'discrete' ? 0 : [1])]);
    };
    expect(trace(1)).toBe(trace(1));
    expect(trace(1)).not.toBe(trace(2));
  });

  it('gives frozen policies, sampled and greedy', () => {
    const learner = sac(vectors(), { ...CONTINUOUS });
    const draws = (policy: Policy): unknown[] => {
      const random = randomStream(1, 'test').at(0, 0);
      return Array.from({ length: 20 }, () => policy.act([1], random));
    };
    const [sampled, greedy] = [learner.policy(), learner.policy('greedy')];
    const before = [draws(sampled), draws(greedy)];
    expect(new Set(before[0]!.map(String)).size).toBe(20);
    expect(new Set(before[1]!.map(String)).size).toBe(1);
    for (let i = 0; i < 60; i++) learner.update();
    expect([draws(sampled), draws(greedy)]).toEqual(before);
    expect(draws(learner.policy('greedy'))).not.toEqual(before[1]);
  });

  it('learns into the networks that it is given', () => {
    const [actor, critics] = [tableNetwork(4, 2), [tableNetwork(4, 2), tableNetwork(4, 2)] as const];
    train(machineEnvironment(walk, 3), { ...SMALL, actor, critics }, 30);
    for (const { parameters } of [actor, ...critics]) expect(parameters.some((value) => value !== 0)).toBe(true);
  });
});

describe('the values', () => {
  it.each([
    ['terminal', 'truncated', [1, 2, 2]],
    ['declared', 'truncated', [8 / 7, 16 / 7, 18 / 7]],
  ] as const)('with the horizon treated as %s, where episodes are %s, are the hand-computed ones', (horizon, end, expected) => {
    const critics = [tableNetwork(3, 2), tableNetwork(3, 2)] as const;
    const options: SacOptions = {
      ...SMALL,
      critics,
      horizon,
      gamma: 0.5,
      temperature: 0.001,
      learningRate: 0.02,
      criticLearningRate: 0.02,
    };
    train(machineEnvironment(ring(end), 4), options, 1500);
    expected.forEach((value, s) => expect(critics[0].parameters[2 * s + 1]).toBeCloseTo(value, 1));
  });
});

describe('numbers that are not finite stop', () => {
  it('before they are learned, where a reward is', () => {
    let paid = 0;
    const broken: Machine = { ...bandit([1, 2]), move: (state) => ({ state, reward: ++paid === 201 ? -Infinity : 1, end: 'terminated' }) };
    const [actor, critics] = [tableNetwork(1, 2), [tableNetwork(1, 2), tableNetwork(1, 2)] as const];
    const learner = sac(machineEnvironment(broken, 1), { ...SMALL, actor, critics });
    for (let i = 0; i < 50; i++) learner.update();
    const good = [actor, ...critics].map(({ parameters }) => Array.from(parameters));
    const failed = (): unknown => learner.update();
    expect(failed).toThrow(NonFiniteError);
    expect([actor, ...critics].map(({ parameters }) => Array.from(parameters))).toEqual(good);
    paid = 200;
    expect(failed).toThrow(/reward 0 is -Infinity in what sac collected after \d+ environment steps: the last good parameters are kept/);
    learner.update();
    expect(Array.from(critics[0].parameters)).not.toEqual(good[1]);
  });

  it('and keep the parameters finite, where the step size makes them overflow', () => {
    const critics = [tableNetwork(3, 2), tableNetwork(3, 2)] as const;
    const learner = sac(machineEnvironment(ring('truncated'), 2), {
      ...SMALL,
      critics,
      criticLearningRate: 1e37,
      temperature: 0.1,
      gamma: 1,
    });
    expect(() => {
      for (let i = 0; i < 200; i++) learner.update();
    }).toThrow(/(loss|gradient|parameter).* is (-?Infinity|NaN) in gradient step \d+ of sac \((actor|critic [01]|temperature)\)/);
    for (const { parameters } of critics) expect(parameters.every(Number.isFinite)).toBe(true);
  });
});

it.each([
  ['steps of sac is 0: expected an integer from 1 to 1000000', { steps: 0 }],
  ['gradientSteps of sac is 0', { gradientSteps: 0 }],
  ['batchSize of sac is 2.5', { batchSize: 2.5 }],
  ['learningStarts of sac is 1000: expected an integer from 1 to 10', { capacity: 10 }],
  ['nStep of sac is 1.5', { nStep: 1.5 }],
  ['gamma of sac is -0.1', { gamma: -0.1 }],
  ['polyak of sac is 1.5', { polyak: 1.5 }],
  ['maxGradientNorm of sac is NaN', { maxGradientNorm: NaN }],
  ['learningRate of sac is 0: expected a finite number above 0', { learningRate: 0 }],
  ['criticLearningRate of sac is NaN', { criticLearningRate: NaN }],
  [
    'temperature of sac is -1: expected a number from 0 to 1000000000000, or a record with initial, targetEntropy and learningRate',
    { temperature: -1 },
  ],
  ['initial in temperature of sac is 0', { temperature: { initial: 0 } }],
  ['learningRate in temperature of sac is -1', { temperature: { learningRate: -1 } }],
  ['targetEntropy in temperature of sac is 0.7: expected a number below 0.693', { temperature: { targetEntropy: 0.7 } }],
  ['targetEntropy in temperature of sac is NaN', { temperature: { targetEntropy: NaN } }],
  ['horizon of sac is "never"', { horizon: 'never' }],
  ['unknown option of sac "network"', { network: tableNetwork(4, 2) }],
  ['the actor of sac has 3 outputs: expected 2 for categorical actions', { actor: tableNetwork(4, 3) }],
  ['a network on vectors of length 4 cannot read a discrete space of 4', { actor: linearNetwork(4, 2) }],
  ['a critic of sac with 1 outputs on 4 indices: expected 2 on 4 indices', { critics: [tableNetwork(4, 1), tableNetwork(4, 2)] }],
  [
    'a critic of sac with 2 outputs on vectors of length 4: expected 2 on 4 indices',
    { critics: [linearNetwork(4, 2), tableNetwork(4, 2)] },
  ],
])('says so: %s', (message, options) => {
  expect(() => sac(machineEnvironment(walk, 1), options as SacOptions)).toThrow(message);
});

it('refuses one network as both critics, and critics without input gradients where actions are continuous', () => {
  const critic = tableNetwork(4, 2);
  expect(() => sac(machineEnvironment(walk, 1), { critics: [critic, critic] })).toThrow('the critics of sac are one network');
  const environment = quadraticEnvironment({ action: box(-1, 1, [1]), best: [[0]] }, 1);
  const without = { ...mlp(2, 1, 0), backward: () => undefined };
  expect(() => sac(environment, { critics: [mlp(2, 1, 0), without] })).toThrow('gives no gradient with respect to its inputs');
  expect(() => sac(environment, { critics: [mlp(3, 1, 0), mlp(3, 1, 1)] })).toThrow('expected 1 on vectors of length 2');
});

it.each([
  [{ kind: 'multi-discrete', counts: [2, 2] }, 'sac cannot act in a multi-discrete space'],
  [dict({ a: discrete(2), b: box(-1, 1, [1]) }), 'sac needs a discrete action space or one without discrete parts'],
  [box(0, Infinity, [1]), 'expected bounds on both sides or on neither'],
] as const)('refuses the action space %j', (action, message) => {
  expect(() => sac({ ...machineEnvironment(walk, 1), action })).toThrow(message);
});
