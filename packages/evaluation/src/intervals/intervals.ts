import { InputError, randomStream, show } from '@firstmover/core';
import { mean, quantile, sortedQuantile } from '../aggregates/aggregates.ts';
import type { Scores } from '../scores/scores.ts';
import { checkScores } from '../scores/scores.ts';
import { normalBelow, normalQuantile, studentQuantile } from './normal.ts';

/** An estimate with an interval. */
export interface Interval {
  /** The estimate. */
  readonly value: number;
  /** The lower end. */
  readonly low: number;
  /** The upper end. */
  readonly high: number;
}

/** How intervals are made. */
export interface BootstrapOptions {
  /** The share of intervals that should cover the truth (default 0.95). */
  readonly level?: number;
  /** How many samples are drawn (default 2000). */
  readonly resamples?: number;
  /** The seed of the samples (default 0). */
  readonly seed?: number;
}

/**
 * The stratified bootstrap interval of a statistic of scores (Agarwal et al., NeurIPS 2021): runs are drawn anew, with replacement, within each task. Ends are
 * the expanded percentiles of Hesterberg (The American Statistician 2015, section 5.3), which make up for the narrowness of percentiles with few runs. With one
 * run of every task nothing is known about the spread, and the interval is unbounded.
 *
 * @example
 * bootstrap([[0.9, 1, 0.8], [1, 1, 0.7]], interquartileMean); // { value, low, high }
 * @throws InputError for scores that are not numbers, a level outside (0, 1), fewer than 100 resamples
 */
export function bootstrap(scores: Scores, statistic: (sample: Scores) => number, options: BootstrapOptions = {}): Interval {
  return resample([scores], ([sample]) => statistic(sample!), options);
}

/**
 * The same of a statistic that compares two methods, whose runs are drawn independently.
 *
 * @example
 * bootstrapOfTwo(ours, theirs, probabilityOfImprovement);
 */
export function bootstrapOfTwo(
  first: Scores,
  second: Scores,
  statistic: (first: Scores, second: Scores) => number,
  options: BootstrapOptions = {},
): Interval {
  return resample([first, second], ([a, b]) => statistic(a!, b!), options);
}

function resample(methods: readonly Scores[], statistic: (samples: readonly Scores[]) => number, options: BootstrapOptions): Interval {
  const { level = 0.95, resamples = 2000, seed = 0 } = options;
  if (!(level > 0 && level < 1)) throw new InputError(`level ${show(level)} of the interval: expected a number between 0 and 1`);
  if (!Number.isSafeInteger(resamples) || resamples < 100)
    throw new InputError(`resamples ${show(resamples)}: expected an integer of at least 100`);
  for (const scores of methods) checkScores(scores);
  const value = statistic(methods);
  const tail = expandedTail((1 - level) / 2, methods.flat());
  if (tail === undefined) return { value, low: -Infinity, high: Infinity };
  const random = randomStream(seed, 'bootstrap').at(0, 0);
  const draws = Float64Array.from({ length: resamples }, () =>
    statistic(methods.map((scores) => scores.map((runs) => runs.map(() => runs[random.integer(runs.length)]!)))),
  ).sort();
  return { value, low: sortedQuantile(draws, tail), high: sortedQuantile(draws, 1 - tail) };
}

/**
 * The share of samples to leave out on either side. It is a normal tail of the size that Student's has, for the spread of drawn samples,
 * which is too small. Degrees of freedom are those of a sum of means (Satterthwaite 1946), rounded down.
 */
function expandedTail(tail: number, strata: Scores): number | undefined {
  const repeated = strata.filter(({ length }) => length > 1);
  if (repeated.length === 0) return undefined;
  const parts = repeated.map((runs) => ({ variance: varianceOf(runs) / runs.length, freedom: runs.length - 1 }));
  const sum = (term: (part: { readonly variance: number; readonly freedom: number }) => number): number =>
    parts.reduce((total, part) => total + term(part), 0);
  const total = sum(({ variance }) => variance);
  const known = total > 0 && total < Infinity;
  const drawn = known ? sum(({ variance, freedom }) => (variance * freedom) / (freedom + 1)) / total : 1;
  const freedom = known ? (total * total) / sum(({ variance, freedom }) => (variance * variance) / freedom) : sum(({ freedom }) => freedom);
  return normalBelow(studentQuantile(tail, Math.floor(freedom + 1e-9)) / Math.sqrt(drawn));
}

function varianceOf(runs: readonly number[]): number {
  const centre = mean(runs);
  return runs.reduce((sum, score) => sum + (score - centre) * (score - centre), 0) / (runs.length - 1);
}

/**
 * Wilson's score interval of a proportion (1927), which stays within 0 and 1 and is not empty where all trials went one way.
 *
 * @param successes - how many trials succeeded
 * @param trials - how many there were, at least one
 * @param level - the share of intervals that should cover the truth (default 0.95)
 */
export function proportion(successes: number, trials: number, level = 0.95): Interval {
  if (!Number.isSafeInteger(trials) || trials < 1) throw new InputError(`trials ${show(trials)}: expected an integer of at least 1`);
  if (!Number.isSafeInteger(successes) || successes < 0 || successes > trials)
    throw new InputError(`successes ${show(successes)} of ${trials}: expected an integer from 0 to ${trials}`);
  if (!(level > 0 && level < 1)) throw new InputError(`level ${show(level)} of the interval: expected a number between 0 and 1`);
  const z = normalQuantile((1 + level) / 2);
  const share = successes / trials;
  const scale = 1 + (z * z) / trials;
  const centre = (share + (z * z) / (2 * trials)) / scale;
  const half = (z / scale) * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials));
  return { value: share, low: successes === 0 ? 0 : centre - half, high: successes === trials ? 1 : centre + half };
}

/** The median of numbers with the interval that its order statistics give for certain (David & Nagaraja 2003, section 7.1): infinite numbers are allowed. */
export function medianInterval(values: readonly number[], level = 0.95): Interval {
  checkScores([values]);
  if (!(level > 0 && level < 1)) throw new InputError(`level ${show(level)} of the interval: expected a number between 0 and 1`);
  const sorted = Float64Array.from(values).sort();
  const n = sorted.length;
  // The largest k such that at most half of 1 - level falls on fewer than k of n fair coins. Halvings are put off as long as no sum overflows, so that
  // the probability of the first, 0.5^n, is not lost with many values.
  let k = 0;
  let halvings = n;
  let weight = 1;
  for (let below = weight; below * 0.5 ** halvings <= (1 - level) / 2 && k < n / 2; k++) {
    weight *= (n - k) / (k + 1);
    below += weight;
    if (below < 2 ** 500) continue;
    [weight, below, halvings] = [weight * 0.5 ** 500, below * 0.5 ** 500, halvings - 500];
  }
  return { value: quantile(values, 0.5), low: k === 0 ? -Infinity : sorted[k - 1]!, high: k === 0 ? Infinity : sorted[n - k]! };
}
