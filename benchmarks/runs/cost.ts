// What a checkpoint every second and the checks for numbers that are not finite cost: updates with and without them in turn, in one process, and the ratio of each pair.
// Writes docs/benchmarks/run-cost.{json,md}. Run: npm run run-cost (six minutes).
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'firstmover-cost-'));
const [PROCESSES, SECONDS_OF_CHECKS, SECONDS_OF_CHECKPOINTS] = [6, 8, 60];

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
async function bundle(name: string, entry: string, checked: boolean): Promise<string> {
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

const measure = (...args: readonly string[]): readonly (readonly number[])[] =>
  JSON.parse(execFileSync(process.execPath, [join(folder, 'program.js'), ...args], { encoding: 'utf8', maxBuffer: 2 ** 28 })) as number[][];

/** What a column takes longer than another, in percent: the median over rows, and the 95% interval of that median by order statistics. */
interface Overhead {
  readonly percent: number;
  readonly lower: number;
  readonly upper: number;
  readonly pairs: number;
}

function overhead(pairs: readonly (readonly [longer: number, shorter: number, of: number])[]): Overhead {
  const extra = pairs.map(([longer, shorter, of]) => (100 * (longer - shorter)) / of).sort((a, b) => a - b);
  const n = extra.length;
  const reach = (1.96 * Math.sqrt(n)) / 2;
  return {
    percent: (extra[(n - 1) >> 1]! + extra[n >> 1]!) / 2,
    lower: extra[Math.max(0, Math.floor(n / 2 - reach))]!,
    upper: extra[Math.min(n - 1, Math.ceil(n / 2 + reach))]!,
    pairs: n,
  };
}

mkdirSync(join(folder, 'node_modules/@firstmover'), { recursive: true });
symlinkSync(join(root, 'packages/experiments'), join(folder, 'node_modules/@firstmover/experiments'));
writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
try {
  await bundle('program', 'cost-program.ts', true);
  const bundles = [
    await bundle('checked', 'cost-learners.ts', true),
    await bundle('unchecked', 'cost-learners.ts', false),
    await bundle('again', 'cost-learners.ts', false),
  ];

  const checks = ['table', 'ppo', 'dqn'].map((name) => {
    const rows = Array.from({ length: PROCESSES }, () => measure('checks', name, String(SECONDS_OF_CHECKS), ...bundles)).flat();
    const found = { name, cost: overhead(rows.map(([a, b]) => [a!, b!, b!])), noise: overhead(rows.map(([, b, c]) => [c!, b!, b!])) };
    console.log(`checks, ${name}: ${JSON.stringify(found)}`);
    return found;
  });

  const checkpoints = ['table', 'network', 'replay'].map((name) => {
    const rows = measure('checkpoints', name, String(SECONDS_OF_CHECKPOINTS));
    const found = { name, cost: overhead(rows.map(([a, b]) => [a!, b!, 1])) };
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

function page(
  machine: string,
  checks: readonly { readonly name: string; readonly cost: Overhead; readonly noise: Overhead }[],
  checkpoints: readonly { readonly name: string; readonly cost: Overhead }[],
): string {
  const percent = (value: number): string => `${value.toFixed(2)}%`;
  const words: { readonly [name: string]: string } = {
    table: 'tabular PPO, iterated prisoner’s dilemma',
    ppo: 'PPO, networks of 64 x 64, cart-pole',
    dqn: 'DQN, network of 64 x 64, cart-pole',
    network: 'PPO, network of 64 x 64, Q-learning follower',
    replay: 'DQN with a replay buffer of 10,000',
  };
  const cell = ({ percent: value, lower, upper }: Overhead): string => `${percent(value)} | ${percent(lower)} to ${percent(upper)}`;
  return `# What safety costs

Made by \`benchmarks/runs/cost.ts\` (${machine}); the numbers are in \`run-cost.json\`. Updates with and without take turns in one process, by the wall clock, and every number is the median
over pairs of slices with its 95% interval. A number below zero is noise.

## Checks for numbers that are not finite

The same sources, bundled once as they are and twice without the checks of rewards, gradients and parameters and without the copy of the last good parameters; slices of 20 ms in ${PROCESSES} processes.
Promised: under 2%.

| learner | cost | 95% interval | without against without | 95% interval | pairs |
| --- | ---: | ---: | ---: | ---: | ---: |
${checks.map(({ name, cost, noise }) => `| ${words[name]} | ${cell(cost)} | ${cell(noise)} | ${cost.pairs} |`).join('\n')}

## A checkpoint every second

Runs in a folder of the disk. Updates of 0.4 seconds with a checkpoint among them, which is written, flushed to the disk, read back and verified, against as many after it without one: the
difference in percent of a second, by the wall clock. Promised: under 3%.

| run | cost | 95% interval | pairs |
| --- | ---: | ---: | ---: |
${checkpoints.map(({ name, cost }) => `| ${words[name]} | ${cell(cost)} | ${cost.pairs} |`).join('\n')}
`;
}
