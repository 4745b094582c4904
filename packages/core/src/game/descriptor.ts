/** An exact value that is known for a game, with the classes it holds for: without them it is not an answer. */
export interface KnownOptimum {
  /** The leader's return. */
  readonly leaderReturn: number;
  /** What the leader may commit to. */
  readonly commitment: 'pure' | 'mixed';
  /** The follower it holds against. */
  readonly followerClass: BestResponseClass;
  /** How followers break ties. */
  readonly ties: TieRule;
  /** The publication or derivation. */
  readonly source: string;
}

/** Strong: followers break ties for the leader; weak: against it. */
export type TieRule = 'strong' | 'weak';

/** The classes for which a best response is computed: a function of the current observation, or of everything observed so far, the round included. */
export type BestResponseClass = 'stationary' | 'rational';

/**
 * What followers choose among. Stationary: deterministic functions of the current observation; rational: of everything observed so far, the round
 * included; held: one action for a whole episode, chosen by its first observation.
 */
export type FollowerClass = BestResponseClass | 'held';

/**
 * The class of best response that a leader is checked against who learned against followers of a class. Held followers are answered to by
 * a leader as stationary ones, since nothing keeps a follower from acting on what it sees.
 */
export function checkedClass(followerClass: FollowerClass): BestResponseClass {
  return followerClass === 'rational' ? 'rational' : 'stationary';
}

/** What algorithms and readers need to know about a game, beside its rules. */
export interface Descriptor {
  /** One sentence (default empty). */
  readonly summary: string;
  /** Whose payoffs add up to what (default `general-sum`). */
  readonly utility: 'zero-sum' | 'common-interest' | 'general-sum';
  /** What the leader commits to: an action, an action drawn afresh at each visit, or a mixture that is itself the action (default `pure`). */
  readonly commitment: 'pure' | 'sampled' | 'mixed';
  /** The lowest and highest reward of any player in one step (default unbounded). */
  readonly rewardBounds: readonly [number, number];
  /** The most steps of an episode, however it is played (default: not stated). */
  readonly horizon?: number;
  /** The discount of the returns that the game is about (default 1). */
  readonly gamma: number;
  /** Exact optima with their sources; never shown to a learner (default none). */
  readonly optima: readonly KnownOptimum[];
  /** Where the rules come from (default empty). */
  readonly source: string;
}
