import type { VectorEnvironment } from '@firstmover/core';
import { InputError, randomStream } from '@firstmover/core';
import type { Network } from '@firstmover/networks';
import { adam, clipByNorm, tableNetwork } from '@firstmover/networks';
import { categoricalPolicy, checkInput, rowEvaluator } from '../categorical-policy/categorical-policy.ts';
import type { Horizon, Learner, Metrics } from '../learner/learner.ts';
import { actionCount, checkOptions, observationCount } from '../learner/learner.ts';
import { generalisedAdvantages, normaliseAdvantages } from '../objectives/advantages.ts';
import { addEntropyGradient, addLogProbabilityGradient, entropy } from '../objectives/categorical.ts';
import { clippedSurrogateGradient } from '../objectives/policy-loss.ts';
import { Rollout } from '../rollout/rollout.ts';

/** Settings of {@link ppo}. */
export interface PpoOptions {
  /** Experience per update: so many whole episodes, or so many steps, per copy (default one episode). */
  readonly collect?: { readonly episodes: number } | { readonly steps: number };
  /** Passes over the experience (default 4). */
  readonly epochs?: number;
  /** Parts that each pass is cut into (default 1). */
  readonly minibatches?: number;
  /** The step size of Adam for the policy (default 0.05 on tables, 3e-4 otherwise). */
  readonly learningRate?: number;
  /** The step size of Adam for the value function (default the policy's). */
  readonly valueLearningRate?: number;
  /** How far the probability ratio may move (default 0.2). */
  readonly clip?: number;
  /** The weight of the entropy bonus (default 0). */
  readonly entropyBonus?: number;
  /** The learner's discount (default 1). */
  readonly gamma?: number;
  /** The decay of generalised advantage estimation (default 0.95). */
  readonly lambda?: number;
  /** The largest norm of a gradient (default 0.5). */
  readonly maxGradientNorm?: number;
  /** How the end of an episode is treated (default `declared`). */
  readonly horizon?: Horizon;
  /** The policy network (default a table on discrete observations). */
  readonly network?: Network;
  /** The value network, one output (default a table on discrete observations). */
  readonly valueNetwork?: Network;
  /** The seed of the learner's own randomness (default 0). */
  readonly seed?: number;
}

/**
 * Proximal policy optimisation with a clipped surrogate (Schulman et al. 2017) and generalised advantages.
 *
 * Metrics: `return` mean undiscounted return of the episodes that ended (0 when none did); in the first pass over the experience `entropy`, the
 * mean policy entropy in nats; in the last one `klDivergence` mean of (r - 1) - log r with the ratio r of new to old probability,
 * `clipFraction` share of rows whose ratio left 1 +- clip, and `valueLoss` mean squared error / 2.
 *
 * @param environment - any problem with discrete actions
 * @throws InputError for options out of range or a network that does not fit
 */
