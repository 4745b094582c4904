import type { LeaderProblem, TablePolicy } from '@firstmover/core';
import { greedyChoices } from '@firstmover/core';
import type { Learner } from '@firstmover/experience';
import type { Point } from '../harness/study.ts';
import { thin } from './figures.ts';

/** What became of a leader in training. */
export interface Trained {
  /** What the greedy policy was worth after each update, by environment steps. */
  readonly curve: readonly Point[];
  /** What it is worth in the end. */
  readonly value: number;
  /** Environment steps from which on its value did not change. */
  readonly settled: number;
}

/** Trains a leader with a table for a number of steps, and values its greedy policy after each update. No value reaches the learner. */
export function train(problem: LeaderProblem, learner: Learner, steps: number, value: (choices: readonly number[]) => number): Trained {
  const curve: Point[] = [];
  while (problem.steps < steps) {
    learner.update();
    curve.push({ x: problem.steps, y: value(greedyChoices(learner.policy('greedy') as TablePolicy)) });
  }
  const last = curve.at(-1)!.y;
  let at = curve.length - 1;
  while (at > 0 && curve[at - 1]!.y === last) at--;
  return { curve: thin(curve), value: last, settled: curve[at]!.x };
}
