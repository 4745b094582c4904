import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { medianInterval } from '@firstmover/evaluation';
import { table } from '../harness/fill-page.ts';
import type { PageStudy } from '../harness/page-study.ts';
import { column, machine, said } from '../harness/rows.ts';
import { named } from '../harness/run-study.ts';
import type { Finding, Run } from '../harness/study.ts';

const root = join(import.meta.dirname, '../..');
const [PROCESSES, SECONDS_OF_CHECKS, SECONDS_OF_CHECKPOINTS] = [6, 8, 60];

/** What is measured: a learner with and without checks, or an experiment with and without checkpoints. */
interface Measured {
  readonly name: string;
  readonly what: 'checks' | 'checkpoints';
  /** What `cost-program.ts` calls it. */
  readonly program: string;
  /** What the page calls it. */
  readonly label: string;
}

const MEASURED: readonly Measured[] = [
  { name: 'checks-table', what: 'checks', program: 'table', label: 'tabular PPO, iterated prisoner’s dilemma' },
  { name: 'checks-ppo', what: 'checks', program: 'ppo', label: 'PPO, networks of 64 x 64, cart-pole' },
  { name: 'checks-dqn', what: 'checks', program: 'dqn', label: 'DQN, network of 64 x 64, cart-pole' },
  { name: 'checkpoints-table', what: 'checkpoints', program: 'table', label: 'tabular PPO, iterated prisoner’s dilemma' },
  { name: 'checkpoints-network', what: 'checkpoints', program: 'network', label: 'PPO, network of 64 x 64, Q-learning follower' },
  { name: 'checkpoints-replay', what: 'checkpoints', program: 'replay', label: 'DQN with a replay buffer of 10,000' },
];

/** The most that each may cost, in percent. */
const PROMISED = { checks: 2, checkpoints: 3 } as const;

/**
 * What a checkpoint every second and the checks for numbers that are not finite cost, in percent: updates with and without in turn, in one process, the median
 * over pairs of slices. `effort` is the share of the time.
 */
export const runCost: PageStudy = {
  name: 'run-cost',
  about: new URL('./cost.md', import.meta.url),
  arms: MEASURED.map(({ name }) => name),
  seeds: 1,
  run: async (arm, seed, effort) => [await measure(named(MEASURED, arm), seed, effort)],
  end: forgetPrograms,
  check: (runs) =>
    measured(runs).map(({ name, what }): Finding => {
      const cost = column(runs, name, 'cost')[0]!;
      return { what: `${name}: under ${PROMISED[what]}%`, holds: cost < PROMISED[what], detail: cell(runs, name, 'cost').join(', ') };
    }),
  figures: () => [],
  places: (runs) => ({
    node: said(runs, 'node'),
    cores: said(runs, 'cores'),
    processor: said(runs, 'processor'),
    processes: PROCESSES,
    checksPromise: PROMISED.checks,
    checkpointsPromise: PROMISED.checkpoints,
    checks: table(
      'learner | cost: | 95% interval: | without against without: | 95% interval: | pairs:',
      rowsOf('checks', runs, ['cost', 'noise']),
    ),
    checkpoints: table('run | cost: | 95% interval: | pairs:', rowsOf('checkpoints', runs, ['cost'])),
  }),
};

/** What has runs. */
function measured(runs: readonly Run[]): readonly Measured[] {
  return MEASURED.filter(({ name }) => runs.some(({ arm }) => arm === name));
}

function rowsOf(what: Measured['what'], runs: readonly Run[], measures: readonly string[]): readonly (readonly (string | number)[])[] {
  return measured(runs)
    .filter((one) => one.what === what)
    .map(({ name, label }) => [label, ...measures.flatMap((measure) => cell(runs, name, measure)), column(runs, name, 'pairs')[0]!]);
}

function cell(runs: readonly Run[], name: string, measure: string): readonly string[] {
  const [value, low, high] = [measure, `${measure} low`, `${measure} high`].map((each) => `${column(runs, name, each)[0]!.toFixed(2)}%`);
  return [value!, `${low!} to ${high!}`];
}

