import type { FiniteModel, FollowerOracle, Game } from '@firstmover/core';
import { InputError, show } from '@firstmover/core';
import { quantalResponse } from '@firstmover/solvers';
import { leaderAnswers } from '../leader-answers/leader-answers.ts';

/** How sharply a follower responds. */
export interface QuantalFollowerOptions {
  /** The precision, per unit of return: 0 is uniform play, towards infinity it becomes a best response. */
  readonly lambda: number;
  /** How often each observation is queried; it responds to the observed frequencies (default 1). */
  readonly samples?: number;
}

/**
 * Followers that respond by the logit rule, better actions more often but none with certainty: the agent logit equilibrium of the followers' game
 * (McKelvey & Palfrey 1995, 1998), in stationary randomised policies. With one decision per follower and one follower: softmax(lambda
 * Q).
 *
 * @param source - a game that surely ends with one leader, finite but for the leader's actions; or its finite model
 * @param options - the precision
 * @throws InputError for options out of range. Runs throw a RefusedError where no fixed point is found: never a policy that is none
 */
export function quantalFollower(source: FiniteModel | Game, options: QuantalFollowerOptions): FollowerOracle {
  const { lambda, samples = 1 } = options;
  if (!(lambda >= 0) || lambda === Infinity) throw new InputError(`lambda ${show(lambda)}: expected a finite number of at least 0`);
  const { game, query, solve } = leaderAnswers(
    source,
    samples,
    'quantal',
    (model) => (leader) => quantalResponse(model, leader, { lambda }).policies,
  );
  return {
    name: 'quantal',
    game,
    followerClass: 'stationary',
    ties: 'unspecified',
    equilibrium: `logit response, lambda ${lambda}`,
    queries: query.observations.length,
    earnsRewards: false,
    carriesOver: false,
    *respond() {
      return { policies: solve(yield query) };
    },
  };
}
