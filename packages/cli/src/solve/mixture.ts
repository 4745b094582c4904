import type { FiniteModel, Game, TablePolicy } from '@firstmover/core';
import { InputError, RefusedError, childSeed, finiteModel, leaderProblem, policyFromRows, randomStream } from '@firstmover/core';
import { ppo } from '@firstmover/algorithms';
import { exactFollower } from '@firstmover/followers';
import type { Bimatrix } from '@firstmover/matrix-games';
import { oneShotGame, payoffsOf } from '@firstmover/matrix-games';
import { solveBimatrix, verifyCommitment } from '@firstmover/solvers';
import type { MixtureProof, SolveResult } from './result.ts';

/** How far the robust mixture lies from the optimal one towards the inside of the region where its reply is the only best one. */
const STEP = 0.01;

/** Those options of a solve that matter here, or have no effect. */
interface MixtureOptions {
  readonly seed?: number;
  readonly oracle?: string;
  readonly leader?: string;
  readonly method?: string;
  readonly followerClass?: string;
  readonly pretrainingSteps?: number;
  readonly onProgress?: (progress: {
    readonly phase: 'leader';
    readonly steps: number;
    readonly budget: number;
    readonly meanReturn: number;
  }) => void;
}

/**
 * Learns a mixture of rows as one action, by PPO on the exact follower, and proves it: its value by the verifier on the game of pure
 * commitments, the optimum by linear programmes, and what is left of that after a small step away from the tie that it lies on.
 *
 * @throws InputError for options that have no effect here; RefusedError for games other than matrix games of one round
 */
export function solveMixture(game: Game, options: MixtureOptions, leaderSteps: number): SolveResult {
  const { seed = 0, onProgress, oracle: oracleName, leader: leaderName, method, pretrainingSteps, followerClass } = options;
  for (const [name, value, accepted] of [
    ['method', method, undefined],
    ['oracle', oracleName, 'exact'],
    ['leader', leaderName, 'ppo'],
    ['follower class', followerClass, 'stationary'],
    ['pretraining steps', pretrainingSteps, undefined],
  ] as const) {
    if (value === undefined || value === accepted) continue;
    throw new InputError(
      `${name} ${value} does not serve ${game.id} with a mixture as the leader's action: ppo on the exact follower learns it; leave ${name} out or use commitment=pure`,
    );
  }
  const payoffs = payoffsOf(game);
  if (!payoffs) throw new RefusedError(`${game.id} is no matrix game of one round: solve proves mixtures of those only`);
  const leaderSeed = childSeed(seed, 'leader');
  const problem = leaderProblem(exactFollower(game, { ties: 'weak' }), { copies: 64, seed: leaderSeed });
  // The optimum lies at a cliff: without `targetKl` a long update of a narrow policy can carry it over, from where it does not return.
  const learner = ppo(problem, {
    learningRate: 0.03,
    epochs: 8,
    targetKl: 0.02,
    lambda: 1,
    seed: leaderSeed,
    head: { simplex: 'softmax-normal' },
  });
  while (problem.steps < leaderSteps) {
    const metrics = learner.update();
    onProgress?.({ phase: 'leader', steps: problem.steps, budget: leaderSteps, meanReturn: metrics['return'] ?? NaN });
  }
  const mixture = learner.policy('greedy').act(0, randomStream(seed, 'solve').at(0, 0)) as readonly number[];
  const model = pureModel(game, payoffs);
  const verified = verifyCommitment(model, mixed(mixture), { followerClass: 'stationary' });
  const { proof, exact } = proveMixture(model, payoffs);
  return {
    game: game.id,
    params: game.parameters,
    oracle: 'exact',
    leader: learner.name,
    seed,
    ties: 'weak',
    followerClass: 'stationary',
    leaderPolicy: {
      observations: ['start'],
      actions: payoffs.leaderActions ?? mixture.map((_share, row) => `row ${row}`),
      probabilities: [[...mixture]],
    },
    leaderReturn: verified.leaderValue.weak,
    leaderRegret: exact.leaderReturn - verified.leaderValue.weak,
    followerReturn: verified.followerValue,
    bestResponseGap: null,
    exact,
    mixture: proof,
    steps: { pretraining: 0, leader: problem.steps, total: problem.steps },
    stepsToExact: null,
    exactContexts: null,
  };
}

/** The optimal mixture and the value of its neighbour inside. */
function proveMixture(
  model: FiniteModel,
  payoffs: Bimatrix,
): { readonly proof: MixtureProof; readonly exact: { readonly leaderReturn: number; readonly followerReturn: number } } {
  const {
    leaderValue: value,
    followerValue,
    commitment,
    attained,
    interior,
  } = solveBimatrix(payoffs, { commitment: 'mixed', ties: 'weak' });
  const inside = interior?.map((share, row) => STEP * share + (1 - STEP) * commitment[row]!);
  const all = payoffs.leaderPayoff.flat();
  return {
    exact: { leaderReturn: value, followerReturn: followerValue },
    proof: {
      optimum: commitment,
      attained,
      payoffRange: Math.max(...all) - Math.min(...all),
      inside: inside
        ? {
            step: STEP,
            mixture: inside,
            leaderReturn: verifyCommitment(model, mixed(inside), { followerClass: 'stationary' }).leaderValue.weak,
          }
        : null,
    },
  };
}

/** The same matrices with rows as actions: a finite game, in which a mixture is a policy. */
function pureModel({ id }: Game, payoffs: Bimatrix): FiniteModel {
  return finiteModel(oneShotGame({ id, summary: 'The same with rows as actions.', payoffs, source: id }).create());
}

function mixed(mixture: readonly number[]): TablePolicy {
  return policyFromRows([[...mixture]]);
}
