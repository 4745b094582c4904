import type { MetricsRow, Run } from '@firstmover/experiments';
import { duration } from '@firstmover/experiments';
import { curves, curvesTable } from '../figures/curves.ts';
import type { Band } from '../figures/curves.ts';
import { figure } from '../figures/draw.ts';
import { heat, heatRows } from '../figures/heat.ts';
import { groupRuns, stepsOf } from '../groups/groups.ts';
import type { Markup } from '../markup/markup.ts';
import { markup, trusted } from '../markup/markup.ts';
import { count, number } from '../markup/format.ts';
import { table } from '../markup/table.ts';
import { environmentCards, gameCards, methodCards } from '../report/cards.ts';

/** The most points of a line. */
const POINTS = 400;
/** How many rows of metrics are listed. */
const ROWS = 12;

/** The page of a live view; without a script it comes anew every five seconds. */
export function watchPage(view: string): string {
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="style.css">
<script src="watch.js" defer></script>
<noscript><meta http-equiv="refresh" content="5"></noscript>
<title>A run, live · firstmover</title>
</head>
<body>
<main id="view">${trusted(view)}</main>
<footer role="status" id="state"></footer>
</body>
</html>
`.html;
}

/** What a run has done so far. */
export function watchView(run: Run): Markup {
  const rows = run.metrics();
  const groups = groupRuns([run]);
  const [only] = groups.runs;
  const last = rows.at(-1);
  const optimum = groups.tasks[0]!.optimum?.leaderValue;
  const state = run.result ? 'finished' : !last ? 'not begun' : last.phase === 'pretraining' ? 'in pre-training' : 'learning';
  const budget = run.config.budget.leaderSteps;
  const tiles = [
    [
      'Steps',
      count(last ? stepsOf(last) : 0),
      `${count(last?.leaderSteps ?? 0)} of the leader${budget === undefined ? '' : `, of ${count(budget)}`}; ${count(last?.pretrainingSteps ?? 0)} of pre-training`,
    ],
    [
      'Leader return',
      typeof only!.value === 'number' ? number(only!.value) : 'not yet',
      `greedy, against a best response${optimum === undefined ? '' : `; the optimum is ${number(optimum)}`}`,
    ],
    [
      'Best-response gap',
      typeof only!.gap === 'number' ? number(only!.gap) : 'not yet',
      'what the followers fall short of a best response',
    ],
    ['Speed', ...speedOf(run, rows)],
  ];
  const charts = [
    ['equilibrium/leaderReturn', 'Leader return against a best response', 'return'],
    ['leader/return', 'Leader return while it learns', 'return'],
    ['follower/return', 'Follower return in pre-training', 'return'],
    ['equilibrium/bestResponseGap', 'Best-response gap', 'gap'],
  ].flatMap(([metric, title, y], i) => {
    const line = lineOf(rows, metric!, groups.arms[0]!.label);
    if (!line) return [];
    return figure({
      id: `chart-${i}`,
      title: title!,
      description: `${title!} over environment steps, ${number(line.points.at(-1)!.value)} at the end`,
      plot: curves([line], { y: y!, reference: i === 0 ? optimum : undefined }),
      table: curvesTable(title!, [
        { ...line, points: line.points.filter((_point, at, all) => at % Math.ceil(all.length / 12) === 0 || at === all.length - 1) },
      ]),
    });
  });
  const strips = heatRows(groups.tasks[0]!.game, groups.runs, 0, groups.arms[0]!.label);
  const policy =
    strips.length === 0
      ? []
      : figure({
          id: 'policy',
          title:
            strips[0]!.action === undefined
              ? "The leader's policy over time"
              : `The leader: how probable “${strips[0]!.action}” is over time`,
          description: strips.map(({ label, cells }) => `${label} ${cells.at(-1)!.probability.toFixed(2)}`).join('; '),
          plot: heat(strips),
          table: {
            caption: 'Probabilities now',
            head: ['observation and action', 'probability'],
            rows: strips.map(({ label, cells }) => [label, cells.at(-1)!.probability.toFixed(2)]),
          },
        });
  const names = [...new Set(rows.slice(-ROWS).flatMap((row) => Object.keys(row)))].filter((name) => !name.startsWith('policy/'));
  return markup`<div class="headline won arm-0"><h1>${only!.name}</h1><p>${groups.tasks[0]!.label}: ${state}.</p>
${share(run, last)}<dl class="tiles">${tiles.map(([name, value, detail]) => markup`<div><dt>${name!}</dt><dd><strong>${value!}</strong> ${detail!}</dd></div>`)}</dl></div>
<div class="grid">${charts}${policy}</div>
<h2>Last updates</h2>
${table({
  caption: 'The last rows of metrics, the newest first',
  head: names,
  rows: rows
    .slice(-ROWS)
    .reverse()
    .map((row) => names.map((name) => cell(row[name]))),
})}
<h2>Configuration and environment</h2>
<div class="grid">${methodCards(groups)}${environmentCards(groups)}${gameCards(groups)}</div>`;
}

function cell(value: number | string | null | undefined): string {
  return typeof value === 'number' ? (Number.isInteger(value) ? String(value) : number(value)) : (value ?? '');
}

/** How much of the leader's budget is spent. */
function share(run: Run, last: MetricsRow | undefined): Markup | string {
  const budget = run.config.budget.leaderSteps;
  if (budget === undefined) return '';
  const spent = run.result ? 1 : Math.min(1, (last?.leaderSteps ?? 0) / budget);
  return markup`<progress max="1" value="${spent}" aria-label="Share of the leader's budget">${Math.floor(100 * spent)}%</progress>`;
}

/** Environment steps per second, from when rows were written, and what to know about it. */
function speedOf(run: Run, rows: readonly MetricsRow[]): readonly [string, string] {
  const times = new Map(run.timing().map(({ update, time }) => [update, time]));
  const timed = rows.flatMap((row) => (times.has(row.update) ? [{ steps: stepsOf(row), time: times.get(row.update)! }] : []));
  const last = timed.at(-1);
  const before = timed.find(({ time }) => last !== undefined && time >= last.time - 60);
  if (!last || !before || last.time <= before.time) return ['not yet', 'environment steps per second'];
  const lasted = duration(last.time - timed[0]!.time);
  return [
    `${count((last.steps - before.steps) / (last.time - before.time))}/s`,
    `environment steps, over the last minute of the run; ${lasted} in all`,
  ];
}

function lineOf(rows: readonly MetricsRow[], metric: string, label: string): Band | undefined {
  const found = rows.flatMap((row) => {
    const value = row[metric];
    return typeof value === 'number' ? [{ step: stepsOf(row), value, low: -Infinity, high: Infinity }] : [];
  });
  const stride = Math.ceil(found.length / POINTS);
  return found.length === 0
    ? undefined
    : { label, arm: 0, points: found.filter((_point, i) => i % stride === 0 || i === found.length - 1) };
}
