// What the batched loop allocates: bytes per environment step, garbage included, over a million steps of each scenario, and in the rounds in
// which no oracle is resumed; how much the heap has grown after them, collected; which functions allocate; and the bytes of typed arrays and heap
// that one more parallel environment takes. Prints JSON and a Markdown table.
//
//   npx tsx --tsconfig tsconfig.json benchmarks/engine/memory.ts [steps]
//
// Allocated bytes are those of the sampling heap profiler, which sees garbage too; rounds without an oracle are told apart by reading the used heap
// before and after each.
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Batch, Column, FollowerOracle, VectorEnvironment } from '@firstmover/core';
import { columnOf, createBatch, finiteModel, leaderProblem, randomStream } from '@firstmover/core';
import { cartPole, ppo } from '@firstmover/algorithms';
import type { Act } from '@firstmover/experience';
import { Rollout, stochasticPolicy } from '@firstmover/experience';
import { contextualFollower, exactFollower } from '@firstmover/followers';
import { iteratedPrisonersDilemma } from '@firstmover/matrix-games';
import type { Network } from '@firstmover/networks';
import { mlpNetwork } from '@firstmover/networks';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const STEPS = Number(process.argv[2] ?? 1_000_000);

/** Something that steps N copies of an environment. */
interface Loop {
  /** Takes one step of all copies, or more; returns how many environment steps that was. */
  round(): number;
  /** What must stay alive while memory is read. */
  readonly held: unknown;
}

interface Scenario {
  readonly name: string;
  /** N. */
  readonly copies: number;
  /** The follower oracle, where there is one. */
  readonly oracle?: FollowerOracle;
  make(copies: number): Loop;
}

const game = iteratedPrisonersDilemma.create();
const model = finiteModel(game);

/** Random actions for a column, made beforehand so that choosing them allocates nothing. */
function randomColumns(make: () => Column, actions: number): readonly Column[] {
  const random = randomStream(1, 'benchmark/actions').at(0, 0);
  return Array.from({ length: 17 }, () => make().map(() => random.integer(actions)) as Column);
}

function batchLoop(batch: Batch): Loop {
  const columns = game.players.map(({ action }) => randomColumns(() => columnOf(action, batch.size), 2));
  const joints = columns[0]!.map((_column, i) => columns.map((ofPlayer) => ofPlayer[i]!));
  const over = new Uint8Array(batch.size);
  let time = 0;
  batch.reset();
  return {
    held: batch,
    round() {
      batch.step(joints[time++ % joints.length]!);
      for (let copy = 0; copy < batch.size; copy++) over[copy] = batch.terminated[copy]! | batch.truncated[copy]!;
      batch.reset(over);
      return batch.size;
    },
  };
}

function problemLoop(problem: VectorEnvironment): Loop {
  const columns = randomColumns(() => columnOf(problem.action, problem.size), 2);
  const over = new Uint8Array(problem.size);
  let time = 0;
  problem.reset();
  return {
    held: problem,
    round() {
      problem.step(columns[time++ % columns.length]!);
      for (let copy = 0; copy < problem.size; copy++) over[copy] = problem.terminated[copy]! | problem.truncated[copy]!;
      problem.reset(over);
      return problem.size;
    },
  };
}

/** An oracle that counts how often it is started or resumed. */
function counting(oracle: FollowerOracle): { readonly oracle: FollowerOracle; resumed(): number } {
  let resumptions = 0;
  return {
    resumed: () => resumptions,
    oracle: {
      ...oracle,
      *respond(episode) {
        const run = oracle.respond(episode);
        for (let turn = run.next(); ;) {
          resumptions++;
          if (turn.done === true) return turn.value;
          turn = run.next(yield turn.value);
        }
      },
    },
  };
}

const exact = exactFollower(model);
const trained = contextualFollower(game, { model, seed: 1 });
while (!trained.done) trained.update();
const contextual = trained.oracle();
function leaderLoop(oracle: FollowerOracle, copies: number): Loop {
  return problemLoop(leaderProblem(oracle, { copies, seed: 1, model }));
}

