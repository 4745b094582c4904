import type { Column, Metrics, OptionsOf, ParametersOf, Policy, Savable, VectorEnvironment } from '@firstmover/core';
import {
  exp,
  expectThing,
  flatten,
  InputError,
  log,
  randomStream,
  resolveOptions,
  sample,
  savable,
  savedCount,
  savedList,
  show,
  withDefaults,
} from '@firstmover/core';
import type { InterleavedLearner } from '@firstmover/experience';
import {
  REPLAY_PARAMETERS,
  checkLearningStarts,
  createCollector,
  pausingLearner,
  replayMemory,
  stochasticPolicy,
  uniformSampler,
} from '@firstmover/experience';
import type { Network, NetworkInput } from '@firstmover/networks';
import { adam, guardedStep, headFor, inputOf, isReparameterised, requireFinite } from '@firstmover/networks';
import { temperatureGradient } from '../objectives/soft-policy.ts';
import { moveTowards } from '../objectives/target-network.ts';
import { defaultNetwork, isTable } from '../default-network/default-network.ts';
import { checkInputGradients, continuousSoftActions } from './continuous.ts';
import { discreteSoftActions } from './discrete.ts';
import type { SoftActions, Twins } from './soft-actions.ts';
import { entropyRange } from './target-entropy.ts';

const OWN = {
  learningRate: {
    kind: 'number',
    min: 0,
    above: true,
    unset: '0.05 on tables, 3e-4 else',
    about: 'the step size of Adam for the actor',
  },
  criticLearningRate: {
    kind: 'number',
    min: 0,
    above: true,
    unset: '0.05 on tables, 1e-3 else',
    about: 'the step size of Adam for the critics',
  },
  polyak: {
    kind: 'number',
    min: 0,
    max: 1,
    default: 0.005,
    about: 'the share of the way that the target critics follow in each gradient step',
  },
  temperature: {
    kind: 'either',
    of: [
      { kind: 'number', min: 0, max: 1e12 },
      {
        kind: 'record',
        fields: {
          initial: { kind: 'number', min: 1e-12, max: 1e12, default: 1, about: 'where it starts' },
          targetEntropy: {
            kind: 'number',
            min: -1e6,
            unset: 'that of +-1 boxes: one per dimension below 0, as far below uniform on others; half the highest on discrete actions',
            about: 'the mean entropy that is kept',
          },
          learningRate: { kind: 'number', min: 0, above: true, unset: "the actor's", about: 'the step size of Adam for it' },
        },
      },
    ],
    default: { initial: 1 },
    about: 'the price of entropy, alpha: a constant, or adjusted so that the mean entropy stays at a target',
  },
} as const;

/** The settings of {@link sac}. */
export const SAC_PARAMETERS: typeof REPLAY_PARAMETERS & typeof OWN = {
  ...withDefaults(REPLAY_PARAMETERS, { batchSize: 256, maxGradientNorm: Infinity }),
  ...OWN,
};

/** What {@link sac} is given. */
export interface SacOptions extends OptionsOf<typeof SAC_PARAMETERS> {
  /** The policy network: the parameters of the space's head (default a table on discrete observations, else an MLP with two hidden layers of 64). */
  readonly actor?: Network;
  /**
   * Two value networks. Discrete actions: they read the observation and return a value per action. Continuous ones: they read the observation
   * (one-hot if it is an index) with the action behind it, and return one value (default tables on discrete observations and actions, else MLPs with
   * two hidden layers of 64).
   */
  readonly critics?: Twins;
  /** The seed of the learner's own randomness (default 0). */
  readonly seed?: number;
}

/**
 * Soft actor-critic with twin critics and an automatic temperature (Haarnoja et al. 2018, "Soft Actor-Critic Algorithms and Applications"), on
 * boxes, simplices and dicts or tuples of them, and for discrete actions (Christodoulou 2019). Rows that are executed but masked are part of the
 * environment: their rewards, discounted, belong to the learned row before them.
 *
 * Metrics: `episodes` how many ended in this update and `return` their mean undiscounted return (0 when none did); means over all minibatches of
 * the update, 0 before learning starts: `criticLoss` of (q(s, a) - target)^2 / 2 of the first critic, `actorLoss` of alpha log p(a) - q(s, a),
 * `entropy` of the policy in nats (for continuous actions the estimate -log p(a)); `temperature` alpha at the end of the update.
 *
 * @param environment - any problem with discrete or continuous actions
 * @throws InputError for options out of range or without effect, an action space or a network that does not fit. `update` throws a NonFiniteError
 * for a reward, loss, gradient or parameter that is not finite; all networks then keep their last good parameters
 */
