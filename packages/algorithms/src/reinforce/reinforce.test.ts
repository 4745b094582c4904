import { describe, expect, it } from 'vitest';
import type { TablePolicy } from '@firstmover/core';
import { greedyChoices, policyRows, randomStream } from '@firstmover/core';
import type { Machine } from '@firstmover/experience/testing';
import { bandit, drip, machineEnvironment, signs, walk } from '@firstmover/experience/testing';
import { linearNetwork, tableNetwork } from '@firstmover/networks';
import type { ReinforceOptions } from './reinforce.ts';
import { reinforce } from './reinforce.ts';

function choices(machine: Machine, options: ReinforceOptions, updates: number): number[] {
  const learner = reinforce(machineEnvironment(machine, 8), options);
  for (let i = 0; i < updates; i++) learner.update();
  return greedyChoices(learner.policy() as TablePolicy);
}

const SEEDS = [0, 1, 2, 3, 4];

describe('reinforce reaches the known optimum', () => {
  it.each(SEEDS)('of a bandit without a baseline, seed %d', (seed) => {
    expect(choices(bandit([0, 1, -1, 0.2]), { seed, learningRate: 0.1, baseline: 'none' }, 100)).toEqual([1]);
  });

  it.each(SEEDS)('of a walk with a tempting exit, which its discount decides on, seed %d', (seed) => {
    const options = { seed, rounds: 4, learningRate: 0.1, entropyBonus: 0.02 };
    expect(choices(walk, { ...options, gamma: 0.9 }, 80)).toEqual([1, 1, 1, 1]);
    expect(choices(walk, { ...options, gamma: 0.5 }, 80)[0]).toBe(0);
  });

  it.each(SEEDS)('on a linear network and vectors, seed %d', (seed) => {
    const learner = reinforce(machineEnvironment(signs, 16), { network: linearNetwork(2, 3), learningRate: 0.1, seed });
    for (let i = 0; i < 120; i++) learner.update();
    const late = Array.from({ length: 20 }, () => learner.update()['return']!);
    expect(late.reduce((sum, value) => sum + value, 0) / 20).toBeGreaterThan(0.95);
  });
});

describe('one update', () => {
  it('takes the hand-computed step', () => {
    // One state, two actions, rewards 1 and 0, no baseline: the gradient of the loss is -(share of the good action) * (1 - 1/2), so Adam
    // moves both logits by its step size, apart.
    const network = tableNetwork(1, 2);
    const environment = machineEnvironment(bandit([1, 0]), 64);
    const metrics = reinforce(environment, { network, baseline: 'none', learningRate: 0.25 }).update();
    expect(network.parameters[0]).toBeCloseTo(0.25, 5);
    expect(network.parameters[1]).toBeCloseTo(-0.25, 5);
    expect(metrics['entropy']).toBeCloseTo(Math.LN2, 6);
    // -log(1/2) for every row that earned 1.
    expect(metrics['loss']).toBeCloseTo(metrics['return']! * Math.LN2, 6);
    expect(network.gradients[0]).toBeCloseTo(-metrics['return']! / 2, 5);
  });

  it('weighs rows by discounted returns to go', () => {
    // One action is no choice; the loss is that of the returns, 1 + g + g^2, 1 + g and 1, times log 1 = 0, so look at the gradient of a table
    // in which the taken action has a fixed alternative.
    const machine: Machine = { ...drip('terminated'), observations: 3, actions: 2, see: (state) => Math.min(state, 2), execute: () => 0 };
    const network = tableNetwork(3, 2);
    reinforce(machineEnvironment(machine, 1), { network, baseline: 'none', gamma: 0.5 }).update();
    const expected = [1.75, 1.5, 1].flatMap((weight) => [-weight / 6, weight / 6]);
    expected.forEach((value, i) => expect(network.gradients[i]).toBeCloseTo(value, 6));
  });

  it('treats episodes that were cut as ended: nothing is bootstrapped', () => {
    const machine: Machine = { ...drip('truncated'), observations: 3, actions: 2, see: (state) => Math.min(state, 2), execute: () => 0 };
    const network = tableNetwork(3, 2);
    reinforce(machineEnvironment(machine, 1), { network, baseline: 'none' }).update();
    [3, 2, 1].forEach((weight, state) => expect(network.gradients[2 * state]).toBeCloseTo(-weight / 6, 6));
  });

  it('changes nothing where all returns are equal and normalised', () => {
    const network = tableNetwork(1, 3);
    const learner = reinforce(machineEnvironment(bandit([7e8, 7e8, 7e8]), 37), { network });
    for (let i = 0; i < 3; i++) learner.update();
    expect(Array.from(network.parameters)).toEqual([0, 0, 0]);
  });

  it('with a large entropy bonus keeps the policy near uniform', () => {
    const learner = reinforce(machineEnvironment(bandit([0, 1]), 16), { entropyBonus: 100, learningRate: 0.1 });
    for (let i = 0; i < 100; i++) learner.update();
    expect((learner.policy() as TablePolicy).probability(0, 1)).toBeLessThan(0.6);
  });

  it('learns from executed actions and folds the rewards of masked rows in', () => {
    const delayed: Machine = {
      observations: 3,
      actions: 2,
      learned: (state) => state === 0,
      execute: (state, action) => (state === 0 ? 1 - action : action),
      move: (state, action) => (state === 0 ? { state: 1 + action, reward: 0 } : { state, reward: state === 2 ? 1 : 0, end: 'terminated' }),
    };
    // Submitting 1 executes 0, which leads to nothing; what is learned is what was executed.
    const learner = reinforce(machineEnvironment(delayed, 8), { learningRate: 0.1 });
    for (let i = 0; i < 20; i++) learner.update();
    const rows = policyRows(learner.policy() as TablePolicy);
    expect(rows[0]![1]).toBeGreaterThan(0.7);
    expect(rows.slice(1)).toEqual([
      [0.5, 0.5],
      [0.5, 0.5],
    ]);
  });
});

