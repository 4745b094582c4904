import type { Conditions } from '@firstmover/core';
import type { PartChoice } from '../parts/choice.ts';

/** A game with its parameters. */
export interface GameChoice {
  /** Its id, as listed by `firstmover list`: either this or `module`. */
  readonly id?: string;
  /** A module that exports a game definition, as a path from the config file. */
  readonly module?: string;
  /** The name of the export (default the only game; with `module` only). */
  readonly export?: string;
  /** Parameters that differ from their defaults. */
  readonly parameters?: { readonly [name: string]: unknown };
}

/** The leader's problem, where it differs from the usual one. */
export interface ProblemPart {
  /** How many games are played against one response (default 1). */
  readonly games?: number;
  /** What a critic sees (default `leader`). */
  readonly critic?: 'leader' | 'oracle';
}

/** When a run ends: at the first limit that an update reaches. */
export interface BudgetPart {
  /** Environment steps of the leader's problem (default 40,000 where `updates` is not given). */
  readonly leaderSteps?: number;
  /** Updates of the leader. */
  readonly updates?: number;
  /** The most environment steps of pre-training, for followers that pre-train (default the follower's own). */
  readonly pretrainingSteps?: number;
}

/** When the leader is compared with a best response. */
export interface EvaluationPart {
  /** After so many updates of the leader, and at the end (default 20). */
  readonly everyUpdates?: number;
}

/** When and how many checkpoints are kept; one is always written at the end and at a new best evaluation. */
export interface CheckpointsPart {
  /** Seconds between two (default 30 where `everyUpdates` is not given). */
  readonly everySeconds?: number;
  /** Updates between two, instead. */
  readonly everyUpdates?: number;
  /** How many of the last stay, beside the best (default 3). */
  readonly keep?: number;
}

/** Which updates leave a row of metrics. */
export interface MetricsPart {
  /** One of so many (default 1). */
  readonly everyUpdates?: number;
}

/** One experiment: a game, a method or an oracle and a leader, and how long. JSON-safe. */
export interface Experiment {
  /** Where the JSON Schema is that an editor completes it by; nothing else reads it. */
  readonly $schema?: string;
  /** The name of its run folder (default made of game, method or parts, and seed): letters, digits, dots, dashes and underscores. */
  readonly name?: string;
  /** The game, by id, as `module#export`, or in full. */
  readonly game: string | GameChoice;
  /** A method, by name, as `module#export`, or in full: instead of `oracle`, `conditions` and `problem`. */
  readonly method?: string | PartChoice;
  /** How followers respond, named likewise. */
  readonly oracle?: string | PartChoice;
  /** How the leader learns, named likewise (default the method's, or `ppo`). */
  readonly leader?: string | PartChoice;
  /** Conditions of the leader's problem that differ from their defaults. */
  readonly conditions?: Partial<Conditions>;
  /** The leader's problem. */
  readonly problem?: ProblemPart;
  /** When it ends. */
  readonly budget?: BudgetPart;
  /** When it is evaluated; false: only at the end. */
  readonly evaluation?: EvaluationPart | false;
  /** When it is saved. */
  readonly checkpoints?: CheckpointsPart;
  /** Which updates leave a row. */
  readonly metrics?: MetricsPart;
  /** The seed of everything random (default 0). */
  readonly seed?: number;
  /** Several seeds, one run each, instead of `seed`. */
  readonly seeds?: readonly number[];
}

/** An experiment of one run with everything filled in: what a run folder freezes. JSON-safe. */
export interface RunConfig {
  /** The name of its run folder. */
  readonly name: string;
  /** The game: its id, or the absolute path of its module. */
  readonly game: GameChoice;
  /** The method, if it is one. */
  readonly method?: PartChoice;
  /** The oracle, if it is no method. */
  readonly oracle?: PartChoice;
  /** The leader; left out where the method's own is used. */
  readonly leader?: PartChoice;
  /** Conditions that differ from their defaults. */
  readonly conditions?: Partial<Conditions>;
  /** The leader's problem. */
  readonly problem?: ProblemPart;
  /** When it ends. */
  readonly budget: BudgetPart;
  /** When it is evaluated. */
  readonly evaluation: EvaluationPart | false;
  /** When it is saved. */
  readonly checkpoints: CheckpointsPart;
  /** Which updates leave a row. */
  readonly metrics: MetricsPart;
  /** The seed. */
  readonly seed: number;
}

/**
 * An experiment with its type checked where it is written. It is returned as it is: whoever trains it checks the values.
 *
 * @example
 * export default defineExperiment({
 *   game: 'matrix/IteratedPrisonersDilemma-v1',
 *   oracle: 'tabular-q',
 *   leader: { name: 'ppo', learningRate: 0.05 },
 *   budget: { leaderSteps: 100_000 },
 * });
 */
export function defineExperiment(experiment: Experiment): Experiment {
  return experiment;
}
