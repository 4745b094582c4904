import type { Random } from '@firstmover/core';
import { randomStream } from '@firstmover/core';
import { interquartileMean, meanScore } from '../aggregates/aggregates.ts';
import type { Scores } from '../scores/scores.ts';
import { bootstrap } from './intervals.ts';

interface CoverageCase {
  readonly name: string;
  readonly draw: (random: Random, task: number) => number;
  readonly tasks: number;
  readonly runs: number;
  readonly truth: number;
  readonly statistic: (scores: Scores) => number;
}

const normal = (random: Random): number => random.normal();

/** Studies whose truth is known. */
export const coverageCases: readonly CoverageCase[] = [
  { name: 'normal scores of one task, ten runs', draw: normal, tasks: 1, runs: 10, truth: 0, statistic: meanScore },
  {
    name: 'normal scores of twelve tasks',
    draw: (random, task) => task + random.normal(),
    tasks: 12,
    runs: 10,
    truth: 5.5,
    statistic: meanScore,
  },
  { name: 'normal scores of five tasks, three runs', draw: normal, tasks: 5, runs: 3, truth: 0, statistic: meanScore },
  {
    name: 'uniform scores, their interquartile mean',
    draw: (random) => random.uniform(),
    tasks: 4,
    runs: 10,
    truth: 0.5,
    statistic: interquartileMean,
  },
  { name: 'normal scores, their interquartile mean', draw: normal, tasks: 1, runs: 10, truth: 0, statistic: interquartileMean },
];

/** The share of simulated studies whose 95% interval covers the truth. */
export function coverage({ draw, tasks, runs, truth, statistic }: CoverageCase, studies: number): number {
  let covered = 0;
  for (let study = 0; study < studies; study++) {
    const random = randomStream(1, 'studies').at(0, study);
    const scores = Array.from({ length: tasks }, (_unused, task) => Array.from({ length: runs }, () => draw(random, task)));
    const { low, high } = bootstrap(scores, statistic, { resamples: 500, seed: study });
    covered += Number(low <= truth && truth <= high);
  }
  return covered / studies;
}
