// The tables of the page.
import { readAbout } from '../harness/about.ts';
import { table } from '../harness/fill-page.ts';
import type { Places } from '../harness/page-study.ts';
import type { Run } from '../harness/study.ts';
import type { Answer, Figure, Spread, Workload } from './compare.ts';
import { answers, valueName, valueSpread } from './compare.ts';

/** A workload with its rounds and answers. */
export interface Measured {
  readonly workload: Workload;
  readonly rounds: readonly Run[];
  readonly answers: readonly Answer[];
}

/** The workloads that have rounds. */
export function measuredOf(workloads: readonly Workload[], runs: readonly Run[]): readonly Measured[] {
  return workloads.flatMap((workload) => {
    const rounds = runs.filter(({ arm }) => arm === workload.name);
    return rounds.length === 0 ? [] : [{ workload, rounds, answers: answers(workload, rounds) }];
  });
}

const PREFIXES = [
  [1e9, ' G'],
  [1e6, ' M'],
  [1e3, ' k'],
  [1, ' '],
  [1e-3, ' m'],
  [1e-6, ' µ'],
  [1e-9, ' n'],
] as const;

function digits(value: number): string {
  return value >= 1000 ? Math.round(value).toLocaleString('en-GB') : String(Number(value.toPrecision(3)));
}

/** A number with its unit: 1.26 M/s, 0.8 µs. */
function withUnit(value: number, unit: Figure['unit']): string {
  const [size, prefix] = PREFIXES.find(([size]) => value >= size) ?? PREFIXES.at(-1)!;
  return `${digits(value / size)}${prefix}${unit === 'seconds' ? 's' : unit === 'FLOP/s' ? 'FLOP/s' : '/s'}`.replace(' /s', '/s');
}

function spreadText({ median, lowest, highest }: Spread, text: (value: number) => string): string {
  return `${text(median)} (${text(lowest)} to ${text(highest)})`;
}

function unitOf(workload: Workload, figure: string): Figure['unit'] {
  return workload.figures.find(({ name }) => name === figure)?.unit ?? 'steps/s';
}

/** Whether a bar is met; undefined where nothing was asked or measured. */
export function isMet(workload: Workload, { measured, asked, theirs, ours }: Answer): boolean | undefined {
  if (asked === undefined || measured === null) return undefined;
  return theirs === undefined && unitOf(workload, ours[1]) === 'seconds' ? measured.median <= asked : measured.median >= asked;
}

function ratios({ workload, answers }: Measured): string {
  const rows = answers.map((answer) => {
    const { about, asked, measured, otherClock, clock, theirs, ours } = answer;
    const unit = unitOf(workload, ours[1]);
    const text = (value: number): string => (theirs === undefined ? withUnit(value, unit) : `${digits(value)}x`);
    const met = isMet(workload, answer);
    const sign = theirs === undefined && unit === 'seconds' ? '≤ ' : '≥ ';
    return [
      about,
      asked === undefined ? '' : sign + text(asked),
      measured === null ? 'not measured' : spreadText(measured, text),
      met === undefined ? '' : met ? 'yes' : '**no**',
      clock === 'cpu' ? 'CPU' : 'wall',
      otherClock === null ? '' : text(otherClock.median),
    ];
  });
  return table(' | asked: | measured: | met: | clock: | by the other:', rows);
}

/** What the rounds say of a system, of the last that does. */
function saidOf({ rounds }: Measured, name: string): string {
  return rounds.flatMap(({ words = {} }) => words[name] ?? []).at(-1) ?? '';
}

/** Whether a round has a value of a system. */
function took({ rounds }: Measured, system: string): boolean {
  return rounds.some(({ values }) => Object.keys(values).some((name) => name.startsWith(`${system}: `)));
}

function figures(measured: Measured): string {
  const { workload, rounds } = measured;
  const rows = workload.systems.flatMap(({ name: system, label, threads }) => {
    if (!took(measured, system)) return [[label, threads, `missing: ${saidOf(measured, `${system}: missing`)}`, '', '']];
    return workload.figures.flatMap(({ name, label: what, unit }) => {
      const spreads = (['cpu', 'wall'] as const).map((clock) => valueSpread(rounds, valueName(system, name, clock)));
      if (spreads.every((each) => each === null)) return [];
      return [[label, threads, what, ...spreads.map((each) => (each ? spreadText(each, (value) => withUnit(value, unit)) : ''))]];
    });
  });
  return table('system | threads | what | by CPU time: | by the wall:', rows);
}

function apart(measured: Measured): string {
  const of = (system: string, what: string): number | undefined => valueSpread(measured.rounds, `${system}: ${what}`)?.median;
  const seconds = (value: number | undefined): string => (value === undefined ? '' : withUnit(value, 'seconds'));
  const systems = measured.workload.systems.filter(({ name }) => took(measured, name));
  const solved = systems.some(({ name }) => of(name, 'stepsToSolve') !== undefined);
  return table(
    `system | threads | version | start-up: | compilation:${solved ? ' | steps to 475:' : ''}`,
    systems.map(({ name, label, threads }) => {
      const steps = of(name, 'stepsToSolve');
      const row = [label, threads, saidOf(measured, `${name}: version`), seconds(of(name, 'startup')), seconds(of(name, 'compile'))];
      return solved ? [...row, steps === undefined ? '' : digits(steps)] : row;
    }),
  );
}

/** A list of answers with the titles of their workloads. */
function list(
  measured: readonly Measured[],
  keep: (answer: Answer, workload: Workload) => boolean,
  text: (answer: Answer) => string,
  none: string,
): string {
  const lines = measured.flatMap(({ workload, answers }) =>
    answers.filter((answer) => keep(answer, workload)).map((answer) => `- ${readAbout(workload.about).title}: ${text(answer)}`),
  );
  return lines.length === 0 ? none : lines.join('\n');
}

/** The machine, the rounds, and the peers. */
function conditions(measured: Measured): string {
  const { workload, rounds } = measured;
  const [processor, cores, found, missing] = ['processor', 'cores', 'found', 'missing'].map((name) => saidOf(measured, name));
  return `Machine: ${processor}, ${cores} cores. Runs: ${rounds.length / (workload.rounds ?? 1)}. Found: ${found}.
${missing === '' ? 'No peer is missing.' : `Missing:\n\n${missing}`}`;
}

function section(measured: Measured): string {
  const { title, claim, part } = readAbout(measured.workload.about);
  const notes = part('Notes');
  return [`## ${title}`, claim, conditions(measured), ratios(measured), figures(measured), apart(measured), notes]
    .filter((block) => block !== '')
    .join('\n\n');
}

/** What stands in the places of the page. */
export function placesOf(measured: readonly Measured[]): Places {
  return {
    unmet: list(
      measured,
      (answer, workload) => isMet(workload, answer) === false,
      ({ about }) => about,
      'All that was measured is met.',
    ),
    othersWin: list(
      measured,
      ({ theirs, measured: spread }) => theirs !== undefined && spread !== null && spread.median < 1,
      ({ about, measured: spread }) => `${about}: ${spreadText(spread!, (value) => `${digits(value)}x`)}`,
      'Nowhere in this run.',
    ),
    workloads: measured.map(section).join('\n\n'),
  };
}
