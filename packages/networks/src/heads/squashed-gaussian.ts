import type { Box } from '@firstmover/core';
import { exp64 } from '@firstmover/core';
import { boundedBox, logSigmoidSlope } from './bounded-box.ts';
import type { Numbers, ReparameterisedHead } from './head.ts';
import { normals } from './normal.ts';
import { sigmoid } from './special-functions.ts';

/**
 * Independent normal latents u squashed into a bounded box: action = middle + (high - low) / 2 * tanh(u) (Haarnoja et al. 2018, appendix
 * C). Outputs: the means of u, then its log standard deviations, confined smoothly to -10..2 (output 0 is a deviation of 0.88). `greedy` is
 * the squashed mean, which is the median.
 *
 * @param space - a box with finite bounds
 * @throws InputError when a bound is infinite or the bounds are equal
 */
export function squashedGaussianHead(space: Box): ReparameterisedHead {
  const { count, logRange, decode, encode } = boundedBox(space, 'squashed Gaussian');
  const { sample, means, logDensity, addGradient, read, slopes: deviationSlopes } = normals(count);
  // tanh(u) = 2 sigmoid(2 u) - 1, so that d action / d u = 2 * range * slope of the sigmoid at 2 u.
  const logScale = logRange + Math.LN2;

  const logProbability: ReparameterisedHead['logProbability'] = (outputs, at, latents, latentAt) => {
    let sum = logDensity(outputs, at, latents, latentAt) - count * logScale;
    for (let i = 0; i < count; i++) sum -= logSigmoidSlope(2 * latents[latentAt + i]!);
    return sum;
  };

  // Along the path log p = const - log deviation - log slope(2 u), whose last term changes by 2 tanh(u) per u; u moves by 1 per mean and by
  // its distance from the mean per log deviation.
  const addPath = (
    outputs: Numbers,
    at: number,
    latents: Numbers,
    latentAt: number,
    slopes: Numbers | undefined,
    slopeAt: number,
    weight: number,
    gradients: Numbers,
  ): void => {
    read(outputs, at);
    for (let i = 0; i < count; i++) {
      const u = latents[latentAt + i]!;
      let byLatent = 2 * weight * (2 * sigmoid(2 * u) - 1);
      if (slopes) byLatent += slopes[slopeAt + i]! * exp64(logScale + logSigmoidSlope(2 * u));
      gradients[at + i]! += byLatent;
      gradients[at + count + i]! += (byLatent * (u - outputs[at + i]!) - weight) * deviationSlopes[i]!;
    }
  };

  return {
    name: 'squashed-gaussian',
    space,
    parameters: 2 * count,
    latentWidth: count,
    actionWidth: count,
    sample,
    greedy: means,
    decode(latents, latentAt, actions, actionAt) {
      for (let i = 0; i < count; i++) actions[actionAt + i] = decode(2 * latents[latentAt + i]!);
    },
    encode(actions, actionAt, latents, latentAt) {
      for (let i = 0; i < count; i++) latents[latentAt + i] = encode(actions, actionAt + i) / 2;
    },
    logProbability,
    entropy: (outputs, at, latents, latentAt) => -logProbability(outputs, at, latents, latentAt),
    addLogProbabilityGradient: addGradient,
    addEntropyGradient: (outputs, at, latents, latentAt, weight, gradients) =>
      addPath(outputs, at, latents, latentAt, undefined, 0, -weight, gradients),
    addPathGradient: addPath,
  };
}
