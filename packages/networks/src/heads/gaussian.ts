import type { Box } from '@firstmover/core';
import { InputError, width } from '@firstmover/core';
import type { ReparameterisedHead } from './head.ts';
import { checkFinite } from './head.ts';
import { normals } from './normal.ts';
import { HALF_LOG_TWO_PI } from './special-functions.ts';

/**
 * Independent normal distributions for an unbounded box. Outputs: the means, then the log standard deviations, confined smoothly to
 * -10..2 (output 0 is a deviation of 0.88). A deviation that does not depend on the state is a matter of the network: outputs that are free
 * parameters. The latent is the action; `greedy` is the mean.
 *
 * @param space - a box without bounds
 * @throws InputError when the box has a bound
 */
export function gaussianHead(space: Box): ReparameterisedHead {
  if (space.low !== -Infinity || space.high !== Infinity) {
    throw new InputError(
      `a Gaussian head on a box from ${space.low} to ${space.high} would leave it: expected a box without bounds (two bounds: squashed Gaussian or Beta)`,
    );
  }
  const count = width(space);
  const { sample, means, logDensity, addGradient, read, logDeviations, slopes: deviationSlopes } = normals(count);
  return {
    name: 'gaussian',
    space,
    parameters: 2 * count,
    latentWidth: count,
    actionWidth: count,
    sample,
    greedy: means,
    decode(latents, latentAt, actions, actionAt) {
      for (let i = 0; i < count; i++) actions[actionAt + i] = latents[latentAt + i]!;
    },
    encode(actions, actionAt, latents, latentAt) {
      checkFinite(actions, actionAt, count, 'action entry');
      for (let i = 0; i < count; i++) latents[latentAt + i] = actions[actionAt + i]!;
    },
    logProbability: logDensity,
    entropy(outputs, at) {
      read(outputs, at);
      let sum = count * (HALF_LOG_TWO_PI + 0.5);
      for (let i = 0; i < count; i++) sum += logDeviations[i]!;
      return sum;
    },
    addLogProbabilityGradient: addGradient,
    addEntropyGradient(outputs, at, _latents, _latentAt, weight, gradients) {
      read(outputs, at);
      for (let i = 0; i < count; i++) gradients[at + count + i]! += weight * deviationSlopes[i]!;
    },
    // Along the path log p = const - log deviation.
    addPathGradient(outputs, at, latents, latentAt, slopes, slopeAt, weight, gradients) {
      read(outputs, at);
      for (let i = 0; i < count; i++) {
        const slope = slopes[slopeAt + i]!;
        const shift = latents[latentAt + i]! - outputs[at + i]!;
        gradients[at + i]! += slope;
        gradients[at + count + i]! += (slope * shift - weight) * deviationSlopes[i]!;
      }
    },
  };
}
