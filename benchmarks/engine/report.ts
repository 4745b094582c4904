// The Markdown page of the comparison.
import type { Answer, Figure, Spread, Workload } from './compare.ts';
import { figureSpread, spread } from './compare.ts';
import type { Sample } from './systems.ts';

/** A workload with what was measured. */
export interface Measured {
  readonly workload: Workload;
  /** The run in which it was measured. */
  readonly run: Run;
  readonly samples: ReadonlyMap<string, readonly (Sample | undefined)[]>;
  readonly answers: readonly Answer[];
}

/** One run of the script. */
export interface Run {
  /** The processor. */
  readonly machine: string;
  /** How many rounds were asked for. */
  readonly runs: number;
  /** The systems that were found, with their versions. */
  readonly found: Readonly<Record<string, string>>;
  /** Those that were not, and why. */
  readonly missing: Readonly<Record<string, string>>;
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

function table(head: readonly string[], right: number, rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const ruler = line(head.map((_unused, i) => (i < right ? '---' : '---:')));
  return [line(head), ruler, ...rows.map(line)].join('\n');
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
  return table(['', 'asked', 'measured', 'met', 'clock', 'by the other'], 1, rows);
}

function figures({ workload, samples }: Measured): string {
  const rows = workload.systems.flatMap((system) => {
    const taken = samples.get(system.name);
    if (taken === undefined) {
      const why = 'missing' in system.command ? system.command.missing : 'it failed';
      return [[system.label, String(system.threads), `missing: ${why}`, '', '']];
    }
    return workload.figures.flatMap(({ name, label, unit }) => {
      const cpu = figureSpread(taken, name, 'cpu');
      const wall = figureSpread(taken, name, 'wall');
      if (cpu === null && wall === null) return [];
      const text = (value: number): string => withUnit(value, unit);
      return [[system.label, String(system.threads), label, cpu ? spreadText(cpu, text) : '', wall ? spreadText(wall, text) : '']];
    });
  });
  return table(['system', 'threads', 'what', 'by CPU time', 'by the wall'], 3, rows);
}

function apart({ workload, samples }: Measured): string {
  const rows = workload.systems.flatMap((system) => {
    const taken = (samples.get(system.name) ?? []).filter((sample) => sample !== undefined);
    if (taken.length === 0) return [];
    const startup = spread(taken.flatMap((sample) => sample.startup ?? []));
    const compile = spread(taken.flatMap((sample) => sample.compile ?? []));
    const steps = spread(taken.flatMap((sample) => (typeof sample['stepsToSolve'] === 'number' ? sample['stepsToSolve'] : [])));
    const seconds = (value: Spread | null): string => (value === null ? '' : withUnit(value.median, 'seconds'));
    return [
      [
        system.label,
        String(system.threads),
        taken[0]!.version ?? '',
        seconds(startup),
        seconds(compile),
        steps ? digits(steps.median) : '',
      ],
    ];
  });
  const kept = rows.some((row) => row[5] !== '') ? 6 : 5;
  const head = ['system', 'threads', 'version', 'start-up', 'compilation', 'steps to 475'];
  return table(
    head.slice(0, kept),
    3,
    rows.map((row) => row.slice(0, kept)),
  );
}

function whereOthersWin(measured: readonly Measured[]): string {
  const lines = measured.flatMap(({ workload, answers }) =>
    answers
      .filter(({ theirs, measured }) => theirs !== undefined && measured !== null && measured.median < 1)
      .map(({ about, measured }) => `- ${workload.title}: ${about}: ${spreadText(measured!, (value) => `${digits(value)}x`)}`),
  );
  return lines.length === 0 ? 'Nowhere in this run.' : lines.join('\n');
}

function notMet(measured: readonly Measured[]): string {
  const lines = measured.flatMap(({ workload, answers }) =>
    answers.filter((answer) => isMet(workload, answer) === false).map(({ about }) => `- ${workload.title}: ${about}`),
  );
  return lines.length === 0 ? 'All that was measured is met.' : lines.join('\n');
}

function conditions({ machine, runs, found, missing }: Run): string {
  const has = Object.entries(found).map(([name, version]) => `${name} ${version}`);
  const lacks = Object.entries(missing).map(([name, why]) => `- ${name}: ${why}`);
  return `Machine: ${machine}. Runs: ${runs}. Found: ${has.join(', ')}.
${lacks.length === 0 ? 'No peer is missing.' : `Missing:\n\n${lacks.join('\n')}`}`;
}

/** The page. */
export function page(measured: readonly Measured[]): string {
  return `# Speed beside other libraries

Made by \`npx tsx --tsconfig tsconfig.json benchmarks/engine/engine.ts\`; the numbers behind it are in \`engine.json\`. Systems take turns in one run; with \`--only\` some
parts are measured again, and the others stay as they were. A ratio is taken within a round, and the median over the rounds is given with the lowest and the highest.
Between single threads the clock is the CPU time of the process, all its threads together, which a busy machine disturbs less; between several threads it is the wall.
Start-up (until the first step or call, our TypeScript loader included) and compilation are told apart and are in no rate.

## Bars that are not met

${notMet(measured)}

## Where the others win

${whereOthersWin(measured)}

${measured
  .map(
    (one) => `## ${one.workload.title}

${one.workload.settings}

${conditions(one.run)}

${ratios(one)}

${figures(one)}

${apart(one)}
${one.workload.notes.length === 0 ? '' : `\n${one.workload.notes.map((note) => `- ${note}`).join('\n')}\n`}`,
  )
  .join('\n')}`;
}