// eslint-disable-next-line max-lines-per-function -- the algorithm in one piece: actor, critics and temperature share their buffers
export function sac(environment: VectorEnvironment, options: SacOptions = {}): InterleavedLearner {
  expectThing(environment, 'a problem for a learner', 'sac');
  const settings = resolveOptions(SAC_PARAMETERS, options, 'sac', ['actor', 'critics', 'seed']);
  checkLearningStarts('sac', settings);
  const { steps, gradientSteps, batchSize, capacity, learningStarts, maxGradientNorm, polyak, temperature } = settings;
  const { seed = 0 } = options;
  const { observation, action } = environment;
  if (action.kind === 'multi-discrete') throw new InputError(`sac cannot act in a multi-discrete space, ${show(action)}: use ppo`);
  const head = headFor(action);
  const discrete = action.kind === 'discrete';
  if (!discrete && !isReparameterised(head)) {
    throw new InputError(`sac needs a discrete action space or one without discrete parts, not ${action.kind} ${show(action)}: use ppo`);
  }
  const actor = options.actor ?? defaultNetwork(inputOf(observation), head.parameters, 0.01, seed, 'sac/actor');
  if (actor.outputs !== head.parameters) {
    throw new InputError(`the actor of sac has ${actor.outputs} outputs: expected ${head.parameters} for ${head.name} actions`);
  }
  const policy = stochasticPolicy(actor, environment, randomStream(seed, 'sac/actions'));
  const soft: SoftActions = isReparameterised(head)
    ? continuousSoftActions(actor, head, observation, batchSize, randomStream(seed, 'sac/samples'))
    : discreteSoftActions(actor, batchSize);
  const critics: Twins = options.critics ?? [
    defaultNetwork(soft.criticInput, soft.criticOutputs, 1, seed, 'sac/critic 0'),
    defaultNetwork(soft.criticInput, soft.criticOutputs, 1, seed, 'sac/critic 1'),
  ];
  checkCritics(critics, soft);
  if (!discrete) checkInputGradients(critics);
  const targetCritics: Twins = [critics[0].clone(), critics[1].clone()];

  const where = (what: string) => (): string => `gradient step ${gradientStep} of sac (${what})`;
  const rate = settings.learningRate ?? (isTable(actor) ? 0.05 : 3e-4);
  const criticRate = settings.criticLearningRate ?? (isTable(critics[0]) ? 0.05 : 1e-3);
  const stepActor = guardedStep(actor, adam(rate)(actor.parameters.length), maxGradientNorm, where('actor'));
  const stepCritics = critics.map((critic, c) =>
    guardedStep(critic, adam(criticRate)(critic.parameters.length), maxGradientNorm, where(`critic ${c}`)),
  );
  const alpha = temperatureOf(temperature, environment, rate, where('temperature'));

  const memory = replayMemory(observation, action, capacity);
  const sampler = uniformSampler(randomStream(seed, 'sac/replay'));
  const collector = createCollector(environment, memory, 'sac', settings, sampler.stored);
  const warmUp = randomStream(seed, 'sac/warm-up');
  const latents = new Float64Array(environment.size * head.latentWidth);
  let warmUpSteps = 0;
  const act = (actions: Column): void => {
    if (memory.size >= learningStarts) return policy.act(environment, 0, actions, latents);
    for (let copy = 0; copy < environment.size; copy++) {
      flatten(action, sample(action, warmUp.at(copy, warmUpSteps)), actions, copy * head.actionWidth);
    }
    warmUpSteps++;
  };

  const batch = memory.minibatch(batchSize);
  const targets = new Float64Array(batchSize);
  const losses = new Float64Array(batchSize);
  const actorGradient = new Float32Array(batchSize * actor.outputs);
  const criticGradient = new Float32Array(batchSize * soft.criticOutputs);
  let gradientStep = 0;

  /** One step of a critic towards the targets; returns its mean loss. */
  const learnCritic = (c: 0 | 1, inputs: Int32Array | Float32Array): number => {
    const values = critics[c].forward(inputs, batchSize);
    let loss = 0;
    criticGradient.fill(0);
    for (let i = 0; i < batchSize; i++) {
      const at = i * soft.criticOutputs + soft.criticOutput(batch, i);
      const error = values[at]! - targets[i]!;
      criticGradient[at] = error / batchSize;
      losses[i] = 0.5 * error * error;
      loss += losses[i]! / batchSize;
    }
    requireFinite(losses, batchSize, 'loss', where(`critic ${c}`));
    critics[c].gradients.fill(0);
    critics[c].backward(criticGradient, batchSize);
    stepCritics[c]!();
    return loss;
  };

  /** One gradient step of everything; adds to the sums. */
  const learn = (sums: Sums): void => {
    sampler.draw(batch, gradientStep, memory.size, 0);
    memory.gather(batch);

    // y = r + d (min of target q(s', a') - alpha log p(a'))
    soft.nextValues(batch, targetCritics, alpha.value(), gradientStep, targets);
    for (let i = 0; i < batchSize; i++) targets[i] = batch.rewards[i]! + batch.discounts[i]! * targets[i]!;
    const inputs = soft.criticInputs(batch);
    sums.criticLoss += learnCritic(0, inputs) / gradientSteps;
    learnCritic(1, inputs);

    const entropy = soft.actorGradient(batch, critics, alpha.value(), gradientStep, actorGradient, losses);
    requireFinite(losses, batchSize, 'loss', where('actor'));
    actor.gradients.fill(0);
    actor.backward(actorGradient, batchSize);
    stepActor();
    alpha.learn(entropy);

    moveTowards(targetCritics[0].parameters, critics[0].parameters, polyak);
    moveTowards(targetCritics[1].parameters, critics[1].parameters, polyak);
    for (let i = 0; i < batchSize; i++) sums.actorLoss += losses[i]! / batchSize / gradientSteps;
    sums.entropy += entropy / gradientSteps;
    gradientStep++;
  };

  function* updating(): Generator<void, Metrics, void> {
    for (let t = 0; t < steps; t++) {
      collector.begin(act);
      yield;
      collector.finish();
    }
    const sums: Sums = { criticLoss: 0, actorLoss: 0, entropy: 0 };
    for (let g = 0; g < gradientSteps && memory.size >= learningStarts; g++) learn(sums);
    return { ...collector.finished(), ...sums, temperature: alpha.value() };
  }

  return {
    ...pausingLearner('sac', environment, options, updating, {
      actor: stepActor,
      critics: savedList(stepCritics),
      'target 0': targetCritics[0].parameters,
      'target 1': targetCritics[1].parameters,
      ...(alpha.saved ? { temperature: alpha.saved } : {}),
      acted: policy.acted,
      warmUpSteps: savedCount(
        () => warmUpSteps,
        (count) => (warmUpSteps = count),
      ),
      memory: memory.saved,
      sampler: savable('sampler', {}, sampler.state),
      collector: collector.saved,
      gradientStep: savedCount(
        () => gradientStep,
        (count) => (gradientStep = count),
      ),
    }),
    policy: (mode = 'sampled'): Policy => policy.freeze(mode),
  };
}

