/** An exact value that is known for a game, with the classes it holds for: without them it is not an answer. */
export interface KnownOptimum {
  /** The leader's return. */
  readonly leaderReturn: number;
  /** What the leader may commit to. */
  readonly commitment: 'pure' | 'mixed' | 'memory-1';
  /** The follower it holds against. */
  readonly followerClass: FollowerClass;
  /** How followers break ties. */
  readonly ties: TieRule;
  /** The publication or derivation. */
  readonly source: string;
}

/** Strong: followers break ties for the leader; weak: against it. */
export type TieRule = 'strong' | 'weak';

/** Stationary: a deterministic function of the current observation; rational: of everything observed so far, the round included. */
export type FollowerClass = 'stationary' | 'rational';

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
