// Our own systems before and after: another checkout's packages and ours, in turn, by CPU time. Called by `engine.ts --against`.
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import type { Interval } from '@firstmover/evaluation';
import { bootstrap, median } from '@firstmover/evaluation';

/** What the lower end of the overall interval must reach. */
const SLOWEST = 0.95;

const ROOT = resolve(import.meta.dirname, '../../..');
const PROGRAM = 'benchmarks/engine/own/workloads.ts';

/** One measurement, as the program prints it. */
interface Measurement {
  /** CPU seconds of a call. */
  readonly seconds: number;
  /** What came of the calls. */
  readonly answer: number;
}

/** How much faster a workload is than it was. */
interface Ratio {
  readonly name: string;
  /** The median of old seconds over new ones, and its interval: above 1 is faster. */
  readonly ratio: Interval;
  /** The median CPU seconds of a call. */
  readonly old: number;
  readonly new: number;
  /** Whether both computed the same. */
  readonly same: boolean;
}

/** All ratios. */
export interface Ratios {
  readonly workloads: readonly Ratio[];
  /** The geometric mean over the workloads in each round: its median and interval. */
  readonly overall: Interval;
  /** What was not compared, and why. */
  readonly left: readonly string[];
}

/** A program of a checkout, which runs in a process of its own. */
interface Program {
  readonly list: () => Promise<readonly { readonly name: string; readonly work: string }[]>;
  readonly measure: (name: string) => Promise<Measurement>;
}

/**
 * Bundles a program with the sources of a checkout's packages. What those import from elsewhere is that checkout's own.
 *
 * @throws Error where it cannot be bundled
 */
async function bundle(program: string, checkout: string, outfile: string): Promise<Program> {
  await build({
    entryPoints: [program],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'es2023',
    logLevel: 'silent',
    plugins: [
      {
        name: 'checkout',
        setup(builder) {
          builder.onResolve({ filter: /^(@firstmover\/|firstmover$)/ }, ({ path }) => {
            const [folder, ...rest] = path === 'firstmover' ? ['cli'] : path.split('/').slice(1);
            return { path: join(checkout, 'packages', folder!, 'src', ...rest, 'index.ts') };
          });
          builder.onResolve({ filter: /^[^./]/ }, async ({ path, resolveDir, kind, pluginData, importer }) => {
            if (path.startsWith('node:') || pluginData === 'found' || importer === '') return undefined;
            const found = await builder.resolve(path, { resolveDir, kind, pluginData: 'found' });
            return found.errors.length > 0 || found.external
              ? { errors: found.errors, external: found.external, path: found.path }
              : { path: pathToFileURL(found.path).href, external: true };
          });
        },
      },
    ],
  });
  const run = async (...argv: readonly string[]): Promise<unknown> => {
    const { stdout } = await promisify(execFile)(process.execPath, [outfile, ...argv], { cwd: checkout, maxBuffer: 1 << 24 });
    return JSON.parse(stdout);
  };
  return {
    list: async () => (await run()) as { name: string; work: string }[],
    measure: async (name) => (await run(name)) as Measurement,
  };
}

/** The median of numbers with the interval of the bootstrap. */
const interval = (ratios: readonly number[]): Interval => bootstrap([ratios], ([sample]) => median(sample!));

/** What rounds say: one list of old and new measurements per workload. */
export function ratiosOf(rounds: ReadonlyMap<string, readonly (readonly [Measurement, Measurement])[]>, left: readonly string[]): Ratios {
  const ratios = [...rounds].map(([name, pairs]) => ({ name, pairs, ratios: pairs.map(([old, now]) => old.seconds / now.seconds) }));
  const count = ratios[0]!.ratios.length;
  const means = Array.from({ length: count }, (_unused, round) =>
    Math.exp(ratios.reduce((sum, one) => sum + Math.log(one.ratios[round]!), 0) / ratios.length),
  );
  return {
    workloads: ratios.map(({ name, pairs, ratios }) => ({
      name,
      ratio: interval(ratios),
      old: median(pairs.map(([old]) => old.seconds)),
      new: median(pairs.map(([, now]) => now.seconds)),
      same: pairs.every(([old, now]) => old.answer === now.answer),
    })),
    overall: interval(means),
    left,
  };
}