function rolloutLoop(environment: VectorEnvironment, length: number): Loop {
  const network = mlp(2, 1);
  const policy = stochasticPolicy(network, environment, randomStream(1, 'benchmark/policy'));
  const rollout = new Rollout(environment, 'declared', policy.head);
  const act: Act = (time, actions, latents) => policy.act(environment, time, actions, latents);
  return {
    held: [network, rollout],
    round() {
      rollout.collectSteps(length, act);
      return environment.size * length;
    },
  };
}

function mlp(outputs: number, seed: number): Network {
  return mlpNetwork({ input: { kind: 'vector', width: 4 }, hidden: [64, 64], outputs, activation: 'tanh', seed });
}

function updateLoop(environment: VectorEnvironment, length: number): Loop {
  const learner = ppo(environment, { collect: { steps: length }, epochs: 1, network: mlp(2, 1), valueNetwork: mlp(1, 2) });
  return {
    held: learner,
    round() {
      learner.update();
      return environment.size * length;
    },
  };
}

const scenarios: readonly Scenario[] = [
  { name: 'iterated game, batch of its finite model', copies: 8192, make: (size) => batchLoop(createBatch(game, { size, model })) },
  { name: 'iterated game, batch of its definition', copies: 8192, make: (size) => batchLoop(createBatch(game, { size })) },
  { name: 'leader problem, contextual oracle', copies: 8192, oracle: contextual, make: (copies) => leaderLoop(contextual, copies) },
  { name: 'leader problem, exact oracle', copies: 8192, oracle: exact, make: (copies) => leaderLoop(exact, copies) },
  { name: 'cart-pole', copies: 8192, make: (copies) => problemLoop(cartPole({ copies, seed: 1 })) },
  { name: 'cart-pole, PPO rollouts of 128 steps', copies: 1024, make: (copies) => rolloutLoop(cartPole({ copies, seed: 1 }), 128) },
  { name: 'cart-pole, PPO updates of 128 steps', copies: 256, make: (copies) => updateLoop(cartPole({ copies, seed: 1 }), 128) },
];

function usedHeap(): number {
  return getHeapStatistics().used_heap_size;
}

interface Memory {
  readonly heap: number;
  readonly typedArrays: number;
}

/** The collected heap and the backing stores of typed arrays, in bytes. */
function collected(): Memory {
  for (let i = 0; i < 4; i++) collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return { heap: heapUsed, typedArrays: arrayBuffers };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
}

/** Runs a loop for at least so many steps. */
function runFor({ round }: Loop, steps: number): number {
  let taken = 0;
  while (taken < steps) taken += round();
  return taken;
}

/** Bytes per step of the rounds in which no oracle is resumed, from the used heap before and after each; undefined where there is no oracle. */
function withoutResumption({ oracle: inner, copies }: Scenario): number | undefined {
  if (!inner) return undefined;
  const { oracle, resumed } = counting(inner);
  const loop = leaderLoop(oracle, copies);
  runFor(loop, 2 * STEPS);
  let sum = 0;
  let counted = 0;
  for (let taken = 0; taken < STEPS;) {
    const resumptions = resumed();
    const before = usedHeap();
    const steps = loop.round();
    const bytes = usedHeap() - before - READING;
    taken += steps;
    if (resumptions !== resumed() || bytes < -steps) continue; // resumed, or collected
    sum += bytes;
    counted += steps;
  }
  return sum / counted;
}

/** What reading the used heap allocates itself. */
const READING = median(
  Array.from({ length: 1001 }, () => {
    const before = usedHeap();
    return usedHeap() - before;
  }),
);

interface ProfileNode {
  readonly callFrame: { readonly url: string; readonly functionName: string };
  readonly selfSize: number;
  readonly children: readonly ProfileNode[];
}

interface Allocation {
  /** Bytes per step. */
  readonly perStep: number;
  /** Bytes per step by function, largest first. */
  readonly functions: readonly (readonly [name: string, bytesPerStep: number])[];
}

