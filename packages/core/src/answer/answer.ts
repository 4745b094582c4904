import type { FollowerClass, TieRule } from '../game/descriptor.ts';

/**
 * What the leader may commit to. It may be one action wherever it moves (`pure`: a row, a table, a plan), probabilities wherever it moves
 * (`mixed`), probabilities per state of a game without end (`stationary`), what depends on all that happened (`history`), a joint
 * distribution that it recommends from (`correlated`), items or lotteries to choose from (`menu`), promised payments (`payments`) or
 * offers in order (`prices`).
 */
export type CommitmentClass = 'pure' | 'mixed' | 'stationary' | 'history' | 'correlated' | 'menu' | 'payments' | 'prices';

/** By what a claim about all commitments of a class is proved: exact fractions, going through all of them, or linear programmes in double precision. */
export type ProvedBy = 'rational' | 'enumeration' | 'floating';

/** What stands behind an answer, strongest first. */
export type Evidence =
  /** No commitment of the class is worth more. */
  | { readonly kind: 'optimal'; readonly by: ProvedBy }
  /** No commitment of the class is worth more than the upper bound, which is above the value. */
  | { readonly kind: 'bounded'; readonly by: ProvedBy }
  /** The value holds against an exact best response; a better commitment may exist. */
  | { readonly kind: 'verified' }
  /** Independent responders gained at most so much on the reply that the value was taken at, within an interval of confidence. */
  | { readonly kind: 'probed'; readonly responders: number; readonly gain: number; readonly interval: readonly [number, number] }
  /** The value is the mean of so many episodes against the followers at hand. */
  | { readonly kind: 'simulated'; readonly episodes: number };

/** The kinds of evidence, strongest first. */
export const EVIDENCE: readonly Evidence['kind'][] = ['optimal', 'bounded', 'verified', 'probed', 'simulated'];

/** Values and commitment as texts of fractions such as `11/3`, of which the numbers beside them are the nearest doubles. */
export interface ExactAnswer<TCommitment = unknown> {
  /** What the leader gets. */
  readonly leaderValue: string;
  /** What the follower gets at the commitment. */
  readonly followerValue: string;
  /** The commitment, in the form of the numbers. */
  readonly commitment: TCommitment;
}

/** An answer to a Stackelberg problem. A value holds for the class of commitments, the class of followers and the tie rule that stand beside it. */
export interface Answer<TCommitment = unknown, TReply = unknown> {
  /** What the leader may commit to. */
  readonly commitmentClass: CommitmentClass;
  /** What the followers may depend on; null where that makes no difference. */
  readonly followerClass: FollowerClass | null;
  /** How an indifferent follower chooses; null where nothing hangs on ties. */
  readonly ties: TieRule | null;
  /** What the leader gets; a supremum where it is not attained. */
  readonly leaderValue: number;
  /** No commitment of the class is worth more; equal to the value where it is optimal, null where nothing is known. */
  readonly upperBound: number | null;
  /** What the follower gets at the commitment; null where that is not known, or followers are several. */
  readonly followerValue: number | null;
  /** The commitment; where the value is not attained, the limit of those that come close. */
  readonly commitment: TCommitment;
  /** What the followers reply; where the value is not attained, on the way to the limit. */
  readonly reply: TReply;
  /** The replies to optimal commitments; null where they are not listed. */
  readonly optimalReplies: readonly TReply[] | null;
  /** False for a supremum that no commitment reaches. */
  readonly attained: boolean;
  /** Whether no other commitment is optimal; null where that is not decided. */
  readonly unique: boolean | null;
  /** What stands behind it. */
  readonly evidence: Evidence;
  /** Values and commitment in exact fractions, where they were computed so. */
  readonly exact?: ExactAnswer;
}

/** An answer of a solver: value and bound are proved, and what the follower gets is known. */
export interface ProvedAnswer<TCommitment = unknown, TReply = unknown> extends Answer<TCommitment, TReply> {
  /** No commitment of the class is worth more. */
  readonly upperBound: number;
  /** What the follower gets at the commitment. */
  readonly followerValue: number;
  /** What proves that no commitment is worth more than the upper bound. */
  readonly evidence: Extract<Evidence, { readonly by: ProvedBy }>;
}

/** Whether some evidence is at least as strong as what is asked for. */
export function isAtLeast({ kind }: Evidence, asked: Evidence['kind']): boolean {
  return EVIDENCE.indexOf(kind) <= EVIDENCE.indexOf(asked);
}

/** The version of the record that `--json` prints an answer as: `schema/answer.json` of this package describes it. */
export const ANSWER_FORMAT = 1;

const PROVED: { readonly [by in ProvedBy]: string } = {
  rational: 'proved in exact fractions',
  enumeration: 'proved by enumeration',
  floating: 'proved in double precision',
};

/** What stands behind an answer, in words that complete "the value is". */
export function evidenceInWords(evidence: Evidence): string {
  switch (evidence.kind) {
    case 'optimal':
      return `optimal, ${PROVED[evidence.by]}`;
    case 'bounded':
      return `bounded: that no commitment of its class is worth more than the upper bound is ${PROVED[evidence.by]}`;
    case 'verified':
      return 'verified against an exact best response; whether a better commitment exists is not known';
    case 'probed':
      return `probed: ${evidence.responders} independent responders gained at most ${evidence.gain} (${evidence.interval.join(' to ')})`;
    case 'simulated':
      return `simulated: the mean of ${evidence.episodes} episodes against the followers at hand`;
  }
}
