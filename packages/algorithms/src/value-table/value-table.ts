import type { OptionsOf, ParametersOf, Savable, TablePolicy, VectorEnvironment } from '@firstmover/core';
import { deterministicPolicy, exp64, log64, randomStream, savable, savedCount } from '@firstmover/core';
import type { Act, InterleavedLearner, Rollout, TableLearner } from '@firstmover/experience';
import { actionCount, observationCount } from '@firstmover/experience';
import { epsilonGreedy } from '../objectives/exploration.ts';
import { argmax } from '../objectives/q-targets.ts';

/** The settings of learners of a table of action values. */
export const VALUE_TABLE_PARAMETERS = {
  rounds: { kind: 'integer', min: 1, max: 1e6, default: 1, about: 'whole episodes per copy and update' },
  gamma: { kind: 'number', min: 0, max: 1, default: 0.9, about: "the learner's discount" },
  epsilon: { kind: 'schedule', min: 0, max: 1, default: 0.1, about: 'the probability of a uniformly random action' },
  learningRate: {
    kind: 'either',
    of: [
      { kind: 'number', min: 0, max: 1 },
      { kind: 'record', fields: { decay: { kind: 'number', min: 0, max: 1, about: 'the exponent' } } },
    ],
    default: 0.1,
    about:
      'the step size of a value: constant, or visits^-decay, where 0 replaces the value by the newest sample, which is exact where nothing is random, and 1 averages all',
  },
  horizon: {
    kind: 'choice',
    options: ['declared', 'terminal', 'truncated'],
    default: 'declared',
    about: 'how the end of an episode is treated: as the problem declares it, as an end, or as a cut whose value is estimated',
  },
  initialValue: { kind: 'number', min: -1e12, max: 1e12, default: 0, about: 'the value that unvisited entries start from' },
} as const;

/** What learners of a table of action values are given. */
export interface ValueTableOptions extends OptionsOf<typeof VALUE_TABLE_PARAMETERS> {
  /** The seed of the learner's own randomness (default 0). */
  readonly seed?: number;
}

/** A learner of a table of action values, with the table. */
export interface ValueTableLearner extends TableLearner, InterleavedLearner {
  /** The values, observations x actions. */
  readonly values: Float64Array;
  /** How often each value was updated. */
  readonly visits: Uint32Array;
  /** The greedy action of every observation (the lowest of equals). */
  greedy(): Int32Array;
  /** The present policy, frozen. */
  policy(): TablePolicy;
}

/** A table of action values that is acted on and learned into. */
export interface ValueTable extends Pick<ValueTableLearner, 'values' | 'visits' | 'greedy' | 'policy'> {
  /** What it remembers. */
  readonly saved: Savable;
  /** How many actions there are. */
  readonly actions: number;
  /** Chooses epsilon-greedy actions. */
  act(epsilon: number): Act;
  /** Moves a value towards a target by the step size of this visit; returns by how much. */
  learn(observation: number, action: number, target: number): number;
}

/**
 * A table for a problem.
 *
 * @param algorithm - for messages
 * @param stream - the name of the random stream of its actions
 * @throws InputError for spaces that are not discrete
 */
export function valueTable(
  algorithm: string,
  stream: string,
  environment: VectorEnvironment,
  { learningRate, initialValue }: Pick<ParametersOf<typeof VALUE_TABLE_PARAMETERS>, 'learningRate' | 'initialValue'>,
  seed = 0,
): ValueTable {
  const observations = observationCount(environment.observation, algorithm);
  const actions = actionCount(environment.action, algorithm);
  const values = new Float64Array(observations * actions).fill(initialValue);
  const visits = new Uint32Array(observations * actions);
  const random = randomStream(seed, stream);
  const uniforms = new Float64Array(environment.size);
  let draws = 0;

  const best = (observation: number): number => argmax(values, observation * actions, actions);
  const greedy = (): Int32Array => Int32Array.from({ length: observations }, (_unused, observation) => best(observation));
  // exp of log instead of a power, whose last bits differ between runtimes.
  const stepSize = (visit: number): number => {
    if (typeof learningRate === 'number') return learningRate;
    return learningRate.decay === 0 ? 1 : exp64(-learningRate.decay * log64(visit));
  };

  return {
    saved: savable(
      'value table',
      {},
      {
        values,
        visits,
        draws: savedCount(
          () => draws,
          (count) => (draws = count),
        ),
      },
    ),
    values,
    visits,
    actions,
    greedy,
    policy: (): TablePolicy => deterministicPolicy(greedy(), actions),
    act: (exploring) => (_time, chosen) => {
      random.fill(draws++, uniforms);
      for (let copy = 0; copy < environment.size; copy++) {
        chosen[copy] = epsilonGreedy(uniforms[copy]!, exploring, best(environment.observations[copy]!), actions);
      }
    },
    learn(observation, action, target) {
      const index = observation * actions + action;
      const step = stepSize(++visits[index]!) * (target - values[index]!);
      values[index]! += step;
      return step;
    },
  };
}

/** What a learned row led to. */
export interface Transition {
  /** What was seen. */
  observation: number;
  /** What was done. */
  action: number;
  /** What was earned until the next learned row: its own reward and, discounted, those of the masked rows behind it. */
  earned: number;
  /** What the value of `next` is multiplied by. */
  discount: number;
  /** What the next learned row saw, or what was seen last where the episode was cut; -1 where it ended. */
  next: number;
  /** What the next learned row did; -1 where there is none. */
  nextAction: number;
}

/**
 * Goes through the learned rows of whole episodes from the last step to the first (backward replay, Lin 1992). So one episode carries a
 * reward all the way back. Rows that are executed but masked count as part of the environment.
 *
 * @param rollout - on discrete observations and actions
 * @param gamma - the discount
 * @param visit - is given the transition of each; the object is overwritten by the next
 */
export function replayBackwards(rollout: Rollout, gamma: number, visit: (transition: Readonly<Transition>) => void): void {
  const { copies } = rollout;
  const transition: Transition = { observation: 0, action: 0, earned: 0, discount: 0, next: -1, nextAction: -1 };
  let cut = rollout.tailRows.length;
  // Per copy, what follows the row at hand.
  const next = new Int32Array(copies).fill(-1);
  const nextAction = new Int32Array(copies).fill(-1);
  const earned = new Float64Array(copies);
  const discounts = new Float64Array(copies);
  for (let row = rollout.steps * copies - 1; row >= 0; row--) {
    if (rollout.live[row] === 0) continue;
    const copy = row % copies;
    if (rollout.ended[row] !== 0) {
      // Rows were cut in rising order.
      next[copy] = rollout.ended[row] === 2 ? rollout.tail[--cut]! : -1;
      nextAction[copy] = -1;
      earned[copy] = 0;
      discounts[copy] = 1;
    }
    earned[copy] = rollout.rewards[row]! + gamma * earned[copy]!;
    discounts[copy]! *= gamma;
    if (rollout.learn[row] === 0) continue;
    transition.observation = rollout.observations[row]!;
    transition.action = rollout.actions[row]!;
    transition.earned = earned[copy]!;
    transition.discount = discounts[copy]!;
    transition.next = next[copy]!;
    transition.nextAction = nextAction[copy]!;
    visit(transition);
    next[copy] = transition.observation;
    nextAction[copy] = transition.action;
    earned[copy] = 0;
    discounts[copy] = 1;
  }
}
