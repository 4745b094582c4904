import type { TablePolicy } from '@firstmover/core';
import { bindPart } from '@firstmover/core';
import { startMethod, tabularQMethod } from '@firstmover/methods';
import type { Experiment } from './experiment.ts';
import { strips } from './figures.ts';
import { mean } from '@firstmover/evaluation';
import { show } from './numbers.ts';
import { BUDGET, GAME_NAMES, LASTING, byGame, runTwelve } from './twelve.ts';

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
  title: "The baseline's settings",
  claim: 'A comparison with a baseline is fair if the baseline is tuned too; no paper reports this sweep.',
  setting: `Tabular Q-learning followers on the twelve games with other numbers of games per response, learning rates and exploration, seeds ${FIRST_SEED} and up, 16 copies. Chosen: the most runs that arrive at the exact optimum (${LASTING.toLocaleString('en-GB')} steps on end) within ${BUDGET.toLocaleString('en-GB')} steps, then the fewest steps of those runs.`,
  deviations: [],
  seeds: 2,
  run: (seed, effort) =>
    VARIANTS.flatMap(({ name, episodes, learningRate, epsilon }) =>
      runTwelve(name, FIRST_SEED + seed, effort, (game, model) => {
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
      }),
    ),
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
        caption: `Games of ${GAME_NAMES.length} in which the leader arrives at the exact optimum; circles: seeds.`,
        plot: strips(shares, { measure: 'exact', label: 'games', domain: [0, GAME_NAMES.length] }),
      },
    ];
  },
};
