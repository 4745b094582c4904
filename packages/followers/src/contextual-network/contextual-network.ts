import type { FiniteModel, FollowerOracle, Game, Metrics, OptionsOf, Player, Policy, Savable } from '@firstmover/core';
import { InputError, childSeed, followersOf, resolveOptions, savable, savedNumber, show, soleLeader, unflatten } from '@firstmover/core';
import type { PpoOptions } from '@firstmover/algorithms';
import { ppo } from '@firstmover/algorithms';
import type { InterleavedLearner } from '@firstmover/experience';
import type { ContextNetwork, Head } from '@firstmover/networks';
import { headFor } from '@firstmover/networks';
import { PRETRAINING_PARAMETERS, TRAINING_OPTIONS } from '../pretraining/options.ts';
import { contextProblem } from './context-problem.ts';
import type { LeaderSampler } from '../leaders/leaders.ts';
import { uniformLeaders } from '../leaders/leaders.ts';
import type { QuestionOptions, Questions } from './questions.ts';
import { questionsTo } from './questions.ts';
import type { ContextEncoder, Describe, OwnNumbers } from './reader.ts';
import { contextNetwork, ownNumbers } from './reader.ts';

/** The settings of {@link contextualNetworkFollower}. */
export const CONTEXTUAL_NETWORK_PARAMETERS = {
  samples: { kind: 'integer', min: 1, default: 1, about: 'how often each observation is asked about' },
  summary: {
    kind: 'choice',
    options: ['list', 'mean', 'distribution'],
    default: 'list',
    about: 'what is kept of the answers to one observation: all samples, their mean, or their empirical distribution',
  },
  copies: { kind: 'integer', min: 1, max: 1e6, default: 64, about: 'episodes side by side' },
} as const;

/** How a contextual follower with a network is made and pre-trained. */
export interface ContextualNetworkOptions extends OptionsOf<typeof CONTEXTUAL_NETWORK_PARAMETERS>, Pick<QuestionOptions, 'queries'> {
  /** How the network takes in the answers (default an MLP on all of them). */
  readonly encoder?: ContextEncoder;
  /** What describes the follower's own observation (default one-hot if Discrete, else flat). */
  readonly features?: Describe;
  /** The leaders that it is trained against (default an action drawn uniformly at each observation). */
  readonly leaders?: LeaderSampler;
  /** The environment steps to spend, queries included (default 500,000); the update that reaches them is finished. */
  readonly budget?: number;
  /** Settings of PPO. Defaults of its own: `epochs` 4, `minibatches` 8, `learningRate` 0.003, `gamma` 0.95, `lambda` 0.9, `entropyBonus` 0.01. */
  readonly learning?: Pick<
    PpoOptions,
    'epochs' | 'minibatches' | 'learningRate' | 'clip' | 'entropyBonus' | 'gamma' | 'lambda' | 'maxGradientNorm' | 'horizon' | 'valueWeight'
  >;
  /** The seed (default 0). */
  readonly seed?: number;
  /** The finite model of the game, where it has one: faster, equal results. */
  readonly model?: FiniteModel;
}

/** A contextual follower with a network, during and after pre-training; saved between two updates. */
export interface ContextualNetworkFollower extends Savable {
  /** What it asks. */
  readonly questions: Questions;
  /** The network: own numbers, then the answers, to action parameters and a value. Training changes it. */
  readonly network: ContextNetwork;
  /** The environment steps spent so far, queries included. */
  readonly steps: number;
  /** Whether pre-training is over. */
  readonly done: boolean;
  /** Trains on (does nothing when done): the metrics of one update of PPO. */
  update(): Metrics;
  /**
   * The follower as an oracle, frozen as it stands. In the last stage of training it has the mean of the parameters that the stage has
   * had.
   */
  oracle(): FollowerOracle;
}

/** The step size falls to these shares when these shares of the budget are spent; exploration is not rewarded in the last stage. */
const STAGES: readonly { readonly from: number; readonly rate: number; readonly entropy: number }[] = [
  { from: 0, rate: 1, entropy: 1 },
  { from: 0.6, rate: 0.3, entropy: 0.3 },
  { from: 0.85, rate: 0.1, entropy: 0 },
];

/**
 * A contextual follower for query sets too large for a table, trained once against random leaders. It is trained by PPO, with the
 * leader's answers as a second part of what its network reads (the contextual policy of Gerstgrasser & Parkes 2023, Section 5). It then
 * answers any leader after one round of queries, with the greedy actions of the network. What it does against leaders unlike those that
 * it was trained with depends on how its encoder generalises; `verifyCommitment` of `@firstmover/solvers` tells.
 *
 * @param game - one leader and one follower; the leader's observations finite unless `queries` are listed and `leaders` given
 * @throws InputError for options out of range or spaces that do not fit; RefusedError for a leader whose observations cannot be listed
 */
