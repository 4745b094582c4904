import type { OptionsOf, Policy } from '@firstmover/core';

/** The options of best responses, and of the commitments that are best against them. */
export const RESPONSE_PARAMETERS = {
  followerClass: {
    kind: 'choice',
    options: ['stationary', 'rational'],
    about: 'what the follower may depend on: its present observation (stationary), or everything that it has observed and done (rational)',
  },
  ties: {
    kind: 'choice',
    options: ['strong', 'weak'],
    about: 'how an indifferent follower chooses: for the leader (strong) or against it (weak)',
  },
  slack: {
    kind: 'number',
    min: 0,
    default: 0,
    about: 'how far below its optimum, in units of return, a stationary follower may stay; ties then decides among all that it may do',
  },
} as const;

/** Which responses count. */
export type ResponseOptions = OptionsOf<typeof RESPONSE_PARAMETERS>;

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
