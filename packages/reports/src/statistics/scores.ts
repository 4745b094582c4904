import { stepsToStay } from '@firstmover/evaluation';
import type { Groups, ReportRun } from '../groups/groups.ts';

/** A run with what it is compared by. */
export interface ScoredRun extends ReportRun {
  /** The share of the optimum that it reached: 1 minus regret over the size of the optimum (over 1 where that is 0). */
  readonly score: number;
  /** Environment steps after which its evaluations stay at the optimum, pre-training included; `Infinity` for never, undefined without an optimum. */
  readonly steps: number | undefined;
}

/** How far below the optimum still counts as it: a billionth. */
const TOLERANCE = 1e-9;

/**
 * Scores every finished run. Where a game has no known optimum, the scale goes from 0, the least that any of these runs earned, to 1, the most.
 *
 * @returns the runs that have a score, in order
 */
export function scoreRuns({ tasks, runs }: Groups): ScoredRun[] {
  const finished = runs.filter(({ run, value }) => run.result !== undefined && value !== undefined && Number.isFinite(value));
  return finished.map((item) => {
    const optimum = tasks[item.task]!.optimum?.leaderValue;
    const value = item.value!;
    if (optimum === undefined) {
      const all = finished.filter(({ task }) => task === item.task).map((other) => other.value!);
      const [least, most] = [Math.min(...all), Math.max(...all)];
      return { ...item, score: most > least ? (value - least) / (most - least) : 1, steps: undefined };
    }
    const size = Math.abs(optimum) || 1;
    const steps = item.returns ? stepsToStay(item.returns, optimum - TOLERANCE * Math.max(1, size)) : Infinity;
    return { ...item, score: 1 - (optimum - value) / size, steps };
  });
}

/** Scores or steps per task, of one arm and of the given tasks. */
export function cells(
  runs: readonly ScoredRun[],
  arm: number,
  tasks: readonly number[],
  measure: (run: ScoredRun) => number,
): (readonly number[])[] {
  return tasks.map((task) => runs.filter((run) => run.arm === arm && run.task === task).map(measure));
}

/** The tasks on which all of the given arms have finished runs. */
export function commonTasks(runs: readonly ScoredRun[], arms: readonly number[]): number[] {
  const own = (arm: number): Set<number> => new Set(runs.filter((run) => run.arm === arm).map(({ task }) => task));
  const [first, ...others] = arms.map(own);
  return [...(first ?? [])].filter((task) => others.every((tasks) => tasks.has(task))).sort((a, b) => a - b);
}
