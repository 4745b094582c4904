import type { Plan, PlanOptions } from '@firstmover/pipeline';
import type { GameName, OwnDefinition, PartOf } from '../names/names.ts';

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
export interface Experiment extends PlanOptions {
  /** Where the JSON Schema is that an editor completes it by; nothing else reads it. */
  readonly $schema?: string;
  /** The name of its run folder (default made of game, method or parts, and seed): letters, digits, dots, dashes and underscores. */
  readonly name?: string;
  /** The game, by id, as `module#export`, or in full. */
  readonly game: string | GameChoice;
  /** When it is saved. */
  readonly checkpoints?: CheckpointsPart;
  /** Which updates leave a row. */
  readonly metrics?: MetricsPart;
  /** Several seeds, one run each, instead of `seed`. */
  readonly seeds?: readonly number[];
}

/** An {@link Experiment} in which unknown games, parts and settings do not compile. */
export interface TypedExperiment extends Omit<Experiment, 'game' | 'method' | 'oracle' | 'leader'> {
  /** The game, by id, as `module#export`, or in full. */
  readonly game: GameName | OwnDefinition | (GameChoice & { readonly id?: GameName });
  /** A method, by name or in full: instead of `oracle`, `conditions` and `problem`. */
  readonly method?: PartOf<'method'>;
  /** How followers respond, by name or in full. */
  readonly oracle?: PartOf<'oracle'>;
  /** How the leader learns, by name or in full (default the method's, or `ppo`). */
  readonly leader?: PartOf<'leader'>;
}

/** An experiment of one run with everything filled in: what a run folder freezes. JSON-safe. */
export interface RunConfig extends Plan {
  /** The name of its run folder. */
  readonly name: string;
  /** The game: its id, or the absolute path of its module. */
  readonly game: GameChoice;
  /** When it is saved. */
  readonly checkpoints: CheckpointsPart;
  /** Which updates leave a row. */
  readonly metrics: MetricsPart;
}

/**
 * An experiment with its type checked where it is written: unknown games, parts and settings do not compile. It is returned as it is: whoever trains
 * it checks the values.
 *
 * @example
 * export default defineExperiment({
 *   game: 'matrix/IteratedPrisonersDilemma-v1',
 *   oracle: 'tabular-q',
 *   leader: { name: 'ppo', learningRate: 0.05 },
 *   budget: { leaderSteps: 100_000 },
 * });
 */
export function defineExperiment(experiment: TypedExperiment): Experiment {
  return experiment;
}
