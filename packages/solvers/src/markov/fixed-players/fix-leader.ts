import type { FiniteModel, TablePolicy } from '@firstmover/core';
import { followersOf, soleLeader } from '@firstmover/core';
import { finiteHorizon } from '../policy-values/finite-horizon.ts';
import { fixPlayers } from './fix-players.ts';

/** The followers' game against a fixed leader, with expected rewards. J joint actions of the followers, the first follower most significant. */
export interface FixedLeaderGame {
  /** The same as a model: the leader has one action. */
  readonly model: FiniteModel;
  /** The leader's position among the players of the model. */
  readonly leader: number;
  /** The followers' positions. */
  readonly followers: readonly number[];
  /** The reachable states in which the game goes on, every one before those it can lead to. */
  readonly order: Int32Array;
  /** Per follower, the number of its actions. */
  readonly actionCounts: readonly number[];
  /** Per follower, how much one more in its action adds to the joint action. */
  readonly strides: readonly number[];
  /** J. */
  readonly jointActions: number;
  /** Per follower, the observation index in each state. */
  readonly observations: readonly Int32Array[];
  /** Per follower, the observations in reachable states, ascending. */
  readonly reached: readonly (readonly number[])[];
  /** Per player of the model, the expected reward of joint action j in state s at `s*J+j`. */
  readonly rewards: readonly Float64Array[];
  /**
   * Where the ways to go on from a joint action begin and end. Those from joint action j in state s are entries `first[s*J+j]` to
   * `first[s*J+j+1]` of the next two.
   */
  readonly first: Int32Array;
  /** Per way, the next state. */
  readonly next: Int32Array;
  /** Per way, its probability times the discount. */
  readonly flow: Float64Array;
}

/**
 * The game that a leader's table induces among the followers (Gerstgrasser & Parkes, ICML 2023, Section 3).
 *
 * @param model - a game that surely ends, with one leader
 * @param leader - the leader's table
 * @throws InputError for several leaders or a table that does not fit
 * @throws RefusedError when the game can return to an earlier state
 */
export function fixLeader(model: FiniteModel, leader: TablePolicy): FixedLeaderGame {
  const position = soleLeader(model.game);
  const fixed = fixPlayers(
    model,
    model.game.players.map((_player, i) => (i === position ? leader : undefined)),
  );
  const { jointActions, ended } = fixed;
  const { order, gamma } = finiteHorizon(fixed);
  const followers = followersOf(fixed.game);
  const actionCounts = followers.map((i) => fixed.actionCounts[i]!);
  const strides = actionCounts.map((_count, k) => actionCounts.slice(k + 1).reduce((product, count) => product * count, 1));
  const slots = fixed.states.length * jointActions;
  const rewards = fixed.rewards.map(() => new Float64Array(slots));
  const first = new Int32Array(slots + 1);
  const next: number[] = [];
  const flow: number[] = [];
  for (let slot = 0; slot < slots; slot++) {
    for (let outcome = fixed.first[slot]!; outcome < fixed.first[slot + 1]!; outcome++) {
      const share = fixed.probability[outcome]!;
      for (let i = 0; i < rewards.length; i++) rewards[i]![slot]! += share * fixed.rewards[i]![outcome]!;
      if (ended[outcome] !== 0) continue;
      let way = first[slot]!;
      while (way < next.length && next[way] !== fixed.next[outcome]) way++;
      next[way] = fixed.next[outcome]!;
      flow[way] = (flow[way] ?? 0) + gamma * share;
    }
    first[slot + 1] = next.length;
  }
  const observations = followers.map((i) => fixed.observations[i]!);
  return {
    model: fixed,
    leader: soleLeader(fixed.game),
    followers,
    order,
    actionCounts,
    strides,
    jointActions,
    observations,
    reached: observations.map((seen) => [...new Set(Array.from(order, (state) => seen[state]!))].sort((a, b) => a - b)),
    rewards,
    first,
    next: Int32Array.from(next),
    flow: Float64Array.from(flow),
  };
}
