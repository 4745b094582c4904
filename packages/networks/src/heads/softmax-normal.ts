import type { Simplex } from '@firstmover/core';
import { log64 } from '@firstmover/core';
import type { Numbers, ReparameterisedHead } from './head.ts';
import { normals } from './normal.ts';
import { decodeSimplex, encodeSimplex } from './simplex-point.ts';
import { HALF_LOG_TWO_PI, highest, logSumExp } from './special-functions.ts';

/**
 * Mixtures as the softmax of independent normal logits, the logistic-normal distribution (Aitchison & Shen 1980). Outputs: the n means of
 * the logits, then their n log standard deviations, confined smoothly to -10..2 (output 0 is a deviation of 0.88). The latent is the
 * logits; `greedy` is the softmax of the means. Every entry has a noise of its own, so no entry plays a special part.
 *
 * The density of the action x integrates out the common shift t of the logits u = log x + t: with w = 1 / deviation^2, W = sum of w,
 * r = log x - mean, and m = (sum of w r) / W,
 *
 * log p(x) = sum of (-log x - log deviation) - (n - 1) / 2 * log(2 pi) - log(W) / 2 - (sum of w (r - m)^2) / 2.
 *
 * @param space - a simplex
 */
export function softmaxNormalHead(space: Simplex): ReparameterisedHead {
  const n = space.n;
  const { sample, means, read, logDeviations, inverses, slopes: deviationSlopes } = normals(n);
  const precisions = new Float64Array(n);
  const residuals = new Float64Array(n);
  const entries = new Float64Array(n);

  /** Sets `precisions` to w and `residuals` to r - m, which the shift of the logits leaves alone, and returns W. */
  const measure = (outputs: Numbers, at: number, latents: Numbers, latentAt: number): number => {
    read(outputs, at);
    let total = 0;
    for (let i = 0; i < n; i++) total += precisions[i] = inverses[i]! * inverses[i]!;
    let middle = 0;
    for (let i = 0; i < n; i++) middle += (residuals[i] = latents[latentAt + i]! - outputs[at + i]!) * (precisions[i]! / total);
    for (let i = 0; i < n; i++) residuals[i]! -= middle;
    return total;
  };

  const logProbability: ReparameterisedHead['logProbability'] = (outputs, at, latents, latentAt) => {
    const total = measure(outputs, at, latents, latentAt);
    const top = highest(latents, latentAt, n);
    let sum = n * logSumExp(latents, latentAt, n, top) - (n - 1) * HALF_LOG_TWO_PI - 0.5 * log64(total);
    for (let i = 0; i < n; i++) {
      sum -= latents[latentAt + i]! - top + logDeviations[i]! + 0.5 * precisions[i]! * residuals[i]! * residuals[i]!;
    }
    return sum;
  };

  // By the chain rule: the gradient with the logits held fixed plus the gradient by the logits times how they move.
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
    const total = measure(outputs, at, latents, latentAt);
    decodeSimplex(latents, latentAt, n, entries, 0);
    let meanSlope = 0;
    if (slopes) for (let i = 0; i < n; i++) meanSlope += entries[i]! * slopes[slopeAt + i]!;
    for (let i = 0; i < n; i++) {
      const shift = latents[latentAt + i]! - outputs[at + i]!;
      const x = entries[i]!;
      const pull = precisions[i]! * residuals[i]!;
      const byMean = weight * (n * x - 1) + (slopes ? x * (slopes[slopeAt + i]! - meanSlope) : 0);
      const held = weight * (pull * (residuals[i]! - shift) - 1 + precisions[i]! / total);
      gradients[at + i]! += byMean;
      gradients[at + n + i]! += (held + shift * byMean) * deviationSlopes[i]!;
    }
  };

  return {
    name: 'softmax-normal',
    space,
    parameters: 2 * n,
    latentWidth: n,
    actionWidth: n,
    sample,
    greedy: means,
    decode: (latents, latentAt, actions, actionAt) => decodeSimplex(latents, latentAt, n, actions, actionAt),
    encode: (actions, actionAt, latents, latentAt) => encodeSimplex(actions, actionAt, n, latents, latentAt),
    logProbability,
    entropy: (outputs, at, latents, latentAt) => -logProbability(outputs, at, latents, latentAt),
    addLogProbabilityGradient(outputs, at, latents, latentAt, weight, gradients) {
      const total = measure(outputs, at, latents, latentAt);
      for (let i = 0; i < n; i++) {
        const pull = precisions[i]! * residuals[i]!;
        gradients[at + i]! += weight * pull;
        gradients[at + n + i]! += weight * (pull * residuals[i]! - 1 + precisions[i]! / total) * deviationSlopes[i]!;
      }
    },
    addEntropyGradient: (outputs, at, latents, latentAt, weight, gradients) =>
      addPath(outputs, at, latents, latentAt, undefined, 0, -weight, gradients),
    addPathGradient: addPath,
  };
}
