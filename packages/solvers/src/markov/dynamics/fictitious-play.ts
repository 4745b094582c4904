import type { FiniteModel, OptionsOf, TablePolicy } from '@firstmover/core';
import { resolveOptions, tablePolicy } from '@firstmover/core';
import { followersGame } from './followers-game.ts';
import type { FollowersPlay } from './iterated-best-response.ts';

/** How fictitious play went. */
export interface FictitiousPlay extends FollowersPlay {
  /** Whether the gap fell to the tolerance. */
  readonly converged: boolean;
  /** How many rounds were made. */
  readonly rounds: number;
}

/** The options of {@link playFictitiously}. */
export const PLAY_FICTITIOUSLY_PARAMETERS = {
  ties: {
    kind: 'choice',
    options: ['strong', 'weak'],
    default: 'weak',
    about: 'how an indifferent follower chooses: for the leader or against it',
  },
  rounds: { kind: 'integer', min: 1, default: 1000, about: 'the most rounds' },
  tolerance: {
    kind: 'number',
    min: 0,
    default: 0.01,
    about: "the gap that is small enough, as a share of the range of a follower's returns",
  },
} as const;

/** When fictitious play ends. */
export type FictitiousPlayOptions = OptionsOf<typeof PLAY_FICTITIOUSLY_PARAMETERS>;

/**
 * Fictitious play (Brown 1951) among the followers of a fixed leader. In each round all take a stationary best response to the others'
 * average tables, which start uniform, and the averages move on, at every observation. Ends when nobody could gain more than the
 * tolerance against the averages, which then are an approximate Nash equilibrium in randomised stationary policies. Where a follower acts
 * more than once, the average of tables is not what a mixture of the policies would do; the gap is exact for the tables.
 *
 * @param model - a game that surely ends, with one leader and any number of followers
 * @param leader - the leader's table
 * @throws InputError for options out of range; RefusedError when a best response is too large to search
 */
export function playFictitiously(model: FiniteModel, leader: TablePolicy, options: FictitiousPlayOptions = {}): FictitiousPlay {
  const { ties, rounds, tolerance } = resolveOptions(PLAY_FICTITIOUSLY_PARAMETERS, options, 'playFictitiously');
  const game = followersGame(model, leader, ties);
  let average = game.uniform;
  for (let round = 1; ; round++) {
    const replies = average.map((_policy, i) => game.reply(i, average));
    const gap = replies.reduce((most, { gain }) => Math.max(most, gain), 0);
    if (gap <= tolerance || round > rounds) return { policies: average, gap, converged: gap <= tolerance, rounds: round - 1 };
    average = average.map((policy, i) => {
      const reply = replies[i]!.policy;
      const { observations, actions } = policy;
      const mixed = policy.table.map((share, k) => share + (reply.table[k]! - share) / (round + 1));
      return tablePolicy(mixed, { observations, actions });
    });
  }
}
