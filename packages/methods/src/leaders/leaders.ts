import type { LeaderProblem, Space } from '@firstmover/core';
import { unknownName, width } from '@firstmover/core';
import type { Learner } from '@firstmover/algorithms';
import { a2c, cmaEs, dqn, exhaustiveSearch, openaiEs, ppo, randomSearch, reinforce, sac } from '@firstmover/algorithms';
import type { Network } from '@firstmover/networks';
import { headFor, mlpNetwork, tableNetwork } from '@firstmover/networks';

/** A leader's algorithm with settings that serve small games; the same for every game. */
export interface Leader {
  /** The name on the command line. */
  readonly name: string;
  /** How many outer episodes run side by side. */
  readonly copies: number;
  /** The learner on a leader problem with so many copies. */
  learn(problem: LeaderProblem, seed: number): Learner;
}

/** Leaders by name. */
export const leaders: readonly Leader[] = [
  {
    name: 'ppo',
    copies: 16,
    learn: (problem, seed) =>
      ppo(problem, {
        ...networksFor(problem, seed),
        ...(indexed(problem) ? { learningRate: 0.1 } : { learningRate: 3e-3 }),
        seed,
        epochs: 8,
        entropyBonus: 0.05,
        lambda: 1,
        maxGradientNorm: Infinity,
      }),
  },
  {
    name: 'reinforce',
    copies: 8,
    learn: (problem, seed) => reinforce(problem, { ...policyFor(problem, seed), seed, learningRate: rate(problem), entropyBonus: 0.1 }),
  },
  {
    name: 'a2c',
    copies: 16,
    learn: (problem, seed) =>
      a2c(problem, {
        ...networksFor(problem, seed),
        seed,
        steps: 30,
        learningRate: rate(problem),
        entropyBonus: 0.05,
        gamma: 1,
        maxGradientNorm: Infinity,
      }),
  },
  {
    name: 'dqn',
    copies: 8,
    // Answers to queries do not show in what the leader sees next, so credit must pass over the whole episode at once.
    learn: (problem, seed) =>
      dqn(problem, {
        seed,
        gamma: 1,
        nStep: 1000,
        learningStarts: 200,
        capacity: 1_000,
        target: { every: 50 },
        exploration: { epsilon: { from: 1, to: 0.05, steps: 10_000 } },
      }),
  },
  {
    name: 'sac',
    copies: 8,
    learn: (problem, seed) =>
      sac(problem, { seed, gamma: 1, nStep: 1000, steps: 4, batchSize: 64, learningStarts: 200, capacity: 1_000, temperature: 0.2 }),
  },
  {
    name: 'openai-es',
    copies: 16,
    learn: (problem, seed) => openaiEs(problem, { ...policyFor(problem, seed), seed, sigma: 0.5, learningRate: 0.2 }),
  },
  { name: 'cma-es', copies: 16, learn: (problem, seed) => cmaEs(problem, { ...policyFor(problem, seed), seed, population: 16 }) },
  { name: 'exhaustive', copies: 16, learn: (problem) => exhaustiveSearch(problem) },
  { name: 'random', copies: 16, learn: (problem, seed) => randomSearch(problem, { seed }) },
];

/**
 * The leader of a name.
 *
 * @throws InputError listing what exists
 */
export function leaderNamed(name: string): Leader {
  const leader = leaders.find((each) => each.name === name);
  if (!leader)
    throw unknownName(
      'leader',
      name,
      leaders.map((each) => each.name),
    );
  return leader;
}

function indexed(problem: LeaderProblem): boolean {
  return problem.observation.kind === 'discrete';
}

function rate(problem: LeaderProblem): number {
  return indexed(problem) ? 0.1 : 3e-3;
}

/** A table where there are finitely many observations, else two layers of 64. */
function networkOn(space: Space, outputs: number, seed: number): Network {
  return space.kind === 'discrete'
    ? tableNetwork(space.n, outputs)
    : mlpNetwork({ input: { kind: 'vector', width: width(space) }, hidden: [64, 64], outputs, activation: 'tanh', seed });
}

function policyFor(problem: LeaderProblem, seed: number): { readonly network: Network } {
  return { network: networkOn(problem.observation, headFor(problem.action).parameters, seed) };
}

function networksFor(problem: LeaderProblem, seed: number): { readonly network: Network; readonly valueNetwork: Network } {
  return { ...policyFor(problem, seed), valueNetwork: networkOn(problem.privileged?.space ?? problem.observation, 1, seed + 1) };
}
