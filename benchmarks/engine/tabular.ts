// How fast two PPO learners learn in 1,024 parallel iterated prisoner's dilemmas of ten rounds: 128 steps per update, four passes in four
// minibatches of a full shuffle (or without one, or as full batches, gathered by observation and action), policies and values as tables, as linear
// functions of one-hot indices, or as linear layers on one-hot vectors. Rates are joint steps, summed over the copies, per CPU second of the process;
// medians of several runs, each variant in a process of its own. Prints JSON.
//
//   npx tsx --tsconfig tsconfig.json benchmarks/engine/tabular.ts [seconds per run] [the name of one variant]
import { execFileSync } from 'node:child_process';
import type { PpoOptions } from '@firstmover/algorithms';
import { concurrentProblem, learnTogether, ppo } from '@firstmover/algorithms';
import type { Game, TablePolicy } from '@firstmover/core';
import { finiteModel, multiDiscrete } from '@firstmover/core';
import { iteratedPrisonersDilemma } from '@firstmover/matrix-games';
import type { Network } from '@firstmover/networks';
import { linearNetwork, mlpNetwork, tableNetwork } from '@firstmover/networks';
import { spread } from './compare.ts';

const RUNS = 7;
const RUN_SECONDS = Number(process.argv[2] ?? 1);
const COPIES = 1024;
const STEPS = 128;
const OBSERVATIONS = 5;
const ACTIONS = 2;

const game = iteratedPrisonersDilemma.create();

interface Variant {
  readonly name: string;
  readonly minibatches: number;
  readonly network: (outputs: number) => Network;
  readonly vectors?: boolean;
  readonly shuffle?: false;
}

const table = (outputs: number): Network => tableNetwork(OBSERVATIONS, outputs);
const oneHotIndices = (outputs: number): Network =>
  mlpNetwork({ input: { kind: 'index', count: OBSERVATIONS }, hidden: [], outputs, activation: 'tanh', outputScale: 0, seed: 0 });
const oneHotVectors = (outputs: number): Network => linearNetwork(OBSERVATIONS, outputs);

const variants: readonly Variant[] = [
  { name: 'tables, 4 minibatches', minibatches: 4, network: table },
  { name: 'linear on one-hot indices, 4 minibatches', minibatches: 4, network: oneHotIndices },
  { name: 'linear on one-hot vectors, 4 minibatches', minibatches: 4, network: oneHotVectors, vectors: true },
  { name: 'tables, 4 minibatches without a shuffle', minibatches: 4, network: table, shuffle: false },
  { name: 'linear on one-hot indices, 4 minibatches without a shuffle', minibatches: 4, network: oneHotIndices, shuffle: false },
  { name: 'tables, full batch gathered', minibatches: 1, network: table },
  { name: 'linear on one-hot indices, full batch gathered', minibatches: 1, network: oneHotIndices },
];

/** The game that shows one-hot vectors instead of indices. */
const vectorGame: Game = {
  ...game,
  players: game.players.map((player) => ({ ...player, observation: multiDiscrete(new Array<number>(OBSERVATIONS).fill(2)) })),
  observe: (state, player) => Array.from({ length: OBSERVATIONS }, (_unused, k) => (k === game.observe(state, player) ? 1 : 0)),
};

interface Run {
  /** Trains for a while; returns joint steps per CPU second. */
  train(seconds: number): number;
  /** The probability that each player defects after mutual defection. */
  defection(): readonly number[];
}

function start(variant: Variant): Run {
  const played = variant.vectors ? vectorGame : game;
  const problems = concurrentProblem(played, { copies: COPIES, seed: 1, model: finiteModel(played) });
  const learners = problems.map((problem, player) => {
    const options: PpoOptions = {
      collect: { steps: STEPS },
      epochs: 4,
      minibatches: variant.minibatches,
      ...(variant.shuffle === false ? { shuffle: false } : {}),
      learningRate: 0.01,
      gamma: 0.96,
      network: variant.network(ACTIONS),
      valueNetwork: variant.network(1),
      seed: player,
    };
    return ppo(problem, options);
  });
  const group = learnTogether(learners);
  return {
    train(seconds) {
      const before = cpuSeconds();
      let updates = 0;
      let spent = 0;
      while (spent < seconds) {
        group.update();
        updates++;
        spent = cpuSeconds() - before;
      }
      return (updates * COPIES * STEPS) / spent;
    },
    defection: () =>
      learners.map((learner) => {
        const policy = learner.policy();
        if ('table' in policy) return (policy as TablePolicy).table[4 * ACTIONS + 1]!;
        let taken = 0;
        const random = {
          uniform: () => 0.5,
          integer: () => 0,
          normal: () => 0,
          pick: (weights: ArrayLike<number>) => (taken = weights[1]!),
        };
        policy.act([0, 0, 0, 0, 1], random);
        return taken;
      }),
  };
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

interface Result {
  readonly name: string;
  readonly unit: string;
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
  readonly defection: readonly number[];
}

function measure(variant: Variant): Result {
  const run = start(variant);
  run.train(RUN_SECONDS);
  const rates = Array.from({ length: RUNS }, () => Number((run.train(RUN_SECONDS) / 1e6).toPrecision(4)));
  return {
    name: variant.name,
    unit: 'million environment steps/s',
    ...spread(rates)!,
    defection: run.defection(),
  };
}

/** The same in a process of its own, as a user would train: code that has met only one kind of network and observation is compiled for it. */
function measureApart({ name }: Variant): Result {
  const [program, script] = process.argv as [string, string];
  const printed = execFileSync(program, [...process.execArgv, script, String(RUN_SECONDS), name], { encoding: 'utf8' });
  return (JSON.parse(printed) as { readonly results: readonly [Result] }).results[0];
}

const chosen = variants.find(({ name }) => name === process.argv[3]);
if (!chosen && process.argv[3] !== undefined)
  throw new Error(`no variant "${process.argv[3]}": ${variants.map(({ name }) => name).join('; ')}`);
const results = chosen ? [measure(chosen)] : variants.map(measureApart);
console.log(JSON.stringify({ node: process.version, copies: COPIES, steps: STEPS, learners: 2, epochs: 4, runs: RUNS, results }, null, 2));