export function ppo(environment: VectorEnvironment, options: PpoOptions = {}): Learner {
  const {
    collect = { episodes: 1 },
    epochs = 4,
    minibatches = 1,
    clip = 0.2,
    entropyBonus = 0,
    gamma = 1,
    lambda = 0.95,
    seed = 0,
  } = options;
  const { maxGradientNorm = 0.5, horizon = 'declared' } = options;
  checkOptions(
    'ppo',
    { epochs, minibatches, clip, entropyBonus, gamma, lambda, maxGradientNorm, ...collect },
    {
      epochs: [1, 1e4, 'integer'],
      minibatches: [1, 1e6, 'integer'],
      clip: [0, 1],
      entropyBonus: [0, 1e6],
      gamma: [0, 1],
      lambda: [0, 1],
      maxGradientNorm: [0, Infinity],
      episodes: [1, 1e6, 'integer'],
      steps: [1, 1e6, 'integer'],
    },
  );
  const actions = actionCount(environment.action, 'ppo');
  const table = (outputs: number): Network => tableNetwork(observationCount(environment.observation, 'ppo without networks'), outputs);
  const network = options.network ?? table(actions);
  if (network.outputs !== actions) {
    throw new InputError(`the policy network of ppo has ${network.outputs} outputs: expected one per action, ${actions}`);
  }
  const valueNetwork = options.valueNetwork ?? table(1);
  checkInput(valueNetwork, environment.observation);
  if (valueNetwork.outputs !== 1) throw new InputError(`the value network of ppo has ${valueNetwork.outputs} outputs: expected 1`);
  const learningRate = options.learningRate ?? (network.input.kind === 'index' ? 0.05 : 3e-4);
  const policy = categoricalPolicy(network, environment.observation, randomStream(seed, 'ppo/actions'));
  const valueRows = rowEvaluator(valueNetwork);
  const optimiser = adam(learningRate)(network.parameters.length);
  const valueOptimiser = adam(options.valueLearningRate ?? learningRate)(valueNetwork.parameters.length);
  const shuffles = randomStream(seed, 'ppo/shuffles');
  const rollout = new Rollout(environment, horizon);
  let updates = 0;
  let buffers = rowBuffers(0);
  let gradient = new Float32Array(0);

  /** Values of all learned rows and bootstrap values of the rows that were cut. */
  const estimateValues = (rows: Int32Array): void => {
    const { slots, outputs } = valueRows(rollout, rows, rows.length);
    for (let i = 0; i < rows.length; i++) buffers.values[rows[i]!] = outputs[slots[i]!]!;
    if (rollout.tailRows.length === 0) return;
    const tail = environment.observation.kind === 'discrete' ? Int32Array.from(rollout.tail) : Float32Array.from(rollout.tail);
    const tailValues = valueNetwork.forward(tail, rollout.tailRows.length);
    rollout.tailRows.forEach((row, i) => (buffers.bootstrap[row] = tailValues[i]!));
  };

  /** One gradient step on some rows; returns sums for the metrics. */
  const learn = (rows: Int32Array, count: number): { kl: number; clipped: number; valueLoss: number; entropy: number } => {
    const sums = { kl: 0, clipped: 0, valueLoss: 0, entropy: 0 };
    const values = policy.evaluate(rollout, rows, count);
    if (gradient.length < values.count * actions) gradient = new Float32Array(values.count * actions);
    gradient.fill(0, 0, values.count * actions);
    for (let i = 0; i < count; i++) {
      const row = rows[i]!;
      const start = values.slots[i]! * actions;
      const action = rollout.actions[row]!;
      const logRatio = values.logProbabilities[start + action]! - buffers.logProbabilities[row]!;
      const slope = clippedSurrogateGradient(logRatio, buffers.advantages[row]!, clip);
      if (slope !== 0) addLogProbabilityGradient(gradient, start, values.probabilities, start, actions, action, slope / count);
      if (entropyBonus > 0) {
        addEntropyGradient(gradient, start, values.probabilities, values.logProbabilities, start, actions, -entropyBonus / count);
      }
      const ratio = Math.exp(logRatio);
      sums.kl += ratio - 1 - logRatio;
      if (Math.abs(ratio - 1) > clip) sums.clipped++;
      sums.entropy += entropy(values.probabilities, values.logProbabilities, start, actions);
    }
    network.gradients.fill(0);
    network.backward(gradient, values.count);
    clipByNorm(network.gradients, maxGradientNorm);
    optimiser.step(network.parameters, network.gradients);

    const estimates = valueRows(rollout, rows, count);
    gradient.fill(0, 0, estimates.count);
    for (let i = 0; i < count; i++) {
      const error = estimates.outputs[estimates.slots[i]!]! - buffers.targets[rows[i]!]!;
      gradient[estimates.slots[i]!]! += error / count;
      sums.valueLoss += (error * error) / 2;
    }
    valueNetwork.gradients.fill(0);
    valueNetwork.backward(gradient, estimates.count);
    clipByNorm(valueNetwork.gradients, maxGradientNorm);
    valueOptimiser.step(valueNetwork.parameters, valueNetwork.gradients);
    return sums;
  };

  return {
    name: 'ppo',
    environment,
    policy: () => policy.freeze(),
    update(): Metrics {
      const act = (time: number, chosen: Int32Array): void => policy.act(environment, time, chosen);
      if ('episodes' in collect) rollout.collectEpisodes(collect.episodes, act);
      else rollout.collectSteps(collect.steps, act);
      const size = rollout.steps * rollout.copies;
      if (buffers.values.length < size) buffers = rowBuffers(size);
      const rows = rollout.learnedRows();
      const before = policy.evaluate(rollout, rows, rows.length);
      for (let i = 0; i < rows.length; i++) {
        buffers.logProbabilities[rows[i]!] = before.logProbabilities[before.slots[i]! * actions + rollout.actions[rows[i]!]!]!;
      }
      estimateValues(rows);
      generalisedAdvantages(rollout, buffers.values, buffers.bootstrap, { gamma, lambda }, buffers.advantages, buffers.targets);
      normaliseAdvantages(buffers.advantages, rows, rows.length);

      const random = shuffles.at(0, updates++);
      let last = { kl: 0, clipped: 0, valueLoss: 0, entropy: 0 };
      let firstEntropy = 0;
      const part = Math.ceil(rows.length / minibatches);
      for (let epoch = 0; epoch < epochs; epoch++) {
        if (minibatches > 1) shuffle(rows, random.uniform.bind(random));
        last = { kl: 0, clipped: 0, valueLoss: 0, entropy: 0 };
        for (let from = 0; from < rows.length; from += part) {
          const slice = rows.subarray(from, Math.min(from + part, rows.length));
          const sums = learn(slice, slice.length);
          last.kl += sums.kl;
          last.clipped += sums.clipped;
          last.valueLoss += sums.valueLoss;
          last.entropy += sums.entropy;
        }
        if (epoch === 0) firstEntropy = last.entropy;
      }
      const n = Math.max(1, rows.length);
      return {
        return: rollout.meanReturn(),
        entropy: firstEntropy / n,
        klDivergence: last.kl / n,
        clipFraction: last.clipped / n,
        valueLoss: last.valueLoss / n,
      };
    },
  };
}

function rowBuffers(size: number): { [name in 'values' | 'bootstrap' | 'logProbabilities' | 'advantages' | 'targets']: Float32Array } {
  return {
    values: new Float32Array(size),
    bootstrap: new Float32Array(size),
    logProbabilities: new Float32Array(size),
    advantages: new Float32Array(size),
    targets: new Float32Array(size),
  };
}

/** Fisher-Yates shuffle in place. */
function shuffle(rows: Int32Array, uniform: () => number): void {
  for (let i = rows.length - 1; i > 0; i--) {
    const j = Math.floor(uniform() * (i + 1));
    const kept = rows[i]!;
    rows[i] = rows[j]!;
    rows[j] = kept;
  }
}
