import type { Metrics, OptionsOf, VectorEnvironment } from '@firstmover/core';
import { expectThing, InputError, randomStream, resolveOptions, savedCount } from '@firstmover/core';
import type { InterleavedLearner } from '@firstmover/experience';
import { Rollout, checkInput, observationCount, pausingLearner, rowEvaluator, stochasticPolicy } from '@firstmover/experience';
import type { HeadOptions, Network } from '@firstmover/networks';
import { adam, guardedStep, headFor, requireFinite, tableNetwork } from '@firstmover/networks';
import { fastAdvantages } from '../objectives/advantages-kernels.ts';

/** The settings of {@link a2c}. */
export const A2C_PARAMETERS = {
  steps: { kind: 'integer', min: 1, max: 1e6, default: 5, about: 'steps per copy and update' },
  learningRate: {
    kind: 'number',
    min: 0,
    above: true,
    unset: '0.05 on tables, 7e-4 else',
    about: 'the step size of Adam for the policy',
  },
  valueLearningRate: {
    kind: 'number',
    min: 0,
    above: true,
    unset: "the policy's",
    about: 'the step size of Adam for the value function',
  },
  entropyBonus: { kind: 'number', min: 0, max: 1e6, default: 0, about: 'the weight of the entropy bonus' },
  gamma: { kind: 'number', min: 0, max: 1, default: 0.99, about: "the learner's discount" },
  lambda: {
    kind: 'number',
    min: 0,
    max: 1,
    default: 1,
    about: 'the decay of generalised advantage estimation; 1 gives n-step returns',
  },
  maxGradientNorm: { kind: 'number', min: 0, infinite: true, default: 0.5, about: 'the largest norm of a gradient' },
  horizon: {
    kind: 'choice',
    options: ['declared', 'terminal', 'truncated'],
    default: 'declared',
    about: 'how the end of an episode is treated: as the problem declares it, as an end, or as a cut whose value is estimated',
  },
} as const;

/** What {@link a2c} is given. */
export interface A2cOptions extends OptionsOf<typeof A2C_PARAMETERS> {
  /** The policy network (default a table on discrete observations). */
  readonly network?: Network;
  /** The value network, one output, reading what the critic sees (default a table on discrete observations). */
  readonly valueNetwork?: Network;
  /** The family of action distributions, where several serve the space. */
  readonly head?: HeadOptions;
  /** The seed of the learner's own randomness (default 0). */
  readonly seed?: number;
}

/**
 * Advantage actor-critic, the synchronous form of A3C (Mnih et al. 2016): one gradient step per short rollout.
 *
 * Metrics: `return` mean undiscounted return of the episodes that ended, `entropy` mean policy entropy in nats, `loss` mean of -log p(a) * A,
 * `valueLoss` mean squared value error / 2.
 *
 * @param environment - any problem
 * @throws InputError for options out of range or a network that does not fit
 */
export function a2c(environment: VectorEnvironment, options: A2cOptions = {}): InterleavedLearner {
  expectThing(environment, 'a problem for a learner', 'a2c');
  const settings = resolveOptions(A2C_PARAMETERS, options, 'a2c', ['network', 'valueNetwork', 'head', 'seed']);
  const { steps, entropyBonus, gamma, lambda, maxGradientNorm, horizon } = settings;
  const { seed = 0 } = options;
  const { parameters } = headFor(environment.action, options.head);
  const network = options.network ?? tableNetwork(observationCount(environment.observation, 'a2c without networks'), parameters);
  if (network.outputs !== parameters)
    throw new InputError(`the policy network of a2c has ${network.outputs} outputs: expected ${parameters} for the actions`);
  const critic = environment.privileged?.space ?? environment.observation;
  const valueNetwork = options.valueNetwork ?? tableNetwork(observationCount(critic, 'a2c without networks'), 1);
  checkInput(valueNetwork, critic);
  if (valueNetwork.outputs !== 1) throw new InputError(`the value network of a2c has ${valueNetwork.outputs} outputs: expected 1`);
  const learningRate = settings.learningRate ?? (network.input.kind === 'index' ? 0.05 : 7e-4);
  const policy = stochasticPolicy(network, environment, randomStream(seed, 'a2c/actions'), options.head);
  const valueRows = rowEvaluator(valueNetwork, true);
  let updates = 0;
  const where = (): string => `a2c, update ${updates}`;
  const step = guardedStep(network, adam(learningRate)(network.parameters.length), maxGradientNorm, where);
  const valueStep = guardedStep(
    valueNetwork,
    adam(settings.valueLearningRate ?? learningRate)(valueNetwork.parameters.length),
    maxGradientNorm,
    where,
  );
  const rollout = new Rollout(environment, horizon, policy.head);
  const size = steps * environment.size;
  const values = new Float32Array(size);
  const bootstrap = new Float32Array(size);
  const advantages = new Float32Array(size);
  const targets = new Float32Array(size);
  let gradient = new Float32Array(0);

  const zeroed = (cells: number): Float32Array => {
    if (gradient.length < cells) gradient = new Float32Array(cells);
    return gradient.fill(0, 0, cells);
  };

  function* updating(): Generator<void, Metrics, void> {
    yield* rollout.collectingSteps(steps, (time, actions, latents) => policy.act(environment, time, actions, latents));
    requireFinite(rollout.rewards, size, 'reward', where);
    const rows = rollout.learnedRows();
    const n = rows.length;
    if (rollout.tailRows.length > 0) {
      const tail = valueNetwork.input.kind === 'index' ? Int32Array.from(rollout.tail) : Float32Array.from(rollout.tail);
      const tailValues = valueNetwork.forward(tail, rollout.tailRows.length);
      rollout.tailRows.forEach((row, i) => (bootstrap[row] = tailValues[i]!));
    }
    const estimates = valueRows.evaluate(rollout, rows, n);
    for (let i = 0; i < n; i++) values[rows[i]!] = estimates.outputs[estimates.slots[i]!]!;
    fastAdvantages(rollout, values, bootstrap, { gamma, lambda }, advantages, targets);

    const valueGradient = zeroed(estimates.count);
    let valueLoss = 0;
    for (let i = 0; i < n; i++) {
      const error = values[rows[i]!]! - targets[rows[i]!]!;
      valueGradient[estimates.slots[i]!]! += error / n;
      valueLoss += (error * error) / (2 * n);
    }
    valueNetwork.gradients.fill(0);
    valueNetwork.backward(valueGradient, estimates.count);
    valueStep();

    const evaluated = policy.evaluate(rollout, rows, n);
    const policyGradient = zeroed(evaluated.count * parameters);
    let loss = 0;
    let entropy = 0;
    for (let i = 0; i < n; i++) {
      const weight = advantages[rows[i]!]! / n;
      loss -= policy.logProbability(i) * weight;
      entropy += policy.entropy(i) / n;
      policy.addLogProbabilityGradient(policyGradient, i, -weight);
      if (entropyBonus > 0) policy.addEntropyGradient(policyGradient, i, -entropyBonus / n);
    }
    network.gradients.fill(0);
    network.backward(policyGradient, evaluated.count);
    step();
    updates++;
    return { return: rollout.meanReturn(), entropy, loss, valueLoss };
  }
  return {
    ...pausingLearner('a2c', environment, options, updating, {
      network: step,
      valueNetwork: valueStep,
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
