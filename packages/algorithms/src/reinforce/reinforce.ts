import type { VectorEnvironment } from '@firstmover/core';
import { InputError, randomStream } from '@firstmover/core';
import type { Network } from '@firstmover/networks';
import { adam, tableNetwork } from '@firstmover/networks';
import { categoricalPolicy } from '../categorical-policy/categorical-policy.ts';
import type { Learner, Metrics } from '../learner/learner.ts';
import { actionCount, checkOptions, observationCount } from '../learner/learner.ts';
import { generalisedAdvantages, normaliseAdvantages } from '../objectives/advantages.ts';
import { addEntropyGradient, addLogProbabilityGradient, entropy } from '../objectives/categorical.ts';
import { Rollout } from '../rollout/rollout.ts';

/** Settings of {@link reinforce}. */
export interface ReinforceOptions {
  /** Whole episodes per copy and update (default 1). */
  readonly rounds?: number;
  /** The step size of Adam (default 0.05). */
  readonly learningRate?: number;
  /** The weight of the entropy bonus (default 0). */
  readonly entropyBonus?: number;
  /** What is subtracted from returns: nothing, or their mean over the batch while dividing by their deviation (default `normalise`). */
  readonly baseline?: 'none' | 'normalise';
  /** The learner's discount (default 1). */
  readonly gamma?: number;
  /** The policy network (default a table on discrete observations). */
  readonly network?: Network;
  /** The seed of the learner's own randomness (default 0). */
  readonly seed?: number;
}

/**
 * REINFORCE (Williams 1992): the gradient of log-probability times return-to-go, over whole episodes. Every end of an episode is terminal:
 * there are no estimated values to bootstrap from.
 *
 * Metrics: `return` mean undiscounted return of the episodes, `entropy` mean policy entropy in nats over the rows learned from,
 * `loss` mean of -log p(a) * G.
 *
 * @param environment - any problem with discrete actions
 * @throws InputError for options out of range or a network that does not fit
 */
export function reinforce(environment: VectorEnvironment, options: ReinforceOptions = {}): Learner {
  const { rounds = 1, learningRate = 0.05, entropyBonus = 0, baseline = 'normalise', gamma = 1, seed = 0 } = options;
  checkOptions('reinforce', { rounds, entropyBonus, gamma }, { rounds: [1, 1e6, 'integer'], entropyBonus: [0, 1e6], gamma: [0, 1] });
  const actions = actionCount(environment.action, 'reinforce');
  const network = options.network ?? tableNetwork(observationCount(environment.observation, 'reinforce without a network'), actions);
  if (network.outputs !== actions) {
    throw new InputError(`the policy network of reinforce has ${network.outputs} outputs: expected one per action, ${actions}`);
  }
  const policy = categoricalPolicy(network, environment.observation, randomStream(seed, 'reinforce/actions'));
  const optimiser = adam(learningRate)(network.parameters.length);
  const rollout = new Rollout(environment, 'terminal');
  let columns = new Float32Array(0);

  return {
    name: 'reinforce',
    environment,
    policy: () => policy.freeze(),
    update(): Metrics {
      rollout.collectEpisodes(rounds, (time, chosen) => policy.act(environment, time, chosen));
      const size = rollout.steps * rollout.copies;
      if (columns.length < size) columns = new Float32Array(size);
      const zeros = new Float32Array(size);
      const returns = columns;
      generalisedAdvantages(rollout, zeros, zeros, { gamma, lambda: 1 }, returns, new Float32Array(size));
      const rows = rollout.learnedRows();
      if (baseline === 'normalise') normaliseAdvantages(returns, rows, rows.length);

      const values = policy.evaluate(rollout, rows, rows.length);
      const gradient = new Float32Array(values.count * actions);
      let loss = 0;
      let bonus = 0;
      for (let i = 0; i < rows.length; i++) {
        const row = rows[i]!;
        const start = values.slots[i]! * actions;
        const action = rollout.actions[row]!;
        const weight = returns[row]! / rows.length;
        loss -= values.logProbabilities[start + action]! * weight;
        bonus += entropy(values.probabilities, values.logProbabilities, start, actions) / rows.length;
        addLogProbabilityGradient(gradient, start, values.probabilities, start, actions, action, -weight);
        if (entropyBonus > 0) {
          addEntropyGradient(gradient, start, values.probabilities, values.logProbabilities, start, actions, -entropyBonus / rows.length);
        }
      }
      network.gradients.fill(0);
      network.backward(gradient, values.count);
      optimiser.step(network.parameters, network.gradients);
      return { return: rollout.meanReturn(), entropy: bonus, loss };
    },
  };
}
