import type { Discrete, MultiDiscrete } from '@firstmover/core';
import { exp64, InputError, log64, show } from '@firstmover/core';
import type { Head, Numbers } from './head.ts';
import { rowWatch } from './head.ts';
import { highest } from './special-functions.ts';

/** A head on finite actions, which can be masked. */
export interface CategoricalHead extends Head {
  /**
   * Forbids choices of a row: sets the logits to -Infinity, in place, where `allowed` (one number per output) is 0. They then have
   * probability and gradients of exactly 0 in every other function. Throws when an entry of the action has no choice left.
   */
  mask(outputs: Numbers, at: number, allowed: ArrayLike<number>, allowedAt: number): void;
}

/**
 * Softmax over the outputs: logits of the actions 0..n-1. The latent is the action; `greedy` is the most likely one, the first of equals.
 *
 * @param space - the actions
 */
export function categoricalHead(space: Discrete): CategoricalHead {
  return softmaxHead('categorical', space, [space.n]);
}

/**
 * Independent softmaxes, one per entry of the action; the outputs are the logits of the first entry, then those of the second, and so on.
 *
 * @param space - the actions
 */
export function multiCategoricalHead(space: MultiDiscrete): CategoricalHead {
  return softmaxHead('multi-categorical', space, space.counts);
}

// eslint-disable-next-line max-lines-per-function -- the contract of a head, one method after the other, on shared scratch memory
function softmaxHead(name: string, space: Discrete | MultiDiscrete, counts: readonly number[]): CategoricalHead {
  const entries = counts.length;
  const starts = counts.map((_count, entry) => counts.slice(0, entry).reduce((sum, count) => sum + count, 0));
  const parameters = counts.reduce((sum, count) => sum + count, 0);
  const changed = rowWatch(parameters);
  const probabilities = new Float64Array(parameters);
  const normalisers = new Float64Array(entries); // log(sum of exp(logit - highest))
  const tops = new Float64Array(entries); // the highest logits
  const entropies = new Float64Array(entries);
  let valid = false;

  const read = (outputs: Numbers, at: number): void => {
    if (!changed(outputs, at) && valid) return;
    valid = false;
    for (let entry = 0; entry < entries; entry++) {
      const start = starts[entry]!;
      const end = start + counts[entry]!;
      const top = highest(outputs, at + start, end - start);
      let total = 0;
      for (let k = start; k < end; k++) total += probabilities[k] = exp64(outputs[at + k]! - top);
      if (!(total > 0)) {
        const row = show(Array.from(outputs.subarray(at + start, at + end)));
        throw new InputError(`logits ${row}: expected finite numbers, or -Infinity where masked but not everywhere`);
      }
      let mean = 0;
      for (let k = start; k < end; k++) {
        if (probabilities[k] === 0) continue;
        probabilities[k]! /= total;
        mean += probabilities[k]! * (outputs[at + k]! - top);
      }
      tops[entry] = top;
      normalisers[entry] = log64(total);
      entropies[entry] = normalisers[entry]! - mean;
    }
    valid = true;
  };

  return {
    name,
    space,
    parameters,
    latentWidth: entries,
    actionWidth: entries,

    mask(outputs, at, allowed, allowedAt) {
      for (let entry = 0; entry < entries; entry++) {
        let left = 0;
        for (let k = starts[entry]!; k < starts[entry]! + counts[entry]!; k++) {
          if (allowed[allowedAt + k] === 0) outputs[at + k] = -Infinity;
          else left++;
        }
        if (left === 0) {
          const where = space.kind === 'discrete' ? 'an action mask' : `entry ${entry} of an action mask`;
          throw new InputError(`${where} forbids all ${counts[entry]} choices: expected at least one number other than 0`);
        }
      }
    },

    sample(outputs, at, random, latents, latentAt) {
      read(outputs, at);
      for (let entry = 0; entry < entries; entry++) {
        const start = starts[entry]!;
        const last = counts[entry]! - 1;
        let rest = random.uniform();
        let choice = 0;
        for (; choice < last; choice++) if ((rest -= probabilities[start + choice]!) < 0) break;
        // Rounding can leave the last choice over, which must not be taken at probability zero.
        while (choice > 0 && probabilities[start + choice] === 0) choice--;
        latents[latentAt + entry] = choice;
      }
    },

    greedy(outputs, at, latents, latentAt) {
      read(outputs, at);
      for (let entry = 0; entry < entries; entry++) {
        let choice = 0;
        while (choice < counts[entry]! - 1 && outputs[at + starts[entry]! + choice] !== tops[entry]) choice++;
        latents[latentAt + entry] = choice;
      }
    },

    decode(latents, latentAt, actions, actionAt) {
      for (let entry = 0; entry < entries; entry++) actions[actionAt + entry] = latents[latentAt + entry]!;
    },

    encode(actions, actionAt, latents, latentAt) {
      for (let entry = 0; entry < entries; entry++) {
        const choice = actions[actionAt + entry]!;
        if (!(Number.isInteger(choice) && choice >= 0 && choice < counts[entry]!))
          throw new InputError(`action ${show(choice)}: expected an integer from 0 to ${counts[entry]! - 1}`);
        latents[latentAt + entry] = choice;
      }
    },

    logProbability(outputs, at, latents, latentAt) {
      read(outputs, at);
      let sum = 0;
      for (let entry = 0; entry < entries; entry++) {
        sum += outputs[at + starts[entry]! + latents[latentAt + entry]!]! - tops[entry]! - normalisers[entry]!;
      }
      return sum;
    },

    entropy(outputs, at) {
      read(outputs, at);
      let sum = 0;
      for (let entry = 0; entry < entries; entry++) sum += entropies[entry]!;
      return sum;
    },

    // d log p / d logit[k] = [k is the choice] - p[k]
    addLogProbabilityGradient(outputs, at, latents, latentAt, weight, gradients) {
      read(outputs, at);
      for (let entry = 0; entry < entries; entry++) {
        const start = starts[entry]!;
        const choice = latents[latentAt + entry]!;
        if (outputs[at + start + choice] === -Infinity)
          throw new InputError(`choice ${choice} is masked: it has no log-probability to raise; use the mask it was drawn with`);
        for (let k = start; k < start + counts[entry]!; k++) gradients[at + k]! -= weight * probabilities[k]!;
        gradients[at + start + choice]! += weight;
      }
    },

    // d H / d logit[k] = -p[k] * (log p[k] + H)
    addEntropyGradient(outputs, at, _latents, _latentAt, weight, gradients) {
      read(outputs, at);
      for (let entry = 0; entry < entries; entry++) {
        const shift = entropies[entry]! - tops[entry]! - normalisers[entry]!;
        for (let k = starts[entry]!; k < starts[entry]! + counts[entry]!; k++) {
          if (probabilities[k]! > 0) gradients[at + k]! -= weight * probabilities[k]! * (outputs[at + k]! + shift);
        }
      }
    },
  };
}
