import type { FollowerClass, TieRule } from '../game/descriptor.ts';

/**
 * What the leader may commit to: an action or a table (`pure`), a mixture of actions (`mixed`), a distribution over joint actions that it recommends from
 * (`correlated`), a plan of a tree (`plan`) or a mixture of plans (`mixed-plan`), a table of mixtures (`memory-1`, `stationary`), anything that depends on the
 * whole history (`history`), a menu of lotteries (`menu`), payments on outcomes (`payments`), prices (`prices`).
 */
export type CommitmentClass =
  'pure' | 'mixed' | 'correlated' | 'plan' | 'mixed-plan' | 'memory-1' | 'stationary' | 'history' | 'menu' | 'payments' | 'prices';

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
  /** What the follower gets at the commitment; one number per follower where there are several. */
  readonly followerValue: number | readonly number[];
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
}

/** Whether some evidence is at least as strong as what is asked for. */
export function isAtLeast({ kind }: Evidence, asked: Evidence['kind']): boolean {
  return EVIDENCE.indexOf(kind) <= EVIDENCE.indexOf(asked);
}