/**
 * Measures both checkouts in turn: in every round each workload runs once with either, one right after the other, each time in a fresh process; who goes first
 * alternates.
 *
 * @throws Error for a checkout without packages or dependencies, fewer than two rounds, or where nothing can be compared
 */
export async function measureAgainst(checkout: string, rounds: number, say: (line: string) => void): Promise<Ratios> {
  const other = resolve(checkout);
  if (!Number.isSafeInteger(rounds) || rounds < 2)
    throw new Error(`--rounds ${rounds}: expected an integer of at least 2; a spread needs two rounds`);
  if (!existsSync(join(other, 'packages/core/src/index.ts')))
    throw new Error(`--against ${checkout}: expected a checkout with packages/core/src; name its folder, of a git worktree for instance`);
  if (!existsSync(join(other, 'node_modules')))
    throw new Error(`--against ${checkout}: expected its dependencies in node_modules; run npm run setup there`);
  const folder = mkdtempSync(join(tmpdir(), 'firstmover-against-'));
  try {
    const ownProgram = existsSync(join(other, PROGRAM));
    if (!ownProgram) say(`the other checkout has no ${PROGRAM}: ours runs on its packages`);
    const before = await bundle(join(ownProgram ? other : ROOT, PROGRAM), other, join(folder, 'before.mjs'));
    const after = await bundle(join(ROOT, PROGRAM), ROOT, join(folder, 'after.mjs'));
    const [old, now] = [await before.list(), await after.list()];
    const work = new Map(old.map(({ name, work }) => [name, work]));
    const names = now.filter((one) => work.get(one.name) === one.work).map(({ name }) => name);
    const left = [...new Set([...now, ...old].map(({ name }) => name))]
      .filter((name) => !names.includes(name))
      .map((name) => `${name}: the two checkouts do not have it with the same work`);
    if (names.length === 0)
      throw new Error(`--against ${checkout}: expected a workload in common, found none; compare with a nearer commit`);
    const measured = new Map(names.map((name) => [name, [] as (readonly [Measurement, Measurement])[]]));
    for (let round = 0; round < rounds; round++) {
      for (const name of names) {
        const first = round % 2 === 0 ? await before.measure(name) : await after.measure(name);
        const second = round % 2 === 0 ? await after.measure(name) : await before.measure(name);
        measured.get(name)!.push(round % 2 === 0 ? [first, second] : [second, first]);
      }
      say(`round ${round + 1} of ${rounds}`);
    }
    return ratiosOf(measured, left);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The ratios as lines of text. */
export function tableOf({ workloads, overall, left }: Ratios): string {
  const width = Math.max('all workloads'.length, ...workloads.map(({ name }) => name.length));
  const text = ({ value, low, high }: Interval): string => `${value.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
  const ms = (seconds: number): string => `${(1e3 * seconds).toPrecision(3)} ms`;
  return [
    `${'old / new, 95% interval'.padEnd(width)}  above 1 is faster`,
    ...workloads.map(
      ({ name, ratio, old, new: now, same }) =>
        `${name.padEnd(width)}  ${text(ratio)}  ${ms(old)} -> ${ms(now)}${same ? '' : '  (the two did not compute the same)'}`,
    ),
    `${'all workloads'.padEnd(width)}  ${text(overall)}`,
    ...left.map((line) => `not compared: ${line}`),
  ].join('\n');
}

/** Measures, prints, and returns the exit code: 1 where the lower end of the overall interval is below 0.95, 2 where nothing could be measured. */
export async function against(checkout: string, rounds: number): Promise<number> {
  try {
    const ratios = await measureAgainst(checkout, rounds, (line) => console.error(line));
    console.log(tableOf(ratios));
    if (ratios.overall.low >= SLOWEST) return 0;
    console.error(
      `the lower end of the overall ratio is ${ratios.overall.low.toFixed(3)}: expected at least ${SLOWEST}; make what is slower as fast as it was, or take more rounds on a quiet machine`,
    );
    return 1;
  } catch (error) {
    console.error((error as Error).message);
    return 2;
  }
}
