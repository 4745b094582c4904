import type { FiniteModel, TablePolicy, TieRule } from '@firstmover/core';
import { followersOf, policyFromRows, soleLeader } from '@firstmover/core';
import { createResponder } from '../best-response/best-response.ts';
import { evaluatePolicies } from '../policy-values/policy-values.ts';
import { finiteHorizon } from '../policy-values/finite-horizon.ts';
import { fixPlayers } from '../fixed-players/fix-players.ts';

/** One follower's best reply to the others. */
export interface Reply {
  /** The deterministic stationary policy. */
  readonly policy: TablePolicy;
  /** What it adds to the follower's return, as a share of the range of its returns. */
  readonly gain: number;
}

/** The followers' game against a fixed leader, as their learning dynamics see it. */
export interface FollowersGame {
  /** How many followers there are. */
  readonly followers: number;
  /** The tables that choose all actions alike, one per follower. */
  readonly uniform: readonly TablePolicy[];
  /** A follower's best reply to the tables of the others. */
  reply(follower: number, policies: readonly TablePolicy[]): Reply;
}

/** Gains below this share of the range of returns are none. */
export const NO_GAIN = 1e-9;

/**
 * Prepares best replies among the followers of a leader.
 *
 * @param model - a game that surely ends, with one leader
 * @param leader - the leader's table
 * @param ties - for the leader or against it
 */
export function followersGame(model: FiniteModel, leader: TablePolicy, ties: TieRule): FollowersGame {
  const position = soleLeader(model.game);
  const induced = fixPlayers(
    model,
    model.game.players.map((_player, i) => (i === position ? leader : undefined)),
  );
  const { range } = finiteHorizon(induced);
  const places = followersOf(induced.game);
  const only = policyFromRows(Array.from({ length: induced.observationCounts[position]! }, () => [1]));
  const all = (policies: readonly TablePolicy[]): TablePolicy[] =>
    induced.actionCounts.map((_count, i) => policies[places.indexOf(i)] ?? only);
  return {
    followers: places.length,
    uniform: places.map((i) => {
      const actions = induced.actionCounts[i]!;
      return policyFromRows(Array.from({ length: induced.observationCounts[i]! }, () => new Array<number>(actions).fill(1 / actions)));
    }),
    reply(follower, policies) {
      const place = places[follower]!;
      const alone = fixPlayers(
        induced,
        all(policies).map((table, i) => (i === place || i === position ? undefined : table)),
      );
      const best = createResponder(alone, { followerClass: 'stationary', ties })(only);
      const present = evaluatePolicies(induced, all(policies))[place]!;
      return { policy: best.policy, gain: range[place]! > 0 ? Math.max(0, best.followerValue - present) / range[place]! : 0 };
    },
  };
}
