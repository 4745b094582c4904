import type { OptionsOf, ProvedAnswer } from '@firstmover/core';

/** The options of `solveExtensiveForm`. */
export const EXTENSIVE_FORM_PARAMETERS = {
  commitment: {
    kind: 'choice',
    options: ['mixed', 'pure'],
    about: 'what the leader commits to: a mixture of plans, of which the follower sees the probabilities but not the draw, or one plan',
  },
  ties: {
    kind: 'choice',
    options: ['strong', 'weak'],
    about: 'how an indifferent follower chooses: for the leader (strong) or against it (weak)',
  },
  timeLimit: {
    kind: 'number',
    min: 0,
    above: true,
    unset: '60',
    about: 'seconds after which the search for a mixture ends with the best one so far and a wider bound',
  },
} as const;

/** Which problem to solve. */
export type ExtensiveFormOptions = OptionsOf<typeof EXTENSIVE_FORM_PARAMETERS>;

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

/**
 * An optimal commitment in a game tree: the probability of each action at each of the leader's information sets. It is null where the
 * commitment itself never comes. By perfect recall the commitment is worth the same as the mixture of plans. The reply is what the
 * follower does at each of its information sets, null where play never comes; all replies are those to `commitment`, null beyond
 * {@link TREE_REPLY_LIMIT}. Where HiGHS proves the bound it is about 1e-6 of the payoff range above the value, and more when the time was
 * up. `unique` holds up to 1e-8 in the probability of any sequence of moves.
 */
export interface ExtensiveFormSolution extends ProvedAnswer<readonly (readonly number[] | null)[], readonly (number | null)[]> {
  /** Probabilities of plans, or one plan. */
  readonly commitmentClass: 'mixed' | 'pure';
  /** The leader's decisions, the rows of `commitment`. */
  readonly leaderDecisions: readonly Decision[];
  /** The follower's decisions, the entries of `reply`. */
  readonly followerDecisions: readonly Decision[];
  /** What `commitment` is worth, by another routine: the best response found by walking the tree. */
  readonly check: CommitmentValues;
}

/** The most optimal replies that are listed. */
export const TREE_REPLY_LIMIT = 65_536;
