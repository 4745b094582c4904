import type { Random, Space } from '@firstmover/core';
import { InputError, show } from '@firstmover/core';

/** A flat array of numbers; rows of it are named by the offset they start at. */
export type Numbers = Int32Array | Float32Array | Float64Array;

/**
 * A family of action distributions, read from a network's outputs.
 *
 * What a head draws is a **latent**: an index, or the unconstrained number before it is squashed into the space. The action is a fixed
 * function of it (`decode`). Learners keep latents and send actions, so that log-probabilities stay exact where an action was rounded to
 * a bound or a corner. Log-probabilities and entropies are those of the *action*, in nats: with respect to counting on finite spaces,
 * to volume on boxes, and to the volume of the first n - 1 entries on a simplex.
 *
 * Every `...At` is the offset of a row in its flat array, so rows may be of any stride (a value beside the policy, several heads on one
 * network). No object is allocated per call. Gradients have the layout of the outputs and are added to what is there. A row that is not
 * made of finite numbers (-Infinity is a masked logit) is an `InputError` when an action is asked for.
 */
export interface Head {
  /** The name of the family, for configurations and messages. */
  readonly name: string;
  /** The action space it serves. */
  readonly space: Space;
  /** How many network outputs it reads per row. */
  readonly parameters: number;
  /** How many numbers a latent takes. */
  readonly latentWidth: number;
  /** How many numbers an action takes, laid out flat. */
  readonly actionWidth: number;
  /**
   * Draws a latent. How many numbers it draws from `random` may vary (rejection), so move the stream to a place of its own for every row
   * (`stream.at(environment, step)`): rows then never shift each other's numbers.
   */
  sample(outputs: Numbers, at: number, random: Random, latents: Numbers, latentAt: number): void;
  /** The latent of the action without exploration: the most likely index, else the centre that the head documents. */
  greedy(outputs: Numbers, at: number, latents: Numbers, latentAt: number): void;
  /** The action of a latent, always inside the space (in float64). */
  decode(latents: Numbers, latentAt: number, actions: Numbers, actionAt: number): void;
  /** The latent of an action: the inverse of `decode`, cut off to finite numbers on bounds and corners. Throws outside the space. */
  encode(actions: Numbers, actionAt: number, latents: Numbers, latentAt: number): void;
  /** log p of the action of a latent. */
  logProbability(outputs: Numbers, at: number, latents: Numbers, latentAt: number): number;
  /**
   * The entropy of the action. Where it has no closed form (squashed Gaussian, softmax-normal), the estimate -log p of the latent, which is
   * unbiased for a latent drawn from these outputs; the other heads do not look at the latent.
   */
  entropy(outputs: Numbers, at: number, latents: Numbers, latentAt: number): number;
  /** Adds `weight` times the gradient of log p with respect to the outputs, the latent held fixed. */
  addLogProbabilityGradient(outputs: Numbers, at: number, latents: Numbers, latentAt: number, weight: number, gradients: Numbers): void;
  /** Adds `weight` times the gradient of the entropy with respect to the outputs; for the estimate, with the noise held fixed. */
  addEntropyGradient(outputs: Numbers, at: number, latents: Numbers, latentAt: number, weight: number, gradients: Numbers): void;
}

/** A head whose latent is a smooth function of the outputs and of noise, as soft actor-critic needs it. */
export interface ReparameterisedHead extends Head {
  /**
   * Adds the gradient with respect to the outputs of `slopes` . action + `weight` * log p(action), **the noise held fixed**: the latent moves
   * with the outputs. The noise is read off the latent, which `sample` must have drawn from these outputs.
   *
   * For soft actor-critic (Haarnoja et al. 2018, equation 13) `slopes` is -dQ/da and `weight` the temperature.
   */
  addPathGradient(
    outputs: Numbers,
    at: number,
    latents: Numbers,
    latentAt: number,
    slopes: Numbers,
    slopeAt: number,
    weight: number,
    gradients: Numbers,
  ): void;
}

/** Whether gradients can flow through a head's samples. */
export function isReparameterised(head: Head): head is ReparameterisedHead {
  return 'addPathGradient' in head;
}

/**
 * Refuses a row that is not finite.
 *
 * @param values - the flat array
 * @param at - where the row starts
 * @param count - how many numbers are looked at
 * @param what - what a number is, for the message
 * @throws InputError naming the first that is not finite
 */
export function checkFinite(values: Numbers, at: number, count: number, what = 'network output'): void {
  for (let i = 0; i < count; i++) {
    if (!Number.isFinite(values[at + i]))
      throw new InputError(`${what} ${i} of a row is ${show(values[at + i])}: expected a finite number`);
  }
}

/**
 * Remembers a row by value: says whether it differs from the row of the call before. Learners ask for the log-probability, entropy and
 * gradients of one row in turn, and what these share is then computed once.
 *
 * @param count - the length of a row
 */
export function rowWatch(count: number): (outputs: Numbers, at: number) => boolean {
  const seen = new Float64Array(count).fill(NaN);
  return (outputs, at) => {
    let changed = false;
    for (let i = 0; i < count; i++) {
      const value = outputs[at + i]!;
      if (value === seen[i]) continue;
      seen[i] = value;
      changed = true;
    }
    return changed;
  };
}
