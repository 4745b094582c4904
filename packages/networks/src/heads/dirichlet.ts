import type { Simplex } from '@firstmover/core';
import { concentrations } from './concentration.ts';
import type { Head, Numbers } from './head.ts';
import { checkFinite } from './head.ts';
import { decodeSimplex, encodeSimplex, normaliseLogs } from './simplex-point.ts';
import { digamma, logGamma, sampleLogGamma, trigamma } from './special-functions.ts';

/**
 * Mixtures from a Dirichlet distribution with parameters above 1 and hence one peak and a density that is finite at the border. Outputs:
 * n logits of the mode m = softmax(logits), then the log c of the concentration: Dirichlet(1 + k m[0], ..., 1 + k m[n-1]) with
 * k = n exp(c), confined smoothly to e^-10..e^10 per parameter; outputs of 0 are Dirichlet(2, ..., 2). Place and precision apart train better than one output
 * per parameter, and exp better than softplus, which needs outputs in the thousands for a precise commitment. The latent is the logs of the
 * entries; `greedy` is the mode.
 *
 * @param space - a simplex
 */
export function dirichletHead(space: Simplex): Head {
  const n = space.n;
  const concentration = concentrations(1, n);
  const shares = new Float64Array(n);
  const slopes = new Float64Array(n);

  /** Sets `shares` to k m and returns k. */
  const measure = (outputs: Numbers, at: number): number => {
    concentration.read(outputs, at + n);
    const k = concentration.totals[0]!;
    decodeSimplex(outputs, at, n, shares, 0);
    for (let i = 0; i < n; i++) shares[i]! *= k;
    return k;
  };

  /** Adds the gradient with respect to the outputs, given `slopes` with respect to the parameters: d (k m[i]) / d c = k m[i]. */
  const addSlopes = (at: number, k: number, weight: number, gradients: Numbers): void => {
    let total = 0;
    for (let i = 0; i < n; i++) total += shares[i]! * slopes[i]!;
    for (let i = 0; i < n; i++) gradients[at + i]! += weight * shares[i]! * (slopes[i]! - total / k);
    gradients[at + n]! += weight * total * concentration.slopes[0]!;
  };

  return {
    name: 'dirichlet',
    space,
    parameters: n + 1,
    latentWidth: n,
    actionWidth: n,
    sample(outputs, at, random, latents, latentAt) {
      checkFinite(outputs, at, n + 1);
      measure(outputs, at);
      for (let i = 0; i < n; i++) latents[latentAt + i] = sampleLogGamma(1 + shares[i]!, random);
      normaliseLogs(latents, latentAt, n);
    },
    greedy(outputs, at, latents, latentAt) {
      checkFinite(outputs, at, n);
      for (let i = 0; i < n; i++) latents[latentAt + i] = outputs[at + i]!;
      normaliseLogs(latents, latentAt, n);
    },
    decode: (latents, latentAt, actions, actionAt) => decodeSimplex(latents, latentAt, n, actions, actionAt),
    encode: (actions, actionAt, latents, latentAt) => encodeSimplex(actions, actionAt, n, latents, latentAt),
    logProbability(outputs, at, latents, latentAt) {
      let sum = logGamma(n + measure(outputs, at));
      for (let i = 0; i < n; i++) sum += shares[i]! * latents[latentAt + i]! - logGamma(1 + shares[i]!);
      return sum;
    },
    entropy(outputs, at) {
      const k = measure(outputs, at);
      let sum = k * digamma(n + k) - logGamma(n + k);
      for (let i = 0; i < n; i++) sum += logGamma(1 + shares[i]!) - shares[i]! * digamma(1 + shares[i]!);
      return sum;
    },
    // For Dirichlet(a): d log p / d a[i] = digamma(sum of a) - digamma(a[i]) + log x[i]
    addLogProbabilityGradient(outputs, at, latents, latentAt, weight, gradients) {
      const k = measure(outputs, at);
      const all = digamma(n + k);
      for (let i = 0; i < n; i++) slopes[i] = all - digamma(1 + shares[i]!) + latents[latentAt + i]!;
      addSlopes(at, k, weight, gradients);
    },
    // For Dirichlet(a): d H / d a[i] = (sum of a - n) trigamma(sum of a) - (a[i] - 1) trigamma(a[i])
    addEntropyGradient(outputs, at, _latents, _latentAt, weight, gradients) {
      const k = measure(outputs, at);
      const all = k * trigamma(n + k);
      for (let i = 0; i < n; i++) slopes[i] = all - shares[i]! * trigamma(1 + shares[i]!);
      addSlopes(at, k, weight, gradients);
    },
  };
}
