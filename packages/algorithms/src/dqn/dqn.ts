import type { Column, Policy, Space, VectorEnvironment } from '@firstmover/core';
import { deterministicPolicy, flatten, InputError, randomStream, savable, savedCount, show, width } from '@firstmover/core';
import type { Network } from '@firstmover/networks';
import { adam } from '@firstmover/networks';
import type { InterleavedLearner, Metrics } from '../learner/learner.ts';
import { actionCount, checkOptions, pausingLearner } from '../learner/learner.ts';
import { guardedStep, requireFinite } from '../learner/non-finite.ts';
import type { Ramp } from '../objectives/exploration.ts';
import { checkRamp, rampAt } from '../objectives/exploration.ts';
import { argmax, doubleQTarget, qTarget } from '../objectives/q-targets.ts';
import type { RegressionLoss } from '../objectives/regression.ts';
import { regressionGradient, regressionLoss } from '../objectives/regression.ts';
import { moveTowards } from '../objectives/target-network.ts';
import { createCollector } from '../replay/collector.ts';
import { defaultNetwork, inputOf, isTable } from '../replay/default-network.ts';
import { replayMemory } from '../replay/memory.ts';
import { prioritisedSampler, uniformSampler } from '../replay/sampler.ts';
import type { ReplayOptions } from '../replay/settings.ts';
import { replaySettings } from '../replay/settings.ts';
import { checkInput } from '../row-evaluator/row-evaluator.ts';
import { epsilonGreedyBehaviour, parameterNoiseBehaviour } from './behaviour.ts';
import { duellingNetwork } from './duelling-network.ts';

/** Settings of {@link dqn}. */
export interface DqnOptions extends ReplayOptions {
  /** The step size of Adam (default 0.05 on tables, 5e-4 otherwise). */
  readonly learningRate?: Ramp;
  /** The loss of a temporal-difference error (default `huber`). */
  readonly loss?: RegressionLoss;
  /** Whether the learned network chooses the action that the target network evaluates (van Hasselt et al. 2016; default true). */
  readonly double?: boolean;
  /** Whether the network's outputs are a value and advantages (Wang et al. 2016; default false). */
  readonly duelling?: boolean;
  /** How the target network follows: a copy every so many gradient steps, or a share of the way in each (default every 250). */
  readonly target?: { readonly every: number } | { readonly polyak: number };
  /**
   * Exploration: the probability of a random action, or the standard deviation of Gaussian noise on the parameters that is drawn anew for every
   * episode (default epsilon from 1 to 0.05 over 10,000 environment steps).
   */
  readonly exploration?: { readonly epsilon: Ramp } | { readonly parameterNoise: Ramp };
  /**
   * Prioritised instead of uniform replay (Schaul et al. 2016): the exponent `alpha` of priorities (default 0.6) and `beta` of importance weights
   * (default 0.4).
   */
  readonly prioritised?: { readonly alpha?: number; readonly beta?: Ramp };
  /**
   * The network, one output per action and one more before them if duelling (default a table on discrete observations, otherwise an MLP with
   * two hidden layers of 64).
   */
  readonly network?: Network;
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
  const settings = replaySettings('dqn', options, { steps: 4, batchSize: 64, maxGradientNorm: 10 });
  const { steps, gradientSteps, batchSize, capacity, learningStarts, maxGradientNorm, seed } = settings;
  const { loss = 'huber', double = true, duelling = false, target = { every: 250 } } = options;
  const { exploration = { epsilon: { from: 1, to: 0.05, steps: 10_000 } } } = options;
  const { alpha = 0.6, beta = 0.4 } = options.prioritised ?? {};
  checkOptions('dqn', { alpha, ...target }, { alpha: [0, 1], every: [1, 1e9, 'integer'], polyak: [0, 1] });
  if (loss !== 'huber' && loss !== 'squared') throw new InputError(`loss ${show(loss)} of dqn: expected huber or squared`);
  checkOneOf('target', target, ['every', 'polyak']);
  checkOneOf('exploration', exploration, ['epsilon', 'parameterNoise']);
  checkRamp('dqn', 'beta', beta, 0, 1);
  if ('epsilon' in exploration) checkRamp('dqn', 'epsilon', exploration.epsilon, 0, 1);
  else checkRamp('dqn', 'parameterNoise', exploration.parameterNoise, 0, 1e6);

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
  const learningRate = options.learningRate ?? (isTable(given) ? 0.05 : 5e-4);
  checkRamp('dqn', 'learningRate', learningRate, 0, 1e38);
  const optimiser = adam(rampAt(learningRate, 0))(network.parameters.length);
  const memory = replayMemory(environment.observation, environment.action, capacity);
  const replayStream = randomStream(seed, 'dqn/replay');
  const sampler = options.prioritised ? prioritisedSampler(capacity, alpha, replayStream) : uniformSampler(replayStream);
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
    sampler.draw(batch, gradientStep++, memory.size, rampAt(beta, environment.steps));
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

function checkOneOf(option: string, given: object, names: readonly string[]): void {
  const found = names.filter((name) => name in given);
  if (found.length !== 1) throw new InputError(`${option} of dqn is ${show(given)}: expected exactly one of ${names.join(' and ')}`);
}

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
