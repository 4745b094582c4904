import { entropy, softmaxRows } from '@firstmover/experience';
import type { Network } from '@firstmover/networks';
import { addSoftValueGradient, softValue } from '../objectives/soft-policy.ts';
import type { SoftActions, Twins } from './soft-actions.ts';

/**
 * Soft actor-critic on discrete actions (Christodoulou 2019): critics return the values of all actions, and expectations over actions are
 * exact sums.
 *
 * @param actor - its outputs are logits
 * @param batchSize - of the minibatches
 */
export function discreteSoftActions(actor: Network, batchSize: number): SoftActions {
  const actions = actor.outputs;
  const probabilities = new Float32Array(batchSize * actions);
  const logProbabilities = new Float32Array(batchSize * actions);
  const lower = new Float32Array(batchSize * actions);

  /** Evaluates the policy and the lower of two critics. */
  const evaluate = (observations: Int32Array | Float32Array, [first, second]: Twins): void => {
    softmaxRows(actor.forward(observations, batchSize), batchSize, actions, probabilities, logProbabilities);
    const a = first.forward(observations, batchSize);
    const b = second.forward(observations, batchSize);
    for (let k = 0; k < lower.length; k++) lower[k] = Math.min(a[k]!, b[k]!);
  };

  return {
    criticInput: actor.input,
    criticOutputs: actions,
    criticInputs: (batch) => batch.observations,
    criticOutput: (batch, i) => batch.actions[i]!,
    nextValues(batch, targets, temperature, _step, values) {
      evaluate(batch.nextObservations, targets);
      for (let i = 0; i < batchSize; i++) {
        values[i] = softValue(lower, probabilities, logProbabilities, i * actions, actions, temperature);
      }
    },
    actorGradient(batch, critics, temperature, _step, gradient, losses) {
      evaluate(batch.observations, critics);
      let mean = 0;
      gradient.fill(0);
      for (let i = 0; i < batchSize; i++) {
        const at = i * actions;
        losses[i] = -softValue(lower, probabilities, logProbabilities, at, actions, temperature);
        addSoftValueGradient(gradient, lower, probabilities, logProbabilities, at, actions, temperature, -1 / batchSize);
        mean += entropy(probabilities, logProbabilities, at, actions) / batchSize;
      }
      return mean;
    },
  };
}
