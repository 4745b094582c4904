// How much faster two threads train an MLP than one: the PPO gradient step of mlp.ts on `mlpNetwork`, and on `parallelMlp` with two workers,
// in samples per second. Prints JSON: by the wall the median, lowest and highest of interleaved runs, and the ratios of the medians; with
// --serve, the figures of one run for each line that is read. A second core that is busy otherwise shows as a ratio near 1.
//
//   npx tsx --tsconfig tsconfig.json benchmarks/engine/workers.ts
import { mlpNetwork } from '@firstmover/networks';
import { parallelMlp } from '@firstmover/workers';
import { spread } from './compare.ts';
import type { Clocks } from './measure.ts';
import { answer, rate, repeated, startup } from './measure.ts';
import { ppoStep } from './ppo-step.ts';

const RUNS = 15;
const shape = {
  input: { kind: 'vector', width: 32 },
  hidden: [64, 64],
  outputs: 3,
  activation: 'tanh',
  outputScale: [0.01, 0.01, 1],
  seed: 1,
} as const;

const tasks = [1024, 8192].flatMap((rows) =>
  [mlpNetwork(shape), parallelMlp({ ...shape, workers: 2 })].map((network, i) => {
    const calls = 8192 / rows;
    return { name: `train/${rows}/${i + 1}`, amount: rows * calls, call: repeated(ppoStep(network, 32, rows), calls) };
  }),
);

function measure(): Readonly<Record<string, Clocks>> {
  return Object.fromEntries(tasks.map(({ name, call, amount }) => [name, rate(call, amount)]));
}

tasks.at(-1)!.call();
const apart = { startup: startup(), version: process.version };
for (let warm = 0; warm < 3; warm++) measure();
if (process.argv.includes('--serve')) await answer(measure, apart);
else {
  const runs = Array.from({ length: RUNS }, measure);
  const figures = Object.fromEntries(tasks.map(({ name }) => [name, spread(runs.map((run) => run[name]!.wall))!]));
  const ratios = Object.fromEntries(
    [1024, 8192].map((rows) => [`train/${rows}`, figures[`train/${rows}/2`]!.median / figures[`train/${rows}/1`]!.median]),
  );
  console.log(JSON.stringify({ ...apart, runs: RUNS, samplesPerSecond: figures, ratios }, null, 2));
}
