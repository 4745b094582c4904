import type { FiniteModel, FollowerClass, FollowerOracle, Game, TieRule } from '@firstmover/core';
import { createResponder } from '@firstmover/solvers';
import { leaderAnswers } from '../leader-answers/leader-answers.ts';

/** How an exact follower responds. */
export interface ExactOptions {
  /** What it may depend on (default `stationary`). */
  readonly followerClass?: FollowerClass;
  /** How it breaks ties (default `weak`, against the leader). */
  readonly ties?: TieRule;
  /** How often each observation is queried; it responds to the observed frequencies (default 1). */
  readonly samples?: number;
}

/**
 * The exact best response of a game's one follower as an oracle: queries the leader at all its observations, in one batch, and responds
 * to the answers. With one sample of a leader that randomises it responds to that sample, not to the leader
 * (see consistent answers among the conditions of the leader problem). A leader whose action is the mixture itself, or any other vector, is
 * answered exactly, as it is.
 *
 * @param source - a game that surely ends with one leader and one follower, finite but for the leader's actions; or its finite model
 * @param options - follower class, tie rule and samples
 * @throws RefusedError where exact responses are not promised; InputError for options out of range
 */
export function exactFollower(source: FiniteModel | Game, options: ExactOptions = {}): FollowerOracle {
  const { followerClass = 'stationary', ties = 'weak', samples = 1 } = options;
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
