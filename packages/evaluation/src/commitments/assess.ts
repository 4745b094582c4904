import type { FiniteModel, BestResponseClass, TablePolicy } from '@firstmover/core';
import { InputError, show } from '@firstmover/core';
import { verifyCommitment } from '@firstmover/solvers';

/** What to measure a commitment against. */
export interface AssessOptions {
  /** What the follower may depend on. */
  readonly followerClass: BestResponseClass;
  /** The leader's best value in the class of commitments at hand, against this follower class and, where they differ, weak ties. */
  readonly optimum?: number;
  /** The follower that was learned with the commitment. */
  readonly follower?: TablePolicy;
}

/** How good a commitment is, in units of return; each number holds for the follower class and the tie rule beside it. */
export interface Assessment {
  /** What the follower may depend on. */
  readonly followerClass: BestResponseClass;
  /** The leader's return against a best response: ties broken for it (strong) and against it (weak). */
  readonly leaderValue: { readonly strong: number; readonly weak: number };
  /** The optimum less that; null when no optimum was given. Below 0 where the optimum is not one of the class. */
  readonly leaderRegret: { readonly strong: number; readonly weak: number } | null;
  /** What the given follower would gain by responding best; null when none was given. */
  readonly bestResponseGap: number | null;
  /** What the leader earned with the given follower beyond its weak value: what it would be told by its training return. Null when none was given. */
  readonly overstatement: number | null;
}

/**
 * Measures a commitment in a finite game by the exact verifier, which shares no search with oracles and learners.
 *
 * @param model - a game with one leader and one follower
 * @param leader - the commitment
 * @throws InputError for an optimum that is not finite; RefusedError for games and sizes that the verifier does not serve
 */
export function assessCommitment(model: FiniteModel, leader: TablePolicy, options: AssessOptions): Assessment {
  const { followerClass, optimum, follower } = options;
  if (optimum !== undefined && !Number.isFinite(optimum)) throw new InputError(`optimum ${show(optimum)}: expected a finite number`);
  const { leaderValue, followerGain, played } = verifyCommitment(model, leader, { followerClass, ...(follower ? { follower } : {}) });
  return {
    followerClass,
    leaderValue,
    leaderRegret: optimum === undefined ? null : { strong: optimum - leaderValue.strong, weak: optimum - leaderValue.weak },
    bestResponseGap: followerGain,
    overstatement: played && played.leaderValue - leaderValue.weak,
  };
}
