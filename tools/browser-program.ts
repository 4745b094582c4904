// The program that Node and Chromium both run, on the packed tarballs: the iterated prisoner's dilemma, solved, learned and proved. Any bit that differs
// between the two shows in its answer.
import { finiteModel, leaderProblem, policyRows, randomStream, respondTo, type TablePolicy } from '@firstmover/core';
import { iteratedPrisonersDilemma } from '@firstmover/matrix-games';
import { exactFollower, tabularQFollower } from '@firstmover/followers';
import { ppo } from '@firstmover/algorithms';
import { solveWithHighs } from '@firstmover/programmes/highs';
import { bestDeterministicCommitment, bestStochasticCommitment, verifyCommitment } from '@firstmover/solvers';

/** Everything that was found, as text. */
export async function answer(): Promise<string> {
  const game = iteratedPrisonersDilemma.create();
  const model = finiteModel(game);
  const exact = bestDeterministicCommitment(model, { followerClass: 'stationary', ties: 'weak' });
  const { leaderValue } = verifyCommitment(model, exact.commitment, { followerClass: 'stationary' });
  const small = finiteModel(iteratedPrisonersDilemma.create({ memory: 'other', steps: 5 }));
  const mixed = bestStochasticCommitment(small, { followerClass: 'stationary' });

  const problem = leaderProblem(exactFollower(model), { copies: 8, seed: 1, model });
  const learner = ppo(problem, { learningRate: 0.1, lambda: 1, seed: 1 });
  const metrics = Array.from({ length: 20 }, () => learner.update());
  const learned = learner.policy() as TablePolicy;
  const { policies } = respondTo(tabularQFollower(game), exact.commitment, randomStream(1, 'browser'));

  const knapsack = await solveWithHighs(
    {
      objective: [4, 5, 6],
      constraints: [{ coefficients: [2, 3, 4], relation: '<=', bound: 5 }],
      integers: [0, 1, 2].map((column) => ({ column, upper: 1 })),
    },
    10,
  );

  return JSON.stringify([
    exact.optimalCommitments,
    leaderValue,
    mixed.leaderValue,
    policyRows(mixed.commitment),
    metrics,
    policyRows(learned),
    policyRows(policies[0] as TablePolicy),
    knapsack,
  ]);
}
