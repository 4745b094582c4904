import type { Interval, BootstrapOptions } from '../intervals/intervals.ts';
import { bootstrap } from '../intervals/intervals.ts';
import { mean } from '../aggregates/aggregates.ts';
import type { Scores } from '../scores/scores.ts';
import { checkScores } from '../scores/scores.ts';

/**
 * A performance profile: per threshold, the share of runs that score more, averaged over the tasks (Agarwal et al., NeurIPS 2021, run-score distribution; Dolan &
 * Moré 2002).
 */
export function performanceProfile(scores: Scores, thresholds: readonly number[]): number[] {
  checkScores(scores);
  return thresholds.map((threshold) => shareAbove(scores, threshold));
}

/** The same with pointwise intervals. */
export function profileIntervals(scores: Scores, thresholds: readonly number[], options?: BootstrapOptions): Interval[] {
  return thresholds.map((threshold) => bootstrap(scores, (sample) => shareAbove(sample, threshold), options));
}

function shareAbove(scores: Scores, threshold: number): number {
  return mean(scores.map((runs) => mean(runs.map((score) => Number(score > threshold)))));
}
