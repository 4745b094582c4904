import type { BestResponseClass, Policy, TieRule } from '@firstmover/core';

/** Which follower responds, and how it breaks ties. */
export interface ResponseOptions {
  /** Stationary: a deterministic function of its current observation; rational: of everything it has observed and done. */
  readonly followerClass: BestResponseClass;
  /** Strong: an indifferent follower chooses for the leader; weak: against it. */
  readonly ties: TieRule;
  /**
   * How far below its optimum, in units of return, the follower may stay; `ties` then decides among all that it may do (default 0; stationary
   * followers only).
   */
  readonly slack?: number;
}

/** The rows of a leader's table without their zeros; a row of no actions is one that has not been given. */
export interface LeaderRows {
  /** The number of actions of the leader: row o occupies the entries from `o * stride`. */
  readonly stride: number;
  /** Per row, how many actions have a positive probability. */
  readonly counts: Int32Array;
  /** These actions. */
  readonly actions: Int32Array;
  /** Their probabilities. */
  readonly probabilities: Float64Array;
}

/** A search for the follower's best response, with its scratch memory; what it found is read before it runs again. */
export interface ResponseSearch {
  /** Searches; returns -1, or the first leader observation it needed whose row has not been given (nothing is found then). */
  run(rows: LeaderRows): number;
  /** The leader's return. */
  readonly leaderValue: number;
  /** The follower's return. */
  readonly followerValue: number;
  /** How many candidates were told apart: complete policies (stationary) or situations of the follower (rational). */
  readonly examined: number;
  /** The response that was found. */
  policy(): Policy;
}

/** Rows for a leader with the given numbers of observations and actions, none of them given yet. */
export function leaderRows(observations: number, actions: number): LeaderRows {
  return {
    stride: actions,
    counts: new Int32Array(observations),
    actions: new Int32Array(observations * actions),
    probabilities: new Float64Array(observations * actions),
  };
}