type Sums = { [name in 'criticLoss' | 'actorLoss' | 'entropy']: number };

function checkCritics(critics: Twins, { criticInput, criticOutputs }: SoftActions): void {
  if (critics[0] === critics[1]) throw new InputError('the critics of sac are one network: expected two that start different');
  for (const { input, outputs } of critics) {
    if (input.kind !== criticInput.kind || size(input) !== size(criticInput) || outputs !== criticOutputs) {
      throw new InputError(
        `a critic of sac with ${outputs} outputs on ${describe(input)}: expected ${criticOutputs} on ${describe(criticInput)}`,
      );
    }
  }
}

function size(input: NetworkInput): number {
  return input.kind === 'index' ? input.count : input.width;
}

function describe(input: NetworkInput): string {
  return input.kind === 'index' ? `${input.count} indices` : `vectors of length ${input.width}`;
}

/** The temperature: `learn` moves it so that the mean entropy of the policy nears its target. */
function temperatureOf(
  option: ParametersOf<typeof SAC_PARAMETERS>['temperature'],
  { action }: VectorEnvironment,
  actorRate: number,
  where: () => string,
): { value(): number; learn(entropy: number): void; readonly saved?: Savable } {
  if (typeof option !== 'object') return { value: () => option, learn: () => undefined };
  const range = entropyRange(action);
  const { initial, targetEntropy = range.target, learningRate = actorRate } = option;
  // Above the highest there is no such policy, and the temperature would grow without end.
  if (targetEntropy > range.highest) {
    throw new InputError(
      `targetEntropy in temperature of sac is ${show(targetEntropy)}: expected a number below ${range.highest}, the entropy of uniform actions`,
    );
  }
  const logarithm = { parameters: Float32Array.of(log(initial!)), gradients: new Float32Array(1) };
  const step = guardedStep(logarithm, adam(learningRate)(1), Infinity, where);
  const value = (): number => exp(logarithm.parameters[0]!);
  return {
    value,
    saved: step,
    learn(entropy) {
      logarithm.gradients[0] = temperatureGradient(value(), entropy, targetEntropy);
      step();
    },
  };
}
