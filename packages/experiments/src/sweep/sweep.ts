import type { Conditions } from '@firstmover/core';
import type { BudgetPart, EvaluationPart, ProblemPart } from '@firstmover/pipeline';
import type { Experiment, TypedExperiment } from '../config/experiment.ts';
import type { Json } from '../json/plain-json.ts';
import type { NamedKind, SettingOf } from '../names/names.ts';

/** Values between two ends. Drawn numbers keep six significant digits. */
export interface ValueRange {
  /** The lower end. */
  readonly from: number;
  /** The upper end. */
  readonly to: number;
  /** Whether equal steps add or multiply (default `linear`); `log` needs ends above 0. */
  readonly scale?: 'linear' | 'log';
  /** Integers only, both ends included (default false). */
  readonly integer?: boolean;
  /** How many values a grid takes, both ends included: with grid sampling only, where it is needed. */
  readonly points?: number;
}

/** Which settings are tried: all combinations, or so many points. */
export interface SamplingPart {
  /** Every combination, independent draws, or a Sobol sequence with a random digital shift. */
  readonly sampler: 'grid' | 'random' | 'sobol';
  /** How many settings: for `random` and `sobol`, where it is needed. A power of two suits Sobol best. */
  readonly settings?: number;
  /** The seed of the draws (default 0): for `random` and `sobol`. */
  readonly seed?: number;
}

/**
 * Successive halving (Jamieson & Talwalkar, AISTATS 2016): every setting gets a small budget, the best of them a larger one, and so on. A rung trains
 * anew, so that each of its runs is an ordinary run: all rungs together cost at most factor / (factor - 1) times what continued runs would.
 */
export interface HalvingPart {
  /** Which entry of the budget grows (default `updates`). */
  readonly budget?: 'updates' | 'leaderSteps';
  /** The budget of the first rung. */
  readonly from: number;
  /** That of the last rung, at most. */
  readonly to: number;
  /** One of so many settings goes on, with so many times the budget (default 3). */
  readonly factor?: number;
}

/** Many runs of one experiment. JSON-safe. */
export interface Sweep {
  /** Where the JSON Schema is that an editor completes it by; nothing else reads it. */
  readonly $schema?: string;
  /** The name of its folder: letters, digits, dots, dashes and underscores. */
  readonly name: string;
  /** What all runs share; one run per setting and per seed of `seeds`. */
  readonly experiment: Experiment;
  /** What changes: paths into the experiment, such as `leader.learningRate`, with a list of values or a range. */
  readonly space: { readonly [path: string]: readonly Json[] | ValueRange };
  /** Which settings are tried (default `grid`). */
  readonly sampling?: SamplingPart['sampler'] | SamplingPart;
  /** Ends bad settings early (default: every setting gets the budget of the experiment). */
  readonly halving?: HalvingPart;
}

type Under<TEntry extends string, TNames> = `${TEntry}.${TNames & string}`;

/** The paths into an experiment that a sweep may change. */
export type SweepPath =
  | 'seed'
  | 'game'
  | Exclude<NamedKind, 'network'>
  | `game.parameters.${string}`
  | Under<'method', 'name' | SettingOf<'method'>>
  | Under<'oracle', 'name' | SettingOf<'oracle'>>
  | Under<'leader', 'name' | SettingOf<'leader'>>
  | Under<'leader.network', 'name' | SettingOf<'network'>>
  | Under<'conditions', keyof Conditions>
  | Under<'problem', keyof ProblemPart>
  | Under<'budget', keyof BudgetPart>
  | Under<'evaluation', keyof EvaluationPart>;

/** A {@link Sweep} in which unknown paths do not compile. For settings of parts of your own, write it as a {@link Sweep} instead. */
export interface TypedSweep extends Omit<Sweep, 'experiment' | 'space'> {
  /** What all runs share. */
  readonly experiment: TypedExperiment;
  /** What changes. */
  readonly space: { readonly [TPath in SweepPath]?: readonly Json[] | ValueRange };
}

/**
 * A sweep with its type checked where it is written: unknown games, parts, settings and paths do not compile. It is returned as it is: whoever runs
 * it checks the values.
 *
 * @example
 * export default defineSweep({
 *   name: 'rates',
 *   experiment: { game: 'matrix/Escape-v1', oracle: 'exact', leader: 'ppo', budget: { updates: 50 }, seeds: [0, 1, 2] },
 *   space: { 'leader.learningRate': [0.01, 0.03, 0.1] },
 * });
 */
export function defineSweep(sweep: TypedSweep): Sweep {
  return sweep as Sweep;
}
