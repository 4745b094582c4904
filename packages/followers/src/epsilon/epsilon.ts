import type { FiniteModel, FollowerOracle, Game, OptionsOf } from '@firstmover/core';
import { resolveOptions } from '@firstmover/core';
import { createResponder } from '@firstmover/solvers';
import { leaderAnswers } from '../leader-answers/leader-answers.ts';

/** The settings of {@link epsilonOptimalFollower}. */
export const EPSILON_PARAMETERS = {
  epsilon: {
    kind: 'number',
    min: 0,
    about: 'how far below its optimum the follower may stay, in units of its return; 0 is the exact follower',
  },
  selection: {
    kind: 'choice',
    options: ['leader-worst', 'leader-best'],
    default: 'leader-worst',
    about: 'which of its near-optimal policies it plays: the worst for the leader or the best',
  },
  samples: {
    kind: 'integer',
    min: 1,
    default: 1,
    about: 'how often each observation is queried; the response is to the observed frequencies',
  },
} as const;

/** How a follower settles for less than its optimum. */
export type EpsilonOptions = OptionsOf<typeof EPSILON_PARAMETERS>;

/**
 * A follower that plays a deterministic stationary policy within epsilon of its optimum, of all such the worst or the best for the
 * leader. The worst makes for robust commitment against bounded rationality (after COBRA: Pita et al., Artificial Intelligence 2010).
 * Exact, by branch and bound.
 *
 * @param source - a game that surely ends with one leader and one follower, finite but for the leader's actions; or its finite model
 * @param options - epsilon and selection
 * @throws RefusedError where exact responses are not promised; InputError for options out of range
 */
export function epsilonOptimalFollower(source: FiniteModel | Game, options: EpsilonOptions): FollowerOracle {
  const { epsilon, selection, samples } = resolveOptions(EPSILON_PARAMETERS, options, 'the epsilon-optimal oracle');
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
