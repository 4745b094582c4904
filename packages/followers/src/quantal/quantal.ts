import type { FiniteModel, FollowerOracle, Game, OptionsOf } from '@firstmover/core';
import { resolveOptions } from '@firstmover/core';
import { quantalResponse } from '@firstmover/solvers';
import { leaderAnswers } from '../leader-answers/leader-answers.ts';

/** The settings of {@link quantalFollower}. */
export const QUANTAL_FOLLOWER_PARAMETERS = {
  lambda: {
    kind: 'number',
    min: 0,
    about: 'the precision, per unit of return: 0 is uniform play, towards infinity it becomes a best response',
  },
  samples: {
    kind: 'integer',
    min: 1,
    default: 1,
    about: 'how often each observation is queried; the response is to the observed frequencies',
  },
} as const;

/** How sharply a follower responds. */
export type QuantalFollowerOptions = OptionsOf<typeof QUANTAL_FOLLOWER_PARAMETERS>;

/**
 * Followers that respond by the logit rule, better actions more often but none with certainty. Their play is the agent logit equilibrium
 * of the followers' game (McKelvey & Palfrey 1995, 1998), in stationary randomised policies. With one decision per follower and one
 * follower: softmax(lambda Q).
 *
 * @param source - a game that surely ends with one leader, finite but for the leader's actions; or its finite model
 * @param options - the precision
 * @throws InputError for options out of range. Runs throw a RefusedError where no fixed point is found: never a policy that is none
 */
export function quantalFollower(source: FiniteModel | Game, options: QuantalFollowerOptions): FollowerOracle {
  const { lambda, samples } = resolveOptions(QUANTAL_FOLLOWER_PARAMETERS, options, 'the quantal oracle');
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
