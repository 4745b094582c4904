import { z } from 'zod';
import { unknownName, InputError } from '@firstmover/core';
import type {
  BilevelActorCriticOptions,
  ConcurrentOptions,
  ExactMethodOptions,
  ImplicitGradientOptions,
  InnerOuterOptions,
  LeaderWithSettings,
  Method,
  RecurrentMethodOptions,
  StackelbergPomdpOptions,
  TabularQMethodOptions,
} from '@firstmover/methods';
import {
  bilevelActorCritic,
  concurrent,
  contextual,
  exact,
  implicitGradient,
  innerOuter,
  methods,
  recurrent,
  stackelbergPomdp,
  stackelbergPomdpQ,
  tabularQ,
} from '@firstmover/methods';
import type { Shape } from '../config/schema.ts';
import { checkPart, integer, oneOf, real } from '../config/schema.ts';
import { tabularQShape } from './followers.ts';

type Own<TOptions> = Omit<TOptions, 'leader' | 'leaders' | 'learner' | 'budget'>;
type Pomdp = Omit<Own<StackelbergPomdpOptions>, 'followers'>;

/** The settings of each method, beside its leader's. */
export interface MethodSettings {
  /** Bi-level actor-critic. */
  readonly 'bilevel-actor-critic': BilevelActorCriticOptions;
  /** Leader and followers learn at once. */
  readonly concurrent: Own<ConcurrentOptions>;
  /** The contextual follower; its budget is that of the experiment. */
  readonly contextual: object;
  /** Exact best responses. */
  readonly exact: Own<ExactMethodOptions>;
  /** The implicit gradient. */
  readonly 'implicit-gradient': ImplicitGradientOptions;
  /** An inner loop per leader. */
  readonly 'inner-outer': Own<InnerOuterOptions>;
  /** The recurrent follower; its budget is that of the experiment. */
  readonly recurrent: Own<RecurrentMethodOptions>;
  /** The Stackelberg POMDP with multiplicative weights. */
  readonly 'stackelberg-pomdp': Pomdp;
  /** The Stackelberg POMDP with Q-learning. */
  readonly 'stackelberg-pomdp-q': Pomdp;
  /** Q-learning followers. */
  readonly 'tabular-q': Own<TabularQMethodOptions>;
}

/** The name of a method. */
export type MethodName = keyof MethodSettings;

/** A published method with its settings. */
export type MethodPart = {
  readonly [TName in MethodName]: {
    /** Its name. */
    readonly name: TName;
  } & MethodSettings[TName];
}[MethodName];

const pomdp: Shape<Pomdp> = {
  responses: integer,
  rate: real,
  responseProbability: real,
  critic: oneOf('centralised', 'plain'),
  games: integer,
};

interface Entry<TSettings> {
  readonly shape: Shape<TSettings>;
  readonly ownLeader?: true;
  create(options: TSettings & { readonly leader?: LeaderWithSettings }): Method;
}

const entries: { readonly [TName in MethodName]: Entry<MethodSettings[TName]> } = {
  'bilevel-actor-critic': {
    shape: { copies: integer, criticRate: real, actorRate: real, epsilon: real, gamma: real },
    ownLeader: true,
    create: bilevelActorCritic,
  },
  concurrent: { shape: { updates: integer }, create: concurrent },
  contextual: { shape: {}, create: contextual },
  exact: { shape: { followerClass: oneOf('stationary', 'rational'), ties: oneOf('weak', 'strong') }, create: exact },
  'implicit-gradient': {
    shape: { learningRate: real, followerRate: real, followerSteps: integer, difference: real },
    ownLeader: true,
    create: implicitGradient,
  },
  'inner-outer': { shape: { updates: integer, copies: integer }, create: innerOuter },
  recurrent: { shape: { games: integer, rewarded: oneOf('last', 'all'), copies: integer }, create: recurrent },
  'stackelberg-pomdp': { shape: pomdp, create: stackelbergPomdp },
  'stackelberg-pomdp-q': { shape: pomdp, create: stackelbergPomdpQ },
  'tabular-q': { shape: tabularQShape, create: tabularQ },
};

/** The names of all methods that an experiment can name. */
export const METHOD_NAMES: readonly string[] = methods.map(({ name }) => name);

/**
 * The method that a part of a config describes.
 *
 * @param leader - instead of the method's usual leader
 * @throws InputError for an unknown method or setting, a value of another type, or a leader for a method that has its own
 */
export function methodOf(part: MethodPart, leader: LeaderWithSettings | undefined): Method {
  const { name, ...settings } = part;
  if (!Object.hasOwn(entries, name)) throw unknownName('method', name, METHOD_NAMES);
  const { shape, ownLeader, create } = entries[name] as Entry<object>;
  checkPart({ name: z.string(), ...shape }, part, `method ${name}`);
  if (leader && ownLeader) throw new InputError(`leader ${leader.name} has no effect with method ${name}: it has its own; leave it out`);
  return create({ ...settings, ...(leader ? { leader } : {}) });
}
