import type { Column, SavableEnvironment } from '@firstmover/core';
import { InputError, box, show } from '@firstmover/core';
import type { ProblemOptions } from './control-problem.ts';
import { checkCopies, controlProblem } from './control-problem.ts';

const GRAVITY = 10;
const MASS = 1;
const LENGTH = 1;
const SECONDS = 0.05;
const MAX_TORQUE = 2;
const MAX_SPEED = 8;
const MAX_STEPS = 200;
const TURN = 2 * Math.PI;

/**
 * One step of the pendulum, semi-implicit Euler, in place.
 *
 * @param states - rows of angle from upright (rad, any number of turns) and angular velocity (rad/s)
 * @param at - where the row starts
 * @param torque - in +-2
 * @returns the reward: minus angle^2 + 0.1 speed^2 + 0.001 torque^2 before the step, the angle in [-pi, pi)
 */
export function advancePendulum(states: Float64Array, at: number, torque: number): number {
  const angle = states[at]!;
  const speed = states[at + 1]!;
  let lean = (angle + Math.PI) % TURN;
  lean = (lean < 0 ? lean + TURN : lean) - Math.PI;
  const turn = ((3 * GRAVITY) / (2 * LENGTH)) * Math.sin(angle) + (3 / (MASS * LENGTH * LENGTH)) * torque;
  const next = Math.min(MAX_SPEED, Math.max(-MAX_SPEED, speed + turn * SECONDS));
  states[at] = angle + next * SECONDS;
  states[at + 1] = next;
  return -(lean * lean + 0.1 * (speed * speed) + 0.001 * (torque * torque));
}

/**
 * Swinging a pendulum up and holding it there with a torque too weak to lift it at once. The dynamics and costs are those of Gymnasium's
 * Pendulum-v1, in double precision (Gymnasium shows single). Observations are rows of cosine and sine of the angle from upright, and
 * angular velocity; the action is a torque in +-2, cut off to these bounds as there. At first the angle is uniform in +-pi and the speed
 * in +-1; episodes are truncated after 200 steps and never terminate. Each step earns between -16.2736044 and 0; good policies average
 * about -150 per episode.
 *
 * @throws InputError for copies that are no integer of at least 1, and for a torque that is no number
 */
export function pendulum(options: ProblemOptions): SavableEnvironment {
  const copies = checkCopies(options.copies);
  const states = new Float64Array(copies * 2);
  const observations = new Float64Array(copies * 3);
  const rewards = new Float64Array(copies);
  const executed = new Float64Array(copies);

  const look = (copy: number): void => {
    const angle = states[copy * 2]!;
    observations[copy * 3] = Math.cos(angle);
    observations[copy * 3 + 1] = Math.sin(angle);
    observations[copy * 3 + 2] = states[copy * 2 + 1]!;
  };

  return controlProblem(options, 'pendulum', {
    observation: box(-MAX_SPEED, MAX_SPEED, [3]),
    action: box(-MAX_TORQUE, MAX_TORQUE, [1]),
    observations,
    states,
    rewards,
    executed,
    maxSteps: MAX_STEPS,
    start(copy, random) {
      states[copy * 2] = Math.PI * (2 * random.uniform() - 1);
      states[copy * 2 + 1] = 2 * random.uniform() - 1;
      look(copy);
    },
    advance(copy: number, actions: Column) {
      const wanted = actions[copy]!;
      const torque = Math.min(MAX_TORQUE, Math.max(-MAX_TORQUE, wanted));
      if (Number.isNaN(torque)) throw new InputError(`torque ${show(wanted)} of pendulum: expected a number in +-${MAX_TORQUE}`);
      executed[copy] = torque;
      rewards[copy] = advancePendulum(states, copy * 2, torque);
      look(copy);
      return false;
    },
  });
}