describe('a run', () => {
  const trace = (seed: number): string => {
    const learner = reinforce(machineEnvironment(walk, 4), { seed });
    return JSON.stringify([Array.from({ length: 10 }, () => learner.update()), policyRows(learner.policy() as TablePolicy)]);
  };

  it('is the same for the same seed and another for another', () => {
    expect(trace(1)).toBe(trace(1));
    expect(trace(1)).not.toBe(trace(2));
  });

  it('gives frozen policies, of tables and of vectors', () => {
    const learner = reinforce(machineEnvironment(walk, 8), { learningRate: 0.1 });
    const snapshot = learner.policy() as TablePolicy;
    for (let i = 0; i < 5; i++) learner.update();
    expect(policyRows(snapshot)).toEqual(Array.from({ length: 4 }, () => [0.5, 0.5]));
    expect(policyRows(learner.policy() as TablePolicy)).not.toEqual(policyRows(snapshot));

    const linear = reinforce(machineEnvironment(signs, 8), { network: linearNetwork(2, 3), learningRate: 0.3 });
    const draws = (policy: ReturnType<typeof linear.policy>): unknown[] => {
      const random = randomStream(1, 'test').at(0, 0);
      return Array.from({ length: 60 }, () => policy.act([1, 0.5], random));
    };
    const frozen = linear.policy();
    const before = draws(frozen);
    for (let i = 0; i < 30; i++) linear.update();
    expect(draws(frozen)).toEqual(before);
    expect(draws(linear.policy())).not.toEqual(before);
  });
});

it.each([
  [{ rounds: 0 }, 'rounds of reinforce is 0: expected an integer from 1 to 1000000'],
  [{ gamma: -0.1 }, 'gamma of reinforce is -0.1: expected a number from 0 to 1'],
  [{ entropyBonus: NaN }, 'entropyBonus of reinforce is NaN'],
  [{ entropyBonus: Infinity }, 'entropyBonus of reinforce is Infinity'],
  [{ learningRate: -1 }, 'learningRate of reinforce is -1'],
  [{ baseline: 'mean' as 'none' }, 'baseline of reinforce is "mean": expected none or normalise'],
  [{ seed: NaN }, 'seed NaN'],
])('refuses the options %j', (options, message) => {
  expect(() => reinforce(machineEnvironment(walk, 2), options)).toThrow(message);
});

it('refuses spaces and networks that do not fit', () => {
  expect(() => reinforce(machineEnvironment(signs, 2))).toThrow('reinforce without a network needs a discrete observation space, not box');
  expect(() => reinforce(machineEnvironment(walk, 2), { network: tableNetwork(4, 5) })).toThrow(
    'the policy network of reinforce has 5 outputs: expected',
  );
  expect(() => reinforce(machineEnvironment(walk, 2), { network: tableNetwork(3, 2) })).toThrow(
    'a network on 3 indices cannot read a discrete space of 4',
  );
});
