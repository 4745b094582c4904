import * as Plot from '@observablehq/plot';
import { bootstrap, mean, meanScore, median } from '@firstmover/evaluation';
import { createGames } from 'firstmover';
import { table } from '../harness/fill-page.ts';
import type { PageStudy, Places } from '../harness/page-study.ts';
import { column } from '../harness/rows.ts';
import { named } from '../harness/run-study.ts';
import type { Finding, Run } from '../harness/study.ts';
import { svg } from '../paper/figures.ts';
import type { Case } from './case.ts';
import { cases } from './cases.ts';

/** What learned leaders reach on every environment, beside exact values; `effort` is the share of the steps. */
export const learned: PageStudy = {
  name: 'learned',
  about: new URL('./learned.md', import.meta.url),
  arms: cases.map(({ name }) => name),
  seeds: Object.fromEntries(cases.map(({ name, seeds }) => [name, seeds])),
  run: (arm, seed, effort) => [learn(named(cases, arm), seed, effort)],
  check: (runs) => [
    ...known(runs).flatMap((about): readonly Finding[] => {
      if (about.goal === null) return [];
      const { low, reached } = outcome(about, runs);
      return [{ what: `${about.name}: at least ${number(about.goal)}`, holds: reached, detail: `lower bound ${number(low)}` }];
    }),
    asDescribed(runs),
  ],
  figures(runs) {
    const drawn = figure(runs);
    return drawn === undefined ? [] : [{ svg: drawn }];
  },
  places,
};

function learn({ name, how, learn }: Case, seed: number, effort: number): Run {
  const start = process.cpuUsage();
  const { value, untrained, steps, stepsToGoal } = learn(seed, effort);
  const { user, system } = process.cpuUsage(start);
  const followed = stepsToGoal === undefined ? {} : { 'steps to the goal': stepsToGoal };
  const values = { value, untrained, steps, ...followed, 'CPU seconds': Number(((user + system) / 1e6).toFixed(1)) };
  return { arm: name, seed, values, words: { how } };
}

/** The cases that have runs. */
function known(runs: readonly Run[]): readonly Case[] {
  return cases.filter(({ name }) => runs.some(({ arm }) => arm === name));
}

/** The page says how each was learned: no run may be of a case that has changed since. */
function asDescribed(runs: readonly Run[]): Finding {
  const changed = known(runs).filter(({ name, how }) => runs.some(({ arm, words }) => arm === name && words?.['how'] !== how));
  const detail = changed.length === 0 ? 'none has changed' : `run again ${changed.map(({ name }) => name).join(', ')}`;
  return { what: 'all runs are of the cases as they are', holds: changed.length === 0, detail };
}

const number = (value: number | null): string => (value === null ? 'not known' : String(Number(value.toPrecision(4))));
const count = (value: number): string => (Number.isFinite(value) ? Math.round(value).toLocaleString('en-GB') : 'not reached');

/** The mean value, its lower bound, and whether that reaches the goal. */
function outcome({ name, goal }: Case, runs: readonly Run[]): { readonly mean: number; readonly low: number; readonly reached: boolean } {
  const { value, low } = bootstrap([column(runs, name, 'value')], meanScore);
  // Without spread between seeds rounding alone must not decide.
  return { mean: value, low, reached: goal !== null && low >= goal - 1e-9 };
}

function verdict(about: Case, runs: readonly Run[]): string {
  return about.goal === null ? '' : outcome(about, runs).reached ? 'reached' : '**missed**';
}

const HEAD = 'case | game | untrained: | mean value: | lower bound: | exact | goal | | seeds: | steps: | CPU s:';

function cells(about: Case, runs: readonly Run[]): readonly (string | number)[] {
  const { name, game, exact, exactAbout, goal, goalAbout } = about;
  const of = (measure: string): number[] => column(runs, name, measure);
  const { mean: value, low } = outcome(about, runs);
  return [
    name,
    `\`${game.id}\``,
    ...[mean(of('untrained')), value, low].map(number),
    `${number(exact)} (${exactAbout})`,
    goal === null ? '-' : `${number(goal)} (${goalAbout})`,
    verdict(about, runs),
    of('value').length,
    count(Math.max(...of('steps'))),
    Math.max(...of('CPU seconds')).toFixed(0),
  ];
}

/** The name of a case without its size. */
const familyOf = (name: string): string => name.replace(/-\d+$/, '');

function sizeCells(about: Case, runs: readonly Run[]): readonly (string | number)[] {
  const { name, size, exact, goal } = about;
  const steps = column(runs, name, 'steps to the goal');
  return [
    familyOf(name),
    size!,
    ...[mean(column(runs, name, 'untrained')), outcome(about, runs).low, exact, goal].map(number),
    verdict(about, runs),
    ...(steps.length === 0 ? ['-', '-'] : [count(median(steps)), count(Math.max(...steps))]),
    Math.max(...column(runs, name, 'CPU seconds')).toFixed(0),
  ];
}

function places(runs: readonly Run[]): Places {
  const rows = known(runs);
  const of = (kind: Case['kind']): string =>
    table(
      HEAD,
      rows.filter((about) => about.kind === kind).map((about) => cells(about, runs)),
    );
  const bySize = rows
    .filter(({ size }) => size !== undefined)
    .sort((a, b) => familyOf(a.name).localeCompare(familyOf(b.name)) || a.size! - b.size!);
  const asked = rows.filter(({ goal }) => goal !== null);
  const missed = asked.filter((about) => !outcome(about, runs).reached).map(({ name }) => name);
  const absent = createGames()
    .names('game')
    .filter((id) => !rows.some(({ game }) => game.id === id))
    .map((id) => `\`${id}\``);
  return {
    reached: asked.length - missed.length,
    goals: asked.length,
    missed: missed.length === 0 ? '' : `; missed: ${missed.join(', ')}`,
    asked: of('asked'),
    sizes: table(
      'family | size: | untrained: | lower bound: | exact: | goal: | | steps to the goal: | worst: | CPU s:',
      bySize.map((about) => sizeCells(about, runs)),
    ),
    others: of('listed'),
    absent: absent.length === 0 ? 'Every registered game has a row.' : `Without a row: ${absent.join(', ')}.`,
    cases: rows.map(({ name, how, check }) => `- **${name}**: ${how}. Value: ${check}.`).join('\n'),
  };
}

/** Steps to the goal by size, one panel per family, where they were followed. */
function figure(all: readonly Run[]): string | undefined {
  const runs = cases.flatMap(({ name, size }) => {
    const steps = size === undefined ? [] : column(all, name, 'steps to the goal').filter(Number.isFinite);
    return steps.map((each) => ({ family: familyOf(name), size: size!, steps: each }));
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
