import { bindPart } from '@firstmover/core';
import type { TablePolicy } from '@firstmover/core';
import type { BoundMethod } from '@firstmover/methods';
import { contextualMethod, startMethod, tabularQMethod } from '@firstmover/methods';
import type { Run } from '../harness/study.ts';
import { named } from '../harness/run-study.ts';
import type { Experiment } from './experiment.ts';
import { twelveFigures } from './twelve-figure.ts';
import { median } from '@firstmover/evaluation';
import { interval, show, showInterval, showShare } from './numbers.ts';
import { GAME_NAMES, byGame, runTwelve, sums } from './twelve.ts';

const CONTEXTUAL = 'contextual';
const PUBLISHED = 'tabular Q, 80 games';
const TUNED = 'tabular Q, tuned: 20 games';
const METHODS: readonly { readonly name: string; readonly method: BoundMethod }[] = [
  { name: CONTEXTUAL, method: bindPart(contextualMethod) },
  { name: PUBLISHED, method: bindPart(tabularQMethod, { exploration: { epsilon: 0.3 } }) },
  { name: TUNED, method: bindPart(tabularQMethod, { episodes: 20, learningRate: 0.3, exploration: { epsilon: 0.3 } }) },
];
const BASELINES = [PUBLISHED, TUNED];

/** Contextual followers against followers that learn anew, on the twelve games. */
export const twelveGames: Experiment = {
  name: 'twelve-games',
  about: new URL('./twelve-games.md', import.meta.url),
  arms: METHODS.map(({ name }) => name),
  run(arm, seed, effort) {
    const { method } = named(METHODS, arm);
    return runTwelve(arm, seed, effort, (game, model) => {
      const run = startMethod(method, game, { seed, model });
      while (run.phase === 'pretraining') run.update();
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
  compare: (runs) => [
    ...METHODS.map(({ name }) => ({ what: `${name}: runs at the exact optimum`, published: '-', ours: arrivedText(runs, name) })),
    ...METHODS.map(({ name }) => ({
      what: `${name}: leader steps to the optimum, median over all runs`,
      published:
        name === PUBLISHED ? 'figures only; up to 2,000,000 steps' : name === CONTEXTUAL ? 'figures only; up to 500,000 steps' : '-',
      ours: showInterval(interval(byGame(runs, name, 'leader').flat(), median)),
    })),
    ...BASELINES.flatMap((name) => [
      {
        what: `${name}: times as many leader steps, median over runs`,
        published: '-',
        ours: showInterval(interval(ratios(runs, name), median)),
      },
    ]),
    ...METHODS.map(({ name }) => ({
      what: `${name}: steps in total, pre-training included, summed over the games, median over seeds`,
      published: '-',
      ours: showInterval(interval(sums(runs, name), median)),
    })),
  ],
  check: (runs) => [
    ...METHODS.map(({ name }) => {
      const all = byGame(runs, name, 'leader').flat();
      return { what: `${name}: exact optimum in all runs`, holds: all.every((steps) => steps < Infinity), detail: arrivedText(runs, name) };
    }),
    ...BASELINES.map((name) => ({
      what: `contextual needs at least 30 times fewer leader steps than ${name}, in the median`,
      holds: median(ratios(runs, name)) >= 30,
      detail: `${show(median(ratios(runs, name)))} times`,
    })),
    ...BASELINES.map((name) => {
      const [few, many] = [median(sums(runs, CONTEXTUAL)), median(sums(runs, name))];
      return {
        what: `contextual needs fewer steps in total than ${name}`,
        holds: few < many,
        detail: `${show(few)} against ${show(many)}`,
      };
    }),
  ],
  figures: (runs) => twelveFigures(runs, METHODS.map(({ name }) => name)), // prettier-ignore
};

function arrivedText(runs: readonly Run[], name: string): string {
  const all = byGame(runs, name, 'leader');
  const lost = GAME_NAMES.filter((_game, i) => all[i]!.some((steps) => steps === Infinity));
  const flat = all.flat();
  return `${showShare(flat.filter((steps) => steps < Infinity).length, flat.length)}${lost.length > 0 ? `, not in all of ${lost.join(', ')}` : ''}`;
}

/** A baseline's leader steps over those of contextual, run by run; 0 where contextual did not arrive. */
function ratios(runs: readonly Run[], name: string): number[] {
  const ours = byGame(runs, CONTEXTUAL, 'leader').flat();
  return byGame(runs, name, 'leader')
    .flat()
    .map((steps, i) => (ours[i]! < Infinity ? steps / ours[i]! : 0));
}
