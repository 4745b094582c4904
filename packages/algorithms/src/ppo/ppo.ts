import type { Metrics, OptionsOf, Space, VectorEnvironment } from '@firstmover/core';
import { exp64, expectThing, InputError, randomStream, resolveOptions, savedCount } from '@firstmover/core';
import type { Act, EvaluatedRows, InterleavedLearner, SamplePair, Samples } from '@firstmover/experience';
import { Rollout, checkInput, observationCount, pausingLearner, rowEvaluator, stochasticPolicy } from '@firstmover/experience';
import type { HeadOptions, Network } from '@firstmover/networks';
import { adam, guardedStep, headFor, requireFinite, tableNetwork } from '@firstmover/networks';
import { clippedSurrogateGradient, clippedValueGradient } from '../objectives/policy-loss.ts';
import { Minibatches } from './minibatches.ts';

/** The settings of {@link ppo}. */
export const PPO_PARAMETERS = {
  collect: {
    kind: 'either',
    of: [
      { kind: 'record', fields: { episodes: { kind: 'integer', min: 1, max: 1e6, about: 'how many whole episodes' } } },
      { kind: 'record', fields: { steps: { kind: 'integer', min: 1, max: 1e6, about: 'how many steps' } } },
    ],
    default: { episodes: 1 },
    about: 'experience per copy and update: so many whole episodes, or so many steps',
  },
  epochs: { kind: 'integer', min: 1, max: 1e4, default: 4, about: 'passes over the experience' },
  minibatches: { kind: 'integer', min: 1, max: 1e6, default: 1, about: 'parts that each pass is cut into' },
  shuffle: {
    kind: 'boolean',
    unset: 'true',
    about:
      'whether every pass deals the rows out to the minibatches anew, else each is a stretch of the collection; several minibatches only',
  },
  learningRate: {
    kind: 'number',
    min: 0,
    above: true,
    unset: '0.05 on tables, 3e-4 else',
    about: 'the step size of Adam for the policy',
  },
  valueLearningRate: {
    kind: 'number',
    min: 0,
    above: true,
    unset: "the policy's",
    about: 'the step size of Adam for the value function',
  },
  clip: { kind: 'number', min: 0, max: 1, default: 0.2, about: 'how far the probability ratio may move' },
  entropyBonus: { kind: 'number', min: 0, max: 1e6, default: 0, about: 'the weight of the entropy bonus' },
  gamma: { kind: 'number', min: 0, max: 1, default: 1, about: "the learner's discount" },
  lambda: { kind: 'number', min: 0, max: 1, default: 0.95, about: 'the decay of generalised advantage estimation' },
  maxGradientNorm: { kind: 'number', min: 0, infinite: true, default: 0.5, about: 'the largest norm of a gradient' },
  horizon: {
    kind: 'choice',
    options: ['declared', 'terminal', 'truncated'],
    default: 'declared',
    about: 'how the end of an episode is treated: as the problem declares it, as an end, or as a cut whose value is estimated',
  },
  valueClip: {
    kind: 'number',
    min: 0,
    infinite: true,
    unset: 'no limit',
    about: 'how far an estimate may move from the old one before its loss is cut off',
  },
  targetKl: {
    kind: 'number',
    min: 0,
    infinite: true,
    unset: 'no limit',
    about: 'the divergence from the old policy beyond which no further epoch begins',
  },
  valueWeight: { kind: 'number', min: 0, max: 1e6, default: 0.5, about: 'the weight of the value loss in a shared network; shared only' },
} as const;

/** What {@link ppo} is given. */
export interface PpoOptions extends OptionsOf<typeof PPO_PARAMETERS> {
  /** The policy network: the head's parameters as outputs, and one more for the value if that is shared (default a table on discrete observations). */
  readonly network?: Network;
  /**
   * The value network, one output, reading what the critic sees; or `shared`: the last output of the policy network (default a table on discrete
   * observations).
   */
  readonly valueNetwork?: Network | 'shared';
  /** The family of action distributions, where several serve the space. */
  readonly head?: HeadOptions;
  /** The seed of the learner's own randomness (default 0). */
  readonly seed?: number;
}

