import type { TieRule } from '@firstmover/core';

/** Which problem to solve. */
export interface ExtensiveFormOptions {
  /** What the leader commits to: a mixture of plans, of which the follower sees the probabilities but not the draw, or one plan. */
  readonly commitment: 'mixed' | 'pure';
  /** How an indifferent follower chooses: for the leader (strong) or against (weak). */
  readonly ties: TieRule;
  /** Seconds after which the search for a mixture ends with the best one so far and a wider bound (default 60). */
  readonly timeLimit?: number;
}

/** A decision of a player, as the tree names it. */
export interface Decision {
  /** The name of the information set. */
  readonly informationSet: string;
  /** The names of the actions. */
  readonly actions: readonly string[];
}

/** What a commitment is worth when the follower answers it, by tie rule. */
export interface CommitmentValues {
  /** The leader's value where an indifferent follower chooses for it, and against it. */
  readonly leader: { readonly strong: number; readonly weak: number };
  /** The follower's value, the same for both. */
  readonly follower: number;
}

/** An optimal commitment in a game tree and what it leads to. */
export interface ExtensiveFormSolution {
  /** The leader's value; under weak ties with mixtures the supremum. */
  readonly value: number;
  /**
   * No commitment is worth more. Equal to `value` where that is proved by certified linear programmes or by a scan; otherwise what HiGHS proves, which is
   * about 1e-6 of the payoff range above the value, and more when the time was up.
   */
  readonly bound: number;
  /** The follower's value at the commitment. */
  readonly followerValue: number;
  /** The leader's decisions, the rows of `commitment`. */
  readonly leaderDecisions: readonly Decision[];
  /** The follower's decisions, the entries of `response`. */
  readonly followerDecisions: readonly Decision[];
  /**
   * The probability of each action at each of the leader's information sets; null where the commitment itself never comes. By perfect recall this is worth the same as the
   * mixture of plans. Where the value is not attained, the limit of commitments whose value approaches it.
   */
  readonly commitment: readonly (readonly number[] | null)[];
  /** What the follower does at each of its information sets; null where play never comes. */
  readonly response: readonly (number | null)[];
  /** All optimal replies to `commitment` that the tie rule allows (on the way to the limit where the value is not attained), as `response`; null beyond {@link TREE_REPLY_LIMIT}. */
  readonly allOptimalReplies: readonly (readonly (number | null)[])[] | null;
  /** False when the value is only a supremum: no commitment reaches it under weak ties. */
  readonly attained: boolean;
  /** Whether no other commitment is optimal, up to 1e-8 in the probability of any sequence of moves; null where the game is too large to tell. */
  readonly uniqueCommitment: boolean | null;
  /** What `commitment` is worth, by another routine: the best response found by walking the tree. */
  readonly check: CommitmentValues;
}

/** The most optimal replies that are listed. */
export const TREE_REPLY_LIMIT = 65_536;
