import { RefusedError } from '@firstmover/core';
import { createReturns, evaluateReply } from '../process/evaluate-reply.ts';
import type { Process } from '../process/process.ts';

/** The most replies of a follower that are told apart. */
export const REPLY_LIMIT = 1024;

/** What a table is worth against the follower's best replies. */
export interface TableValue {
  /** All replies. */
  readonly replies: readonly Int32Array[];
  /** What the follower earns with each. */
  readonly followerValues: Float64Array;
  /** What the leader earns with each. */
  readonly leaderValues: Float64Array;
  /** The follower's best. */
  readonly follower: number;
  /** The leader's value, ties broken for it. */
  readonly leader: number;
  /** The leader's value, ties broken against it. */
  readonly weak: number;
  /** A reply that gives the leader's value. */
  readonly optimal: number;
}

/** Evaluates tables of a process against all deterministic replies; the arrays returned are overwritten by the next call. */
export interface ReplyValues {
  /** All deterministic functions of the follower's observation. */
  readonly replies: readonly Int32Array[];
  /** The value of a table. */
  at(table: Float64Array): TableValue;
}

/**
 * Lists the follower's deterministic replies and evaluates tables against them. Observations that no play reaches are left at action 0.
 *
 * @param name - what to call the game in messages
 * @throws RefusedError at more than {@link REPLY_LIMIT} replies
 */
export function createReplyValues(process: Process, name: string): ReplyValues {
  const { followerActions: actions } = process;
  // Stricter than what counts as a tie elsewhere: a search would otherwise sell the follower's tolerance.
  const tolerance = process.followerTolerance / 1000;
  const seen = reachedObservations(process);
  let total = 1;
  for (const observation of seen) {
    if (observation >= 0) total *= actions;
    if (total > REPLY_LIMIT) {
      throw new RefusedError(
        `the follower of ${name} has more than ${REPLY_LIMIT} deterministic replies: too many for the best stochastic commitment; use fewer observations or actions`,
      );
    }
  }
  const replies = Array.from({ length: total }, (_unused, index) => {
    const reply = new Int32Array(process.followerObservations);
    for (const observation of seen) {
      reply[observation] = index % actions;
      index = Math.floor(index / actions);
    }
    return reply;
  });
  const returns = createReturns(process);
  const followerValues = new Float64Array(total);
  const leaderValues = new Float64Array(total);
  return {
    replies,
    at(table) {
      let follower = -Infinity;
      replies.forEach((reply, k) => {
        evaluateReply(process, table, reply, returns);
        followerValues[k] = returns.follower;
        leaderValues[k] = returns.leader;
        follower = Math.max(follower, returns.follower);
      });
      let leader = -Infinity;
      let weak = Infinity;
      let optimal = -1;
      for (let k = 0; k < total; k++) {
        if (followerValues[k]! < follower - tolerance) continue;
        weak = Math.min(weak, leaderValues[k]!);
        if (leaderValues[k]! <= leader) continue;
        leader = leaderValues[k]!;
        optimal = k;
      }
      return { replies, followerValues, leaderValues, follower, leader, weak, optimal };
    },
  };
}

/** The follower's observations in states that some play can reach and in which its action can matter. */
function reachedObservations({
  states,
  initial,
  followerActions,
  leaderActions,
  followerObservation,
  first,
  next,
  order,
}: Process): number[] {
  const reached = new Set<number>();
  for (let s = 0; s < states; s++) if (initial[s]! > 0) reached.add(s);
  const slots = followerActions * leaderActions;
  for (const s of reached) for (let k = first[s * slots]!; k < first[(s + 1) * slots]!; k++) reached.add(next[k]!);
  const live = order ? new Set(order) : undefined;
  return [
    ...new Set(
      Array.from(reached)
        .filter((s) => live?.has(s) ?? true)
        .map((s) => followerObservation[s]!),
    ),
  ].sort((a, b) => a - b);
}
