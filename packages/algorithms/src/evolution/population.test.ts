import { describe, expect, it } from 'vitest';
import type { TablePolicy, VectorEnvironment } from '@firstmover/core';
import { greedyChoices, policyRows, randomStream, simplex } from '@firstmover/core';
import type { Learner } from '@firstmover/experience';
import type { Machine } from '@firstmover/experience/testing';
import { bandit, machineEnvironment, signs, walk } from '@firstmover/experience/testing';
import { NonFiniteError, linearNetwork, mlpNetwork, tableNetwork } from '@firstmover/networks';
import { cartPole } from '../problems/cart-pole.ts';
import { lowerBoundOfTen, meanReturn } from '../problems/evaluate.fixture.ts';
import { quadraticEnvironment } from '../problems/quadratic.fixture.ts';
import { cmaEs } from './cma-es.ts';
import { openaiEs } from './openai-es.ts';
import type { EvolutionOptions } from './population.ts';

/** Either learner; for points of one population of 16. */
type Make = (environment: VectorEnvironment, options?: EvolutionOptions) => Learner;

const LEARNERS: readonly (readonly [string, Make])[] = [
  ['openaiEs', (environment, options) => openaiEs(environment, { population: 16, sigma: 0.3, learningRate: 0.1, ...options })],
  ['cmaEs', (environment, options) => cmaEs(environment, { population: 16, ...options })],
];

const SEEDS = [0, 1, 2, 3, 4];

function updates(learner: Learner, count: number): Learner {
  for (let i = 0; i < count; i++) learner.update();
  return learner;
}

describe.each(LEARNERS)('%s reaches the known optimum', (_name, make) => {
  it.each(SEEDS)('on vectors, with sampled actions, seed %d', (seed) => {
    const options = { network: linearNetwork(2, 3), episodes: 8, acting: 'sampled', seed } as const;
    const policy = updates(make(machineEnvironment(signs, 128), options), 60).policy('greedy');
    const choices = [0, 1, 2, 3].map((state) => policy.act(signs.see!(state), randomStream(0, 'unused')));
    expect(choices).toEqual([0, 0, 1, 2]);
  });

  it('on a simplex', () => {
    const best = [0.2, 0.7, 0.1];
    const learner = updates(make(quadraticEnvironment({ action: simplex(3), best: [best] }, 16), {}), 150);
    const action = learner.policy().act(0, randomStream(0, 'unused')) as readonly number[];
    best.forEach((wanted, k) => expect(Math.abs(action[k]! - wanted)).toBeLessThan(0.1));
  });
});

describe('475 of 500 on cart and pole, on the lower 95% bound over ten seeds', () => {
  const input = { kind: 'vector', width: 4 } as const;
  it.each([
    [
      'openaiEs with 2x64 units, 60,000 steps',
      60000,
      (environment: VectorEnvironment, seed: number): Learner =>
        openaiEs(environment, { network: mlpNetwork({ input, hidden: [64, 64], outputs: 2, activation: 'tanh', seed }), seed }),
    ],
    [
      'cmaEs with ten parameters, 60,000 steps',
      60000,
      (environment: VectorEnvironment, seed: number): Learner => cmaEs(environment, { network: linearNetwork(4, 2), population: 16, seed }),
    ],
  ] as const)('%s', (_name, budget, make) => {
    const returns = Array.from({ length: 10 }, (_unused, seed) => {
      const learner = make(cartPole({ copies: 16, seed }), seed);
      while (learner.environment.steps < budget) learner.update();
      return meanReturn(cartPole({ copies: 20, seed: 1000003 }), learner.policy('greedy'));
    });
    expect(lowerBoundOfTen(returns)).toBeGreaterThan(475);
  });
});

