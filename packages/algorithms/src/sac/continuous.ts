import type { RandomStream, Space } from '@firstmover/core';
import { InputError, width } from '@firstmover/core';
import type { Network, ReparameterisedHead } from '@firstmover/networks';
import type { SoftActions, Twins } from './soft-actions.ts';

/** A network that also gives the gradient with respect to its inputs. */
type InputDifferentiable = Network & {
  backward(outputGradients: Float32Array, rows: number, inputGradients: Float32Array): void;
};

/**
 * Soft actor-critic on continuous actions (Haarnoja et al. 2018). Critics read the observation, one-hot if it is an index, with the
 * action behind it; the gradient of their value with respect to the action flows through a reparameterised sample into the actor.
 *
 * @param actor - its outputs are the head's
 * @param observation - what is seen
 * @param batchSize - of the minibatches
 * @param stream - the noise of the samples
 */
export function continuousSoftActions(
  actor: Network,
  head: ReparameterisedHead,
  observation: Space,
  batchSize: number,
  stream: RandomStream,
): SoftActions {
  const { parameters, latentWidth, actionWidth } = head;
  const indexed = observation.kind === 'discrete';
  const observationWidth = indexed ? observation.n : width(observation);
  const inputWidth = observationWidth + actionWidth;
  const latents = new Float64Array(batchSize * latentWidth);
  const actions = new Float64Array(batchSize * actionWidth);
  const slopes = new Float64Array(batchSize * actionWidth);
  const inputs = new Float32Array(batchSize * inputWidth);
  const chosen: readonly [Float32Array, Float32Array] = [new Float32Array(batchSize), new Float32Array(batchSize)];
  const inputGradients: readonly [Float32Array, Float32Array] = [new Float32Array(inputs.length), new Float32Array(inputs.length)];

  const join = (observations: ArrayLike<number>, done: ArrayLike<number>): Float32Array => {
    for (let i = 0; i < batchSize; i++) {
      const at = i * inputWidth;
      if (indexed) inputs.fill(0, at, at + observationWidth)[at + observations[i]!] = 1;
      else for (let k = 0; k < observationWidth; k++) inputs[at + k] = observations[i * observationWidth + k]!;
      for (let k = 0; k < actionWidth; k++) inputs[at + observationWidth + k] = done[i * actionWidth + k]!;
    }
    return inputs;
  };

  /** Draws an action at every observation; returns the actor's outputs. */
  const sample = (observations: Int32Array | Float32Array, place: number): Float32Array => {
    const outputs = actor.forward(observations, batchSize);
    for (let i = 0; i < batchSize; i++) {
      head.sample(outputs, i * parameters, stream.at(i, place), latents, i * latentWidth);
      head.decode(latents, i * latentWidth, actions, i * actionWidth);
    }
    return outputs;
  };

  return {
    criticInput: { kind: 'vector', width: inputWidth },
    criticOutputs: 1,
    criticInputs: (batch) => join(batch.observations, batch.actions),
    criticOutput: () => 0,
    nextValues(batch, [first, second], temperature, step, values) {
      const outputs = sample(batch.nextObservations, 2 * step);
      join(batch.nextObservations, actions);
      const a = first.forward(inputs, batchSize);
      const b = second.forward(inputs, batchSize);
      for (let i = 0; i < batchSize; i++) {
        values[i] = Math.min(a[i]!, b[i]!) - temperature * head.logProbability(outputs, i * parameters, latents, i * latentWidth);
      }
    },
    actorGradient(batch, critics, temperature, step, gradient, losses) {
      const outputs = sample(batch.observations, 2 * step + 1);
      join(batch.observations, actions);
      const a = critics[0].forward(inputs, batchSize);
      const b = critics[1].forward(inputs, batchSize);
      let mean = 0;
      for (let i = 0; i < batchSize; i++) {
        const logProbability = head.logProbability(outputs, i * parameters, latents, i * latentWidth);
        losses[i] = temperature * logProbability - Math.min(a[i]!, b[i]!);
        mean -= logProbability / batchSize;
        chosen[0][i] = a[i]! <= b[i]! ? 1 : 0;
        chosen[1][i] = 1 - chosen[0][i]!;
      }
      for (const c of [0, 1] as const) (critics[c] as InputDifferentiable).backward(chosen[c], batchSize, inputGradients[c]);
      gradient.fill(0);
      for (let i = 0; i < batchSize; i++) {
        for (let k = 0; k < actionWidth; k++) {
          const at = i * inputWidth + observationWidth + k;
          slopes[i * actionWidth + k] = -(inputGradients[0][at]! + inputGradients[1][at]!) / batchSize;
        }
        head.addPathGradient(outputs, i * parameters, latents, i * latentWidth, slopes, i * actionWidth, temperature / batchSize, gradient);
      }
      return mean;
    },
  };
}

/**
 * Checks that critics give the gradient with respect to their inputs, by asking for one.
 *
 * @throws InputError if an array given for it is left alone
 */
export function checkInputGradients(critics: Twins): void {
  for (const critic of critics) {
    if (critic.input.kind !== 'vector') continue;
    const written = new Float32Array(critic.input.width).fill(NaN);
    critic.forward(new Float32Array(critic.input.width), 1);
    (critic as InputDifferentiable).backward(new Float32Array(critic.outputs), 1, written);
    if (written.some(Number.isNaN)) {
      throw new InputError('a critic of sac gives no gradient with respect to its inputs, which continuous actions need: use an MLP');
    }
  }
}
