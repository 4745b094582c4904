import type { Ramp } from '@firstmover/core';

/** The value of a ramp after a number of environment steps, of all copies together. */
export function rampAt(ramp: Ramp, steps: number): number {
  if (typeof ramp === 'number') return ramp;
  return ramp.from + (ramp.to - ramp.from) * Math.min(1, steps / ramp.steps);
}

/**
 * An epsilon-greedy action from one uniform number, which serves both choices: below epsilon it is itself uniform on [0, epsilon).
 *
 * @param uniform - in [0, 1)
 * @param epsilon - the probability of a uniformly random action
 * @param greedy - the best action
 * @param actions - how many actions there are
 */
export function epsilonGreedy(uniform: number, epsilon: number, greedy: number, actions: number): number {
  return uniform < epsilon ? Math.min(actions - 1, Math.floor((uniform / epsilon) * actions)) : greedy;
}
