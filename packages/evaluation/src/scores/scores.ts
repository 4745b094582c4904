import { InputError, show } from '@firstmover/core';

/**
 * What runs reached: one list per task (a game), of one score per run (a seed). Scores of different tasks are averaged, so they should be on
 * one scale, such as the share of the exact value. Infinite scores stand for what never happened, such as steps until an optimum.
 */
export type Scores = readonly (readonly number[])[];

/**
 * Checks scores.
 *
 * @param scores - at least one task, each of at least one run
 * @throws InputError naming the task and the run that is not a number, or the task without runs
 */
export function checkScores(scores: Scores): void {
  if (scores.length === 0) throw new InputError('scores of no task: expected at least one list of scores');
  scores.forEach((runs, task) => {
    if (runs.length === 0) throw new InputError(`scores[${task}] is empty: expected at least one run of every task`);
    runs.forEach((score, run) => {
      if (typeof score !== 'number' || Number.isNaN(score))
        throw new InputError(`scores[${task}][${run}] is ${show(score)}: expected a number`);
    });
  });
}
