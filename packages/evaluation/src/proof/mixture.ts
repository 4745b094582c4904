import type { FiniteModel, Game, GameId, TablePolicy } from '@firstmover/core';
import { finiteModel, policyFromRows } from '@firstmover/core';
import type { Bimatrix } from '@firstmover/matrix-games';
import { oneShotGame, payoffsOf } from '@firstmover/matrix-games';
import { solveBimatrix, verifyCommitment } from '@firstmover/solvers';
import type { MixtureOptimum, Optimum } from './verdict.ts';

/** How far the robust mixture lies from the optimal one towards the inside of the region where its reply is the only best one. */
const STEP = 0.01;

/** A matrix game of one round in which the leader's action is a mixture of rows. */
export interface MixtureGame {
  /** The payoffs. */
  readonly payoffs: Bimatrix;
  /** The same with rows as actions: a finite game, in which a mixture is a policy. */
  readonly model: FiniteModel;
}

/** A game whose leader plays a mixture of rows; undefined for other games. */
export function mixtureGame(game: Game): MixtureGame | undefined {
  const payoffs = payoffsOf(game);
  if (!payoffs || game.players.every(({ action }) => action.kind !== 'simplex')) return undefined;
  const id = game.id as GameId;
  return {
    payoffs,
    model: finiteModel(oneShotGame({ id, summary: 'The same with rows as actions.', payoffs, source: id }).create()),
  };
}

/** A mixture as a policy of the game with rows as actions. */
export function mixturePolicy(mixture: readonly number[]): TablePolicy {
  return policyFromRows([[...mixture]]);
}

/** The best mixture against adverse ties, by linear programmes, and what its neighbour inside the region of its reply is worth. */
export function bestMixtureOf({ payoffs, model }: MixtureGame): { readonly optimum: Optimum; readonly mixture: MixtureOptimum } {
  const { leaderValue, followerValue, commitment, attained, interior } = solveBimatrix(payoffs, { commitment: 'mixed', ties: 'weak' });
  const inside = interior?.map((share, row) => STEP * share + (1 - STEP) * commitment[row]!);
  const all = payoffs.leaderPayoff.flat();
  const worth = (mixture: readonly number[]): number =>
    verifyCommitment(model, mixturePolicy(mixture), { followerClass: 'stationary' }).leaderValue.weak;
  return {
    optimum: { leaderValue, followerValue, source: `${attained ? 'best mixture' : 'supremum over mixtures'}, by linear programmes` },
    mixture: {
      optimum: commitment,
      attained,
      payoffRange: Math.max(...all) - Math.min(...all),
      inside: inside ? { step: STEP, mixture: inside, leaderValue: worth(inside) } : null,
    },
  };
}
