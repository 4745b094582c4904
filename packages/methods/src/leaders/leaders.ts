import type { LeaderProblem, Space } from '@firstmover/core';
import { unknownName, width } from '@firstmover/core';
import type {
  A2cOptions,
  CmaEsOptions,
  DqnOptions,
  ExhaustiveSearchOptions,
  Learner,
  OpenaiEsOptions,
  PpoOptions,
  RandomSearchOptions,
  ReinforceOptions,
  SacOptions,
} from '@firstmover/algorithms';
import { a2c, cmaEs, dqn, exhaustiveSearch, openaiEs, ppo, randomSearch, reinforce, sac } from '@firstmover/algorithms';
import type { Network } from '@firstmover/networks';
import { headFor, mlpNetwork, tableNetwork } from '@firstmover/networks';

/** A perceptron instead of the usual network of a leader. */
export interface LeaderNetwork {
  /** Units of the hidden layers. */
  readonly hidden: readonly number[];
  /** What follows each hidden layer (default `tanh`). */
  readonly activation?: 'tanh' | 'relu';
}

/** What an algorithm takes beside its own settings where its networks are made for it. */
interface OnNetworks {
  /** Its networks (default a table where observations are indexed, else two layers of 64). */
  readonly network?: LeaderNetwork;
}

type Settings<TOptions> = Omit<TOptions, 'seed' | 'network' | 'valueNetwork' | 'valueWeight' | 'actor' | 'critics'>;

/** The settings of each leader that may differ from its defaults. */
export interface LeaderSettings {
  /** Proximal policy optimisation. */
  readonly ppo: Settings<PpoOptions> & OnNetworks;
  /** REINFORCE. */
  readonly reinforce: Settings<ReinforceOptions> & OnNetworks;
  /** Advantage actor-critic. */
  readonly a2c: Settings<A2cOptions> & OnNetworks;
  /** Deep Q-learning. */
  readonly dqn: Settings<DqnOptions>;
  /** Soft actor-critic. */
  readonly sac: Settings<SacOptions>;
  /** OpenAI's evolution strategy. */
  readonly 'openai-es': Settings<OpenaiEsOptions> & OnNetworks;
  /** Covariance matrix adaptation. */
  readonly 'cma-es': Settings<CmaEsOptions> & OnNetworks;
  /** All tables, one after the other. */
  readonly exhaustive: Settings<ExhaustiveSearchOptions>;
  /** Random tables. */
  readonly random: Settings<RandomSearchOptions>;
}

/** The name of a leader's algorithm. */
export type LeaderName = keyof LeaderSettings;

/** A leader with settings that differ from its defaults. */
export type LeaderWithSettings = {
  readonly [TName in LeaderName]: {
    /** The algorithm. */
    readonly name: TName;
    /** How many outer episodes run side by side (default the algorithm's). */
    readonly copies?: number;
    /** Its settings. */
    readonly settings?: LeaderSettings[TName];
  };
}[LeaderName];

/** A leader by name, or with settings of its own. */
export type LeaderChoice = string | LeaderWithSettings;

/** A leader's algorithm with settings that serve small games; the same for every game. */
export interface Leader<TName extends LeaderName = LeaderName> {
  /** The name on the command line. */
  readonly name: TName;
  /** How many outer episodes run side by side. */
  readonly copies: number;
  /** The learner on a leader problem with so many copies; settings are those that differ from the defaults. */
  learn(problem: LeaderProblem, seed: number, settings?: LeaderSettings[TName]): Learner;
}

