import type { Column, SavableEnvironment } from '@firstmover/core';
import { InputError, box, discrete, show } from '@firstmover/core';
import type { ProblemOptions } from './control-problem.ts';
import { checkCopies, controlProblem } from './control-problem.ts';

/** Settings of {@link cartPole}. */
export interface CartPoleOptions extends ProblemOptions {
  /** After so many steps an episode is truncated (default 500). */
  readonly maxSteps?: number;
}

const GRAVITY = 9.8;
const POLE_MASS = 0.1;
const TOTAL_MASS = 1 + POLE_MASS;
/** Half the pole: from the pivot to the centre of mass, in metres. */
const LENGTH = 0.5;
const FORCE = 10;
const SECONDS = 0.02;
const MAX_POSITION = 2.4;
const MAX_ANGLE = (12 * 2 * Math.PI) / 360;

/**
 * One Euler step of the cart and pole (Barto, Sutton and Anderson 1983, without friction), in place.
 *
 * @param states - rows of position (m), velocity (m/s), angle from upright (rad) and angular velocity (rad/s)
 * @param at - where the row starts
 * @param action - 0 pushes left, 1 right
 * @returns whether the cart has left +-2.4 m or the pole +-12 degrees
 */
export function advanceCartPole(states: Float64Array, at: number, action: number): boolean {
  const velocity = states[at + 1]!;
  const angle = states[at + 2]!;
  const turning = states[at + 3]!;
  const cosine = Math.cos(angle);
  const sine = Math.sin(angle);
  const push = ((action === 1 ? FORCE : -FORCE) + POLE_MASS * LENGTH * turning * turning * sine) / TOTAL_MASS;
  const turn = (GRAVITY * sine - cosine * push) / (LENGTH * (4 / 3 - (POLE_MASS * cosine * cosine) / TOTAL_MASS));
  const pull = push - (POLE_MASS * LENGTH * turn * cosine) / TOTAL_MASS;
  const position = states[at]! + SECONDS * velocity;
  const leaning = angle + SECONDS * turning;
  states[at] = position;
  states[at + 1] = velocity + SECONDS * pull;
  states[at + 2] = leaning;
  states[at + 3] = turning + SECONDS * turn;
  return position < -MAX_POSITION || position > MAX_POSITION || leaning < -MAX_ANGLE || leaning > MAX_ANGLE;
}

/**
 * Balancing a pole on a cart that is pushed left (0) or right (1): the dynamics, limits and rewards of Gymnasium's CartPole-v1, in double
 * precision (Gymnasium shows single). Observations are rows of position, velocity, angle and angular velocity, at first uniform in +-0.05;
 * every step earns 1; the most an episode can earn is `maxSteps`, and 475 of 500 counts as solved.
 *
 * @throws InputError for copies or a limit that are no integers of at least 1, and for actions other than 0 and 1
 */
export function cartPole(options: CartPoleOptions): SavableEnvironment {
  const { maxSteps = 500 } = options;
  const copies = checkCopies(options.copies);
  if (!Number.isSafeInteger(maxSteps) || maxSteps < 1) {
    throw new InputError(`maxSteps of cartPole is ${show(maxSteps)}: expected an integer of at least 1`);
  }
  const states = new Float64Array(copies * 4); // which the observation shows in full
  const rewards = new Float64Array(copies);
  const executed = new Int32Array(copies);
  return controlProblem(options, 'cart-pole', {
    observation: box(-Infinity, Infinity, [4]),
    action: discrete(2, ['left', 'right']),
    observations: states,
    rewards,
    executed,
    maxSteps,
    start(copy, random) {
      for (let k = copy * 4; k < copy * 4 + 4; k++) states[k] = 0.1 * random.uniform() - 0.05;
    },
    advance(copy: number, actions: Column) {
      const action = actions[copy]!;
      if (action !== 0 && action !== 1) throw new InputError(`action ${show(action)} of cartPole: expected 0 (left) or 1 (right)`);
      executed[copy] = action;
      rewards[copy] = 1;
      return advanceCartPole(states, copy * 4, action);
    },
  });
}
