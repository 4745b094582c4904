import type {
  BoundOracle,
  BoundPart,
  Conditions,
  FiniteModel,
  FollowerOracle,
  Game,
  LeaderProblemOptions,
  Part,
  Policy,
  Savable,
  Metrics,
} from '@firstmover/core';
import { CONDITIONS } from '@firstmover/core';
import type { BoundLeader } from '@firstmover/algorithms';
import type { PolicyMode } from '@firstmover/experience';

/** A condition of the theorem: `queriesOnly`, that the oracle has no other access to the leader than queries, or an option of the leader problem. */
export type TheoremCondition = 'queriesOnly' | keyof Conditions;

/** The conditions of the theorem that makes the leader's problem an ordinary one (Gerstgrasser & Parkes 2023, Theorem 1), in words. */
export const THEOREM_CONDITIONS: { readonly [name in TheoremCondition]: string } = {
  queriesOnly: 'the oracle has no other access to the leader than queries',
  ...CONDITIONS,
};

/** Whether a method keeps each condition; `does not apply` where it has no such step. */
export type KeptConditions = { readonly [name in TheoremCondition]: 'kept' | 'dropped' | 'does not apply' };

/** A method as data: a follower oracle, a leader, and what of the leader's problem differs from its defaults. */
export interface Recipe {
  /** What a follower response is meant to be. */
  readonly equilibrium: string;
  /** How followers respond. */
  readonly oracle: BoundOracle;
  /** How the leader learns. */
  readonly leader: BoundLeader;
  /** Conditions that differ from their defaults. */
  readonly conditions?: Partial<Conditions>;
  /** The leader's problem, where it differs from the usual one. */
  readonly problem?: Pick<LeaderProblemOptions, 'games' | 'critic'>;
}

/** A method whose learners need more than queries: it has a start of its own. */
export interface OwnLearner {
  /** What a follower response is meant to be. */
  readonly equilibrium: string;
  /** Which conditions it keeps. */
  readonly conditions: KeptConditions;
  /**
   * Starts on a game.
   *
   * @throws InputError or RefusedError, in words, for a game that it cannot serve
   */
  start(game: Game, options: StartOptions): MethodRun;
}

/** What a method comes down to. */
export type MethodDesign = Recipe | OwnLearner;

/** A published way to look for Stackelberg equilibria that configs can name; it is handed a leader where another than its usual one is wanted. */
export type MethodPart = Part<'method', readonly [leader?: BoundLeader], MethodDesign>;

/** A method with settings. */
export type BoundMethod = BoundPart<'method', readonly [leader?: BoundLeader], MethodDesign>;

/** How to start a method. */
export interface StartOptions {
  /** The seed of everything random (default 0). */
  readonly seed?: number;
  /** The finite model of the game, where it has one. */
  readonly model?: FiniteModel;
  /** The most environment steps of pre-training, for oracles that are trained beforehand (default the oracle's own). */
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

/** Which of the theorem's conditions a design keeps. */
export function keptConditions(design: MethodDesign): KeptConditions {
  if ('start' in design) return design.conditions;
  const dropped = (name: string): boolean => {
    const value: unknown = design.conditions?.[name as keyof Conditions];
    return value === false || (typeof value === 'number' && value < 1);
  };
  const names = Object.keys(THEOREM_CONDITIONS) as TheoremCondition[];
  return Object.fromEntries(names.map((name) => [name, dropped(name) ? 'dropped' : 'kept'])) as KeptConditions;
}
