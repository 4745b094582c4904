import { describe, expect, it } from 'vitest';
import type { Conditions, FiniteModel, FollowerOracle, TablePolicy } from '@firstmover/core';
import { checkedClass, deterministicPolicy, finiteModel, greedyChoices, leaderProblem } from '@firstmover/core';
import { ppo, reinforce } from '@firstmover/algorithms';
import type { Learner } from '@firstmover/experience';
import { iteratedGame, iteratedPrisonersDilemma, modifiedPrisonersDilemma, payoffsOf } from '@firstmover/matrix-games';
import { verifyCommitment } from '@firstmover/solvers';
import { contextualFollower, exactFollower } from './index.ts';

type Algorithm = 'ppo' | 'reinforce';

/** The greedy table of a leader after so many steps, and its value against a best response with ties broken against it. */
function solve(
  algorithm: Algorithm,
  oracle: FollowerOracle,
  model: FiniteModel,
  options: { readonly seed: number; readonly steps: number; readonly conditions?: Partial<Conditions> },
): { choices: number[]; value: number } {
  const { seed, steps, conditions = {} } = options;
  const problem = leaderProblem(oracle, { copies: algorithm === 'ppo' ? 16 : 8, seed, model, conditions });
  const learner: Learner =
    algorithm === 'ppo'
      ? ppo(problem, { learningRate: 0.1, epochs: 8, entropyBonus: 0.05, lambda: 1, maxGradientNorm: 1e9, seed })
      : reinforce(problem, { learningRate: 0.1, entropyBonus: 0.1, seed });
  while (problem.steps < steps) learner.update();
  const choices = greedyChoices(learner.policy() as TablePolicy);
  const leader = deterministicPolicy(choices, 2);
  return { choices, value: verifyCommitment(model, leader, { followerClass: checkedClass(oracle.followerClass) }).leaderValue.weak };
}

const dilemma = iteratedPrisonersDilemma.create();
const dilemmaModel = finiteModel(dilemma);

describe('the iterated prisoner’s dilemma', () => {
  it.each([
    ['ppo', 0],
    ['ppo', 1],
    ['ppo', 2],
    ['ppo', 3],
    ['reinforce', 0],
    ['reinforce', 1],
    ['reinforce', 2],
    ['reinforce', 3],
  ] as const)('is solved by %s on top of a contextual follower, seed %d: unfriendly tit for tat, worth 6', (algorithm, seed) => {
    const follower = contextualFollower(dilemma, { seed, model: dilemmaModel });
    while (!follower.done) follower.update();
    expect(solve(algorithm, follower.oracle(), dilemmaModel, { seed, steps: 40_000 })).toEqual({ choices: [1, 0, 0, 1, 1], value: 6 });
  });

  it('is solved on top of an exact follower', () => {
    expect(solve('ppo', exactFollower(dilemmaModel), dilemmaModel, { seed: 0, steps: 40_000 }).value).toBe(6);
  });

  it('is worth 4 against a follower that counts', () => {
    const oracle = exactFollower(dilemmaModel, { followerClass: 'rational' });
    expect(solve('ppo', oracle, dilemmaModel, { seed: 0, steps: 20_000 }).value).toBe(4);
  });

  it('gives the same run twice', () => {
    const run = (seed: number): string => {
      const follower = contextualFollower(dilemma, { seed, model: dilemmaModel });
      while (!follower.done) follower.update();
      const problem = leaderProblem(follower.oracle(), { copies: 16, seed, model: dilemmaModel });
      const learner = ppo(problem, { seed });
      return JSON.stringify([Array.from({ length: 20 }, () => learner.update()), problem.steps, follower.steps]);
    };
    expect(run(1)).toBe(run(1));
    expect(run(1)).not.toBe(run(2));
  });
});

describe('hidden queries, on the game in which punishing costs the leader at once', () => {
  // The modified prisoner's dilemma of Gerstgrasser & Parkes (2023), five rounds, memory of the other's action: tit for tat is worth 4 a
  // round, which is 7.5 less the offset; against a follower that always defects 2 a round, -2.5, is all there is.
  const payoffs = payoffsOf(modifiedPrisonersDilemma.create())!;
  const game = iteratedGame({ id: 'test/IteratedModified-v1', stage: 'The modified dilemma', payoffs, source: 'test' }).create({
    steps: 5,
    memory: 'other',
    rewardOffset: -2.5,
  });
  const model = finiteModel(game);

  it.each([0, 1])('fail, while queries in the trajectory succeed, seed %d', (seed) => {
    const oracle = exactFollower(model);
    expect(solve('ppo', oracle, model, { seed, steps: 20_000 })).toEqual({ choices: [0, 0, 1], value: 7.5 });
    const hidden = solve('ppo', oracle, model, { seed, steps: 20_000, conditions: { queriesInTrajectory: false } });
    expect(hidden.value).toBe(-2.5);
  });
});
