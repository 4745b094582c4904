// How fast the MLP trains and acts: one PPO gradient step (clipped policy loss, value loss, entropy, norm clip, Adam) of 32-64-64-(2, 1)
// with tanh, in samples/s, a forward pass in FLOP/s, and acting on one row in seconds. Prints JSON.
//
//   npx tsx --tsconfig tsconfig.json benchmarks/engine/mlp.ts [simd|plain|relaxed]
import type { KernelKind, Network } from '@firstmover/networks';
import { mlpNetwork } from '@firstmover/networks';
import type { Clocks } from './measure.ts';
import { answer, rate, repeated, scriptArguments, secondsEach, startup } from './measure.ts';
import { ppoStep } from './ppo-step.ts';

const WIDTH = 32;
const HIDDEN = 64;
const OUTPUTS = 3;
const WEIGHTS = WIDTH * HIDDEN + HIDDEN * HIDDEN + HIDDEN * OUTPUTS;

const kernels = (scriptArguments()[0] ?? 'simd') as KernelKind;
const network = (): Network =>
  mlpNetwork({
    input: { kind: 'vector', width: WIDTH },
    hidden: [HIDDEN, HIDDEN],
    outputs: OUTPUTS,
    activation: 'tanh',
    outputScale: [0.01, 0.01, 1],
    seed: 1,
    kernels,
  });

const tasks = [64, 1024, 8192].map((rows) => {
  const calls = Math.ceil(8192 / rows);
  const seen = network();
  const observations = new Float32Array(rows * WIDTH).fill(0.5);
  return {
    rows,
    calls,
    train: repeated(ppoStep(network(), WIDTH, rows), calls),
    forward: repeated(() => seen.forward(observations, rows), calls),
  };
});
const actor = network();
const row = new Float32Array(WIDTH).fill(0.5);
const act = repeated(() => actor.forward(row, 1), 2000);

function measure(): Readonly<Record<string, Clocks>> {
  const figures: Record<string, Clocks> = {};
  for (const { rows, calls, train, forward } of tasks) {
    figures[`train/${rows}`] = rate(train, rows * calls);
    figures[`forward/${rows}`] = rate(forward, 2 * WEIGHTS * rows * calls, 0.05);
  }
  return { ...figures, act: secondsEach(act, 2000) };
}

tasks[0]!.train();
const apart = { startup: startup(), version: process.version, kernels };
measure(); // the compilers of the engine see every loop before it counts
await answer(measure, apart);
