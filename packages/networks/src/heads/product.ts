import type { Dict, Tuple } from '@firstmover/core';
import type { Head, ReparameterisedHead } from './head.ts';
import { isReparameterised } from './head.ts';

/**
 * Independent heads side by side, for the parts of a dict or tuple in their order. Outputs, latents and actions are the parts' laid end
 * to end, log-probabilities and entropies their sums. Reparameterised when all parts are.
 *
 * @param space - a dict or tuple
 * @param parts - the head of each entry or item
 */
export function productHead(space: Dict | Tuple, parts: readonly Head[]): Head {
  const outputStarts: number[] = [];
  const latentStarts: number[] = [];
  const actionStarts: number[] = [];
  let parameters = 0;
  let latentWidth = 0;
  let actionWidth = 0;
  for (const part of parts) {
    outputStarts.push(parameters);
    latentStarts.push(latentWidth);
    actionStarts.push(actionWidth);
    parameters += part.parameters;
    latentWidth += part.latentWidth;
    actionWidth += part.actionWidth;
  }
  const product: Head = {
    name: `product of ${parts.map((part) => part.name).join(', ')}`,
    space,
    parameters,
    latentWidth,
    actionWidth,
    sample(outputs, at, random, latents, latentAt) {
      for (let p = 0; p < parts.length; p++) parts[p]!.sample(outputs, at + outputStarts[p]!, random, latents, latentAt + latentStarts[p]!);
    },
    greedy(outputs, at, latents, latentAt) {
      for (let p = 0; p < parts.length; p++) parts[p]!.greedy(outputs, at + outputStarts[p]!, latents, latentAt + latentStarts[p]!);
    },
    decode(latents, latentAt, actions, actionAt) {
      for (let p = 0; p < parts.length; p++) parts[p]!.decode(latents, latentAt + latentStarts[p]!, actions, actionAt + actionStarts[p]!);
    },
    encode(actions, actionAt, latents, latentAt) {
      for (let p = 0; p < parts.length; p++) parts[p]!.encode(actions, actionAt + actionStarts[p]!, latents, latentAt + latentStarts[p]!);
    },
    logProbability(outputs, at, latents, latentAt) {
      let sum = 0;
      for (let p = 0; p < parts.length; p++)
        sum += parts[p]!.logProbability(outputs, at + outputStarts[p]!, latents, latentAt + latentStarts[p]!);
      return sum;
    },
    entropy(outputs, at, latents, latentAt) {
      let sum = 0;
      for (let p = 0; p < parts.length; p++) sum += parts[p]!.entropy(outputs, at + outputStarts[p]!, latents, latentAt + latentStarts[p]!);
      return sum;
    },
    addLogProbabilityGradient(outputs, at, latents, latentAt, weight, gradients) {
      for (let p = 0; p < parts.length; p++) {
        parts[p]!.addLogProbabilityGradient(outputs, at + outputStarts[p]!, latents, latentAt + latentStarts[p]!, weight, gradients);
      }
    },
    addEntropyGradient(outputs, at, latents, latentAt, weight, gradients) {
      for (let p = 0; p < parts.length; p++) {
        parts[p]!.addEntropyGradient(outputs, at + outputStarts[p]!, latents, latentAt + latentStarts[p]!, weight, gradients);
      }
    },
  };
  if (!parts.every(isReparameterised)) return product;
  const reparameterised: ReparameterisedHead = {
    ...product,
    addPathGradient(outputs, at, latents, latentAt, slopes, slopeAt, weight, gradients) {
      for (let p = 0; p < parts.length; p++) {
        parts[p]!.addPathGradient(
          outputs,
          at + outputStarts[p]!,
          latents,
          latentAt + latentStarts[p]!,
          slopes,
          slopeAt + actionStarts[p]!,
          weight,
          gradients,
        );
      }
    },
  };
  return reparameterised;
}
