import type { BestResponseClass, FiniteModel } from '@firstmover/core';
import { deterministicPolicy, leadersOf } from '@firstmover/core';
import { bestDeterministicCommitment, createResponder } from '@firstmover/solvers';

/** Exact values of a leader's deterministic tables, for curves and counts: an action per observation, ties against the leader. */
export interface ExactValues {
  /** The highest value of a table. */
  readonly optimum: number;
  /** The value of a table, each computed once. */
  value(choices: readonly number[]): number;
  /** Whether a table is optimal. */
  optimal(choices: readonly number[]): boolean;
}

/**
 * Exact values of deterministic tables against one follower.
 *
 * @param followerClass - what the follower may depend on (default `stationary`)
 * @throws RefusedError for a game beyond exact best responses or enumeration
 */
export function exactValues(model: FiniteModel, followerClass: BestResponseClass = 'stationary'): ExactValues {
  const options = { followerClass, ties: 'weak' } as const;
  const respond = createResponder(model, options);
  const optimum = bestDeterministicCommitment(model, options).leaderValue;
  const actions = model.actionCounts[leadersOf(model.game)[0]!]!;
  const known = new Map<string, number>();
  const value = (choices: readonly number[]): number => {
    const key = choices.join();
    let found = known.get(key);
    if (found === undefined) known.set(key, (found = respond(deterministicPolicy(choices, actions)).leaderValue));
    return found;
  };
  return { optimum, value, optimal: (choices) => value(choices) >= optimum - 1e-9 * Math.max(1, Math.abs(optimum)) };
}
