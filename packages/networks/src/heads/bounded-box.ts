import type { Box } from '@firstmover/core';
import { exp64, InputError, log64, show, width } from '@firstmover/core';
import type { Numbers } from './head.ts';
import { log1p, sigmoid } from './special-functions.ts';

/** A box as the image of logits: action = low + (high - low) * sigmoid(logit). */
export interface BoundedBox {
  /** How many entries an action has. */
  readonly count: number;
  /** log(high - low). */
  readonly logRange: number;
  /** The action entry of a logit. */
  decode(logit: number): number;
  /** The logit of an action entry, cut off at -18 and 18, beyond which actions are on the bounds to float32 precision. */
  encode(actions: Numbers, at: number): number;
}

const LOGIT_LIMIT = 18;
// How far, relative to the range, an action may lie outside by rounding.
const ROUNDING = 1e-6;

/**
 * The logits of a bounded box.
 *
 * @param space - a box with finite bounds
 * @param head - the name of the head, for the message
 * @throws InputError when a bound is infinite or the bounds are equal
 */
export function boundedBox(space: Box, head: string): BoundedBox {
  const { low, high } = space;
  const range = high - low;
  if (!(range > 0 && range < Infinity)) {
    throw new InputError(`a ${head} head on a box from ${low} to ${high}: expected finite bounds, the lower one below the upper one`);
  }
  return {
    count: width(space),
    logRange: log64(range),
    decode: (logit) => Math.min(Math.max(low + range * sigmoid(logit), low), high),
    encode(actions, at) {
      const action = actions[at]!;
      const share = (action - low) / range;
      if (!(share >= -ROUNDING && share <= 1 + ROUNDING))
        throw new InputError(`action entry ${show(action)}: expected a number from ${low} to ${high}`);
      const logit = log64(Math.max(action - low, 0) / Math.max(high - action, 0));
      return Math.min(Math.max(logit, -LOGIT_LIMIT), LOGIT_LIMIT);
    },
  };
}

/** log of the slope of the sigmoid. */
export function logSigmoidSlope(logit: number): number {
  const size = Math.abs(logit);
  return -size - 2 * log1p(exp64(-size));
}
