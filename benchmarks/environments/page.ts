import { bootstrap, mean, meanScore, median } from '@firstmover/evaluation';
import { createGames } from 'firstmover';
import * as Plot from '@observablehq/plot';
import { svg } from '../paper/figures.ts';
import type { Case, LearnedRun } from './case.ts';
import { cases } from './cases.ts';

/** What is kept of a case. */
export interface Kept {
  /** The case. */
  readonly name: string;
  /** Its game. */
  readonly id: string;
  /** How it was learned. */
  readonly how: string;
  /** What the lower bound must reach. */
  readonly goal: number | null;
  /** The best that there is. */
  readonly exact: number | null;
  /** One run per seed, from 0 on. */
  readonly runs: (LearnedRun & { readonly cpuSeconds: number })[];
}

const number = (value: number | null): string => (value === null ? 'not known' : String(Number(value.toPrecision(4))));
const count = (value: number): string => (Number.isFinite(value) ? Math.round(value).toLocaleString('en-GB') : 'not reached');

interface Shown extends Kept {
  readonly about: Case;
}

/** Mean, lower bound, and whether that reaches the goal. */
function reached({ runs, goal }: Kept): { readonly mean: number; readonly low: number; readonly verdict: string } {
  const { value, low } = bootstrap([runs.map((run) => run.value)], meanScore);
  // Without spread between seeds rounding alone must not decide.
  const verdict = goal === null ? '' : low >= goal - 1e-9 ? 'reached' : '**missed**';
  return { mean: value, low, verdict };
}

function line(row: Shown): string {
  const { about, runs, exact, goal } = row;
  const { mean: value, low, verdict } = reached(row);
  const asked = goal === null ? '-' : `${number(goal)} (${about.goalAbout})`;
  const cost = `${count(Math.max(...runs.map(({ steps }) => steps)))} | ${Math.max(...runs.map(({ cpuSeconds }) => cpuSeconds)).toFixed(0)}`;
  return `| ${row.name} | \`${row.id}\` | ${number(mean(runs.map(({ untrained }) => untrained)))} | ${number(value)} | ${number(low)} | ${number(exact)} (${about.exactAbout}) | ${asked} | ${verdict} | ${runs.length} | ${cost} |`;
}

const HEAD = `| case | game | untrained | mean value | lower bound | exact | goal | | seeds | steps | CPU s |
| --- | --- | ---: | ---: | ---: | --- | --- | --- | ---: | ---: | ---: |`;

/** The median of the steps until the goal; a run that does not get there counts as infinite. */
function stepsToGoal({ runs }: Kept): number[] {
  return runs.map((run) => run.stepsToGoal ?? Infinity);
}

/** The name of a case without its size. */
export const familyOf = (name: string): string => name.replace(/-\d+$/, '');

function sizeLine(row: Shown): string {
  const steps = stepsToGoal(row);
  const { low, verdict } = reached(row);
  const followed = row.runs.some((run) => run.stepsToGoal !== undefined);
  const shown = followed ? `${count(median(steps))} | ${count(Math.max(...steps))}` : '- | -';
  return `| ${familyOf(row.name)} | ${row.about.size} | ${number(mean(row.runs.map(({ untrained }) => untrained)))} | ${number(low)} | ${number(row.exact)} | ${number(row.goal)} | ${verdict} | ${shown} | ${Math.max(...row.runs.map(({ cpuSeconds }) => cpuSeconds)).toFixed(0)} |`;
}

/** The games that nothing was learned on. */
function absent(rows: readonly Shown[]): readonly string[] {
  return createGames()
    .names('game')
    .filter((id) => !rows.some((row) => row.id === id))
    .map((id) => `\`${id}\``);
}

