import { InputError, show } from '@firstmover/core';
import type { BootstrapOptions, Interval } from '../intervals/intervals.ts';
import { bootstrap } from '../intervals/intervals.ts';
import type { Scores } from '../scores/scores.ts';

/** What a run was evaluated at, over its training: `values[i]` after `steps[i]` environment steps, in ascending order. */
export interface LearningCurve {
  /** Environment steps, queries and pre-training included. */
  readonly steps: readonly number[];
  /** What was measured. */
  readonly values: readonly number[];
}

/**
 * Checks a learning curve.
 *
 * @throws InputError for lists of different lengths, no points, steps that do not ascend, or what is no number
 */
export function checkCurve({ steps, values }: LearningCurve): void {
  if (steps.length !== values.length || steps.length === 0)
    throw new InputError(`a learning curve of ${steps.length} steps and ${values.length} values: expected as many, at least one`);
  for (let i = 0; i < steps.length; i++) {
    if (!Number.isFinite(steps[i]) || (i > 0 && steps[i]! <= steps[i - 1]!))
      throw new InputError(`steps[${i}] of a learning curve is ${show(steps[i])}: expected finite numbers that ascend`);
    if (typeof values[i] !== 'number' || Number.isNaN(values[i]))
      throw new InputError(`values[${i}] of a learning curve is ${show(values[i])}: expected a number`);
  }
}

/** What was measured last at or before a step; what was measured first for steps before that. */
export function curveAt(curve: LearningCurve, step: number): number {
  let at = 0;
  while (at + 1 < curve.steps.length && curve.steps[at + 1]! <= step) at++;
  return curve.values[at]!;
}

/**
 * A sample-efficiency curve: a statistic of all runs, with its interval, after each of the given numbers of steps.
 *
 * @param tasks - per task, the curves of its runs
 * @param steps - where to look
 * @param statistic - of the values there, such as `interquartileMean`
 */
export function sampleEfficiency(
  tasks: readonly (readonly LearningCurve[])[],
  steps: readonly number[],
  statistic: (scores: Scores) => number,
  options?: BootstrapOptions,
): Interval[] {
  tasks.flat().forEach(checkCurve);
  return steps.map((step) =>
    bootstrap(
      tasks.map((runs) => runs.map((curve) => curveAt(curve, step))),
      statistic,
      options,
    ),
  );
}

/**
 * The steps after which a curve stays at or above a threshold until its end; `Infinity` when its last value is below.
 *
 * @param curve - the curve
 * @param threshold - in the units of its values
 */
export function stepsToStay(curve: LearningCurve, threshold: number): number {
  checkCurve(curve);
  let from = Infinity;
  for (let i = curve.steps.length - 1; i >= 0 && curve.values[i]! >= threshold; i--) from = curve.steps[i]!;
  return from;
}

/** The steps after which a curve first is at or above a threshold; `Infinity` when it never is. One lucky evaluation counts: see {@link stepsToStay}. */
export function stepsToReach(curve: LearningCurve, threshold: number): number {
  checkCurve(curve);
  const at = curve.values.findIndex((value) => value >= threshold);
  return at < 0 ? Infinity : curve.steps[at]!;
}
