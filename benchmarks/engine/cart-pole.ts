// How fast PPO learns the cart-pole: 4 copies, 128 steps per update, four passes in four minibatches, separate networks of two tanh layers of
// 64. Steps per CPU second of the process, medians of several runs, and the steps, CPU and wall seconds until the mean return over the last
// 40 updates in which an episode ended reaches 475 of 500. Prints JSON.
//
//   npx tsx --tsconfig tsconfig.json benchmarks/engine/cart-pole.ts [seconds per run]
import { cartPole, ppo } from '@firstmover/algorithms';
import { mean } from '@firstmover/evaluation';
import type { Learner } from '@firstmover/experience';
import type { Network } from '@firstmover/networks';
import { mlpNetwork } from '@firstmover/networks';
import { spread } from './compare.ts';

const RUNS = 7;
const RUN_SECONDS = Number(process.argv[2] ?? 1);
const SEEDS = 5;
const SOLVED = 475;
const WINDOW = 40;
const MAX_STEPS = 1_000_000;
const COPIES = 4;
const STEPS = 128;

function mlp(outputs: number, outputScale: number, seed: number): Network {
  return mlpNetwork({ input: { kind: 'vector', width: 4 }, hidden: [64, 64], outputs, activation: 'tanh', outputScale, seed });
}

function start(seed: number, learningRate: number): Learner {
  return ppo(cartPole({ copies: COPIES, seed }), {
    collect: { steps: STEPS },
    epochs: 4,
    minibatches: 4,
    learningRate,
    gamma: 0.99,
    lambda: 0.95,
    clip: 0.2,
    entropyBonus: 0.01,
    network: mlp(2, 0.01, 2 * seed),
    valueNetwork: mlp(1, 1, 2 * seed + 1),
    seed,
  });
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Environment steps per CPU second. */
function rate(learner: Learner, seconds: number): number {
  const begun = learner.environment.steps;
  const before = cpuSeconds();
  let spent = 0;
  while (spent < seconds) {
    for (let i = 0; i < 8; i++) learner.update();
    spent = cpuSeconds() - before;
  }
  return (learner.environment.steps - begun) / spent;
}

interface Solution {
  readonly steps: number;
  readonly cpu: number;
  readonly wall: number;
}

/** What it takes until the mean return is 475. */
function solve(seed: number): Solution | undefined {
  const [cpu, wall] = [cpuSeconds(), performance.now()];
  const learner = start(seed, 1e-3);
  const { environment } = learner;
  const recent: number[] = [];
  while (environment.steps < MAX_STEPS) {
    const reported = learner.update()['return']!;
    if (reported === 0) continue; // no episode ended
    recent.push(reported);
    if (recent.length > WINDOW) recent.shift();
    if (recent.length === WINDOW && mean(recent) >= SOLVED) {
      return { steps: environment.steps, cpu: cpuSeconds() - cpu, wall: (performance.now() - wall) / 1e3 };
    }
  }
  return undefined;
}

const learner = start(0, 2.5e-4);
rate(learner, RUN_SECONDS);
const rates = Array.from({ length: RUNS }, () => Math.round(rate(learner, RUN_SECONDS)));
const solutions = Array.from({ length: SEEDS }, (_unused, seed) => solve(seed));
console.log(
  JSON.stringify(
    {
      node: process.version,
      copies: COPIES,
      steps: STEPS,
      epochs: 4,
      minibatches: 4,
      stepsPerSecond: spread(rates),
      solutions,
    },
    null,
    2,
  ),
);
