import { describe, expect, it } from 'vitest';
import type { VectorEnvironment } from '@firstmover/core';
import { box } from '@firstmover/core';
import type { Learner } from '@firstmover/experience';
import { bandit, machineEnvironment, walk } from '@firstmover/experience/testing';
import { a2c } from '../a2c/a2c.ts';
import type { DqnOptions } from '../dqn/dqn.ts';
import { dqn } from '../dqn/dqn.ts';
import { cmaEs } from '../evolution/cma-es.ts';
import { openaiEs } from '../evolution/openai-es.ts';
import { ppo } from '../ppo/ppo.ts';
import { reinforce } from '../reinforce/reinforce.ts';
import { sac } from '../sac/sac.ts';
import { sarsa } from '../sarsa/sarsa.ts';
import { tabularQ } from '../tabular-q/tabular-q.ts';
import { lowerBoundOfTen, meanReturn } from './evaluate.fixture.ts';
import { quadraticEnvironment } from './quadratic.fixture.ts';

/** A learner, and how many environment steps it may take on a problem. */
type Contender = readonly [name: string, steps: number, make: (environment: VectorEnvironment, seed: number) => Learner];

const REPLAY = { gamma: 0.9, batchSize: 32, learningStarts: 32, capacity: 2000 };
const FADING = { from: 1, to: 0, steps: 2500 };
const withDqn = (name: string, options: DqnOptions): Contender => [
  `dqn, ${name}`,
  3000,
  (environment, seed) => dqn(environment, { ...REPLAY, target: { every: 20 }, exploration: { epsilon: 1 }, ...options, seed }),
];

const DISCRETE: readonly Contender[] = [
  [
    'reinforce',
    5000,
    (environment, seed) => reinforce(environment, { gamma: 0.9, rounds: 8, learningRate: 0.1, entropyBonus: 0.02, seed }),
  ],
  ['a2c', 5000, (environment, seed) => a2c(environment, { gamma: 0.9, learningRate: 0.05, entropyBonus: 0.05, seed })],
  [
    'ppo',
    5000,
    (environment, seed) => ppo(environment, { gamma: 0.9, collect: { steps: 16 }, learningRate: 0.05, entropyBonus: 0.02, seed }),
  ],
  ['tabularQ', 3000, (environment, seed) => tabularQ(environment, { gamma: 0.9, epsilon: FADING, learningRate: { decay: 0 }, seed })],
  ['sarsa', 3000, (environment, seed) => sarsa(environment, { gamma: 0.9, epsilon: FADING, learningRate: 0.2, seed })],
  [
    'expected sarsa',
    3000,
    (environment, seed) => sarsa(environment, { gamma: 0.9, epsilon: FADING, learningRate: 0.2, expected: true, seed }),
  ],
  withDqn('single', { double: false }),
  withDqn('double', { double: true }),
  withDqn('duelling', { duelling: true }),
  withDqn('prioritised', { prioritised: { beta: { from: 0.4, to: 1, steps: 4000 } } }),
  withDqn('with parameter noise', { exploration: { parameterNoise: 1 } }),
  withDqn('with three-step targets', { nStep: 3, exploration: { epsilon: FADING } }),
  ['sac', 6000, (environment, seed) => sac(environment, { ...REPLAY, steps: 4, polyak: 0.05, temperature: 0.1, seed })],
  ['openaiEs', 5000, (environment, seed) => openaiEs(environment, { sigma: 0.3, learningRate: 0.1, seed })],
  ['cmaEs', 5000, (environment, seed) => cmaEs(environment, { population: 16, seed })],
];

/** The returns, seed by seed, of the policy that a contender ends with, without its randomness. */
function returns([, steps, make]: Contender, problem: () => VectorEnvironment): number[] {
  return Array.from({ length: 10 }, (_unused, seed) => {
    const learner = make(problem(), seed);
    while (learner.environment.steps < steps) learner.update();
    return meanReturn(problem(), learner.policy('greedy'));
  });
}

describe.each(DISCRETE)('%s reaches the known optimum on ten seeds of ten', (...contender) => {
  it('of a bandit: the arm that earns 1, beside one that earns 0.8', () => {
    const found = returns(contender, () => machineEnvironment(bandit([0, 1, -1, 0.8]), 8));
    expect(found).toEqual(new Array(10).fill(1));
  });

  it('of a chain: walking on for 1 at its end, past exits that earn 0.4', () => {
    const found = returns(contender, () => machineEnvironment(walk, 8));
    expect(found).toEqual(new Array(10).fill(1));
  });
});

const CONTINUOUS: readonly Contender[] = [
  ['reinforce', 15_000, (environment, seed) => reinforce(environment, { rounds: 4, learningRate: 0.02, entropyBonus: 0.1, seed })],
  ['a2c', 10_000, (environment, seed) => a2c(environment, { steps: 8, learningRate: 0.02, seed })],
  ['ppo', 10_000, (environment, seed) => ppo(environment, { collect: { steps: 16 }, learningRate: 0.02, seed })],
  [
    'sac',
    2000,
    (environment, seed) =>
      sac(environment, {
        ...REPLAY,
        gamma: 0,
        polyak: 0.05,
        learningRate: 0.03,
        criticLearningRate: 0.01,
        temperature: { initial: 0.1 },
        seed,
      }),
  ],
  ['openaiEs', 10_000, (environment, seed) => openaiEs(environment, { episodes: 2, seed })],
  ['cmaEs', 10_000, (environment, seed) => cmaEs(environment, { episodes: 2, seed })],
];

/** Two contexts, each with its own best action. */
const QUADRATIC = {
  action: box(-2, 2, [2]),
  best: [
    [-0.5, 1],
    [1.5, 0],
  ],
};

describe.each(CONTINUOUS)('%s on two continuous actions', (...contender) => {
  it('comes within 0.01 of 0, the best return of a quadratic, on the lower 95% bound over ten seeds', () => {
    const found = returns(contender, () => quadraticEnvironment(QUADRATIC, 8));
    expect(lowerBoundOfTen(found)).toBeGreaterThan(-0.01);
  });
});
