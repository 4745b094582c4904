import type { TablePolicy } from '@firstmover/core';
import { childSeed, finiteModel, greedyChoices, leaderProblem } from '@firstmover/core';
import { reinforce } from '@firstmover/algorithms';
import { tabularQFollower } from '@firstmover/followers';
import { outOfEquilibriumBattle } from '@firstmover/matrix-games';
import type { Run } from '../harness/study.ts';
import type { Experiment } from './experiment.ts';
import { curves } from './figures.ts';
import { interval, showInterval, showShare } from './numbers.ts';
import { exactValues } from '@firstmover/evaluation';
import { column } from '../harness/rows.ts';
import { train } from './leader-training.ts';

const PENALTIES = [-5, 0] as const;
const armOf = (counts: boolean, penalty: number): string => `${counts ? 'counted' : 'not counted'}, penalty ${penalty}`;

/** A leader that is paid while the follower learns saves on teaching. */
export const rewardWhileQuerying: Experiment = {
  name: 'reward-while-querying',
  about: new URL('./reward-while-querying.md', import.meta.url),
  condition: {
    condition: 'queries earn the leader nothing',
    threshold: 2 - 1e-9,
    published: 'row 0 (2) inside, row 1 (1) outside',
    inside: (runs) => column(runs, armOf(false, -5), 'value')[0]!,
    outside: (runs) => column(runs, armOf(true, -5), 'value')[0]!,
  },
  arms: PENALTIES.map((penalty) => `penalty ${penalty}`),
  run(arm, seed, effort) {
    const miscoordination = PENALTIES.find((penalty) => arm === `penalty ${penalty}`)!;
    const game = outOfEquilibriumBattle.create({ miscoordination });
    const model = finiteModel(game);
    const exact = exactValues(model);
    return [false, true].map((counts): Run => {
      const oracle = tabularQFollower(game, { model, episodes: 10, learningRate: 0.2, exploration: { parameterNoise: 0.1 } });
      const conditions = { queriesEarnNothing: !counts };
      const problem = leaderProblem(oracle, { copies: 8, seed: childSeed(seed, 'leader'), model, conditions });
      const learner = reinforce(problem, { learningRate: 0.05, seed: childSeed(seed, 'leader') });
      const { curve, value, settled } = train(problem, learner, effort * 22_000, exact.value);
      const row = greedyChoices(learner.policy('greedy') as TablePolicy)[0]!;
      return { arm: armOf(counts, miscoordination), seed, values: { value, row, settled }, curve };
    });
  },
  compare(runs) {
    const row = (counts: boolean, penalty: number, published: string) => {
      const values = column(runs, armOf(counts, penalty), 'value');
      return { what: `value of the leader's row, rewards ${armOf(counts, penalty)}`, published, ours: showInterval(interval(values)) };
    };
    return [row(false, -5, '2 (row 0)'), row(true, -5, '1 (row 1)'), row(false, 0, '2 (row 0)'), row(true, 0, '2 (row 0)')];
  },
  check: (runs) =>
    PENALTIES.flatMap((penalty) =>
      [false, true].map((counts) => {
        const expected = counts && penalty < 0 ? 1 : 2;
        const values = column(runs, armOf(counts, penalty), 'value');
        const hits = values.filter((value) => Math.abs(value - expected) < 1e-9).length;
        return {
          what: `rewards ${armOf(counts, penalty)}: value ${expected}`,
          holds: hits >= 0.9 * values.length,
          detail: showShare(hits, values.length),
        };
      }),
    ),
  figures: (runs) => [
    {
      svg: curves(runs, { x: 'environment steps', y: 'value', references: [2] }),
    },
  ],
};