/**
 * Proximal policy optimisation with a clipped surrogate (Schulman et al. 2017) and generalised advantages, on any network and action space.
 * Tables gather the rows of each observation and action: the same gradients, many times faster.
 *
 * Metrics: `return` mean undiscounted return of the episodes that ended, `entropy` mean policy entropy in nats in the first epoch,
 * `klDivergence` mean of (r - 1) - log r in the last epoch, `clipFraction` share of its rows whose ratio left 1 +- clip, `valueLoss` its mean squared
 * value error / 2 (of gathered rows: of their means), `epochs` how many were begun.
 *
 * @param environment - any problem
 * @throws InputError for options out of range or without effect, or a network that does not fit; updates throw a NonFiniteError before a number
 * that is not finite takes effect
 */
export function ppo(environment: VectorEnvironment, options: PpoOptions = {}): InterleavedLearner {
  expectThing(environment, 'a problem for a learner', 'ppo');
  const settings = resolveOptions(PPO_PARAMETERS, options, 'ppo', ['network', 'valueNetwork', 'head', 'seed']);
  const { collect, epochs, minibatches, clip, entropyBonus, gamma, lambda, maxGradientNorm, horizon, valueWeight } = settings;
  const { shuffle = true, valueClip = Infinity, targetKl = Infinity } = settings;
  const { seed = 0 } = options;
  checkEffect(options, minibatches);
  const { network, valueNetwork, shared } = networksOf(environment, options);
  const learningRate = settings.learningRate ?? (network.input.kind === 'index' ? 0.05 : 3e-4);
  const policy = stochasticPolicy(network, environment, randomStream(seed, 'ppo/actions'), options.head);
  const valueRows = rowEvaluator(valueNetwork, !shared);
  const stride = valueNetwork.outputs;
  const where = (): string => `ppo, update ${updates}`;
  const step = guardedStep(network, adam(learningRate)(network.parameters.length), maxGradientNorm, where);
  const valueStep = shared
    ? undefined
    : guardedStep(valueNetwork, adam(settings.valueLearningRate ?? learningRate)(valueNetwork.parameters.length), maxGradientNorm, where);
  const rollout = new Rollout(environment, horizon, policy.head);
  const act: Act = (time, actions, latents) => policy.act(environment, time, actions, latents);
  const batches = new Minibatches(rollout, policy, valueNetwork, {
    ...{ gamma, lambda, minibatches, shuffle, shared },
    gathers: !(shared || environment.privileged || valueClip < Infinity),
    shuffles: randomStream(seed, 'ppo/shuffles'),
  });
  let updates = 0;
  let gradient = new Float32Array(0);

  const zeroed = (size: number): Float32Array => {
    if (gradient.length < size) gradient = new Float32Array(size);
    return gradient.fill(0, 0, size);
  };

  /** Adds the gradient of the policy loss, clipped surrogate minus entropy bonus; the policy has been evaluated on the samples. */
  const addPolicyGradient = (samples: Samples, out: Float32Array, sums: Sums): void => {
    for (let i = 0; i < samples.count; i++) {
      const weight = samples.weights[i]! / samples.total;
      const logRatio = policy.logProbability(i) - batches.logProbabilities[samples.rows[i]!]!;
      const slope = clippedSurrogateGradient(logRatio, samples.means[i]!, clip);
      if (slope !== 0) policy.addLogProbabilityGradient(out, i, slope * weight);
      if (entropyBonus > 0) policy.addEntropyGradient(out, i, -entropyBonus * weight);
      const ratio = exp64(logRatio);
      sums.klDivergence += weight * (ratio - 1 - logRatio);
      if (Math.abs(ratio - 1) > clip) sums.clipFraction += weight;
      sums.entropy += weight * policy.entropy(i);
    }
  };

  /** Adds the gradient of the value loss, given what the value network says about the samples. */
  const addValueGradient = (samples: Samples, { slots, outputs }: EvaluatedRows, out: Float32Array, scale: number, sums: Sums): void => {
    for (let i = 0; i < samples.count; i++) {
      const weight = samples.weights[i]! / samples.total;
      const at = slots[i]! * stride + stride - 1;
      const error = outputs[at]! - samples.means[i]!;
      out[at]! += scale * weight * clippedValueGradient(outputs[at]!, batches.values[samples.rows[i]!]!, samples.means[i]!, valueClip);
      sums.valueLoss += (weight * error * error) / 2;
    }
  };

  const descend = (target: Network, rows: number, take: () => number): void => {
    target.gradients.fill(0);
    target.backward(gradient, rows);
    take();
  };

  /** A gradient step of the policy and the values on a minibatch. */
  const learn = ({ policy: policySamples, values: valueSamples }: SamplePair, sums: Sums): void => {
    if (policySamples.count === 0) return;
    const evaluated = policy.evaluate(rollout, policySamples.rows, policySamples.count);
    const out = zeroed(evaluated.count * network.outputs);
    addPolicyGradient(policySamples, out, sums);
    if (shared) addValueGradient(valueSamples, evaluated, out, valueWeight, sums);
    descend(network, evaluated.count, step);
    if (!valueStep) return;
    const values = valueRows.evaluate(rollout, valueSamples.rows, valueSamples.count);
    addValueGradient(valueSamples, values, zeroed(values.count), 1, sums);
    descend(valueNetwork, values.count, valueStep);
  };

  function* updating(): Generator<void, Metrics, void> {
    if ('episodes' in collect) yield* rollout.collectingEpisodes(collect.episodes, act);
    else yield* rollout.collectingSteps(collect.steps, act);
    if (!rollout.finite()) requireFinite(rollout.rewards, rollout.steps * rollout.copies, 'reward', where);
    const first = updates++ * epochs; // passes are numbered throughout
    const minibatchesOf = batches.estimate(first);
    let sums = noSums();
    let firstEntropy = 0;
    let begun = 0;
    for (; begun < epochs && (begun === 0 || sums.klDivergence <= targetKl); begun++) {
      sums = noSums();
      for (const samples of minibatchesOf(first + begun)) learn(samples, sums);
      for (const name of ['klDivergence', 'clipFraction', 'valueLoss', 'entropy'] as const) sums[name] /= minibatches;
      if (begun === 0) firstEntropy = sums.entropy;
    }
    const { klDivergence, clipFraction, valueLoss } = sums;
    return { return: rollout.meanReturn(), entropy: firstEntropy, klDivergence, clipFraction, valueLoss, epochs: begun };
  }

  return {
    ...pausingLearner('ppo', environment, options, updating, {
      network: step,
      ...(valueStep ? { valueNetwork: valueStep } : {}),
      acted: policy.acted,
      rollout: rollout.savable(),
      updates: savedCount(() => updates, (count) => (updates = count)), // prettier-ignore
    }),
    policy: (mode = 'sampled') => policy.freeze(mode),
  };
}

