import type { Answer, BestResponseClass } from '@firstmover/core';

/** A policy as probabilities, with names. */
export interface LabelledPolicy {
  /** A name per observation. */
  readonly observations: readonly string[];
  /** A name per action. */
  readonly actions: readonly string[];
  /** Probabilities, [observation][action]. */
  readonly probabilities: readonly (readonly number[])[];
}

/** How good a leader's greedy policy is while it learns. Ties are weak: an indifferent follower chooses against the leader. */
export interface Evaluation {
  /** `exact`: against an exact best response; `simulated`: the mean over episodes against the oracle at hand. */
  readonly kind: 'exact' | 'simulated';
  /** What the leader gets. */
  readonly leaderValue: number;
  /** What an exact best response gets; undefined where it was not computed. */
  readonly followerValue?: number;
  /** What the followers at hand fall short of it; undefined where they are no single table. */
  readonly bestResponseGap?: number;
}

/** The best value of any commitment of the class against the same class of follower, ties against the leader. */
export interface Optimum {
  /** What the leader gets. */
  readonly leaderValue: number;
  /** What the follower gets then; null where the source does not say. */
  readonly followerValue: number | null;
  /** Where it is from: an exact method, or the source that the game names. */
  readonly source: string;
}

/** What is known about the best mixture of actions, where the leader commits to one. */
export interface MixtureOptimum {
  /** The optimal mixture or, where none attains the value, the limit of those that come close. */
  readonly optimum: readonly number[];
  /** Whether a mixture is worth that much against adverse ties; else the exact value is a supremum. */
  readonly attained: boolean;
  /** The highest less the lowest payoff of the leader. */
  readonly payoffRange: number;
  /**
   * A mixture this far towards the inside of the region where the reply is the only best one, and its value. Null where there is no
   * inside.
   */
  readonly inside: { readonly step: number; readonly mixture: readonly number[]; readonly leaderValue: number } | null;
}

/** So many rounds in which the same actions were taken. */
export interface PlayedRounds {
  /** The leader's action. */
  readonly leader: string;
  /** The follower's action. */
  readonly follower: string;
  /** How often in a row. */
  readonly rounds: number;
}

/** An answer that was learned, as it stands after an independent check. Ties are against the leader. */
export interface Verdict extends Answer<LabelledPolicy | null, LabelledPolicy | null> {
  /** What the followers may depend on in all values. */
  readonly followerClass: BestResponseClass;
  /** Whether the leader learned against followers that hold one action for a whole episode. */
  readonly held: boolean;
  /** What the leader gets where an indifferent follower chooses for it; null where that was not verified. */
  readonly strongValue: number | null;
  /** What the leader gets from the learned followers: what its training tells it. Null where they are no table of observations. */
  readonly apparentValue: number | null;
  /** Why the value was not verified by brute force; null where it was. */
  readonly notVerified: string | null;
  /** What the learned followers fall short of a best response; null where they are no table of observations. */
  readonly bestResponseGap: number | null;
  /** The best value of any commitment of the class; null where it is not known. */
  readonly optimum: Optimum | null;
  /** The optimum minus the leader's value; null where it is not known. */
  readonly leaderRegret: number | null;
  /** Against how many of all deterministic leaders the learned follower responds optimally; null where that was not measured. */
  readonly exactContexts: { readonly optimal: number; readonly of: number } | null;
  /** More about the best mixture, where the leader commits to one. */
  readonly mixture: MixtureOptimum | null;
  /** One episode of the commitment against a best response; null where there is none to tell. */
  readonly play: readonly PlayedRounds[] | null;
}
