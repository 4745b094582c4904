import type { GameDefinition } from '@firstmover/core';
import { leaderProblem, randomStream, respondTo } from '@firstmover/core';
import { ppo } from '@firstmover/algorithms';
import { conitzer, maintain } from '@firstmover/matrix-games';
import { describe, expect, it } from 'vitest';
import { exactFollower } from './exact.ts';

const STEPS = 40_000;

/**
 * Trains a leader whose action is a mixture, under adverse ties, and returns what its most likely mixture and its sampled ones earn. The optimum lies at
 * a cliff: without `targetKl` a long update of a policy that has become narrow can carry it over, from where it does not return.
 */
function train(definition: GameDefinition, seed: number, simplex: 'softmax-normal' | 'dirichlet'): { greedy: number; sampled: number } {
  const game = definition.create({ commitment: 'mixed' });
  const oracle = exactFollower(game, { ties: 'weak' });
  const problem = leaderProblem(oracle, { copies: 64, seed });
  const learner = ppo(problem, { learningRate: 0.03, epochs: 8, targetKl: 0.02, lambda: 1, seed, head: { simplex } });
  while (problem.steps < STEPS) learner.update();
  const random = randomStream(seed, 'evaluation').at(0, 0);
  const value = (mixture: readonly number[]): number => {
    const [follower] = respondTo(oracle, { act: () => mixture }, random).policies;
    const chance = { pick: () => 0, uniform: () => 0 };
    return game.step({}, [mixture, follower!.act(0, random)], chance).rewards[0]!;
  };
  const sampled = learner.policy('sampled');
  let sum = 0;
  for (let k = 0; k < 1000; k++) sum += value(sampled.act(0, random) as readonly number[]);
  return { greedy: value(learner.policy('greedy').act(0, random) as readonly number[]), sampled: sum / 1000 };
}

describe.each(['softmax-normal', 'dirichlet'] as const)('PPO with %s mixtures against the exact follower with adverse ties', (simplex) => {
  it.each([
    ['Maintain', maintain, 27.5, 30],
    ['Conitzer', conitzer, 2.5, 3],
  ] as const)('comes within 1%% of the payoff range of the mixed optimum of %s', (name, definition, optimum, range) => {
    const runs = Array.from({ length: 10 }, (_unused, seed) => train(definition, seed, simplex));
    console.log(simplex, name, JSON.stringify(runs.map(({ greedy, sampled }) => [greedy, sampled].map((x) => Number(x.toFixed(3))))));
    for (const { greedy } of runs) expect(greedy).toBeLessThan(optimum);
    expect(runs.filter(({ greedy }) => greedy >= optimum - range / 100).length).toBeGreaterThanOrEqual(9);
  });
});
