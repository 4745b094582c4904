import type { FiniteModel, LeaderProblem, TablePolicy } from '@firstmover/core';
import { deterministicPolicy, greedyChoices } from '@firstmover/core';
import type { Learner } from '@firstmover/algorithms';
import { bestDeterministicCommitment, createResponder } from '@firstmover/solvers';
import type { Point } from './experiment.ts';
import { thin } from './figures.ts';

/** Exact values of leader tables against a stationary follower that breaks ties against the leader. */
export interface ExactValues {
  /** The highest value of a deterministic table. */
  readonly optimum: number;
  /** The value of a table. */
  value(choices: readonly number[]): number;
  /** Whether a table is optimal. */
  optimal(choices: readonly number[]): boolean;
}

/** Exact values of a game with one follower. */
export function exactValues(model: FiniteModel): ExactValues {
  const options = { followerClass: 'stationary', ties: 'weak' } as const;
  const respond = createResponder(model, options);
  const optimum = bestDeterministicCommitment(model, options).leaderValue;
  const actions = model.actionCounts[0]!;
  const known = new Map<string, number>();
  const value = (choices: readonly number[]): number => {
    const key = choices.join();
    let found = known.get(key);
    if (found === undefined) known.set(key, (found = respond(deterministicPolicy(choices, actions)).leaderValue));
    return found;
  };
  return { optimum, value, optimal: (choices) => value(choices) >= optimum - 1e-9 * Math.max(1, Math.abs(optimum)) };
}

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

/** Of those runs that match an arm, a measure by seed; missing values are infinite. */
export function column(
  runs: readonly { readonly arm: string; readonly values: { readonly [measure: string]: number | null } }[],
  arm: string,
  measure: string,
): number[] {
  return runs.filter((run) => run.arm === arm).map(({ values }) => values[measure] ?? Infinity);
}
