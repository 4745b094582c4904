import type { Metrics, OptionsOf, VectorEnvironment } from '@firstmover/core';
import { childSeed, exp64, expectThing, InputError, randomStream, resolveOptions, savedCount, width } from '@firstmover/core';
import type { Act, InterleavedLearner, PolicyMode, RecurrentPolicy, Tape } from '@firstmover/experience';
import { Rollout, checkInput, createTape, pausingLearner, recurrentPolicy, shuffle } from '@firstmover/experience';
import type { HeadOptions, NetworkInput, RecurrentNetwork } from '@firstmover/networks';
import { adam, gruNetwork, guardedStep, headFor, requireFinite } from '@firstmover/networks';
import { fastAdvantages } from '../objectives/advantages-kernels.ts';
import { normaliseAdvantages } from '../objectives/advantages.ts';
import { rampAt } from '../objectives/exploration.ts';
import { clippedSurrogateGradient, clippedValueGradient } from '../objectives/policy-loss.ts';

/** The settings of {@link recurrentPpo}. */
export const RECURRENT_PPO_PARAMETERS = {
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
  minibatches: {
    kind: 'integer',
    min: 1,
    max: 1e6,
    unset: '4, or one per copy where there are fewer',
    about: 'parts that the copies are dealt into in each pass, at most one per copy',
  },
  learningRate: {
    kind: 'schedule',
    min: 0,
    max: 1e38,
    default: 3e-3,
    about: 'the step size of Adam for the policy, possibly falling with the steps of the problem',
  },
  valueLearningRate: {
    kind: 'schedule',
    min: 0,
    max: 1e38,
    unset: "the policy's",
    about: 'the step size of Adam for a separate value network',
  },
  clip: { kind: 'number', min: 0, max: 1, default: 0.2, about: 'how far the probability ratio may move' },
  entropyBonus: {
    kind: 'schedule',
    min: 0,
    max: 1e6,
    default: 0,
    about: 'the weight of the entropy bonus, possibly falling with the steps of the problem',
  },
  gamma: { kind: 'number', min: 0, max: 1, default: 1, about: "the learner's discount" },
  lambda: { kind: 'number', min: 0, max: 1, default: 0.95, about: 'the decay of generalised advantage estimation' },
  maxGradientNorm: { kind: 'number', min: 0, infinite: true, default: 0.5, about: 'the largest norm of a gradient' },
  horizon: {
    kind: 'choice',
    options: ['declared', 'terminal', 'truncated'],
    default: 'declared',
    about: 'how the end of an episode is treated: as the problem declares it, as an end, or as a cut whose value is estimated',
  },
  units: { kind: 'integer', min: 1, max: 4096, default: 32, about: 'the recurrent units of the networks that are not given' },
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

/** What {@link recurrentPpo} is given. */
export interface RecurrentPpoOptions extends OptionsOf<typeof RECURRENT_PPO_PARAMETERS> {
  /** The policy network: the head's parameters as outputs, and one more for the value if that is shared (default a GRU). */
  readonly network?: RecurrentNetwork;
  /**
   * The value network, one output, reading what the critic sees; or `shared`: the last output of the policy network (default `shared`, and a GRU
   * where the critic sees more than the policy).
   */
  readonly valueNetwork?: RecurrentNetwork | 'shared';
  /** The family of action distributions, where several serve the space. */
  readonly head?: HeadOptions;
  /** The seed of the learner's own randomness (default 0). */
  readonly seed?: number;
}

/** A learner whose policies have a memory. */
export interface RecurrentLearner extends InterleavedLearner {
  /** The present policy, frozen, with a memory of its own. */
  policy(mode?: PolicyMode): RecurrentPolicy;
}

/**
 * Proximal policy optimisation (Schulman et al. 2017) with generalised advantages for policies and values with a memory. A minibatch is a group of
 * copies with all their steps, in the order of time; states are those at the beginning of the collection, zero where an episode begins, and gradients go
 * back through the whole collection. So one episode per collection is learned from exactly, and steps cut it where they end.
 *
 * Rows that are not learned from are seen and remembered all the same. A leader with a memory can tell queries from play by what came before,
 * which leaves the framework: use this for followers and for other problems of one's own.
 *
 * Metrics: those of `ppo`.
 *
 * @param environment - any problem
 * @throws InputError for options out of range or without effect, or a network that does not fit; updates throw a NonFiniteError before a number
 * that is not finite takes effect
 */
// eslint-disable-next-line max-lines-per-function -- the algorithm in one piece: collecting, replaying and learning share the tape
export function recurrentPpo(environment: VectorEnvironment, options: RecurrentPpoOptions = {}): RecurrentLearner {
  expectThing(environment, 'a problem for a learner', 'recurrentPpo');
  const settings = resolveOptions(RECURRENT_PPO_PARAMETERS, options, 'recurrentPpo', ['network', 'valueNetwork', 'head', 'seed']);
  const { collect, epochs, learningRate, clip, entropyBonus, gamma, lambda, maxGradientNorm, horizon, units, valueWeight } = settings;
  const { minibatches = Math.min(4, environment.size), valueClip = Infinity, targetKl = Infinity } = settings;
  const { seed = 0 } = options;
  const valueNetworkOption = options.valueNetwork ?? (environment.privileged ? undefined : 'shared');
  const shared = valueNetworkOption === 'shared';
  if (shared && environment.privileged)
    throw new InputError(
      'a shared value of recurrentPpo reads what the policy sees: the critic of this problem sees more; leave valueNetwork out',
    );
  checkTogether(options, shared, minibatches, environment.size);
  const valueLearningRate = settings.valueLearningRate ?? learningRate;

  const head = headFor(environment.action, options.head);
  const stride = head.parameters + (shared ? 1 : 0);
  const scales = Array.from({ length: stride }, (_unused, i) => (i < head.parameters ? 0.01 : 1));
  const network =
    options.network ??
    gruNetwork({
      input: inputOf(environment),
      hidden: units,
      outputs: stride,
      outputScale: scales,
      seed: childSeed(seed, 'recurrent ppo/policy'),
    });
  checkInput(network, environment.observation);
  if (network.outputs !== stride) {
    throw new InputError(
      `the policy network of recurrentPpo has ${network.outputs} outputs: expected ${head.parameters} for the actions${shared ? ' and one for the value' : ''}`,
    );
  }
  const valueNetwork = shared
    ? network
    : ((valueNetworkOption as RecurrentNetwork | undefined) ??
      gruNetwork({ input: inputOf(environment, true), hidden: units, outputs: 1, seed: childSeed(seed, 'recurrent ppo/values') }));
  if (!shared) checkInput(valueNetwork, environment.privileged?.space ?? environment.observation);
  if (!shared && valueNetwork.outputs !== 1)
    throw new InputError(`the value network of recurrentPpo has ${valueNetwork.outputs} outputs: expected 1`);

  const copies = environment.size;
  const rollout = new Rollout(environment, horizon, head);
  const policyTape = createTape(network, copies);
  const valueTape = shared ? policyTape : createTape(valueNetwork, copies);
  const valueStride = valueNetwork.outputs;
  const where = (): string => `recurrentPpo, update ${updates}`;
  const optimiser = adam(rampAt(learningRate, 0))(network.parameters.length);
  const valueOptimiser = shared ? undefined : adam(rampAt(valueLearningRate, 0))(valueNetwork.parameters.length);
  const step = guardedStep(network, optimiser, maxGradientNorm, where);
  const valueStep = valueOptimiser && guardedStep(valueNetwork, valueOptimiser, maxGradientNorm, where);
  const acting = randomStream(seed, 'recurrent ppo/actions');
  const shuffles = randomStream(seed, 'recurrent ppo/shuffles');
  const order = Int32Array.from({ length: copies }, (_unused, copy) => copy);
  const fresh = new Uint8Array(copies).fill(1); // copies whose next observation is the first of an episode
  let resets = new Uint8Array(0);
  let buffers = rowBuffers(0);
  let bonus = 0;
  let draws = 0;
  let updates = 0;

  const act: Act = (time, actions, latents) => {
    policyTape.step(time, environment.observations, fresh);
    if (!shared) valueTape.step(time, environment.privileged?.observations ?? environment.observations, fresh);
    if (resets.length < (time + 1) * copies) {
      const larger = new Uint8Array(2 * (time + 1) * copies);
      larger.set(resets);
      resets = larger;
    }
    resets.set(fresh, time * copies);
    for (let copy = 0; copy < copies; copy++) {
      const at = (time * copies + copy) * stride;
      head.sample(policyTape.outputs, at, acting.at(copy, draws), latents, copy * head.latentWidth);
      head.decode(latents, copy * head.latentWidth, actions, copy * head.actionWidth);
    }
    draws++;
  };

  /** Old log-probabilities, values and advantages of the rows that were collected. */
  const prepare = (rows: Int32Array): void => {
    const size = rollout.steps * copies;
    if (buffers.values.length < size) buffers = rowBuffers(size);
    requireFinite(rollout.rewards, size, 'reward', where);
    for (const row of rows) {
      buffers.logProbabilities[row] = head.logProbability(policyTape.outputs, row * stride, rollout.actions, row * head.latentWidth);
      buffers.values[row] = valueTape.outputs[row * valueStride + valueStride - 1]!;
    }
    if (rollout.tailRows.length > 0) {
      const tail = valueTape.after(rollout.tailRows, rollout.tail);
      rollout.tailRows.forEach((row, i) => (buffers.bootstrap[row] = tail[i * valueStride + valueStride - 1]!));
    }
    fastAdvantages(rollout, buffers.values, buffers.bootstrap, { gamma, lambda }, buffers.advantages, buffers.targets);
    normaliseAdvantages(buffers.advantages, rows, rows.length);
  };

  /** Adds the gradient of the policy loss at row `row`, whose outputs start at `at`. */
  const addPolicyGradient = (outputs: Float32Array, at: number, row: number, weight: number, out: Float32Array, sums: Sums): void => {
    const latentAt = row * head.latentWidth;
    const logRatio = head.logProbability(outputs, at, rollout.actions, latentAt) - buffers.logProbabilities[row]!;
    const slope = clippedSurrogateGradient(logRatio, buffers.advantages[row]!, clip);
    if (slope !== 0) head.addLogProbabilityGradient(outputs, at, rollout.actions, latentAt, slope * weight, out);
    if (bonus > 0) head.addEntropyGradient(outputs, at, rollout.actions, latentAt, -bonus * weight, out);
    const ratio = exp64(logRatio);
    sums.klDivergence += weight * (ratio - 1 - logRatio);
    if (Math.abs(ratio - 1) > clip) sums.clipFraction += weight;
    sums.entropy += weight * head.entropy(outputs, at, rollout.actions, latentAt);
  };

  /** Adds the gradient of the value loss at row `row`, whose value is at `at`. */
  const addValueGradient = (outputs: Float32Array, at: number, row: number, weight: number, out: Float32Array, sums: Sums): void => {
    const target = buffers.targets[row]!;
    const error = outputs[at]! - target;
    out[at]! += (shared ? valueWeight : 1) * weight * clippedValueGradient(outputs[at]!, buffers.values[row]!, target, valueClip);
    sums.valueLoss += (weight * error * error) / 2;
  };

  /** Runs a network over some copies and descends along the gradients that `add` gives for each learned row. */
  const descend = (
    tape: Tape,
    group: Int32Array,
    observations: Rollout['observations'],
    take: () => number,
    add: (outputs: Float32Array, at: number, row: number, weight: number, out: Float32Array) => void,
  ): void => {
    const { outputs } = tape.network.forward(tape.sequences(group, rollout.steps, observations, resets));
    const rows: number[] = [];
    const positions: number[] = [];
    for (let t = 0; t < rollout.steps; t++) {
      for (let i = 0; i < group.length; i++) {
        const row = t * copies + group[i]!;
        if (rollout.learn[row] === 0) continue;
        rows.push(row);
        positions.push(t * group.length + i);
      }
    }
    if (rows.length === 0) return;
    const out = new Float32Array(rollout.steps * group.length * tape.network.outputs);
    for (let i = 0; i < rows.length; i++) add(outputs, positions[i]! * tape.network.outputs, rows[i]!, 1 / rows.length, out);
    tape.network.gradients.fill(0);
    tape.network.backward(out);
    take();
  };

  /** A gradient step of the policy and the values on a group of copies. */
  const learn = (group: Int32Array, sums: Sums): void => {
    descend(policyTape, group, rollout.observations, step, (outputs, at, row, weight, out) => {
      addPolicyGradient(outputs, at, row, weight, out, sums);
      if (shared) addValueGradient(outputs, at + stride - 1, row, weight, out, sums);
    });
    if (!valueStep) return;
    descend(valueTape, group, rollout.criticObservations, valueStep, (outputs, at, row, weight, out) =>
      addValueGradient(outputs, at, row, weight, out, sums),
    );
  };

  function* updating(): Generator<void, Metrics, void> {
    if ('episodes' in collect) fresh.fill(1);
    policyTape.begin();
    if (!shared) valueTape.begin();
    const collecting =
      'episodes' in collect ? rollout.collectingEpisodes(collect.episodes, act) : rollout.collectingSteps(collect.steps, act);
    for (const pause of collecting) {
      yield pause;
      for (let copy = 0; copy < copies; copy++) fresh[copy] = environment.terminated[copy]! | environment.truncated[copy]!;
    }
    prepare(rollout.learnedRows());
    bonus = rampAt(entropyBonus, environment.steps);
    optimiser.learningRate = rampAt(learningRate, environment.steps);
    if (valueOptimiser) valueOptimiser.learningRate = rampAt(valueLearningRate, environment.steps);
    const update = updates++;
    let sums = noSums();
    let firstEntropy = 0;
    let begun = 0;
    for (; begun < epochs && (begun === 0 || sums.klDivergence <= targetKl); begun++) {
      if (minibatches > 1) shuffle(order, shuffles, update * epochs + begun);
      sums = noSums();
      for (let part = 0; part < minibatches; part++) {
        learn(order.subarray(Math.floor((part * copies) / minibatches), Math.floor(((part + 1) * copies) / minibatches)), sums);
      }
      for (const name of ['klDivergence', 'clipFraction', 'valueLoss', 'entropy'] as const) sums[name] /= minibatches;
      if (begun === 0) firstEntropy = sums.entropy;
    }
    const { klDivergence, clipFraction, valueLoss } = sums;
    return { return: rollout.meanReturn(), entropy: firstEntropy, klDivergence, clipFraction, valueLoss, epochs: begun };
  }

  return {
    ...pausingLearner('recurrent-ppo', environment, options, updating, {
      network: step,
      ...(valueStep ? { valueNetwork: valueStep } : {}),
      policyTape: policyTape.state,
      ...(shared ? {} : { valueTape: valueTape.state }),
      rollout: rollout.savable(),
      order,
      fresh,
      draws: savedCount(
        () => draws,
        (count) => (draws = count),
      ),
      updates: savedCount(
        () => updates,
        (count) => (updates = count),
      ),
    }),
    policy: (mode = 'sampled') => recurrentPolicy(network.clone(), environment.observation, head, mode),
  };
}

type Sums = { [name in 'klDivergence' | 'clipFraction' | 'valueLoss' | 'entropy']: number };

function noSums(): Sums {
  return { klDivergence: 0, clipFraction: 0, valueLoss: 0, entropy: 0 };
}

/** What a network of the policy, or of the critic, reads. */
function inputOf(environment: VectorEnvironment, critic = false): NetworkInput {
  const space = critic ? (environment.privileged?.space ?? environment.observation) : environment.observation;
  return space.kind === 'discrete' ? { kind: 'index', count: space.n } : { kind: 'vector', width: width(space) };
}

/** Refuses more minibatches than copies, and options without effect. */
function checkTogether(options: RecurrentPpoOptions, shared: boolean, minibatches: number, copies: number): void {
  if (minibatches > copies)
    throw new InputError(`minibatches of recurrentPpo is ${minibatches}: expected an integer from 1 to ${copies}, the copies`);
  const withoutEffect = (name: string, because: string): never => {
    throw new InputError(`${name} of recurrentPpo has no effect: ${because}; leave it out`);
  };
  if (!shared && options.valueWeight !== undefined) withoutEffect('valueWeight', 'the value network is separate and has its own step size');
  if (shared && options.valueLearningRate !== undefined) withoutEffect('valueLearningRate', 'the value is part of the policy network');
  const given = options.network !== undefined && (shared || typeof options.valueNetwork === 'object');
  if (given && options.units !== undefined) withoutEffect('units', 'all networks are given');
}

interface RowBuffers {
  readonly values: Float32Array;
  readonly bootstrap: Float32Array;
  readonly logProbabilities: Float64Array;
  readonly advantages: Float32Array;
  readonly targets: Float32Array;
}

function rowBuffers(size: number): RowBuffers {
  return {
    values: new Float32Array(size),
    bootstrap: new Float32Array(size),
    logProbabilities: new Float64Array(size),
    advantages: new Float32Array(size),
    targets: new Float32Array(size),
  };
}
