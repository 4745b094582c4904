// How fast the MLP trains and acts: one PPO gradient step (clipped policy loss, value loss, entropy, norm clip, Adam) of 32-64-64-(2, 1)
// with tanh, in thousand samples/s, and a forward pass of one row in microseconds. Rates are per CPU second of the process, which a busy
// machine disturbs less than wall time; medians of several interleaved runs. Prints JSON.
//
//   npx tsx --tsconfig tsconfig.json benchmarks/engine/mlp.ts [simd|plain|relaxed]
import { randomStream } from '@firstmover/core';
import type { KernelKind } from '@firstmover/networks';
import { adam, clipByNorm, mlpNetwork } from '@firstmover/networks';

const RUNS = 11;
const RUN_SECONDS = 0.15;
const WIDTH = 32;
const HIDDEN = 64;
const ACTIONS = 2;
const OUTPUTS = ACTIONS + 1;
const WEIGHTS = WIDTH * HIDDEN + HIDDEN * HIDDEN + HIDDEN * OUTPUTS;

const random = randomStream(1, 'benchmark').at(0, 0);

/** A minibatch of one shape and a function that takes one gradient step on it. */
function ppoStep(rows: number, kernels: KernelKind): { readonly step: () => void; readonly forward: () => void } {
  const network = mlpNetwork({
    input: { kind: 'vector', width: WIDTH },
    hidden: [HIDDEN, HIDDEN],
    outputs: OUTPUTS,
    activation: 'tanh',
    outputScale: [0.01, 0.01, 1],
    seed: 1,
    kernels,
  });
  const optimiser = adam(3e-4, { epsilon: 1e-5 })(network.parameters.length);
  const observations = Float32Array.from({ length: rows * WIDTH }, () => random.normal());
  const actions = Uint8Array.from({ length: rows }, () => random.integer(ACTIONS));
  const oldLogProbabilities = Float32Array.from({ length: rows }, () => -0.69 + 0.1 * random.normal());
  const advantages = Float32Array.from({ length: rows }, () => random.normal());
  const returns = Float32Array.from({ length: rows }, () => random.normal());
  const gradients = new Float32Array(rows * OUTPUTS);

  function step(): void {
    const outputs = network.forward(observations, rows);
    for (let row = 0; row < rows; row++) {
      const at = row * OUTPUTS;
      const first = outputs[at]!;
      const second = outputs[at + 1]!;
      const highest = first > second ? first : second;
      const logSum = highest + Math.log(Math.exp(first - highest) + Math.exp(second - highest));
      const log0 = first - logSum;
      const log1 = second - logSum;
      const p0 = Math.exp(log0);
      const p1 = Math.exp(log1);
      const entropy = -(p0 * log0 + p1 * log1);
      const action = actions[row]!;
      const advantage = advantages[row]!;
      const ratio = Math.exp((action === 0 ? log0 : log1) - oldLogProbabilities[row]!);
      const clipped = advantage >= 0 ? ratio > 1.2 : ratio < 0.8;
      const pull = clipped ? 0 : -(advantage * ratio);
      gradients[at] = (pull * ((action === 0 ? 1 : 0) - p0) + 0.01 * p0 * (log0 + entropy)) / rows;
      gradients[at + 1] = (pull * ((action === 1 ? 1 : 0) - p1) + 0.01 * p1 * (log1 + entropy)) / rows;
      gradients[at + 2] = (0.5 * (outputs[at + 2]! - returns[row]!)) / rows;
    }
    network.gradients.fill(0);
    network.backward(gradients, rows);
    clipByNorm(network.gradients, 0.5);
    optimiser.step(network.parameters, network.gradients);
  }
  return { step, forward: () => network.forward(observations, rows) };
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** CPU seconds per call, over about RUN_SECONDS. */
function timed(call: () => void): number {
  const before = cpuSeconds();
  let calls = 0;
  let spent = 0;
  while (spent < RUN_SECONDS) {
    for (let i = 0; i < 4; i++) call();
    calls += 4;
    spent = cpuSeconds() - before;
  }
  return spent / calls;
}

function repeated(call: () => void, count: number): () => void {
  return () => {
    for (let i = 0; i < count; i++) call();
  };
}

const kernels = (process.argv[2] ?? 'simd') as KernelKind;
const tasks = new Map<string, { readonly call: () => void; readonly figure: (seconds: number) => number }>();
for (const rows of [64, 1024, 8192]) {
  const { step, forward } = ppoStep(rows, kernels);
  const calls = Math.ceil(8192 / rows);
  tasks.set(`train, batch ${rows} (thousand samples/s)`, {
    call: repeated(step, calls),
    figure: (seconds) => (rows * calls) / seconds / 1e3,
  });
  tasks.set(`forward, batch ${rows} (GFLOP/s)`, {
    call: repeated(forward, calls),
    figure: (seconds) => (2 * WEIGHTS * rows * calls) / seconds / 1e9,
  });
}
const { forward: act } = ppoStep(1, kernels);
tasks.set('act, batch 1 (microseconds)', { call: repeated(act, 2000), figure: (seconds) => (seconds / 2000) * 1e6 });

for (const { call } of tasks.values()) timed(call);
const figures = new Map<string, number[]>([...tasks.keys()].map((name) => [name, []]));
for (let run = 0; run < RUNS; run++) for (const [name, { call, figure }] of tasks) figures.get(name)!.push(figure(timed(call)));

const results = [...figures].map(([name, values]) => {
  const sorted = values.sort((a, b) => a - b);
  const [median, lowest, highest] = [sorted[(RUNS - 1) / 2]!, sorted[0]!, sorted[RUNS - 1]!].map((value) => Number(value.toPrecision(4)));
  return { name, median, lowest, highest };
});
console.log(JSON.stringify({ node: process.version, kernels, runs: RUNS, results }, null, 2));