/** What a loop allocates, garbage included. */
async function allocation(loop: Loop): Promise<Allocation> {
  const session = new Session();
  session.connect();
  await session.post('HeapProfiler.startSampling', {
    samplingInterval: 1024,
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  } as never);
  const steps = runFor(loop, STEPS);
  const { profile } = (await session.post('HeapProfiler.stopSampling')) as unknown as { readonly profile: { readonly head: ProfileNode } };
  session.disconnect();
  const bytes = new Map<string, number>();
  const visit = ({ callFrame, selfSize, children }: ProfileNode): void => {
    const source = /(?:packages|benchmarks)\/.*$/.exec(callFrame.url)?.[0].replace('/src/', '/') ?? 'the engine itself';
    const label = `${source} ${callFrame.functionName}`;
    // The profiler's own session is not the loop's.
    if (selfSize > 0 && callFrame.functionName !== 'post') bytes.set(label, (bytes.get(label) ?? 0) + selfSize / steps);
    children.forEach(visit);
  };
  visit(profile.head);
  const functions = [...bytes].sort((a, b) => b[1] - a[1]);
  return { perStep: functions.reduce((sum, [, perStep]) => sum + perStep, 0), functions };
}

/** What one more parallel environment takes, after whole episodes of every one: medians of five differences. */
function memoryPerEnvironment({ make, copies: more }: Scenario): Memory {
  const hold = (copies: number): Memory => {
    const before = collected();
    const loop = make(copies);
    runFor(loop, copies * 40);
    const after = collected();
    loop.round(); // still alive
    return { heap: after.heap - before.heap, typedArrays: after.typedArrays - before.typedArrays };
  };
  const differences = Array.from({ length: 5 }, () => {
    const few = hold(64);
    const many = hold(64 + more);
    return { heap: (many.heap - few.heap) / more, typedArrays: (many.typedArrays - few.typedArrays) / more };
  });
  return { heap: median(differences.map(({ heap }) => heap)), typedArrays: median(differences.map(({ typedArrays }) => typedArrays)) };
}

interface Row extends Allocation {
  readonly scenario: string;
  readonly withoutResumption: number | undefined;
  readonly growth: number;
  readonly perEnvironment: Memory;
}

const rows: Row[] = [];
for (const scenario of scenarios) {
  const loop = scenario.make(scenario.copies);
  runFor(loop, 2 * STEPS); // compiled, and buffers at their final size
  const before = collected();
  runFor(loop, STEPS);
  const growth = collected().heap - before.heap;
  rows.push({
    scenario: scenario.name,
    ...(await allocation(loop)),
    withoutResumption: withoutResumption(scenario),
    growth,
    perEnvironment: memoryPerEnvironment(scenario),
  });
  process.stderr.write(`${scenario.name}\n`);
}

const shown = (bytes: number): string => Math.round(bytes).toLocaleString('en-GB');
const table = `| loop | allocated per step | of these, where no oracle is resumed | heap growth over ${STEPS.toLocaleString('en-GB')} steps | typed arrays per copy | heap per copy |
| --- | ---: | ---: | ---: | ---: | ---: |
${rows
  .map(
    ({ scenario, perStep, withoutResumption: quiet, growth, perEnvironment }) =>
      `| ${scenario} | ${perStep.toFixed(2)} | ${quiet === undefined ? '' : quiet.toFixed(2)} | ${shown(growth)} | ${shown(perEnvironment.typedArrays)} | ${shown(perEnvironment.heap)} |`,
  )
  .join('\n')}`;
const folder = new URL('../../docs/benchmarks/', import.meta.url);
writeFileSync(new URL('memory.json', folder), `${JSON.stringify({ node: process.version, steps: STEPS, rows }, null, 1)}\n`);
writeFileSync(
  new URL('memory.md', folder),
  `# What a step allocates

Made by \`benchmarks/engine/memory.ts\` on Node ${process.version.slice(1)}; the numbers behind it are in \`memory.json\`. All numbers are bytes. Allocation is what
V8's sampling heap profiler saw, garbage included, over ${STEPS.toLocaleString('en-GB')} steps of compiled code; a few hundredths are its noise. Heap growth is between two full
collections. A copy's memory is the median of five differences between more and fewer copies.

${table}

The batched loop on a finite model allocates nothing, nor does a leader problem but for the generators of its oracle. A batch that runs the game's definition makes the plain
records that the definition returns. What a PPO rollout still allocates is the growth of its lists of episode ends.
`,
);
console.log(table);