describe.each(LEARNERS)('%s', (name, make) => {
  /** The metrics of some updates and the final table. */
  const trace = (environment: VectorEnvironment, options: EvolutionOptions): string => {
    const learner = make(environment, options);
    return JSON.stringify([Array.from({ length: 10 }, () => learner.update()), policyRows(learner.policy() as TablePolicy)]);
  };

  it('has the same trace for the same seed, and another for another', () => {
    const run = (seed: number): string => trace(machineEnvironment(walk, 4), { seed, acting: 'sampled' });
    expect(run(1)).toBe(run(1));
    expect(run(1)).not.toBe(run(2));
  });

  it('has the same trace however many episodes run side by side', () => {
    const reference = trace(machineEnvironment(walk, 32), { episodes: 2 });
    for (const copies of [1, 5, 16, 31]) expect(trace(machineEnvironment(walk, copies), { episodes: 2 })).toBe(reference);
  });

  it('plays the asked number of whole episodes, by the count of steps', () => {
    const environment = machineEnvironment(bandit([1, 0]), 7);
    updates(make(environment, { episodes: 3 }), 2);
    expect(environment.steps).toBe(2 * 16 * 3);
  });

  it('reports the mean and best return of its population', () => {
    // Either arm is best for some points of a population of 16.
    const metrics = make(machineEnvironment(bandit([10, 20]), 16)).update();
    expect(metrics['best']).toBe(20);
    expect(metrics['return']).toBeGreaterThan(10);
    expect(metrics['return']).toBeLessThan(20);
    expect((metrics['return']! * 16) % 10).toBeCloseTo(0, 9);
  });

  it('means the returns of all episodes of a point', () => {
    // Every action earns 0 in a copy's first episode and 6 in its second.
    const turns: Machine = {
      observations: 2,
      actions: 2,
      start: (_copy, episode) => episode % 2,
      move: (state) => ({ state, reward: 6 * state, end: 'terminated' }),
    };
    expect(make(machineEnvironment(turns, 1), { episodes: 2 }).update()).toMatchObject({ return: 3, best: 3 });
    expect(make(machineEnvironment(turns, 16), { episodes: 3 }).update()).toMatchObject({ return: 2, best: 6 });
  });

  it('cuts episodes that do not end, with what they have earned', () => {
    const endless: Machine = { observations: 1, actions: 2, move: (state) => ({ state, reward: 0.5 }) };
    const environment = machineEnvironment(endless, 16);
    expect(make(environment, { maxSteps: 20 }).update()).toMatchObject({ return: 10, best: 10 });
    expect(environment.steps).toBe(320);
  });

  it('does not care which rows are learned from', () => {
    const masked: Machine = { ...walk, learned: () => false };
    expect(trace(machineEnvironment(masked, 16), {})).toBe(trace(machineEnvironment(walk, 16), {}));
  });

  it('trains the network it is given, and freezes policies', () => {
    const network = tableNetwork(4, 2);
    const learner = make(machineEnvironment(walk, 16), { network });
    const before = learner.policy();
    updates(learner, 30);
    expect(Array.from(network.parameters).some((parameter) => parameter !== 0)).toBe(true);
    expect(greedyChoices(before as TablePolicy)).toEqual([0, 0, 0, 0]);
    for (let state = 0; state < 4; state++) expect(network.parameters[2 * state + 1]).toBeGreaterThan(network.parameters[2 * state]!);
    for (const row of policyRows(learner.policy() as TablePolicy)) expect(row).toEqual([0, 1]);
    for (const row of policyRows(learner.policy('sampled') as TablePolicy)) expect(row[0]).toBeGreaterThan(0);
  });

  it('stops at a reward that is not finite and keeps the last good parameters', () => {
    let broken = false;
    const machine: Machine = { ...walk, move: (state, action) => ({ ...walk.move(state, action), ...(broken ? { reward: NaN } : {}) }) };
    const network = tableNetwork(4, 2);
    const learner = updates(make(machineEnvironment(machine, 16), { network }), 3);
    const good = Array.from(network.parameters);
    broken = true;
    expect(() => learner.update()).toThrow(NonFiniteError);
    expect(() => learner.update()).toThrow('value 0 is NaN in generation 5 of');
    expect(Array.from(network.parameters)).toEqual(good);
    broken = false;
    expect(learner.update()['best']).toBe(1);
  });

  it.each([
    [{ episodes: 0 }, 'is 0: expected an integer from 1'],
    [{ maxSteps: 0 }, 'is 0: expected an integer from 1'],
    [{ acting: 'calm' as 'greedy' }, 'is "calm": expected greedy or sampled'],
    [{ network: tableNetwork(3, 2) }, 'a network on 3 indices cannot read a discrete space of 4'],
    [{ network: tableNetwork(4, 1) }, 'has 1 outputs: expected 2 for the actions'],
    [{ network: tableNetwork(4, 3) }, 'has 3 outputs: expected 2 for the actions'],
  ])('refuses the options %o', (options, message) => {
    expect(() => make(machineEnvironment(walk, 2), options)).toThrow(message);
  });

  it('refuses vectors without a network, and copies without work', () => {
    const title = name === 'openaiEs' ? 'openai-es' : 'cma-es';
    expect(() => make(machineEnvironment(signs, 2))).toThrow(`${title} without a network needs a discrete observation space, not box`);
    expect(() => make(machineEnvironment(walk, 33), { episodes: 2 })).toThrow(
      `33 copies for ${title} with 16 points of 2 episodes: expected at most 32 copies; raise population or episodes`,
    );
  });
});
