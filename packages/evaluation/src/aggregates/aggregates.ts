import { InputError, show } from '@firstmover/core';
import type { Scores } from '../scores/scores.ts';
import { checkScores } from '../scores/scores.ts';

/** The arithmetic mean of numbers, of which there is at least one. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * A quantile of numbers, by linear interpolation between order statistics (type 7 of Hyndman & Fan 1996). Infinite numbers are allowed.
 *
 * @param values - at least one
 * @param share - 0 for the least, 1 for the largest
 */
export function quantile(values: readonly number[], share: number): number {
  return sortedQuantile(Float64Array.from(values).sort(), share);
}

/** The same of numbers in ascending order. */
export function sortedQuantile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1);
  const below = sorted[Math.floor(at)]!;
  const above = sorted[Math.ceil(at)]!;
  return below === above ? below : below + (at - Math.floor(at)) * (above - below);
}

/** The middle number, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The mean of the tasks' mean scores. */
export function meanScore(scores: Scores): number {
  checkScores(scores);
  return mean(scores.map(mean));
}

/** The median of the tasks' mean scores. */
export function medianScore(scores: Scores): number {
  checkScores(scores);
  return median(scores.map(mean));
}

/**
 * The interquartile mean: the mean of what is left of all scores, of all tasks together, without the lowest and the highest quarter (Agarwal et
 * al., NeurIPS 2021). A quarter is rounded down to whole runs.
 */
export function interquartileMean(scores: Scores): number {
  checkScores(scores);
  const sorted = Float64Array.from(scores.flat()).sort();
  const cut = Math.floor(sorted.length / 4);
  return mean(Array.from(sorted.subarray(cut, sorted.length - cut)));
}

/**
 * The optimality gap: by how much scores fall short of a target on average, where scores beyond it do not make up for others (Agarwal et al.,
 * NeurIPS 2021).
 *
 * @param scores - the scores
 * @param target - what would be optimal (default 1)
 */
export function optimalityGap(scores: Scores, target = 1): number {
  checkScores(scores);
  if (!Number.isFinite(target)) throw new InputError(`target ${show(target)} of the optimality gap: expected a finite number`);
  return target - mean(scores.map((runs) => mean(runs.map((score) => Math.min(score, target)))));
}

/**
 * The probability that a run of the first scores more than a run of the second on a task drawn at random, ties counted half (Agarwal et al., NeurIPS 2021;
 * per task the statistic of Mann & Whitney 1947 over the number of pairs).
 *
 * @throws InputError when they are not about the same tasks
 */
export function probabilityOfImprovement(first: Scores, second: Scores): number {
  checkScores(first);
  checkScores(second);
  if (first.length !== second.length)
    throw new InputError(`scores of ${first.length} tasks beside ${second.length}: expected the same tasks, in the same order`);
  return mean(first.map((runs, task) => pairsWon(runs, second[task]!) / (runs.length * second[task]!.length)));
}

function pairsWon(runs: readonly number[], others: readonly number[]): number {
  let won = 0;
  for (const run of runs) for (const other of others) won += run > other ? 1 : run === other ? 0.5 : 0;
  return won;
}
