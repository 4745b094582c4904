import type { FiniteModel, FollowerOracle, Game, OptionsOf, Space, TieRule } from '@firstmover/core';
import { box, resolveOptions } from '@firstmover/core';
import type { FollowersPlay } from '@firstmover/solvers';
import { iterateBestResponses, playFictitiously } from '@firstmover/solvers';
import { leaderAnswers } from '../leader-answers/leader-answers.ts';

/** The settings of {@link iteratedBestResponse}. */
export const ITERATED_BEST_RESPONSE_PARAMETERS = {
  ties: {
    kind: 'choice',
    options: ['weak', 'strong'],
    default: 'weak',
    about: 'how equal returns are broken: against the leader or for it',
  },
  rounds: { kind: 'integer', min: 1, default: 100, about: 'the most rounds' },
  samples: {
    kind: 'integer',
    min: 1,
    default: 1,
    about: 'how often each observation is queried; the response is to the observed frequencies',
  },
} as const;

/** The settings of {@link fictitiousPlay}. */
export const FICTITIOUS_PLAY_PARAMETERS = {
  ties: {
    kind: 'choice',
    options: ['weak', 'strong'],
    default: 'weak',
    about: 'how equal returns are broken: against the leader or for it',
  },
  rounds: { kind: 'integer', min: 1, default: 1000, about: 'the most rounds' },
  tolerance: {
    kind: 'number',
    min: 0,
    default: 0.01,
    about: "the gap that is small enough, as a share of the range of a follower's returns",
  },
  samples: {
    kind: 'integer',
    min: 1,
    default: 1,
    about: 'how often each observation is queried; the response is to the observed frequencies',
  },
} as const;

/** The gap of what is played: the most that a follower could still gain, as a share of the range of its returns. */
const gapSpace: Space = box(0, Infinity, [1]);

/**
 * Several followers that take best responses to each other in turn, for games whose profiles are too many to list. Where nobody changes any more
 * they play that Nash equilibrium. Where they run in a cycle, each run of the oracle draws one profile of the cycle, all alike; where rounds run out
 * they play the last profile. `memory` of the response holds the gap: 0 if and only if it is an equilibrium among stationary policies.
 *
 * @param source - a game that surely ends with one leader, finite but for the leader's actions; or its finite model
 * @param options - tie rule, the most rounds, samples
 * @throws InputError for options out of range; runs throw a RefusedError where a single best response is too large to search
 */
export function iteratedBestResponse(
  source: FiniteModel | Game,
  options: OptionsOf<typeof ITERATED_BEST_RESPONSE_PARAMETERS> = {},
): FollowerOracle {
  const { samples, ...rest } = resolveOptions(ITERATED_BEST_RESPONSE_PARAMETERS, options, 'iterated best response');
  return dynamics(source, samples, 'iterated best response', rest.ties, (model, leader) => iterateBestResponses(model, leader, rest).plays);
}

/**
 * Several followers in fictitious play: each best responds to the average tables of the others, round after round. This goes on until
 * nobody could gain more than `tolerance` against the averages, or rounds run out; then they play the averages. `memory` of the response
 * holds the gap, at most `tolerance` if and only if it converged.
 *
 * @param source - a game that surely ends with one leader, finite but for the leader's actions; or its finite model
 * @param options - tie rule, the most rounds, tolerance, samples
 * @throws InputError for options out of range; runs throw a RefusedError where a single best response is too large to search
 */
export function fictitiousPlay(source: FiniteModel | Game, options: OptionsOf<typeof FICTITIOUS_PLAY_PARAMETERS> = {}): FollowerOracle {
  const { samples, ...rest } = resolveOptions(FICTITIOUS_PLAY_PARAMETERS, options, 'fictitious play');
  return dynamics(source, samples, 'fictitious play', rest.ties, (model, leader) => [playFictitiously(model, leader, rest)]);
}

function dynamics(
  source: FiniteModel | Game,
  samples: number,
  name: string,
  ties: TieRule,
  playsOf: (...given: Parameters<typeof playFictitiously>) => readonly FollowersPlay[],
): FollowerOracle {
  const { game, query, solve } = leaderAnswers(source, samples, name, (model) => (leader) => playsOf(model, leader));
  return {
    name,
    game,
    followerClass: 'stationary',
    ties,
    equilibrium: 'Nash where the gap is 0, approximately',
    queries: query.observations.length,
    earnsRewards: false,
    carriesOver: false,
    memory: gapSpace,
    *respond({ random }) {
      const plays = solve(yield { ...query, memory: [0] });
      const { policies, gap } = plays[plays.length === 1 ? 0 : random.integer(plays.length)]!;
      return { policies, memory: [gap] };
    },
  };
}