export function contextualNetworkFollower(game: Game, options: ContextualNetworkOptions = {}): ContextualNetworkFollower {
  const owner = 'the contextual follower';
  const own = [...TRAINING_OPTIONS, 'queries', 'encoder', 'features', 'learning'];
  const { copies, samples, summary } = resolveOptions(CONTEXTUAL_NETWORK_PARAMETERS, options, owner, own);
  const { budget } = resolveOptions(PRETRAINING_PARAMETERS, { budget: options.budget ?? 500_000 }, owner);
  const { encoder = { kind: 'mlp' }, learning = {}, seed = 0, model } = options;
  const leader = soleLeader(game);
  const [follower, ...others] = followersOf(game);
  if (follower === undefined || others.length > 0)
    throw new InputError(`${game.id} has ${followersOf(game).length} followers: a contextual follower is exactly one`);
  checkEncoder(encoder);
  const player = game.players[follower] as Player;
  const asked = { ...(options.queries === undefined ? {} : { queries: options.queries }), samples, summary };
  const questions = questionsTo(game.players[leader] as Player, game.id, asked);
  const numbers = ownNumbers(player, options.features, encoder.kind === 'attention' ? encoder.place : undefined);
  const head = headFor(player.action);
  const network = contextNetwork(encoder, numbers, questions, head.parameters + 1, childSeed(seed, 'contextual network'));
  const leaders = options.leaders ?? uniformLeaders(game.players[leader] as Player, game.id);
  const problem = contextProblem(game, { leader, follower, questions, own: numbers, leaders, copies, seed, ...(model ? { model } : {}) });
  const { learningRate = 0.003, entropyBonus = 0.01 } = learning;
  const stageLearner = (stage: number): InterleavedLearner => {
    const { rate, entropy } = STAGES[stage]!;
    return ppo(problem, {
      epochs: 4,
      minibatches: 8,
      gamma: 0.95,
      lambda: 0.9,
      ...learning,
      learningRate: learningRate * rate,
      entropyBonus: entropyBonus * entropy,
      network,
      valueNetwork: 'shared',
      seed: childSeed(seed, `contextual network/stage ${stage}`),
    });
  };
  let stage = 0;
  let learner = stageLearner(0);
  // The mean of the parameters after each update of the last stage (Polyak & Juditsky 1992).
  const average = Float64Array.from(network.parameters);
  let averaged = 0;
  const keepAverage = (): void => {
    const share = 1 / ++averaged;
    for (let i = 0; i < average.length; i++) average[i]! += share * (network.parameters[i]! - average[i]!);
  };

  return {
    ...savable(
      'contextual follower with a network',
      { ...options, model: undefined, game: game.id, parameters: game.parameters },
      {
        // Restored first: it says whose state the learner's is.
        stage: savedNumber(
          () => stage,
          (value) => {
            stage = Math.floor(value);
            learner = stageLearner(stage);
          },
          0,
          STAGES.length - 1,
        ),
        learner: { save: () => learner.save(), restore: (state) => learner.restore(state) },
      },
    ),
    questions,
    network,
    get steps() {
      return problem.steps;
    },
    get done() {
      return problem.steps >= budget;
    },
    update() {
      if (problem.steps >= budget) return {};
      if (stage + 1 < STAGES.length && problem.steps >= STAGES[stage + 1]!.from * budget) learner = stageLearner(++stage);
      const metrics = learner.update();
      if (stage === STAGES.length - 1) keepAverage();
      return metrics;
    },
    oracle() {
      const frozen = network.clone();
      if (averaged > 0) frozen.parameters.set(average);
      return networkOracle(game, player, questions, numbers, head, frozen);
    },
  };
}

function checkEncoder(encoder: ContextEncoder): void {
  if (!['mlp', 'set', 'attention'].includes(encoder.kind))
    throw new InputError(`encoder ${show(encoder.kind)} of the contextual follower: expected mlp, set or attention`);
  if (encoder.kind === 'attention' && encoder.place && !encoder.keys)
    throw new InputError('a place without keys in the encoder of the contextual follower: expected keys, the points that it lies among');
}

/** A frozen network as an oracle: one yield with all queries, then a policy bound to the encoded answers. */
function networkOracle(
  game: Game,
  { action }: Player,
  questions: Questions,
  own: OwnNumbers,
  head: Head,
  network: ContextNetwork,
): FollowerOracle {
  const numbers = new Float32Array(own.width);
  const latents = new Float64Array(head.latentWidth);
  const flat = new Float64Array(head.actionWidth);
  const context = new Float32Array(questions.pool.length * questions.channels);
  const bound = (read: (own: Float32Array) => Float32Array): Policy => ({
    act(observation) {
      own.write(observation, numbers, 0);
      head.greedy(read(numbers), 0, latents, 0);
      head.decode(latents, 0, flat, 0);
      return unflatten(action, flat);
    },
  });
  return {
    name: 'contextual',
    game,
    followerClass: 'stationary',
    ties: 'unspecified',
    equilibrium: 'learned best response',
    queries: questions.queries,
    earnsRewards: false,
    carriesOver: false,
    *respond({ random }) {
      const asked = questions.draw(random);
      const answers = yield { observations: questions.observations(asked) };
      questions.encode(asked, answers, context);
      return { policies: [bound(network.bind(context))] };
    },
  };
}
