import type { FiniteModel, FollowerOracle, Game, Policy, Savable } from '@firstmover/core';
import type { Metrics, PolicyMode } from '@firstmover/algorithms';

/** The conditions of the theorem that makes the leader's problem an ordinary one (Gerstgrasser & Parkes 2023, Theorem 1), in words. */
export const THEOREM_CONDITIONS: { readonly [name in TheoremCondition]: string } = {
  queriesOnly: 'the oracle has no other access to the leader than queries',
  queriesInTrajectory: "query steps are in the leader's learning trajectory",
  leaderCannotSeePhase: 'the leader cannot tell queries from play',
  queriesEarnNothing: 'queries earn the leader nothing',
  oracleRestarts: 'the oracle starts afresh for every outer episode',
};

/** One of the theorem's conditions. */
export type TheoremCondition = 'queriesOnly' | 'queriesInTrajectory' | 'leaderCannotSeePhase' | 'queriesEarnNothing' | 'oracleRestarts';

/** A published way to look for Stackelberg equilibria, as a choice of oracle, leader and conditions. */
export interface Method {
  /** The name on the command line. */
  readonly name: string;
  /** What it does, in one sentence. */
  readonly summary: string;
  /** Who published it, and where. */
  readonly citation: string;
  /** What a follower response is meant to be. */
  readonly equilibrium: string;
  /** Whether it keeps each of the theorem's conditions; `does not apply` where it has no such step. */
  readonly conditions: { readonly [name in TheoremCondition]: 'kept' | 'dropped' | 'does not apply' };
  /**
   * Starts on a game.
   *
   * @throws InputError or RefusedError, in words, for a game that it cannot serve
   */
  start(game: Game, options?: StartOptions): MethodRun;
}

/** How to start a method. */
export interface StartOptions {
  /** The seed of everything random (default 0). */
  readonly seed?: number;
  /** The finite model of the game, where it has one. */
  readonly model?: FiniteModel;
  /** The most environment steps of pre-training, for methods that pre-train (default the follower's own). */
  readonly pretrainingSteps?: number;
}

/** A method at work on a game; saved between two updates. */
export interface MethodRun extends Savable {
  /** What the next update trains. */
  readonly phase: 'pretraining' | 'leader';
  /** Environment steps executed so far, all copies together, queries and simulated games included. */
  readonly steps: { readonly pretraining: number; readonly leader: number };
  /** Trains once: `return` among the metrics is the mean return of whoever is trained. */
  update(): Metrics;
  /** The leader's present policy, frozen. */
  leader(mode?: PolicyMode): Policy;
  /** The followers' oracle as it stands; undefined for methods whose followers are none. */
  oracle(): FollowerOracle | undefined;
}
