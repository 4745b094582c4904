// What a checkpoint every second and the checks for numbers that are not finite cost: processes with and without them in turn, and the ratio of each pair.
// Writes docs/benchmarks/run-cost.{json,md}. Run: npm run run-cost (under three minutes on a machine that does nothing else).
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'firstmover-cost-'));
const [PAIRS_OF_CHECKS, PAIRS_OF_CHECKPOINTS] = [5, 3];

/** The checks, as they stand in the sources, and what stands there without them. */
const CHECKS: readonly (readonly [file: RegExp, found: string, without: string])[] = [
  [/learner[/\\]non-finite\.ts$/, '  let sum = 0;\n', '  if (count >= 0) return;\n  let sum = 0;\n'],
  [/learner[/\\]non-finite\.ts$/, 'if (!Number.isFinite(norm))', 'if (norm === undefined)'],
  [/learner[/\\]non-finite\.ts$/, '    good.set(parameters);\n', ''],
  [/rollout[/\\]rollout\.ts$/, 'return Number.isFinite(sumOf(this.returns)) && Number.isFinite(sumOf(this.#earned));', 'return true;'],
];

/** Bundles the program, without the checks where that is asked for. */
async function bundle(name: string, checked: boolean): Promise<string> {
  const outfile = join(folder, `${name}.js`);
  const missing = new Set(CHECKS);
  await build({
    entryPoints: [join(import.meta.dirname, 'cost-program.ts')],
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

interface Cost {
  readonly cpu: number;
  readonly wall: number;
}

const measure = (program: string, ...args: readonly string[]): Cost =>
  JSON.parse(execFileSync(process.execPath, [program, ...args], { encoding: 'utf8' })) as Cost;

const sorted = (values: readonly number[]): number[] => values.toSorted((a, b) => a - b);
const median = (values: readonly number[]): number => {
  const order = sorted(values);
  return (order[(order.length - 1) >> 1]! + order[order.length >> 1]!) / 2;
};

/** What the first of two costs more than the second, in percent of it: the median over pairs, of which every other starts with the second. */
function overhead(
  pairs: number,
  first: () => number,
  second: () => number,
): { readonly median: number; readonly lowest: number; readonly highest: number } {
  const extra = Array.from({ length: pairs }, (_unused, pair) => {
    const before = pair % 2 === 0 ? first() : second();
    const after = pair % 2 === 0 ? second() : first();
    return 100 * ((pair % 2 === 0 ? before / after : after / before) - 1);
  });
  const order = sorted(extra);
  return { median: median(extra), lowest: order[0]!, highest: order.at(-1)! };
}

mkdirSync(join(folder, 'node_modules/@firstmover'), { recursive: true });
symlinkSync(join(root, 'packages/experiments'), join(folder, 'node_modules/@firstmover/experiments'));
writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
try {
  const checked = await bundle('checked', true);
  const unchecked = await bundle('unchecked', false);

  const checks = ['table', 'ppo', 'dqn'].map((name) => {
    const cost = (program: string) => (): number => measure(program, 'updates', name, '1.2').cpu;
    const found = {
      name,
      ...overhead(PAIRS_OF_CHECKS, cost(checked), cost(unchecked)),
      noise: overhead(1, cost(unchecked), cost(unchecked)).median,
    };
    console.log(`checks, ${name}: ${JSON.stringify(found)}`);
    return found;
  });

  const checkpoints = ['table', 'network', 'replay'].map((name) => {
    const cost = (every: object, seconds: number): Cost => measure(checked, 'run', name, String(seconds), JSON.stringify(every));
    const never = { everySeconds: 1_000_000 };
    const each = cost({ everyUpdates: 1 }, 2);
    const none = cost(never, 2);
    const found = {
      name,
      milliseconds: 1000 * (each.wall - none.wall),
      ...overhead(
        PAIRS_OF_CHECKPOINTS,
        () => cost({ everySeconds: 1 }, 2.5).cpu,
        () => cost(never, 2.5).cpu,
      ),
    };
    console.log(`checkpoints, ${name}: ${JSON.stringify(found)}`);
    return found;
  });

  const machine = `Node ${process.versions.node}, ${availableParallelism()} cores of ${cpus()[0]?.model ?? 'an unknown model'}`;
  const target = join(root, 'docs/benchmarks');
  writeFileSync(join(target, 'run-cost.json'), `${JSON.stringify({ machine, checks, checkpoints }, null, 2)}\n`);
  writeFileSync(join(target, 'run-cost.md'), page(machine, checks, checkpoints));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

interface Overhead {
  readonly name: string;
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
}

function page(
  machine: string,
  checks: readonly (Overhead & { readonly noise: number })[],
  checkpoints: readonly (Overhead & { readonly milliseconds: number })[],
): string {
  const percent = (value: number): string => `${value.toFixed(2)}%`;
  const words: { readonly [name: string]: string } = {
    table: 'tabular PPO, iterated prisoner’s dilemma',
    ppo: 'PPO, networks of 64 x 64, cart-pole',
    dqn: 'DQN, network of 64 x 64, cart-pole',
    network: 'PPO, network of 64 x 64, Q-learning follower',
    replay: 'DQN with a replay buffer of 10,000',
  };
  return `# What safety costs

Made by \`benchmarks/runs/cost.ts\` (${machine}); the numbers are in \`run-cost.json\`. Processes with and without alternate, and every number is the median over pairs, the
lowest and the highest beside it. CPU clock, so that other work on the machine counts less; a number below zero is noise.

## Checks for numbers that are not finite

The same sources, bundled once as they are and once without the checks of rewards, gradients and parameters and without the copy of the last good parameters. Promised: under 2%.

| learner | cost | lowest to highest | without against without |
| --- | ---: | ---: | ---: |
${checks.map(({ name, median: cost, lowest, highest, noise }) => `| ${words[name]} | ${percent(cost)} | ${percent(lowest)} to ${percent(highest)} | ${percent(noise)} |`).join('\n')}

## A checkpoint every second

Runs in a folder of the disk, with a checkpoint every second and without any. One checkpoint is timed by the wall clock, waiting for the disk included, in runs that write one after every
update: what it takes in milliseconds is a tenth of a percent of a second. Promised: under 3%.

| run | cost | lowest to highest | one checkpoint | of a second |
| --- | ---: | ---: | ---: | ---: |
${checkpoints.map(({ name, median: cost, lowest, highest, milliseconds }) => `| ${words[name]} | ${percent(cost)} | ${percent(lowest)} to ${percent(highest)} | ${milliseconds.toFixed(1)} ms | ${percent(milliseconds / 10)} |`).join('\n')}
`;
}
