import { exp64, InputError, log64, show, SIMPLEX_TOLERANCE } from '@firstmover/core';
import type { Numbers } from './head.ts';
import { highest, logSumExp } from './special-functions.ts';

// Probability vectors as the softmax of unconstrained latents.

// The smallest normal float32 number: what an entry of 0 is taken for.
const LOG_SMALLEST: number = -126 * Math.LN2;

/** Writes softmax(latents). */
export function decodeSimplex(latents: Numbers, latentAt: number, count: number, actions: Numbers, actionAt: number): void {
  const top = highest(latents, latentAt, count);
  const rest = logSumExp(latents, latentAt, count, top);
  for (let i = 0; i < count; i++) actions[actionAt + i] = exp64(latents[latentAt + i]! - top - rest);
}

/** Turns latents into the logs of the entries, cut off at log 2^-126. */
export function normaliseLogs(latents: Numbers, latentAt: number, count: number): void {
  const top = highest(latents, latentAt, count);
  const rest = logSumExp(latents, latentAt, count, top);
  for (let i = latentAt; i < latentAt + count; i++) latents[i] = Math.max(latents[i]! - top - rest, LOG_SMALLEST);
}

/** Writes the logs of the entries of a probability vector, cut off at log 2^-126. */
export function encodeSimplex(actions: Numbers, actionAt: number, count: number, latents: Numbers, latentAt: number): void {
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const entry = actions[actionAt + i]!;
    if (!(entry >= 0)) throw new InputError(`action entry ${i} is ${show(entry)}: expected a probability`);
    sum += entry;
    latents[latentAt + i] = Math.max(log64(entry), LOG_SMALLEST);
  }
  if (!(Math.abs(sum - 1) <= SIMPLEX_TOLERANCE))
    throw new InputError(`an action that sums to ${show(sum)}: expected probabilities that sum to 1`);
}
