import { expect, it } from 'vitest';
import type { TablePolicy } from '@firstmover/core';
import { deterministicPolicy, finiteModel, greedyChoices, leaderProblem } from '@firstmover/core';
import { ppo } from '@firstmover/algorithms';
import { iteratedPrisonersDilemma } from '@firstmover/matrix-games';
import { verifyCommitment } from '@firstmover/solvers';
import { playAll, playResponse } from './play.fixture.ts';
import { recurrentFollower } from './recurrent.ts';

const SEEDS = [0, 1, 2, 3, 4];

/**
 * The prisoner's dilemma of ten rounds (Gerstgrasser & Parkes 2023): a best follower earns 3.2125 per round as a mean over all 32 deterministic leaders if it is stationary, 3.225
 * if it counts rounds; one that always defects earns 3.
 */
it('comes close to a best reply to all 32 leaders of the dilemma, and its leader to the commitment that is best against it', () => {
  const game = iteratedPrisonersDilemma.create();
  const model = finiteModel(game);
  const found = SEEDS.map((seed) => {
    const follower = recurrentFollower(game, { model, seed });
    while (!follower.done) follower.update();
    const oracle = follower.oracle();
    const { follower: payoff } = playAll(oracle, 10);

    const problem = leaderProblem(oracle, { copies: 16, seed, model });
    const learner = ppo(problem, { learningRate: 0.1, epochs: 8, entropyBonus: 0.05, lambda: 1, maxGradientNorm: 1e9, seed });
    while (problem.steps < 120_000) learner.update();
    const choices = greedyChoices(learner.policy() as TablePolicy);
    const leader = deterministicPolicy(choices, 2);
    const exact = (followerClass: 'stationary' | 'rational'): number => verifyCommitment(model, leader, { followerClass }).leaderValue.weak;
    const apparent = playResponse(oracle, leader, seed).leader;
    console.info(
      `seed ${seed}: follower ${payoff.toFixed(4)} per round; leader ${choices.join('')} earns ${apparent} from it, ${exact('rational')} from a rational and ${exact('stationary')} from a stationary follower`,
    );
    return { payoff, rational: exact('rational') };
  });
  const mean = found.reduce((sum, { payoff }) => sum + payoff, 0) / SEEDS.length;
  console.info(`mean follower payoff ${mean.toFixed(4)} per round`);
  expect(mean).toBeGreaterThan(3.19);
  for (const { payoff } of found) expect(payoff).toBeGreaterThan(3.15);
  // The optimum against a rational follower is 4; a leader that always defects earns -5.
  expect(found.filter(({ rational }) => rational === 4).length).toBeGreaterThanOrEqual(4);
  for (const { rational } of found) expect(rational).toBeGreaterThanOrEqual(3);
});
