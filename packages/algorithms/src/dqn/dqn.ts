import type { Column, Metrics, OptionsOf, Policy, Space, VectorEnvironment } from '@firstmover/core';
import {
  deterministicPolicy,
  expectThing,
  flatten,
  InputError,
  randomStream,
  resolveOptions,
  savable,
  savedCount,
  width,
  withDefaults,
} from '@firstmover/core';
import type { InterleavedLearner } from '@firstmover/experience';
import {
  REPLAY_PARAMETERS,
  actionCount,
  checkInput,
  checkLearningStarts,
  createCollector,
  pausingLearner,
  prioritisedSampler,
  replayMemory,
  uniformSampler,
} from '@firstmover/experience';
import type { Network } from '@firstmover/networks';
import { adam, guardedStep, inputOf, requireFinite } from '@firstmover/networks';
import { rampAt } from '../objectives/exploration.ts';
import { argmax, doubleQTarget, qTarget } from '../objectives/q-targets.ts';
import { regressionGradient, regressionLoss } from '../objectives/regression.ts';
import { moveTowards } from '../objectives/target-network.ts';
import { defaultNetwork, isTable } from '../default-network/default-network.ts';
import { epsilonGreedyBehaviour, parameterNoiseBehaviour } from './behaviour.ts';
import { duellingNetwork } from './duelling-network.ts';

const OWN = {
  learningRate: {
    kind: 'schedule',
    min: 0,
    max: 1e38,
    unset: '0.05 on tables, 5e-4 else',
    about: 'the step size of Adam',
  },
  loss: { kind: 'choice', options: ['huber', 'squared'], default: 'huber', about: 'the loss of a temporal-difference error' },
  double: {
    kind: 'boolean',
    default: true,
    about: 'whether the learned network chooses the action that the target network evaluates (van Hasselt et al. 2016)',
  },
  duelling: {
    kind: 'boolean',
    default: false,
    about: "whether the network's outputs are a value and advantages (Wang et al. 2016)",
  },
  target: {
    kind: 'either',
    of: [
      { kind: 'record', fields: { every: { kind: 'integer', min: 1, max: 1e9, about: 'a copy every so many gradient steps' } } },
      { kind: 'record', fields: { polyak: { kind: 'number', min: 0, max: 1, about: 'a share of the way in each gradient step' } } },
    ],
    default: { every: 250 },
    about: 'how the target network follows: a copy every so many gradient steps, or a share of the way in each',
  },
  exploration: {
    kind: 'either',
    of: [
      { kind: 'record', fields: { epsilon: { kind: 'schedule', min: 0, max: 1, about: 'the probability of a random action' } } },
      {
        kind: 'record',
        fields: { parameterNoise: { kind: 'schedule', min: 0, max: 1e6, about: 'the standard deviation of noise on the parameters' } },
      },
    ],
    default: { epsilon: { from: 1, to: 0.05, steps: 10_000 } },
    about:
      'the probability of a random action, or the standard deviation of Gaussian noise on the parameters that is drawn anew for every episode',
  },
  prioritised: {
    kind: 'record',
    fields: {
      alpha: { kind: 'number', min: 0, max: 1, default: 0.6, about: 'the exponent of priorities' },
      beta: { kind: 'schedule', min: 0, max: 1, default: 0.4, about: 'the exponent of importance weights' },
    },
    unset: 'uniform replay',
    about: 'prioritised replay (Schaul et al. 2016): the exponents of priorities and of importance weights',
  },
} as const;

/** The settings of {@link dqn}. */
export const DQN_PARAMETERS: typeof REPLAY_PARAMETERS & typeof OWN = { ...withDefaults(REPLAY_PARAMETERS, { steps: 4 }), ...OWN };

/** What {@link dqn} is given. */
export interface DqnOptions extends OptionsOf<typeof DQN_PARAMETERS> {
  /**
   * The network, one output per action and one more before them if duelling (default a table on discrete observations, otherwise an MLP with
   * two hidden layers of 64).
   */
  readonly network?: Network;
  /** The seed of the learner's own randomness (default 0). */
  readonly seed?: number;
}

/**
 * Deep Q-learning with experience replay and a target network (Mnih et al. 2015), on any network. Rows that are executed but masked are part of
 * the environment: their rewards, discounted, belong to the learned row before them.
 *
 * Metrics: `episodes` how many ended in this update and `return` their mean undiscounted return (0 when none did); over all minibatches of the
 * update `loss` the mean of weight x loss of (q(s, a) - target) and `value` the mean of q(s, a) (0 before learning starts); `exploration`
 * epsilon or the deviation of the parameter noise at the end of the update.
 *
 * @param environment - any problem with discrete actions
 * @throws InputError for options out of range or without effect, or a network that does not fit. `update` throws a NonFiniteError for a reward,
 * loss, gradient or parameter that is not finite; the network then keeps its last good parameters
 */
