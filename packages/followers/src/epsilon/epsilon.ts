import type { FiniteModel, FollowerOracle, Game } from '@firstmover/core';
import { InputError, show } from '@firstmover/core';
import { createResponder } from '@firstmover/solvers';
import { leaderAnswers } from '../leader-answers/leader-answers.ts';

/** How a follower settles for less than its optimum. */
export interface EpsilonOptions {
  /** How far below its optimum it may stay, in units of the follower's return; 0 is the exact follower. */
  readonly epsilon: number;
  /** Which of its near-optimal policies it plays: the worst for the leader or the best (default `leader-worst`). */
  readonly selection?: 'leader-worst' | 'leader-best';
  /** How often each observation is queried; it responds to the observed frequencies (default 1). */
  readonly samples?: number;
}

/**
 * A follower that plays any deterministic stationary policy within epsilon of its optimum: the one that is worst for the leader (robust commitment
 * against bounded rationality, after COBRA: Pita et al., Artificial Intelligence 2010), or best. Exact, by branch and bound.
 *
 * @param source - a game that surely ends with one leader and one follower, finite but for the leader's actions; or its finite model
 * @param options - epsilon and selection
 * @throws RefusedError where exact responses are not promised; InputError for options out of range
 */
export function epsilonOptimalFollower(source: FiniteModel | Game, options: EpsilonOptions): FollowerOracle {
  const { epsilon, selection = 'leader-worst', samples = 1 } = options;
  if (!(epsilon >= 0) || epsilon === Infinity) throw new InputError(`epsilon ${show(epsilon)}: expected a finite number of at least 0`);
  if (selection !== 'leader-worst' && selection !== 'leader-best')
    throw new InputError(`selection ${show(selection)}: expected leader-worst or leader-best`);
  const ties = selection === 'leader-best' ? 'strong' : 'weak';
  const { game, query, solve } = leaderAnswers(source, samples, 'epsilon-optimal', (model) => {
    const respond = createResponder(model, { followerClass: 'stationary', ties, slack: epsilon });
    return (leader) => [respond(leader).policy];
  });
  return {
    name: 'epsilon-optimal',
    game,
    followerClass: 'stationary',
    ties,
    equilibrium: `response within ${epsilon} of the optimum, ${selection}`,
    queries: query.observations.length,
    earnsRewards: false,
    carriesOver: false,
    *respond() {
      return { policies: solve(yield query) };
    },
  };
}
