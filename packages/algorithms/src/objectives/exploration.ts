import { checkOptions } from '../learner/learner.ts';

/** A number; or a straight line from one to another over so many environment steps (of all copies together), held from there on. */
export type Ramp = number | { readonly from: number; readonly to: number; readonly steps: number };

/** The value of a ramp after a number of environment steps. */
export function rampAt(ramp: Ramp, steps: number): number {
  if (typeof ramp === 'number') return ramp;
  return ramp.from + (ramp.to - ramp.from) * Math.min(1, steps / ramp.steps);
}

/**
 * Checks a ramp.
 *
 * @param algorithm - for the message
 * @param name - what the option is called
 * @param low - the lowest value allowed
 * @param high - the highest value allowed
 * @throws InputError naming what is out of range
 */
export function checkRamp(algorithm: string, name: string, ramp: Ramp, low: number, high: number): void {
  if (typeof ramp !== 'object') return checkOptions(algorithm, { [name]: ramp }, { [name]: [low, high] });
  // A part that is missing must not pass for one that is left at a default.
  const { from = NaN, to = NaN, steps = NaN }: { from?: number; to?: number; steps?: number } = ramp;
  checkOptions(
    algorithm,
    { [`${name}.from`]: from, [`${name}.to`]: to, [`${name}.steps`]: steps },
    { [`${name}.from`]: [low, high], [`${name}.to`]: [low, high], [`${name}.steps`]: [1, 1e12, 'integer'] },
  );
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
