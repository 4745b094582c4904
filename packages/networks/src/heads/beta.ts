import type { Box } from '@firstmover/core';
import { boundedBox } from './bounded-box.ts';
import { concentrations } from './concentration.ts';
import type { Head } from './head.ts';
import { checkFinite } from './head.ts';
import { digamma, logGamma, sampleLogGamma, sigmoid, softplus, trigamma } from './special-functions.ts';

/**
 * Independent Beta distributions stretched over a bounded box, with parameters above 1 and hence one peak and a density that is finite at
 * the bounds (Chou, Maturana & Scherer 2017). Outputs: the logit t of every entry's mode, then the logs c of their concentrations:
 * Beta(1 + k sigmoid(t), 1 + k sigmoid(-t)) with k = 2 exp(c), which is confined smoothly to e^-10..e^10 per parameter; outputs of 0 are Beta(2, 2). The latent is the
 * logit of the action's place in the box; `greedy` is the mode.
 *
 * @param space - a box with finite bounds
 * @throws InputError when a bound is infinite or the bounds are equal
 */
export function betaHead(space: Box): Head {
  const { count, logRange, decode, encode } = boundedBox(space, 'Beta');
  const { totals, slopes, read } = concentrations(count, 2);
  return {
    name: 'beta',
    space,
    parameters: 2 * count,
    latentWidth: count,
    actionWidth: count,
    sample(outputs, at, random, latents, latentAt) {
      checkFinite(outputs, at, 2 * count);
      read(outputs, at + count);
      for (let i = 0; i < count; i++) {
        const mode = outputs[at + i]!;
        const k = totals[i]!;
        const up = sampleLogGamma(1 + k * sigmoid(mode), random);
        latents[latentAt + i] = up - sampleLogGamma(1 + k * sigmoid(-mode), random);
      }
    },
    greedy(outputs, at, latents, latentAt) {
      checkFinite(outputs, at, count);
      for (let i = 0; i < count; i++) latents[latentAt + i] = outputs[at + i]!;
    },
    decode(latents, latentAt, actions, actionAt) {
      for (let i = 0; i < count; i++) actions[actionAt + i] = decode(latents[latentAt + i]!);
    },
    encode(actions, actionAt, latents, latentAt) {
      for (let i = 0; i < count; i++) latents[latentAt + i] = encode(actions, actionAt + i);
    },
    // With x = sigmoid(logit): log x = -softplus(-logit) and log(1 - x) = -softplus(logit).
    logProbability(outputs, at, latents, latentAt) {
      read(outputs, at + count);
      let sum = -count * logRange;
      for (let i = 0; i < count; i++) {
        const k = totals[i]!;
        const up = k * sigmoid(outputs[at + i]!);
        const down = k * sigmoid(-outputs[at + i]!);
        const logit = latents[latentAt + i]!;
        sum += logGamma(2 + k) - logGamma(1 + up) - logGamma(1 + down) - up * softplus(-logit) - down * softplus(logit);
      }
      return sum;
    },
    entropy(outputs, at) {
      read(outputs, at + count);
      let sum = count * logRange;
      for (let i = 0; i < count; i++) {
        const k = totals[i]!;
        const up = k * sigmoid(outputs[at + i]!);
        const down = k * sigmoid(-outputs[at + i]!);
        sum += logGamma(1 + up) + logGamma(1 + down) - logGamma(2 + k);
        sum += k * digamma(2 + k) - up * digamma(1 + up) - down * digamma(1 + down);
      }
      return sum;
    },
    // For Beta(a, b): d log p / d a = digamma(a + b) - digamma(a) + log x, and the same with 1 - x for b.
    addLogProbabilityGradient(outputs, at, latents, latentAt, weight, gradients) {
      read(outputs, at + count);
      for (let i = 0; i < count; i++) {
        const k = totals[i]!;
        const up = sigmoid(outputs[at + i]!);
        const down = sigmoid(-outputs[at + i]!);
        const logit = latents[latentAt + i]!;
        const both = digamma(2 + k);
        const byUp = weight * k * (both - digamma(1 + k * up) - softplus(-logit));
        const byDown = weight * k * (both - digamma(1 + k * down) - softplus(logit));
        gradients[at + i]! += (byUp - byDown) * up * down;
        gradients[at + count + i]! += (byUp * up + byDown * down) * slopes[i]!;
      }
    },
    // For Beta(a, b): d H / d a = (a + b - 2) trigamma(a + b) - (a - 1) trigamma(a), and the same for b.
    addEntropyGradient(outputs, at, _latents, _latentAt, weight, gradients) {
      read(outputs, at + count);
      for (let i = 0; i < count; i++) {
        const k = totals[i]!;
        const up = sigmoid(outputs[at + i]!);
        const down = sigmoid(-outputs[at + i]!);
        const both = trigamma(2 + k);
        const byUp = weight * k * k * (both - up * trigamma(1 + k * up));
        const byDown = weight * k * k * (both - down * trigamma(1 + k * down));
        gradients[at + i]! += (byUp - byDown) * up * down;
        gradients[at + count + i]! += (byUp * up + byDown * down) * slopes[i]!;
      }
    },
  };
}
