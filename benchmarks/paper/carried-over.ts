import type { TablePolicy } from '@firstmover/core';
import { childSeed, finiteModel, leaderProblem } from '@firstmover/core';
import { reinforce } from '@firstmover/algorithms';
import { tabularQFollower } from '@firstmover/followers';
import { battleOfTheSexes } from '@firstmover/matrix-games';
import type { Point } from '../harness/study.ts';
import type { Experiment } from './experiment.ts';
import { curves } from './figures.ts';
import { mean } from '@firstmover/evaluation';
import { interval, showInterval, showShare } from './numbers.ts';
import { column } from '../harness/rows.ts';

const INSIDE = 'restarted';
const OUTSIDE = 'carried over';
/** How the follower explores, and the leader's rate; the first is the one that is judged. */
const VARIANTS = [
  { name: 'epsilon 0.1, rate 0.008', exploration: { epsilon: 0.1 }, initial: 'zero', rate: 0.008 },
  { name: 'as published, rate 0.008', exploration: { parameterNoise: 0.1 }, initial: 'normal', rate: 0.008 },
  { name: 'as published, rate 0.015', exploration: { parameterNoise: 0.1 }, initial: 'normal', rate: 0.015 },
  { name: 'as published, rate 0.03', exploration: { parameterNoise: 0.1 }, initial: 'normal', rate: 0.03 },
  { name: 'as published, rate 0.156', exploration: { parameterNoise: 0.1 }, initial: 'normal', rate: 0.156 },
] as const;
type Variant = (typeof VARIANTS)[number];
const armOf = (how: string, { name }: Variant): string => `${how}, ${name}`;

/** Followers that keep what they learned against earlier leaders answer those leaders. */
export const carriedOver: Experiment = {
  name: 'carried-over',
  about: new URL('./carried-over.md', import.meta.url),
  condition: {
    condition: 'the oracle restarts in every outer episode',
    threshold: 1.8,
    published: 'inside at least 1.90 in 10 of 10, outside about 1.0 in 9 of 10 (noise, rate 0.015, simulated)',
    inside: (runs) => column(runs, armOf(INSIDE, VARIANTS[0]), 'value')[0]!,
    outside: (runs) => column(runs, armOf(OUTSIDE, VARIANTS[0]), 'value')[0]!,
  },
  arms: VARIANTS.flatMap((variant) => [INSIDE, OUTSIDE].map((place) => armOf(place, variant))),
  run(arm, seed, effort) {
    const game = battleOfTheSexes.create();
    const model = finiteModel(game);
    const variant = VARIANTS.find((each) => [INSIDE, OUTSIDE].some((place) => armOf(place, each) === arm))!;
    const oracleRestarts = arm === armOf(INSIDE, variant);
    const oracle = tabularQFollower(game, { model, episodes: 10, exploration: variant.exploration, initial: variant.initial });
    const conditions = { oracleRestarts, consistentAnswers: false };
    const problem = leaderProblem(oracle, { copies: 1, seed: childSeed(seed, 'leader'), model, conditions });
    const learner = reinforce(problem, { learningRate: variant.rate, baseline: 'none', rounds: 9, seed: childSeed(seed, 'leader') });
    const returns: number[] = [];
    const curve: Point[] = [];
    while (problem.steps < effort * 55_000) {
      returns.push(learner.update()['return']!);
      if (returns.length % 20 === 0) curve.push({ x: problem.steps, y: Number(mean(returns.slice(-20)).toFixed(4)) });
    }
    const row0 = (learner.policy() as TablePolicy).probability(0, 0);
    return [
      {
        arm,
        seed,
        values: { value: mean(returns.slice(-20)), 'probability of row 0': row0 },
        curve: curve.length > 0 ? curve : [{ x: problem.steps, y: mean(returns) }],
      },
    ];
  },
  compare(runs) {
    const published: { readonly [arm: string]: string } = {
      [armOf(INSIDE, VARIANTS[2])]: 'at least 1.90 in 10 of 10 (simulated)',
      [armOf(OUTSIDE, VARIANTS[2])]: 'about 1.0 in 9 of 10 (simulated)',
      [armOf(INSIDE, VARIANTS[3])]: '2.0 in 9 of 10 (simulated)',
      [armOf(OUTSIDE, VARIANTS[3])]: 'about 1.0 in 6 of 10 (simulated)',
    };
    return VARIANTS.flatMap((variant) =>
      [INSIDE, OUTSIDE].map((name) => {
        const values = column(runs, armOf(name, variant), 'value');
        const reached = values.filter((value) => value >= 1.8).length;
        return {
          what: `mean return, ${armOf(name, variant)}`,
          published: published[armOf(name, variant)] ?? '-',
          ours: `${showInterval(interval(values))}; at least 1.8 in ${showShare(reached, values.length)}`,
        };
      }),
    );
  },
  check(runs) {
    const inside = column(runs, armOf(INSIDE, VARIANTS[0]), 'value');
    const outside = column(runs, armOf(OUTSIDE, VARIANTS[0]), 'value');
    const high = inside.filter((value) => value >= 1.8).length;
    const low = outside.filter((value) => value < 1.2).length;
    return [
      { what: 'restarted: near 2', holds: high >= 0.9 * inside.length, detail: showShare(high, inside.length) },
      { what: 'carried over: near 1', holds: low >= 0.9 * outside.length, detail: showShare(low, outside.length) },
    ];
  },
  figures: (runs) => [
    {
      svg: curves(runs, { x: 'environment steps', y: 'return', references: [2] }),
    },
  ],
};
