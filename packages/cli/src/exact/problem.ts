import type { BestResponseClass, Game, Parameters, TieRule } from '@firstmover/core';

/** What one kind of problem can be asked, and its answer. */
export interface ExactProblem {
  /** The kind, as in the document and in the answer. */
  readonly kind: string;
  /** What it is in words, for messages: `a game of one round`. */
  readonly description: string;
  /** What the file calls it. */
  readonly title?: string;
  /** The parameters of a registered game; null for a file. */
  readonly params: Parameters | null;
  /** What the leader may commit to, the default first. */
  readonly commitments: readonly string[];
  /** How an indifferent follower may choose, the default first; empty where that makes no difference. */
  readonly ties: readonly TieRule[];
  /** What the follower may depend on, the default first; empty where that makes no difference. */
  readonly followers: readonly BestResponseClass[];
  /**
   * Computes the answer.
   *
   * @throws RefusedError beyond the sizes of exact methods
   */
  answer(question: ExactQuestion): ExactAnswer | Promise<ExactAnswer>;
}

/** Which answer is asked for: one entry of each list of the problem. */
export interface ExactQuestion {
  /** What the leader may commit to. */
  readonly commitment: string;
  /** How an indifferent follower chooses; strong where that makes no difference. */
  readonly ties: TieRule;
  /** What the follower may depend on; null where that makes no difference. */
  readonly follower: BestResponseClass | null;
}

/** An exact answer, for machines and for people. */
export interface ExactAnswer {
  /** The fields of `--json` after `input`, `kind` and `params`. */
  readonly fields: AnswerFields;
  /** What the leader's value is: `the most that a mixture of rows earns`. */
  readonly leaderMeaning: string;
  /** What the follower's value is. */
  readonly followerMeaning: string;
  /** The commitment, the reply and what else there is to say, for people. */
  readonly lines: readonly string[];
}

/** The fields that every answer has; each kind adds its own. */
export interface AnswerFields {
  /** The leader's value. */
  readonly leaderValue: number;
  /** The follower's value at the commitment. */
  readonly followerValue: number;
  /** Where the value is not exact: no commitment of this class is worth more. */
  readonly certifiedUpperBound?: number;
  /** What the leader may commit to. */
  readonly commitmentClass: string;
  /** The commitment; its form depends on the kind. */
  readonly commitment: unknown;
  /** The reply; its form depends on the kind. */
  readonly response: unknown;
  /** How an indifferent follower chooses; null where that makes no difference. */
  readonly ties: TieRule | null;
  /** What the follower may depend on; null where that makes no difference. */
  readonly followerClass: BestResponseClass | null;
  /** False for a supremum that no commitment reaches; `commitment` is then the limit of those that come close. */
  readonly attained: boolean;
  /** The replies to optimal commitments; null where there are too many to list. */
  readonly allOptimalReplies: readonly unknown[] | null;
  /** Whether no other commitment is optimal; null where that is not decided. */
  readonly leaderStrategyUnique: boolean | null;
}

/** A kind of JSON document: `{"kind": ..., fields}`. */
export interface DocumentKind {
  /** What `kind` says. */
  readonly kind: string;
  /** The names of its fields besides `kind` and `title`. */
  readonly fields: readonly string[];
  /** A small valid document, for help. */
  readonly example: string;
  /**
   * Reads the fields. Their names are already checked.
   *
   * @param field - the value of a field; undefined where it is missing
   * @throws InputError naming the field, as in `followerPayoff[2][1] is "x": expected a finite number`
   */
  read(field: (name: string) => unknown): ExactProblem;
}

/** A file format that is not JSON. */
export interface FileFormat {
  /** How file names end, in lower case: `.nfg`. */
  readonly extension: string;
  /**
   * Reads a file.
   *
   * @throws InputError naming the place
   */
  read(text: string, name: string): ExactProblem;
}

/**
 * A kind of registered game: makes the problem of a game, or null where the game is of another kind.
 *
 * @param game - the game
 * @param given - the parameters that the user set
 */
export type GameKind = (game: Game, given: { readonly [name: string]: string }) => ExactProblem | null;
