import type { TablePolicy, VectorEnvironment } from '@firstmover/core';
import { deterministicPolicy, randomStream } from '@firstmover/core';
import type { Horizon, Metrics, TableLearner } from '../learner/learner.ts';
import { actionCount, checkOptions, observationCount } from '../learner/learner.ts';
import { requireFinite } from '../learner/non-finite.ts';
import type { Ramp } from '../objectives/exploration.ts';
import { checkRamp, epsilonGreedy, rampAt } from '../objectives/exploration.ts';
import { argmax, epsilonGreedyValue } from '../objectives/q-targets.ts';
import { Rollout } from '../rollout/rollout.ts';

/** Settings of {@link sarsa}. */
export interface SarsaOptions {
  /** Whole episodes per copy and update (default 1). */
  readonly rounds?: number;
  /** The learner's discount (default 0.9). */
  readonly gamma?: number;
  /** The probability of a uniformly random action (default 0.1). What is learned are the values of the policy that explores like this. */
  readonly epsilon?: Ramp;
  /**
   * The step size of a value. A number stays constant; `{ decay: k }` is visits^-k: 0 replaces the value by the newest sample, 1 averages all
   * samples (default 0.1).
   */
  readonly learningRate?: number | { readonly decay: number };
  /** Whether targets take the expectation over the next action instead of the one taken (van Seijen et al. 2009; default false). */
  readonly expected?: boolean;
  /** How the end of an episode is treated (default `declared`). */
  readonly horizon?: Horizon;
  /** The value that unvisited entries start from (default 0). */
  readonly initialValue?: number;
  /** The seed of the learner's own randomness (default 0). */
  readonly seed?: number;
}

/** A {@link sarsa} learner, with its table. */
export interface SarsaLearner extends TableLearner {
  /** The values, observations x actions. */
  readonly values: Float64Array;
  /** How often each value was updated. */
  readonly visits: Uint32Array;
  /** The greedy action of every observation (the lowest of equals). */
  greedy(): Int32Array;
}

/**
 * Tabular SARSA (Rummery & Niranjan 1994; Sutton & Barto 2018, section 6.4) with epsilon-greedy behaviour: the values are those of the
 * policy that explores, so it keeps away from where exploring is dangerous. Values are updated after each round of whole episodes, from the
 * last step to the first, with the epsilon of that round. Rows that are executed but masked count as part of the environment: their rewards,
 * discounted, belong to the learned row before them. After a truncated end no next action was taken: its expectation stands in.
 *
 * Metrics: `return` mean undiscounted return of the episodes, `change` largest change of a value in this update, `epsilon` the probability of
 * a random action during it.
 *
 * @param environment - any problem with discrete observations and actions
 * @throws InputError for options out of range or spaces that do not fit. `update` throws a NonFiniteError for a reward that is not finite, before
 * any value is changed
 */
export function sarsa(environment: VectorEnvironment, options: SarsaOptions = {}): SarsaLearner {
  const { rounds = 1, gamma = 0.9, epsilon = 0.1, learningRate = 0.1, horizon = 'declared', initialValue = 0, seed = 0 } = options;
  const { expected = false } = options;
  const rate = typeof learningRate === 'object' ? { decay: learningRate.decay } : { learningRate };
  checkOptions(
    'sarsa',
    { rounds, gamma, initialValue, ...rate },
    { rounds: [1, 1e6, 'integer'], gamma: [0, 1], learningRate: [0, 1], decay: [0, 1], initialValue: [-1e12, 1e12] },
  );
  checkRamp('sarsa', 'epsilon', epsilon, 0, 1);
  const observations = observationCount(environment.observation, 'sarsa');
  const actions = actionCount(environment.action, 'sarsa');
  const values = new Float64Array(observations * actions).fill(initialValue);
  const visits = new Uint32Array(observations * actions);
  const rollout = new Rollout(environment, horizon);
  const stream = randomStream(seed, 'sarsa/actions');
  const uniforms = new Float64Array(environment.size);
  let draws = 0;
  let updates = 0;
  let exploring = 0; // epsilon in this update

  const best = (observation: number): number => argmax(values, observation * actions, actions);

  const act = (_time: number, chosen: { [copy: number]: number }): void => {
    stream.fill(draws++, uniforms);
    for (let copy = 0; copy < environment.size; copy++) {
      chosen[copy] = epsilonGreedy(uniforms[copy]!, exploring, best(environment.observations[copy]!), actions);
    }
  };

  const stepSize = (visit: number): number => {
    if (typeof learningRate === 'number') return learningRate;
    return learningRate.decay === 0 ? 1 : Math.exp(-learningRate.decay * Math.log(visit));
  };

  const greedy = (): Int32Array => Int32Array.from({ length: observations }, (_unused, observation) => best(observation));

  return {
    name: 'sarsa',
    environment,
    values,
    visits,
    greedy,
    policy: (): TablePolicy => deterministicPolicy(greedy(), actions),
    update(): Metrics {
      exploring = rampAt(epsilon, environment.steps);
      rollout.collectEpisodes(rounds, act);
      updates++;
      const { copies } = rollout;
      requireFinite(rollout.rewards, rollout.steps * copies, 'reward', () => `update ${updates} of sarsa`);
      const tails = new Map(rollout.tailRows.map((row, i) => [row, rollout.tail[i]!]));
      // Per copy, what follows the row at hand: rewards of masked rows, then, so much discounted, an observation (-1: none) and the action taken
      // there (-1: none).
      const next = new Int32Array(copies).fill(-1);
      const taken = new Int32Array(copies).fill(-1);
      const following = new Float64Array(copies);
      const discounts = new Float64Array(copies);
      let change = 0;
      for (let row = rollout.steps * copies - 1; row >= 0; row--) {
        if (rollout.live[row] === 0) continue;
        const copy = row % copies;
        if (rollout.ended[row] !== 0) {
          next[copy] = rollout.ended[row] === 2 ? tails.get(row)! : -1;
          taken[copy] = -1;
          following[copy] = 0;
          discounts[copy] = 1;
        }
        following[copy] = rollout.rewards[row]! + gamma * following[copy]!;
        discounts[copy]! *= gamma;
        if (rollout.learn[row] === 0) continue;
        const observation = rollout.observations[row]!;
        const action = rollout.actions[row]!;
        let bootstrap = 0;
        if (next[copy]! >= 0) {
          const at = next[copy]! * actions;
          const known = taken[copy]! >= 0 && !expected;
          bootstrap = known ? values[at + taken[copy]!]! : epsilonGreedyValue(values, at, actions, exploring);
        }
        const index = observation * actions + action;
        const step = stepSize(++visits[index]!) * (following[copy]! + discounts[copy]! * bootstrap - values[index]!);
        values[index]! += step;
        next[copy] = observation;
        taken[copy] = action;
        following[copy] = 0;
        discounts[copy] = 1;
        change = Math.max(change, Math.abs(step));
      }
      return { return: rollout.meanReturn(), change, epsilon: exploring };
    },
  };
}
