import * as Plot from '@observablehq/plot';
import type { Figure, Run } from '../harness/study.ts';
import { median } from '@firstmover/evaluation';
import { svg } from './figures.ts';
import { interval } from './numbers.ts';
import { GAME_NAMES, byGame } from './twelve.ts';

/** Steps to the optimum, one panel per method, one row per game: a dot per seed, the median and its interval. */
export function twelveFigures(runs: readonly Run[], methods: readonly string[]): readonly Figure[] {
  return [
    { measure: 'leader' as const, name: undefined, label: "leader's environment steps" },
    { measure: 'total' as const, name: 'total', label: 'environment steps, pre-training included' },
  ].map(({ measure, name, label }) => {
    const rows = methods.flatMap((method) => byGame(runs, method, measure).map((values, i) => ({ method, game: GAME_NAMES[i]!, values })));
    const dots = rows.flatMap(({ method, game, values }) => values.filter((x) => x < Infinity).map((x) => ({ method, game, x })));
    const medians = rows.map(({ values, ...row }) => ({ ...row, ...interval(values, median) })).filter(({ high }) => high < Infinity);
    return {
      ...(name ? { name } : {}),
      svg: svg({
        width: 760,
        height: 300,
        marginLeft: 110,
        x: { type: 'log' as const, label, grid: true, ticks: 4, tickFormat: '~s' },
        y: { label: null, domain: [...GAME_NAMES] },
        fx: { label: null, domain: [...methods] },
        marks: [
          Plot.dot(dots, { x: 'x', y: 'game', fx: 'method', r: 2.5, stroke: '#999' }),
          Plot.ruleY(medians, { x1: 'low', x2: 'high', y: 'game', fx: 'method', stroke: '#1f4e79', strokeWidth: 3 }),
          Plot.tickX(medians, { x: 'value', y: 'game', fx: 'method', stroke: '#1f4e79', strokeWidth: 2 }),
          Plot.frame({ stroke: '#ddd' }),
        ],
      }),
    };
  });
}
