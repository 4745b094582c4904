import type { Column, TablePolicy, VectorEnvironment } from '@firstmover/core';
import { deterministicPolicy, randomStream } from '@firstmover/core';
import type { Horizon, Metrics, TableLearner } from '../learner/learner.ts';
import { actionCount, checkOptions, observationCount } from '../learner/learner.ts';
import { Rollout } from '../rollout/rollout.ts';

/** Settings of {@link tabularQ}. */
export interface TabularQOptions {
  /** Whole episodes per copy and update (default 1). */
  readonly rounds?: number;
  /** The learner's discount (default 0.9). */
  readonly gamma?: number;
  /** The probability of a uniformly random action (default 0.1). */
  readonly epsilon?: number;
  /**
   * The step size of a value. A number stays constant; `{ decay: k }` is visits^-k: 0 replaces the value by the newest sample, which is exact
   * where nothing is random, 1 averages all samples (default 0.1).
   */
  readonly learningRate?: number | { readonly decay: number };
  /** How the end of an episode is treated (default `declared`). */
  readonly horizon?: Horizon;
  /** The value that unvisited entries start from (default 0). */
  readonly initialValue?: number;
  /** The seed of the learner's own randomness (default 0). */
  readonly seed?: number;
}

/** A {@link tabularQ} learner, with its table. */
export interface TabularQLearner extends TableLearner {
  /** The values, observations x actions. */
  readonly values: Float64Array;
  /** How often each value was updated. */
  readonly visits: Uint32Array;
  /** The greedy action of every observation (the lowest of equals). */
  greedy(): Int32Array;
}

/**
 * Tabular Q-learning (Watkins 1989) with epsilon-greedy behaviour. Values are updated after each round of whole episodes, from the last
 * step to the first (backward replay, Lin 1992), so that one episode carries a reward all the way back. Rows that are executed but masked
 * count as part of the environment: their rewards, discounted, belong to the learned row before them.
 *
 * Metrics: `return` mean undiscounted return of the episodes, `change` largest change of a value in this update.
 *
 * @param environment - any problem with discrete observations and actions
 * @throws InputError for options out of range or spaces that do not fit
 */
export function tabularQ(environment: VectorEnvironment, options: TabularQOptions = {}): TabularQLearner {
  const { rounds = 1, gamma = 0.9, epsilon = 0.1, learningRate = 0.1, horizon = 'declared', initialValue = 0, seed = 0 } = options;
  const rate = typeof learningRate === 'object' ? { decay: learningRate.decay } : { learningRate };
  checkOptions(
    'tabularQ',
    { rounds, gamma, epsilon, initialValue, ...rate },
    {
      rounds: [1, 1e6, 'integer'],
      gamma: [0, 1],
      epsilon: [0, 1],
      learningRate: [0, 1],
      decay: [0, 1],
      initialValue: [-1e12, 1e12],
    },
  );
  const observations = observationCount(environment.observation, 'tabularQ');
  const actions = actionCount(environment.action, 'tabularQ');
  const values = new Float64Array(observations * actions).fill(initialValue);
  const visits = new Uint32Array(observations * actions);
  const rollout = new Rollout(environment, horizon);
  const stream = randomStream(seed, 'tabular-q/actions');
  const uniforms = new Float64Array(environment.size);
  let draws = 0;

  const best = (observation: number): number => {
    let action = 0;
    for (let k = 1; k < actions; k++) if (values[observation * actions + k]! > values[observation * actions + action]!) action = k;
    return action;
  };

  const act = (_time: number, chosen: Column): void => {
    stream.fill(draws++, uniforms);
    for (let copy = 0; copy < environment.size; copy++) {
      // One number serves both choices: below epsilon it is uniform on [0, epsilon).
      const u = uniforms[copy]!;
      chosen[copy] = u < epsilon ? Math.min(actions - 1, Math.floor((u / epsilon) * actions)) : best(environment.observations[copy]!);
    }
  };

  return {
    name: 'tabular-q',
    environment,
    values,
    visits,
    greedy: () => Int32Array.from({ length: observations }, (_unused, observation) => best(observation)),
    policy: (): TablePolicy => {
      const choices = Int32Array.from({ length: observations }, (_unused, observation) => best(observation));
      return deterministicPolicy(choices, actions);
    },
    update(): Metrics {
      rollout.collectEpisodes(rounds, act);
      const { copies } = rollout;
      const tails = new Map(rollout.tailRows.map((row, i) => [row, rollout.tail[i]!]));
      // Per copy, what follows the row at hand: rewards of masked rows, then, so much discounted, the value of an observation (-1: none).
      const next = new Int32Array(copies).fill(-1);
      const following = new Float64Array(copies);
      const discounts = new Float64Array(copies);
      let change = 0;
      for (let row = rollout.steps * copies - 1; row >= 0; row--) {
        if (rollout.live[row] === 0) continue;
        const copy = row % copies;
        if (rollout.ended[row] !== 0) {
          next[copy] = rollout.ended[row] === 2 ? tails.get(row)! : -1;
          following[copy] = 0;
          discounts[copy] = 1;
        }
        following[copy] = rollout.rewards[row]! + gamma * following[copy]!;
        discounts[copy]! *= gamma;
        if (rollout.learn[row] === 0) continue;
        const observation = rollout.observations[row]!;
        const bootstrap = next[copy]! < 0 ? 0 : values[next[copy]! * actions + best(next[copy]!)]!;
        const index = observation * actions + rollout.actions[row]!;
        const count = ++visits[index]!;
        const size =
          typeof learningRate === 'number' ? learningRate : learningRate.decay === 0 ? 1 : Math.exp(-learningRate.decay * Math.log(count));
        const error = following[copy]! + discounts[copy]! * bootstrap - values[index]!;
        values[index]! += size * error;
        next[copy] = observation;
        following[copy] = 0;
        discounts[copy] = 1;
        change = Math.max(change, Math.abs(size * error));
      }
      return { return: rollout.meanReturn(), change };
    },
  };
}