export function dqn(environment: VectorEnvironment, options: DqnOptions = {}): InterleavedLearner {
  expectThing(environment, 'a problem for a learner', 'dqn');
  const settings = resolveOptions(DQN_PARAMETERS, options, 'dqn', ['network', 'seed']);
  checkLearningStarts('dqn', settings);
  const { steps, gradientSteps, batchSize, capacity, learningStarts, maxGradientNorm } = settings;
  const { loss, double, duelling, target, exploration, prioritised } = settings;
  const { seed = 0 } = options;

  const actions = actionCount(environment.action, 'dqn');
  const outputs = actions + (duelling ? 1 : 0);
  const given = options.network ?? defaultNetwork(inputOf(environment.observation), outputs, 1, seed, 'dqn/network');
  checkInput(given, environment.observation);
  if (given.outputs !== outputs) {
    throw new InputError(
      `the network of dqn has ${given.outputs} outputs: expected ${duelling ? `a value and ${actions} advantages` : 'one per action'}, ${outputs}`,
    );
  }
  const network = duelling ? duellingNetwork(given) : given;
  const targetNetwork = network.clone();
  const learningRate = settings.learningRate ?? (isTable(given) ? 0.05 : 5e-4);
  const optimiser = adam(rampAt(learningRate, 0))(network.parameters.length);
  const memory = replayMemory(environment.observation, environment.action, capacity);
  const replayStream = randomStream(seed, 'dqn/replay');
  const sampler = prioritised ? prioritisedSampler(capacity, prioritised.alpha!, replayStream) : uniformSampler(replayStream);
  const collector = createCollector(environment, memory, 'dqn', settings, sampler.stored);
  const behaviour =
    'epsilon' in exploration
      ? epsilonGreedyBehaviour(network, environment, seed)
      : parameterNoiseBehaviour(network, environment, collector.episodes, seed);
  const explorationRamp = 'epsilon' in exploration ? exploration.epsilon : exploration.parameterNoise;
  const act = (chosen: Column): void => behaviour.act(chosen, rampAt(explorationRamp, environment.steps));

  const batch = memory.minibatch(batchSize);
  const targets = new Float64Array(batchSize);
  const errors = new Float64Array(batchSize);
  const losses = new Float64Array(batchSize);
  const gradient = new Float32Array(batchSize * actions);
  const where = (): string => `gradient step ${gradientStep} of dqn`;
  const stepNetwork = guardedStep(network, optimiser, maxGradientNorm, where);
  let gradientStep = 0;

  /** One gradient step; adds the mean loss and value of its minibatch to the sums. */
  const learn = (sums: Sums): void => {
    sampler.draw(batch, gradientStep++, memory.size, rampAt(prioritised?.beta ?? 0, environment.steps));
    memory.gather(batch);

    const next = targetNetwork.forward(batch.nextObservations, batchSize);
    const chooser = double ? network.forward(batch.nextObservations, batchSize) : next;
    for (let i = 0; i < batchSize; i++) {
      const reward = batch.rewards[i]!;
      const discount = batch.discounts[i]!;
      targets[i] = double
        ? doubleQTarget(reward, discount, next, chooser, i * actions, actions)
        : qTarget(reward, discount, next, i * actions, actions);
    }

    const values = network.forward(batch.observations, batchSize);
    gradient.fill(0);
    for (let i = 0; i < batchSize; i++) {
      const at = i * actions + batch.actions[i]!;
      const share = batch.weights[i]! / batchSize;
      errors[i] = values[at]! - targets[i]!;
      losses[i] = share * regressionLoss(loss, errors[i]!);
      gradient[at] = share * regressionGradient(loss, errors[i]!);
      sums.value += values[at]! / batchSize / gradientSteps;
      sums.loss += losses[i]! / gradientSteps;
    }
    requireFinite(losses, batchSize, 'loss', where);

    network.gradients.fill(0);
    network.backward(gradient, batchSize);
    optimiser.learningRate = rampAt(learningRate, environment.steps);
    stepNetwork();
    sampler.learned(batch, errors);
    if ('polyak' in target) moveTowards(targetNetwork.parameters, network.parameters, target.polyak);
    else if (gradientStep % target.every === 0) moveTowards(targetNetwork.parameters, network.parameters, 1);
  };

  function* updating(): Generator<void, Metrics, void> {
    for (let t = 0; t < steps; t++) {
      collector.begin(act);
      yield;
      collector.finish();
    }
    const sums: Sums = { loss: 0, value: 0 };
    for (let g = 0; g < gradientSteps && memory.size >= learningStarts; g++) learn(sums);
    return { ...collector.finished(), ...sums, exploration: rampAt(explorationRamp, environment.steps) };
  }

  return {
    ...pausingLearner('dqn', environment, options, updating, {
      network: stepNetwork,
      target: targetNetwork.parameters,
      behaviour: behaviour.saved,
      memory: memory.saved,
      sampler: savable('sampler', {}, sampler.state),
      collector: collector.saved,
      gradientStep: savedCount(
        () => gradientStep,
        (count) => (gradientStep = count),
      ),
    }),
    policy: () => greedyPolicy(network, environment.observation),
  };
}

type Sums = { [name in 'loss' | 'value']: number };

/** The best action of a copy of the network: a table for indexed observations. */
function greedyPolicy(network: Network, observation: Space): Policy {
  const actions = network.outputs;
  if (observation.kind === 'discrete') {
    const all = Int32Array.from({ length: observation.n }, (_unused, i) => i);
    const values = network.forward(all, observation.n);
    return deterministicPolicy(
      all.map((i) => argmax(values, i * actions, actions)),
      actions,
    );
  }
  const frozen = network.clone();
  const inputs = new Float32Array(width(observation));
  return {
    act(seen) {
      flatten(observation, seen, inputs);
      return argmax(frozen.forward(inputs, 1), 0, actions);
    },
  };
}
