import type { TablePolicy } from '@firstmover/core';
import { bindPart } from '@firstmover/core';
import { startMethod, tabularQMethod } from '@firstmover/methods';
import { named } from '../harness/run-study.ts';
import type { Experiment } from './experiment.ts';
import { strips } from './figures.ts';
import { mean } from '@firstmover/evaluation';
import { show } from './numbers.ts';
import { GAME_NAMES, byGame, runTwelve } from './twelve.ts';

const VARIANTS = [10, 20, 40, 80].flatMap((episodes) =>
  [
    { learningRate: 0.1, epsilon: 0.1 },
    { learningRate: 0.1, epsilon: 0.3 },
    { learningRate: 0.3, epsilon: 0.3 },
  ].map((settings) => ({ name: `${episodes} games, rate ${settings.learningRate}, epsilon ${settings.epsilon}`, episodes, ...settings })),
);
const FIRST_SEED = 100;

/** The baseline's own best settings, on seeds that no other experiment uses. */
export const baselineTuning: Experiment = {
  name: 'baseline-tuning',
  about: new URL('./baseline-tuning.md', import.meta.url),
  seeds: 2,
  arms: VARIANTS.map(({ name }) => name),
  run(arm, seed, effort) {
    const { episodes, learningRate, epsilon } = named(VARIANTS, arm);
    return runTwelve(arm, FIRST_SEED + seed, effort, (game, model) => {
      const method = bindPart(tabularQMethod, { episodes, learningRate, exploration: { epsilon } });
      const run = startMethod(method, game, { seed: FIRST_SEED + seed, model });
      return {
        get steps() {
          return run.steps;
        },
        update() {
          run.update();
          return run.leader('greedy') as TablePolicy;
        },
      };
    });
  },
  compare: (runs) =>
    VARIANTS.map(({ name }) => {
      const all = byGame(runs, name, 'total').flat();
      const arrived = all.filter((steps) => steps < Infinity);
      return {
        what: name,
        published: '-',
        ours: `exact in ${arrived.length} of ${all.length}; mean steps of those ${arrived.length > 0 ? show(mean(arrived)) : '-'}`,
      };
    }),
  check: () => [],
  figures(runs) {
    const shares = VARIANTS.flatMap(({ name }) => {
      const games = byGame(runs, name, 'total');
      return games[0]!.map((_unused, seed) => ({
        arm: name,
        seed,
        values: { exact: games.filter((values) => values[seed]! < Infinity).length },
      }));
    });
    return [
      {
        svg: strips(shares, { measure: 'exact', label: 'games', domain: [0, GAME_NAMES.length] }),
      },
    ];
  },
};
