import type { BestResponseClass, Parameters } from '@firstmover/core';

/** A policy as probabilities, with names. */
export interface LabelledPolicy {
  /** A name per observation. */
  readonly observations: readonly string[];
  /** A name per action. */
  readonly actions: readonly string[];
  /** Probabilities, [observation][action]. */
  readonly probabilities: readonly (readonly number[])[];
}

/** What is known about the best mixture of rows. */
export interface MixtureProof {
  /** The optimal mixture or, where none attains the value, the limit of those that come close. */
  readonly optimum: readonly number[];
  /** Whether a mixture is worth that much against adverse ties; else the exact value is a supremum. */
  readonly attained: boolean;
  /** The highest less the lowest payoff of the leader. */
  readonly payoffRange: number;
  /** A mixture this far towards the inside of the region where the reply is the only best one, and its value; null where there is no inside. */
  readonly inside: { readonly step: number; readonly mixture: readonly number[]; readonly leaderReturn: number } | null;
}

/** A solved game with its proof. Returns are sums over an episode, discounted by the game's gamma. */
export interface SolveResult {
  /** The id of the game. */
  readonly game: string;
  /** Its parameters. */
  readonly params: Parameters;
  /** The method, where one was named. */
  readonly method?: string;
  /** The follower oracle. */
  readonly oracle: string;
  /** The leader's algorithm. */
  readonly leader: string;
  /** The seed. */
  readonly seed: number;
  /** How ties are broken in all values below: against the leader. */
  readonly ties: 'weak';
  /** What the follower may depend on in all values below. */
  readonly followerClass: BestResponseClass;
  /** Present where the leader learned against followers that hold one action for a whole episode. */
  readonly held?: true;
  /** The leader's greedy policy. */
  readonly leaderPolicy: LabelledPolicy;
  /** What it earns against an exact best response. */
  readonly leaderReturn: number;
  /** How far that is below the exact optimum; null where the optimum is out of reach. */
  readonly leaderRegret: number | null;
  /** What an exact best response to it earns. */
  readonly followerReturn: number;
  /** How much less the oracle's follower earns; null where its response is no table (followers with memory). */
  readonly bestResponseGap: number | null;
  /** The best deterministic commitment by enumeration, or the best mixture by linear programmes; null where it is out of reach. */
  readonly exact: { readonly leaderReturn: number; readonly followerReturn: number } | null;
  /** More about the best mixture, where the leader commits to one. */
  readonly mixture?: MixtureProof;
  /** Environment steps executed. */
  readonly steps: { readonly pretraining: number; readonly leader: number; readonly total: number };
  /**
   * Steps until the answer was exact and stayed so: pre-training until the follower was optimal in every context (null if it never was or
   * there is none), leader until its greedy policy was. Null where the leader's never was or the optimum is out of reach.
   */
  readonly stepsToExact: { readonly pretraining: number | null; readonly leader: number } | null;
  /** Contexts in which the contextual follower ended exactly optimal, of how many; null without one. */
  readonly exactContexts: { readonly optimal: number; readonly of: number } | null;
}
