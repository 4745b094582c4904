import type { Metrics, OptionsOf, VectorEnvironment } from '@firstmover/core';
import { expectThing, InputError, randomStream, resolveOptions, savedCount } from '@firstmover/core';
import type { InterleavedLearner } from '@firstmover/experience';
import { Rollout, observationCount, pausingLearner, stochasticPolicy } from '@firstmover/experience';
import type { HeadOptions, Network } from '@firstmover/networks';
import { adam, guardedStep, headFor, requireFinite, tableNetwork } from '@firstmover/networks';
import { fastAdvantages } from '../objectives/advantages-kernels.ts';
import { normaliseAdvantages } from '../objectives/advantages.ts';

/** The settings of {@link reinforce}. */
export const REINFORCE_PARAMETERS = {
  rounds: { kind: 'integer', min: 1, max: 1e6, default: 1, about: 'whole episodes per copy and update' },
  learningRate: { kind: 'number', min: 0, above: true, default: 0.05, about: 'the step size of Adam' },
  entropyBonus: { kind: 'number', min: 0, max: 1e6, default: 0, about: 'the weight of the entropy bonus' },
  baseline: {
    kind: 'choice',
    options: ['none', 'normalise'],
    default: 'normalise',
    about: 'what is subtracted from returns: nothing, or their mean over the batch while dividing by their deviation',
  },
  gamma: { kind: 'number', min: 0, max: 1, default: 1, about: "the learner's discount" },
} as const;

/** What {@link reinforce} is given. */
export interface ReinforceOptions extends OptionsOf<typeof REINFORCE_PARAMETERS> {
  /** The policy network (default a table on discrete observations). */
  readonly network?: Network;
  /** The family of action distributions, where several serve the space. */
  readonly head?: HeadOptions;
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
export function reinforce(environment: VectorEnvironment, options: ReinforceOptions = {}): InterleavedLearner {
  expectThing(environment, 'a problem for a learner', 'reinforce');
  const { rounds, learningRate, entropyBonus, baseline, gamma } = resolveOptions(REINFORCE_PARAMETERS, options, 'reinforce', [
    'network',
    'head',
    'seed',
  ]);
  const { seed = 0 } = options;
  const { parameters } = headFor(environment.action, options.head);
  const network = options.network ?? tableNetwork(observationCount(environment.observation, 'reinforce without a network'), parameters);
  if (network.outputs !== parameters) {
    throw new InputError(`the policy network of reinforce has ${network.outputs} outputs: expected ${parameters} for the actions`);
  }
  const policy = stochasticPolicy(network, environment, randomStream(seed, 'reinforce/actions'), options.head);
  let updates = 0;
  const where = (): string => `reinforce, update ${updates}`;
  const step = guardedStep(network, adam(learningRate)(network.parameters.length), Infinity, where);
  const rollout = new Rollout(environment, 'terminal', policy.head);
  let returns = new Float32Array(0);
  let unused = new Float32Array(0);
  let zeros = new Float32Array(0);
  let gradient = new Float32Array(0);

  function* updating(): Generator<void, Metrics, void> {
    yield* rollout.collectingEpisodes(rounds, (time, actions, latents) => policy.act(environment, time, actions, latents));
    const size = rollout.steps * rollout.copies;
    requireFinite(rollout.rewards, size, 'reward', where);
    if (returns.length < size) [returns, unused, zeros] = [new Float32Array(size), new Float32Array(size), new Float32Array(size)];
    fastAdvantages(rollout, zeros, zeros, { gamma, lambda: 1 }, returns, unused);
    const rows = rollout.learnedRows();
    if (baseline === 'normalise') normaliseAdvantages(returns, rows, rows.length);

    const evaluated = policy.evaluate(rollout, rows, rows.length);
    if (gradient.length < evaluated.count * parameters) gradient = new Float32Array(evaluated.count * parameters);
    gradient.fill(0);
    let loss = 0;
    let entropy = 0;
    for (let i = 0; i < rows.length; i++) {
      const weight = returns[rows[i]!]! / rows.length;
      loss -= policy.logProbability(i) * weight;
      entropy += policy.entropy(i) / rows.length;
      policy.addLogProbabilityGradient(gradient, i, -weight);
      if (entropyBonus > 0) policy.addEntropyGradient(gradient, i, -entropyBonus / rows.length);
    }
    network.gradients.fill(0);
    network.backward(gradient, evaluated.count);
    step();
    updates++;
    return { return: rollout.meanReturn(), entropy, loss };
  }
  return {
    ...pausingLearner('reinforce', environment, options, updating, {
      network: step,
      acted: policy.acted,
      rollout: rollout.savable(),
      updates: savedCount(
        () => updates,
        (count) => (updates = count),
      ),
    }),
    policy: (mode = 'sampled') => policy.freeze(mode),
  };
}
