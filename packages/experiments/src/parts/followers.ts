import { z } from 'zod';
import type { FiniteModel, FollowerOracle, Game } from '@firstmover/core';
import { InputError, childSeed, unknownName } from '@firstmover/core';
import type { ReinforceOptions } from '@firstmover/algorithms';
import { reinforce } from '@firstmover/algorithms';
import type {
  AskingOptions,
  ContextualNetworkOptions,
  ContextualOptions,
  EpsilonOptions,
  EquilibriumFollowersOptions,
  ExactOptions,
  GradientAdaptedOptions,
  InnerLoopOptions,
  NoRegretOptions,
  QuantalFollowerOptions,
  RecurrentFollowerOptions,
  TabularQFollowerOptions,
} from '@firstmover/followers';
import {
  contextualFollower,
  contextualNetworkFollower,
  epsilonOptimalFollower,
  equilibriumFollowers,
  exactFollower,
  fictitiousPlay,
  gradientAdaptedFollower,
  innerLoopFollower,
  iteratedBestResponse,
  noRegretFollowers,
  quantalFollower,
  recurrentFollower,
  tabularQFollower,
} from '@firstmover/followers';
import type { Pretraining } from '@firstmover/methods';
import type { FictitiousPlayOptions, IteratedBestResponseOptions } from '@firstmover/solvers';
import type { Shape } from '../config/schema.ts';
import { checkPart, integer, oneOf, real } from '../config/schema.ts';

type Settings<TOptions> = Omit<TOptions, 'seed' | 'model' | 'budget' | 'leaders' | 'learner' | 'network'>;
type InnerLearner = Omit<ReinforceOptions, 'seed' | 'network' | 'head'>;

/** The settings of each follower oracle. */
export interface FollowerSettings {
  /** Trained once, answers any leader; its budget is that of the experiment. */
  readonly contextual: Settings<ContextualOptions>;
  /** The same with a network; its budget is that of the experiment. */
  readonly 'contextual-network': Omit<Settings<ContextualNetworkOptions>, 'encoder' | 'features' | 'learning'>;
  /** A computed best response. */
  readonly exact: ExactOptions;
  /** Q-learning within each response. */
  readonly 'tabular-q': Settings<TabularQFollowerOptions>;
  /** No-regret learning within each response. */
  readonly 'no-regret': Omit<Settings<NoRegretOptions>, 'onUpdate'>;
  /** Policy gradient (REINFORCE, with its settings) within each response. */
  readonly 'inner-loop': Settings<InnerLoopOptions> & { readonly learner?: InnerLearner };
  /** Trained once to adapt, with a memory; its budget is that of the experiment. */
  readonly recurrent: Settings<RecurrentFollowerOptions>;
  /** Trained once to adapt by gradients. */
  readonly 'gradient-adapted': Settings<GradientAdaptedOptions>;
  /** Chooses better actions more often. */
  readonly quantal: QuantalFollowerOptions;
  /** Any response within epsilon of the best. */
  readonly 'epsilon-optimal': EpsilonOptions;
  /** Several followers in equilibrium. */
  readonly equilibrium: EquilibriumFollowersOptions;
  /** Several followers, best responses in turn. */
  readonly 'iterated-best-response': IteratedBestResponseOptions & AskingOptions;
  /** Several followers in fictitious play. */
  readonly 'fictitious-play': FictitiousPlayOptions & AskingOptions;
}

/** The name of a follower oracle. */
export type FollowerName = keyof FollowerSettings;

/** A follower oracle with its settings. */
export type FollowerPart = {
  readonly [TName in FollowerName]: {
    /** Its name. */
    readonly oracle: TName;
  } & FollowerSettings[TName];
}[FollowerName];

/** What a follower is made from, beside its settings. */
export interface FollowerContext {
  /** The game. */
  readonly game: Game;
  /** Its finite model, where it has one. */
  readonly model: FiniteModel | undefined;
  /** The seed of the run. */
  readonly seed: number;
  /** The most steps of pre-training, where they were given. */
  readonly pretrainingSteps: number | undefined;
}

interface Entry<TSettings> {
  readonly shape: Shape<TSettings>;
  create(settings: TSettings, context: FollowerContext): FollowerOracle | Pretraining;
}

/** The entries of Q-learning followers. */
export const tabularQShape: Shape<Settings<TabularQFollowerOptions>> = {
  episodes: integer,
  learningRate: real,
  gamma: real,
  exploration: z
    .union([z.strictObject({ epsilon: z.number() }), z.strictObject({ parameterNoise: z.number() })], {
      error: 'a record with epsilon or parameterNoise',
    })
    .optional(),
  initial: oneOf('zero', 'normal'),
};

const samples = integer;
const ties = oneOf('weak', 'strong');
const required = z.number({ error: 'a finite number' });
const innerLearner: Shape<InnerLearner> = {
  rounds: integer,
  learningRate: real,
  entropyBonus: real,
  baseline: oneOf('none', 'normalise'),
  gamma: real,
};