const byName: { readonly [TName in LeaderName]: Leader<TName> } = {
  ppo: {
    name: 'ppo',
    copies: 16,
    learn: (problem, seed, { network, ...settings } = {}) =>
      ppo(problem, {
        ...networksFor(problem, seed, settings, network),
        learningRate: indexed(problem) ? 0.1 : 3e-3,
        seed,
        epochs: 8,
        entropyBonus: 0.05,
        lambda: 1,
        maxGradientNorm: Infinity,
        ...settings,
      }),
  },
  reinforce: {
    name: 'reinforce',
    copies: 8,
    learn: (problem, seed, { network, ...settings } = {}) =>
      reinforce(problem, {
        ...policyFor(problem, seed, settings, network),
        seed,
        learningRate: rate(problem),
        entropyBonus: 0.1,
        ...settings,
      }),
  },
  a2c: {
    name: 'a2c',
    copies: 16,
    learn: (problem, seed, { network, ...settings } = {}) =>
      a2c(problem, {
        ...networksFor(problem, seed, settings, network),
        seed,
        steps: 30,
        learningRate: rate(problem),
        entropyBonus: 0.05,
        gamma: 1,
        maxGradientNorm: Infinity,
        ...settings,
      }),
  },
  dqn: {
    name: 'dqn',
    copies: 8,
    // Answers to queries do not show in what the leader sees next, so credit must pass over the whole episode at once.
    learn: (problem, seed, settings = {}) =>
      dqn(problem, {
        seed,
        gamma: 1,
        nStep: 1000,
        learningStarts: 200,
        capacity: 1_000,
        target: { every: 50 },
        exploration: { epsilon: { from: 1, to: 0.05, steps: 10_000 } },
        ...settings,
      }),
  },
  sac: {
    name: 'sac',
    copies: 8,
    learn: (problem, seed, settings = {}) =>
      sac(problem, {
        seed,
        gamma: 1,
        nStep: 1000,
        steps: 4,
        batchSize: 64,
        learningStarts: 200,
        capacity: 1_000,
        temperature: 0.2,
        ...settings,
      }),
  },
  'openai-es': {
    name: 'openai-es',
    copies: 16,
    learn: (problem, seed, { network, ...settings } = {}) =>
      openaiEs(problem, { ...policyFor(problem, seed, {}, network), seed, sigma: 0.5, learningRate: 0.2, ...settings }),
  },
  'cma-es': {
    name: 'cma-es',
    copies: 16,
    learn: (problem, seed, { network, ...settings } = {}) =>
      cmaEs(problem, { ...policyFor(problem, seed, {}, network), seed, population: 16, ...settings }),
  },
  exhaustive: { name: 'exhaustive', copies: 16, learn: (problem, _seed, settings) => exhaustiveSearch(problem, settings) },
  random: { name: 'random', copies: 16, learn: (problem, seed, settings) => randomSearch(problem, { seed, ...settings }) },
};

/** Leaders by name. */
export const leaders: readonly Leader[] = Object.values(byName) as readonly Leader[];

/**
 * The leader of a name, or with settings that differ from its defaults.
 *
 * @throws InputError listing what exists
 */
export function leaderNamed(choice: LeaderChoice): Leader {
  const { name, copies, settings } = typeof choice === 'string' ? { name: choice } : choice;
  const known = leaders.find((each) => each.name === name);
  if (!known)
    throw unknownName(
      'leader',
      name,
      leaders.map((each) => each.name),
    );
  return {
    name: known.name,
    copies: copies ?? known.copies,
    learn: (problem, seed, more) => known.learn(problem, seed, { ...settings, ...more } as LeaderSettings[LeaderName]),
  };
}

function indexed(problem: LeaderProblem): boolean {
  return problem.observation.kind === 'discrete';
}

function rate(problem: LeaderProblem): number {
  return indexed(problem) ? 0.1 : 3e-3;
}

/** A table where there are finitely many observations, else two layers of 64, unless layers are chosen. */
function networkOn(space: Space, outputs: number, seed: number, chosen: LeaderNetwork | undefined): Network {
  if (space.kind === 'discrete' && !chosen) return tableNetwork(space.n, outputs);
  const { hidden = [64, 64], activation = 'tanh' } = chosen ?? {};
  return mlpNetwork({
    input: space.kind === 'discrete' ? { kind: 'index', count: space.n } : { kind: 'vector', width: width(space) },
    hidden,
    outputs,
    activation,
    seed,
  });
}

function policyFor(
  problem: LeaderProblem,
  seed: number,
  { head }: Pick<PpoOptions, 'head'>,
  chosen: LeaderNetwork | undefined,
): { readonly network: Network } {
  return { network: networkOn(problem.observation, headFor(problem.action, head).parameters, seed, chosen) };
}

function networksFor(
  problem: LeaderProblem,
  seed: number,
  settings: Pick<PpoOptions, 'head'>,
  chosen: LeaderNetwork | undefined,
): { readonly network: Network; readonly valueNetwork: Network } {
  const valueNetwork = networkOn(problem.privileged?.space ?? problem.observation, 1, seed + 1, chosen);
  return { ...policyFor(problem, seed, settings, chosen), valueNetwork };
}
