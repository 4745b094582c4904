import { Session } from 'node:inspector/promises';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { cartPole, ppo } from '@firstmover/algorithms';
import type { Act } from '@firstmover/experience';
import { Rollout, stochasticPolicy } from '@firstmover/experience';
import type { Batch, Column, FollowerOracle, VectorEnvironment } from '@firstmover/core';
import { columnOf, createBatch, finiteModel, leaderProblem, randomStream } from '@firstmover/core';
import { median } from '@firstmover/evaluation';
import { contextualFollower, exactFollower } from '@firstmover/followers';
import { iteratedPrisonersDilemma } from '@firstmover/matrix-games';
import type { Network } from '@firstmover/networks';
import { mlpNetwork } from '@firstmover/networks';
import { table } from '../harness/fill-page.ts';
import type { PageStudy } from '../harness/page-study.ts';
import { column, machine, said } from '../harness/rows.ts';
import { named } from '../harness/run-study.ts';
import type { Run } from '../harness/study.ts';

let collector: (() => void) | undefined;

/** Collects everything that nothing holds; the flag is set only where memory is measured. */
function collect(): void {
  if (!collector) {
    setFlagsFromString('--expose-gc');
    collector = runInNewContext('gc') as () => void;
  }
  collector();
}

const STEPS = 1_000_000;

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
  oracle?(): FollowerOracle;
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

const exactOracle = exactFollower(model);
const exact = (): FollowerOracle => exactOracle;

let trained: FollowerOracle | undefined;

/** A follower that is trained when it is first asked for. */
function contextual(): FollowerOracle {
  if (trained) return trained;
  const follower = contextualFollower(game, { model, seed: 1 });
  while (!follower.done) follower.update();
  return (trained = follower.oracle());
}

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
  { name: 'leader problem, contextual oracle', copies: 8192, oracle: contextual, make: (copies) => leaderLoop(contextual(), copies) },
  { name: 'leader problem, exact oracle', copies: 8192, oracle: exact, make: (copies) => leaderLoop(exact(), copies) },
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

/** Runs a loop for at least so many steps. */
function runFor({ round }: Loop, steps: number): number {
  let taken = 0;
  while (taken < steps) taken += round();
  return taken;
}

/** Bytes per step of the rounds in which no oracle is resumed, from the used heap before and after each; undefined where there is no oracle. */
function withoutResumption({ oracle: inner, copies }: Scenario, atLeast: number): number | undefined {
  if (!inner) return undefined;
  const { oracle, resumed } = counting(inner());
  const loop = leaderLoop(oracle, copies);
  runFor(loop, 2 * atLeast);
  let sum = 0;
  let counted = 0;
  for (let taken = 0; taken < atLeast;) {
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
async function allocation(loop: Loop, atLeast: number): Promise<Allocation> {
  const session = new Session();
  session.connect();
  await session.post('HeapProfiler.startSampling', {
    samplingInterval: 1024,
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  } as never);
  const steps = runFor(loop, atLeast);
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

/** All numbers of a loop: bytes per step, and of these by function; growth of the heap; bytes of one more copy. */
async function measure(scenario: Scenario, seed: number, steps: number): Promise<Run> {
  const loop = scenario.make(scenario.copies);
  runFor(loop, 2 * steps); // compiled, and buffers at their final size
  const before = collected();
  runFor(loop, steps);
  const growth = collected().heap - before.heap;
  const { perStep, functions } = await allocation(loop, steps);
  const quiet = withoutResumption(scenario, steps);
  const { heap, typedArrays } = memoryPerEnvironment(scenario);
  const all = { steps, allocated: perStep, ...(quiet === undefined ? {} : { 'without resumption': quiet }), growth, heap, typedArrays };
  const byFunction = Object.fromEntries(functions.map(([label, bytes]) => [`in ${label}`, bytes]));
  return { arm: scenario.name, seed, values: { ...all, ...byFunction }, words: { node: machine().node } };
}

/** What a step allocates, and the memory of one more environment; `effort` is the share of the steps. */
export const memory: PageStudy = {
  name: 'memory',
  about: new URL('./memory.md', import.meta.url),
  arms: scenarios.map(({ name }) => name),
  seeds: 1,
  run: async (arm, seed, effort) => [await measure(named(scenarios, arm), seed, Math.ceil(effort * STEPS))],
  check: () => [],
  figures: () => [],
  places(runs) {
    const known = scenarios.filter(({ name }) => runs.some(({ arm }) => arm === name));
    const shown = (bytes: number): string => Math.round(bytes).toLocaleString('en-GB');
    const steps = shown(column(runs, known[0]!.name, 'steps')[0]!);
    const head = `loop | allocated per step: | of these, where no oracle is resumed: | heap growth over ${steps} steps: | typed arrays per copy: | heap per copy:`;
    const rows = known.map(({ name }) => {
      const of = (measure: string): number => column(runs, name, measure)[0]!;
      const quiet = column(runs, name, 'without resumption')[0]?.toFixed(2) ?? '';
      return [name, of('allocated').toFixed(2), quiet, ...['growth', 'typedArrays', 'heap'].map((measure) => shown(of(measure)))];
    });
    return { node: said(runs, 'node'), steps, loops: table(head, rows) };
  },
};
