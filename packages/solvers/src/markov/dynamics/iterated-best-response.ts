import type { FiniteModel, OptionsOf, TablePolicy } from '@firstmover/core';
import { greedyChoices, resolveOptions } from '@firstmover/core';
import { NO_GAIN, followersGame } from './followers-game.ts';

/** Where the followers' dynamics ended. */
export interface FollowersPlay {
  /** One table per follower. */
  readonly policies: readonly TablePolicy[];
  /** The most that a follower could still gain by another stationary policy, as a share of the range of its returns. */
  readonly gap: number;
}

/** How iterated best response went. */
export interface IteratedBestResponse {
  /** Whether no follower gains any more: a pure Nash equilibrium among stationary policies. */
  readonly converged: boolean;
  /**
   * What is played from then on. That is one profile if it converged, the profiles of a cycle if it did not, or the last one where
   * rounds ran out.
   */
  readonly plays: readonly FollowersPlay[];
  /** How many rounds were made. */
  readonly rounds: number;
}

/** The options of {@link iterateBestResponses}. */
export const ITERATE_PARAMETERS = {
  ties: {
    kind: 'choice',
    options: ['strong', 'weak'],
    default: 'weak',
    about: 'how an indifferent follower chooses: for the leader or against it',
  },
  rounds: { kind: 'integer', min: 1, default: 100, about: 'the most rounds' },
} as const;

/** How the followers of a leader respond to each other. */
export type IteratedBestResponseOptions = OptionsOf<typeof ITERATE_PARAMETERS>;

/**
 * Iterated best response (Cournot 1838) among the followers of a fixed leader. In each round every follower in turn takes a stationary
 * best response to the others, starting from uniform play, and keeps what it has if it cannot gain. Ends when nobody changes, or when a
 * round ends where an earlier one did: a cycle.
 *
 * @param model - a game that surely ends, with one leader and any number of followers
 * @param leader - the leader's table
 * @throws InputError for options out of range; RefusedError when a best response is too large to search
 */
export function iterateBestResponses(
  model: FiniteModel,
  leader: TablePolicy,
  options: IteratedBestResponseOptions = {},
): IteratedBestResponse {
  const { ties, rounds } = resolveOptions(ITERATE_PARAMETERS, options, 'iterateBestResponses');
  const game = followersGame(model, leader, ties);
  const policies = game.uniform.slice();
  const judged = (play: readonly TablePolicy[]): FollowersPlay => ({
    policies: play,
    gap: play.reduce((most, _policy, i) => Math.max(most, game.reply(i, play).gain), 0),
  });
  const seen = new Map<string, number>();
  const history: (readonly TablePolicy[])[] = [];
  for (let round = 1; round <= rounds; round++) {
    let changed = false;
    for (let i = 0; i < game.followers; i++) {
      const { policy, gain } = game.reply(i, policies);
      if (round > 1 && gain <= NO_GAIN) continue;
      policies[i] = policy;
      changed = true;
    }
    if (!changed) return { converged: true, plays: [judged(policies)], rounds: round };
    const key = policies.map((policy) => greedyChoices(policy).join()).join(';');
    const before = seen.get(key);
    if (before !== undefined) return { converged: false, plays: history.slice(before).map(judged), rounds: round };
    seen.set(key, history.length);
    history.push(policies.slice());
  }
  return { converged: false, plays: [judged(policies)], rounds };
}