const known = ({ model }: FollowerContext): { readonly model?: FiniteModel } => (model ? { model } : {});
const source = ({ game, model }: FollowerContext): FiniteModel | Game => model ?? game;
const trained = (context: FollowerContext): { readonly seed: number; readonly model?: FiniteModel; readonly budget?: number } => ({
  seed: childSeed(context.seed, 'pretraining'),
  ...known(context),
  ...(context.pretrainingSteps === undefined ? {} : { budget: context.pretrainingSteps }),
});

const entries: { readonly [TName in FollowerName]: Entry<FollowerSettings[TName]> } = {
  contextual: {
    shape: { copies: integer, gamma: real, patience: integer, ties, rollouts: integer },
    create: (settings, context) => contextualFollower(context.game, { ...settings, ...trained(context) }),
  },
  'contextual-network': {
    shape: {
      queries: z.union([z.literal('all'), z.strictObject({ sampled: z.number() })], { error: '"all", or sampled' }).optional(),
      samples,
      summary: oneOf('list', 'mean', 'distribution'),
      copies: integer,
    },
    create: (settings, context) => contextualNetworkFollower(context.game, { ...settings, ...trained(context) }),
  },
  exact: {
    shape: { followerClass: oneOf('stationary', 'rational'), ties, samples },
    create: (settings, context) => exactFollower(source(context), settings),
  },
  'tabular-q': {
    shape: tabularQShape,
    create: (settings, context) => tabularQFollower(context.game, { ...settings, ...known(context) }),
  },
  'no-regret': {
    shape: {
      algorithm: oneOf('multiplicative-weights', 'regret-matching', 'exp3'),
      updates: integer,
      rate: real,
      sweep: oneOf('counterfactual', 'profiles'),
      play: oneOf('greedy', 'weights', 'average'),
      utilityBounds: z.tuple([z.number(), z.number()], { error: 'two numbers' }).optional(),
    },
    create: (settings, context) => noRegretFollowers(context.game, { ...settings, ...known(context) }),
  },
  'inner-loop': {
    shape: {
      updates: integer,
      copies: integer,
      play: oneOf('sampled', 'greedy'),
      learner: z.strictObject(innerLearner, { error: 'settings of REINFORCE' }).optional(),
    },
    create: ({ learner = {}, ...settings }, context) =>
      innerLoopFollower(context.game, {
        learner: (environment, seed) => reinforce(environment, { learningRate: 0.1, entropyBonus: 0.01, ...learner, seed }),
        ...settings,
        ...known(context),
      }),
  },
  recurrent: {
    shape: { games: integer, rewarded: oneOf('last', 'all'), copies: integer },
    create: (settings, context) => recurrentFollower(context.game, { ...settings, ...trained(context) }),
  },
  'gradient-adapted': {
    shape: { updates: integer, copies: integer, learningRate: real, entropyBonus: real, metaRate: real, metaUpdates: integer },
    create: (settings, context) => {
      if (context.pretrainingSteps !== undefined)
        throw new InputError(
          'budget.pretrainingSteps has no effect with follower gradient-adapted: its pre-training is counted in metaUpdates',
        );
      return gradientAdaptedFollower(context.game, { ...settings, seed: childSeed(context.seed, 'pretraining'), ...known(context) });
    },
  },
  quantal: { shape: { lambda: required, samples }, create: (settings, context) => quantalFollower(source(context), settings) },
  'epsilon-optimal': {
    shape: { epsilon: required, selection: oneOf('leader-worst', 'leader-best'), samples },
    create: (settings, context) => epsilonOptimalFollower(source(context), settings),
  },
  equilibrium: {
    shape: {
      equilibrium: oneOf('nash', 'correlated', 'coarse-correlated'),
      selection: oneOf('leader-best', 'leader-worst', 'welfare', 'first'),
      samples,
    },
    create: (settings, context) => equilibriumFollowers(source(context), settings),
  },
  'iterated-best-response': {
    shape: { ties, rounds: integer, samples },
    create: (settings, context) => iteratedBestResponse(source(context), settings),
  },
  'fictitious-play': {
    shape: { ties, rounds: integer, tolerance: real, samples },
    create: (settings, context) => fictitiousPlay(source(context), settings),
  },
};

/** The names of all follower oracles that an experiment can name. */
export const FOLLOWER_NAMES: readonly string[] = Object.keys(entries);

/** Whether a part names a follower that exists, with settings of the right types. */
export function checkFollower(part: FollowerPart): void {
  if (!Object.hasOwn(entries, part.oracle)) throw unknownName('follower oracle', part.oracle, FOLLOWER_NAMES);
  checkPart({ oracle: z.string(), ...entries[part.oracle].shape }, part, `follower ${part.oracle}`);
}

/**
 * The follower that a part of a config describes, which must have been checked.
 *
 * @throws InputError or RefusedError for settings or games that it refuses
 */
export function followerOf({ oracle, ...settings }: FollowerPart, context: FollowerContext): FollowerOracle | Pretraining {
  return (entries[oracle] as Entry<object>).create(settings, context);
}
