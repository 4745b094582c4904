import { checkpoints } from '@firstmover/benchmark-games';
import type { FiniteModel, Policy } from '@firstmover/core';
import { deterministicPolicy, finiteModel, leaderProblem, randomStream, respondTo } from '@firstmover/core';
import { mean } from '@firstmover/evaluation';
import { contextualNetworkFollower } from '@firstmover/followers';
import { payoffRange, testFamilies, worthAgainst } from '../../packages/followers/src/contextual-network/checkpoints.fixture.ts';
import type { Run } from '../harness/study.ts';
import type { Setting } from './settings.ts';

/** Test leaders of each family. */
export const LEADERS = 100;

type Values = Run['values'];

/** Trains with one seed and measures: gaps of the follower, CPU time, and those of a follower that uses one answer. */
export function measure(setting: Setting, seed: number, effort: number): Run {
  const { name, places, slip, budget, options } = setting;
  const game = checkpoints.create({ places, slip });
  const model = finiteModel(game);
  const follower = contextualNetworkFollower(game, { ...options, budget: Math.ceil(effort * budget), seed, model });
  const start = process.cpuUsage();
  while (!follower.done) follower.update();
  const used = process.cpuUsage(start);
  const oracle = follower.oracle();
  const count = Math.max(1, Math.round(effort * LEADERS));
  const respond = (guards: readonly number[]): Policy =>
    respondTo(oracle, deterministicPolicy(guards, 3), randomStream(0, 'scale')).policies[0]!;
  const { gap, 'gap, worst tenth': worst } = gapsOf(model, places, myopic, count);
  return {
    arm: name,
    seed,
    values: {
      steps: follower.steps,
      'CPU seconds': (used.user + used.system) / 1e6,
      ...gapsOf(model, places, respond, count),
      'myopic gap': gap!,
      'myopic gap, worst tenth': worst!,
      'payoff range': payoffRange(model),
      met: met(places, slip),
      'microseconds per leader step': stepCost(setting, effort),
    },
  };
}

/**
 * Gaps of a policy in percent of the range of the follower's returns in the game, over all test leaders and by family, and of that of its returns against the
 * leader: means, and means of the worst tenth.
 */
function gapsOf(model: FiniteModel, places: number, respond: (leader: readonly number[]) => Policy, count: number): Values {
  const range = payoffRange(model);
  const all: number[] = [];
  const own: number[] = [];
  const families: Record<string, number> = {};
  for (const [name, family] of Object.entries(testFamilies)) {
    const stream = randomStream(77, `test leaders/${name}`);
    const gaps = Array.from({ length: count }, (_unused, i) => {
      const guards = family(places, stream.at(i, 0));
      const { best, played, worst } = worthAgainst(model, guards, respond(guards), stream.at(i, 1));
      own.push(best > worst ? (100 * (best - played)) / (best - worst) : 0);
      return (100 * (best - played)) / range;
    });
    Object.assign(families, gap(name, gaps));
    all.push(...gaps);
  }
  return { ...gap('gap', all), ...gap('gap of own range', own), ...families };
}

/** The mean, and the mean of the worst tenth. */
function gap(name: string, values: readonly number[]): { readonly [measure: string]: number } {
  const sorted = [...values].sort((a, b) => b - a);
  return { [name]: mean(sorted), [`${name}, worst tenth`]: mean(sorted.slice(0, Math.ceil(sorted.length / 10))) };
}

/** Runs where it pays at once, whatever comes: what a follower does that uses one answer only. */
function myopic(guards: readonly number[]): Policy {
  return {
    act: (observation) => (guards[Math.floor((observation as number) / 4)]! < 2 ? 1 : 0),
  };
}

/** CPU time of a leader step of the whole problem, queries and play, with random leader actions. */
function stepCost({ places, slip, options }: Setting, effort: number): number {
  const game = checkpoints.create({ places, slip });
  const problem = leaderProblem(contextualNetworkFollower(game, options).oracle(), { copies: 16, seed: 0, model: finiteModel(game) });
  const random = randomStream(5, 'cost').at(0, 0);
  const actions = new Int32Array(problem.size);
  const run = (steps: number): number => {
    const start = process.cpuUsage();
    const before = problem.steps;
    while (problem.steps < before + steps) {
      problem.reset();
      while (problem.terminated.includes(0)) {
        for (let copy = 0; copy < actions.length; copy++) actions[copy] = random.integer(3);
        problem.step(actions);
      }
    }
    const used = process.cpuUsage(start);
    return (used.user + used.system) / (problem.steps - before);
  };
  run(effort * 10_000);
  const steps = effort * 40_000;
  return Math.min(run(steps), run(steps), run(steps));
}

/** The expected share of places that are met. */
function met(places: number, slip: number): number {
  const reached = new Float64Array(places);
  reached[0] = 1;
  for (let place = 1; place < places; place++)
    reached[place] = reached[place - 1]! * (1 - slip) + (place > 1 ? reached[place - 2]! * slip : 0);
  return reached.reduce((sum, share) => sum + share, 0) / places;
}
