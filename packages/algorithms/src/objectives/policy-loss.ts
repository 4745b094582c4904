import { exp64 } from '@firstmover/core';

// In double precision, as the divergence that is reported beside it: ratio - 1 - log(ratio) cancels all that single precision holds.

/**
 * PPO's clipped surrogate loss (Schulman et al. 2017, equation 7, negated to a loss), with the ratio r of new over old probability:
 *
 *     loss = -min(r A, clip(r, 1 - epsilon, 1 + epsilon) A)
 *
 * @param logRatio - log r
 * @param advantage - A
 * @param clip - epsilon
 */
export function clippedSurrogate(logRatio: number, advantage: number, clip: number): number {
  const ratio = exp64(logRatio);
  const clipped = Math.min(Math.max(ratio, 1 - clip), 1 + clip);
  return -Math.min(ratio * advantage, clipped * advantage);
}

/**
 * Its derivative with respect to the log-probability of the taken action
 * (Schulman et al. 2017, equation 7, negated to a loss): -A r where the ratio r is not clipped, else 0.
 *
 * @param logRatio - log of new over old probability
 * @param advantage - A
 * @param clip - epsilon
 */
export function clippedSurrogateGradient(logRatio: number, advantage: number, clip: number): number {
  const ratio = exp64(logRatio);
  if (advantage >= 0 ? ratio > 1 + clip : ratio < 1 - clip) return 0;
  return -advantage * ratio;
}

/**
 * The squared value loss with clipping (the reference implementation of Schulman et al. 2017):
 *
 *     loss = max((v - t)^2, (clip(v, old - c, old + c) - t)^2) / 2
 *
 * @param value - v
 * @param old - the estimate before the update
 * @param target - t
 * @param clip - c; Infinity gives the plain squared loss
 */
export function clippedValueLoss(value: number, old: number, target: number, clip: number): number {
  const clipped = Math.min(Math.max(value, old - clip), old + clip);
  return Math.max((value - target) * (value - target), (clipped - target) * (clipped - target)) / 2;
}

/**
 * Its derivative with respect to v.
 *
 * @param value - v
 * @param old - the estimate before the update
 * @param target - t
 * @param clip - c; Infinity gives the plain squared loss
 */
export function clippedValueGradient(value: number, old: number, target: number, clip: number): number {
  const clipped = Math.min(Math.max(value, old - clip), old + clip);
  const error = value - target;
  return clipped !== value && Math.abs(clipped - target) > Math.abs(error) ? 0 : error;
}