/** The checks, as they stand in the sources, and what stands there without them. */
const CHECKS: readonly (readonly [file: RegExp, found: string, without: string])[] = [
  [/learner[/\\]non-finite\.ts$/, '  let sum = 0;\n', '  if (count >= 0) return;\n  let sum = 0;\n'],
  [/learner[/\\]non-finite\.ts$/, 'if (!Number.isFinite(norm))', 'if (norm === undefined)'],
  [
    /learner[/\\]non-finite\.ts$/,
    'if (parameters.length < SMALL || !Number.isFinite(euclideanNorm(parameters)))',
    'if (parameters.length === 0)',
  ],
  [/learner[/\\]non-finite\.ts$/, '    good.set(parameters);\n', ''],
  [/rollout[/\\]rollout\.ts$/, 'return Number.isFinite(sumOf(this.returns)) && Number.isFinite(sumOf(this.#earned));', 'return true;'],
];

/** Bundles a program, without the checks where that is asked for. */
async function bundle(folder: string, name: string, entry: string, checked: boolean): Promise<string> {
  const outfile = join(folder, `${name}.js`);
  const missing = new Set(CHECKS);
  await build({
    entryPoints: [join(import.meta.dirname, entry)],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    tsconfig: join(root, 'tsconfig.json'),
    logLevel: 'error',
    banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
    plugins: [
      {
        name: 'checks',
        setup({ onLoad }) {
          onLoad({ filter: /(non-finite|rollout)\.ts$/ }, ({ path }) => {
            let contents = readFileSync(path, 'utf8');
            for (const check of CHECKS) {
              const [file, found, without] = check;
              if (!file.test(path) || !contents.includes(found)) continue;
              missing.delete(check);
              if (!checked) contents = contents.replace(found, without);
            }
            return { contents, loader: 'ts' };
          });
        },
      },
    ],
  });
  if (missing.size > 0)
    throw new Error(`the checks have changed: ${JSON.stringify([...missing].map(([, found]) => found))} is not in the sources`);
  return outfile;
}

/** The bundled programs, in a folder of their own that finds the built package of experiments for its workers. */
interface Programs {
  readonly folder: string;
  /** A program with the checks and, twice, one without. */
  readonly learners: readonly string[];
}

let programs: Programs | undefined;

async function bundlePrograms(): Promise<Programs> {
  if (programs) return programs;
  const folder = mkdtempSync(join(tmpdir(), 'firstmover-cost-'));
  programs = { folder, learners: [] };
  mkdirSync(join(folder, 'node_modules/@firstmover'), { recursive: true });
  symlinkSync(join(root, 'packages/experiments'), join(folder, 'node_modules/@firstmover/experiments'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  await bundle(folder, 'program', 'cost-program.ts', true);
  const learners = [
    await bundle(folder, 'checked', 'cost-learners.ts', true),
    await bundle(folder, 'unchecked', 'cost-learners.ts', false),
    await bundle(folder, 'again', 'cost-learners.ts', false),
  ];
  return (programs = { folder, learners });
}

function forgetPrograms(): void {
  if (programs) rmSync(programs.folder, { recursive: true, force: true });
  programs = undefined;
}

async function measure({ name, what, program }: Measured, seed: number, effort: number): Promise<Run> {
  const { folder, learners } = await bundlePrograms();
  const rowsOfProgram = (...args: readonly string[]): number[][] => {
    const printed = execFileSync(process.execPath, [join(folder, 'program.js'), what, program, ...args], {
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    });
    return JSON.parse(printed) as number[][];
  };
  const words = { ...machine() };
  if (what === 'checkpoints') {
    const rows = rowsOfProgram(String(effort * SECONDS_OF_CHECKPOINTS));
    const cost = overhead('cost', rows.map(([longer, shorter]) => longer! - shorter!)); // prettier-ignore
    return { arm: name, seed, values: { ...cost, pairs: rows.length }, words };
  }
  const rows = Array.from({ length: PROCESSES }, () => rowsOfProgram(String(effort * SECONDS_OF_CHECKS), ...learners)).flat();
  const cost = overhead('cost', rows.map(([checked, without]) => (checked! - without!) / without!)); // prettier-ignore
  const noise = overhead('noise', rows.map(([, without, again]) => (again! - without!) / without!)); // prettier-ignore
  return { arm: name, seed, values: { ...cost, ...noise, pairs: rows.length }, words };
}

/** The median of shares in percent, with its 95% interval. */
function overhead(measure: string, shares: readonly number[]): { readonly [measure: string]: number } {
  const { value, low, high } = medianInterval(shares.map((share) => 100 * share));
  return { [measure]: value, [`${measure} low`]: low, [`${measure} high`]: high };
}