/** The page. */
export function page(kept: readonly Kept[]): string {
  const rows = kept.flatMap((row): Shown[] => {
    const about = cases.find(({ name }) => name === row.name);
    return about && row.runs.length > 0 ? [{ ...row, about }] : [];
  });
  const of = (kind: Case['kind']): Shown[] => rows.filter(({ about }) => about.kind === kind);
  const bySize = rows.filter(({ about }) => about.size !== undefined);
  const ordered = [...bySize].sort((a, b) => familyOf(a.name).localeCompare(familyOf(b.name)) || (a.about.size ?? 0) - (b.about.size ?? 0));
  const asked = rows.filter(({ goal }) => goal !== null);
  const missed = asked.filter((row) => reached(row).verdict !== 'reached');
  return `# Learned solutions of environments

Made by \`npm run learned\` in \`benchmarks\`; every run is in \`learned.json\`. ${asked.length - missed.length} of ${asked.length} goals are reached${missed.length === 0 ? '' : `; missed: ${missed.map(({ name }) => name).join(', ')}`}.

A leader learns against a follower oracle; afterwards its greedy commitment is valued by the check that is named below, which shares no search with the oracle and no number with the learner. *Untrained* is the value of the commitment before learning.
The lower bound is that of the 95% interval of the mean over seeds (bootstrap), and must reach the goal. Steps and CPU seconds are those of the longest run, queries and pre-training included, on a machine of two cores that did other things beside. Reported seeds start
at 0; settings are defaults, or were chosen on seeds from 100 on.

## What is asked for

${HEAD}
${of('asked').map(line).join('\n')}

The drones are valued as in the published experiment, against the contextual intruder that they learned against. That is no best response: intruders that have one of these defenders alone to learn from get past it (*drones-adapted* below), and past a
defender that launches at random in about two of three episodes. The contract tree is learned with hidden queries: an answer to a query is credited with all that follows, so that 1,023 contracts would share one another's noise (with that, 10 million steps reached 16.6 and 30 million 19.4), while one
that is met in play is credited with what follows there. What is hidden is that a contract moves the agent elsewhere too, which at this optimum it does not. Most steps are the queries of all 1,023 contracts before every game.

## Sizes

The same leader and oracle at each size. *Steps to the goal* are those after which the greedy commitment is within the goal and stays there to the end of the run, median and worst over seeds; exact values are compared with snapshots and never reach a learner.

| family | size | untrained | lower bound | exact | goal | | steps to the goal | worst | CPU s |
| --- | ---: | ---: | ---: | ---: | ---: | --- | ---: | ---: | ---: |
${ordered.map(sizeLine).join('\n')}

![steps to the goal by size](learned.svg)

## All others

${HEAD}
${of('listed').map(line).join('\n')}

${absent(rows).length === 0 ? 'Every registered game has a row.' : `Without a row: ${absent(rows).join(', ')}.`}

## How each was learned and checked

${rows.map(({ name, how, about }) => `- **${name}**: ${how}. Value: ${about.check}.`).join('\n')}
`;
}

/** Steps to the goal by size, one panel per family, where they were followed. */
export function figure(kept: readonly Kept[]): string | undefined {
  const runs = kept.flatMap((row) => {
    const size = cases.find(({ name }) => name === row.name)?.size;
    if (size === undefined) return [];
    return row.runs.flatMap(({ stepsToGoal: steps }) => (typeof steps === 'number' ? [{ family: familyOf(row.name), size, steps }] : []));
  });
  if (runs.length === 0) return undefined;
  const families = [...new Set(runs.map(({ family }) => family))];
  const medians = families.flatMap((family) =>
    [...new Set(runs.filter((run) => run.family === family).map(({ size }) => size))].map((size) => ({
      family,
      size,
      steps: median(runs.filter((run) => run.family === family && run.size === size).map(({ steps }) => steps)),
    })),
  );
  return svg({
    width: 900,
    height: 300,
    marginLeft: 60,
    insetLeft: 12,
    insetRight: 12,
    x: { type: 'log', label: 'size', ticks: 3, tickFormat: 'd' },
    y: { type: 'log', label: 'steps to the goal', grid: true },
    fx: { label: null, domain: families },
    marks: [
      Plot.dot(runs, { x: 'size', y: 'steps', fx: 'family', r: 2.5, stroke: '#999', fill: 'none' }),
      Plot.lineY(medians, { x: 'size', y: 'steps', fx: 'family', stroke: '#1f4e79', strokeWidth: 2 }),
      Plot.dot(medians, { x: 'size', y: 'steps', fx: 'family', r: 3.5, fill: '#1f4e79' }),
      Plot.frame({ stroke: '#ddd' }),
    ],
  });
}