type Sums = { [name in 'klDivergence' | 'clipFraction' | 'valueLoss' | 'entropy']: number };

function noSums(): Sums {
  return { klDivergence: 0, clipFraction: 0, valueLoss: 0, entropy: 0 };
}

/** The networks of policy and value: those that were given, checked, or tables. */
function networksOf(
  environment: VectorEnvironment,
  options: PpoOptions,
): { readonly network: Network; readonly valueNetwork: Network; readonly shared: boolean } {
  const table = (space: Space, outputs: number): Network => tableNetwork(observationCount(space, 'ppo without networks'), outputs);
  const shared = options.valueNetwork === 'shared';
  const { parameters } = headFor(environment.action, options.head);
  const outputs = parameters + (shared ? 1 : 0);
  const network = options.network ?? table(environment.observation, outputs);
  if (network.outputs !== outputs) {
    throw new InputError(
      `the policy network of ppo has ${network.outputs} outputs: expected ${parameters} for the actions${shared ? ' and one for the value' : ''}`,
    );
  }
  if (shared && environment.privileged) {
    throw new InputError(
      'a shared value of ppo cannot see the privileged observation of this problem: give a separate valueNetwork, or a problem without one',
    );
  }
  const critic = environment.privileged?.space ?? environment.observation;
  const valueNetwork = options.valueNetwork === 'shared' ? network : (options.valueNetwork ?? table(critic, 1));
  checkInput(valueNetwork, shared ? environment.observation : critic);
  if (!shared && valueNetwork.outputs !== 1)
    throw new InputError(`the value network of ppo has ${valueNetwork.outputs} outputs: expected 1`);
  return { network, valueNetwork, shared };
}

/** Refuses options without effect. */
function checkEffect(options: PpoOptions, minibatches: number): void {
  if (options.shuffle !== undefined && minibatches === 1)
    throw new InputError('shuffle of ppo has no effect with one minibatch: leave it out, or give minibatches');
  const shared = options.valueNetwork === 'shared';
  if (!shared && options.valueWeight !== undefined) {
    throw new InputError('valueWeight of ppo has no effect: the value network is separate and has its own step size; leave it out');
  }
  if (shared && options.valueLearningRate !== undefined) {
    throw new InputError('valueLearningRate of ppo has no effect: the value is part of the policy network; use valueWeight');
  }
}
