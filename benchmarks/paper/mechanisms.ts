import type { Game, Policy } from '@firstmover/core';
import { childSeed, leaderProblem, randomStream, respondTo, enumerateChance, finiteModel, width } from '@firstmover/core';
import type { NoRegretOptions } from '@firstmover/followers';
import { noRegretFollowers } from '@firstmover/followers';
import type { PpoOptions } from '@firstmover/algorithms';
import { ppo } from '@firstmover/algorithms';
import { mlpNetwork } from '@firstmover/networks';
import type { Effort, Point } from '../harness/study.ts';
import { mean } from '@firstmover/evaluation';
import { thin } from './figures.ts';

/** How a mechanism is learned. */
export interface MechanismSettings {
  /** The followers. */
  readonly followers: NoRegretOptions;
  /** Games of the reward phase. */
  readonly games: number;
  /** Environment steps of training. */
  readonly steps: number;
  /** The leader's PPO. */
  readonly leader: PpoOptions;
  /** Whether the critic sees the followers' weights and the phase. */
  readonly centralised?: boolean;
  /** The probability that queries are in the trajectory (default 1). */
  readonly shown?: number;
}

/** What became of a mechanism. */
export interface Mechanism {
  /** The expected return of the greedy mechanism after each evaluation, by environment steps. */
  readonly curve: readonly Point[];
  /** The last of them, from many responses. */
  readonly value: number;
  /** The greedy mechanism. */
  readonly leader: Policy;
}

const EVALUATIONS = 25;

/** Trains a mechanism against multiplicative weights in every outer episode, 16 of them side by side. */
export function learnMechanism(game: Game, settings: MechanismSettings, seed: number, effort: Effort): Mechanism {
  const steps = effort * settings.steps;
  const { followers, games, leader, centralised = false, shown = 1 } = settings;
  const oracle = noRegretFollowers(game, followers);
  const finite = game.players[0]!.action.kind !== 'box';
  const problem = leaderProblem(oracle, {
    copies: 16,
    seed,
    games,
    critic: centralised ? 'oracle' : 'leader',
    conditions: { queriesInTrajectory: shown },
    ...(finite ? { model: finiteModel(game) } : {}),
  });
  const space = problem.privileged?.space;
  const valueNetwork =
    space && mlpNetwork({ input: { kind: 'vector', width: width(space) }, hidden: [64, 64], outputs: 1, activation: 'tanh', seed });
  const learner = ppo(problem, { ...leader, seed, ...(valueNetwork ? { valueNetwork, valueLearningRate: 3e-3 } : {}) });
  const curve: Point[] = [];
  let next = 0;
  while (problem.steps < steps) {
    learner.update();
    if (problem.steps < next) continue;
    curve.push({ x: problem.steps, y: evaluate(game, followers, learner.policy('greedy'), 8, seed) });
    next += steps / EVALUATIONS;
  }
  const greedy = learner.policy('greedy');
  const value = evaluate(game, followers, greedy, Math.ceil(effort * 100), childSeed(seed, 'last evaluation'));
  return { curve: thin([...curve, { x: problem.steps, y: value }]), value, leader: greedy };
}

/** The leader's expected return: the mean over fresh responses, each computed exactly along every way of chance. */
function evaluate(game: Game, followers: NoRegretOptions, leader: Policy, responses: number, seed: number): number {
  const oracle = noRegretFollowers(game, followers);
  return mean(
    Array.from({ length: responses }, (_unused, i) => {
      const random = randomStream(seed, 'evaluation').at(i, 0);
      const { policies } = respondTo(oracle, leader, random);
      const forks = enumerateChance((chance) => {
        policies.forEach((policy) => policy.reset?.());
        let state = game.initial(chance);
        let total = 0;
        for (;;) {
          const joint = game.players.map((_player, i) => (i === 0 ? leader : policies[i - 1]!).act(game.observe(state, i), random));
          const transition = game.step(state, joint, chance);
          total += transition.rewards[0]!;
          if (transition.terminated === true || transition.truncated === true) return total;
          state = transition.state;
        }
      });
      return forks.reduce((sum, { result, probability }) => sum + probability * result, 0);
    }),
  );
}

/** A number without the noise of floating point. */
export function rounded(value: number): number {
  return Number(value.toFixed(9)) + 0;
}
