import type { FiniteModel, FollowerOracle, Game, OptionsOf } from '@firstmover/core';
import { resolveOptions } from '@firstmover/core';
import { createResponder } from '@firstmover/solvers';
import { leaderAnswers } from '../leader-answers/leader-answers.ts';

/** The settings of {@link exactFollower}. */
export const EXACT_PARAMETERS = {
  followerClass: {
    kind: 'choice',
    options: ['stationary', 'rational'],
    default: 'stationary',
    about: 'what the follower may depend on: what it sees, or everything observed so far',
  },
  ties: {
    kind: 'choice',
    options: ['weak', 'strong'],
    default: 'weak',
    about: 'how equal returns are broken: against the leader or for it',
  },
  samples: {
    kind: 'integer',
    min: 1,
    default: 1,
    about: 'how often each observation is queried; the response is to the observed frequencies',
  },
} as const;

/** How an exact follower responds. */
export type ExactOptions = OptionsOf<typeof EXACT_PARAMETERS>;

/**
 * The exact best response of a game's one follower as an oracle. It queries the leader at all its observations, in one batch, and
 * responds to the answers. With one sample of a leader that randomises it responds to that sample, not to the leader (see consistent
 * answers among the conditions of the leader problem). A leader whose action is the mixture itself, or any other vector, is answered
 * exactly, as it is.
 *
 * @param source - a game that surely ends with one leader and one follower, finite but for the leader's actions; or its finite model
 * @param options - follower class, tie rule and samples
 * @throws RefusedError where exact responses are not promised; InputError for options out of range
 */
export function exactFollower(source: FiniteModel | Game, options: ExactOptions = {}): FollowerOracle {
  const { followerClass, ties, samples } = resolveOptions(EXACT_PARAMETERS, options, 'the exact oracle');
  const { game, query, solve } = leaderAnswers(source, samples, 'exact', (model) => {
    const respond = createResponder(model, { followerClass, ties });
    return (leader) => {
      // Stationary responses are tables, which runs can share; policies with memory are made anew in each run.
      if (followerClass === 'rational') return () => [respond(leader).policy];
      const policies = [respond(leader).policy];
      return () => policies;
    };
  });
  return {
    name: 'exact',
    game,
    followerClass,
    ties,
    equilibrium: 'best response',
    queries: query.observations.length,
    earnsRewards: false,
    carriesOver: false,
    *respond() {
      return { policies: solve(yield query)() };
    },
  };
}
