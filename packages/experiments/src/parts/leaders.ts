import { z } from 'zod';
import type { LeaderName, LeaderSettings, LeaderWithSettings } from '@firstmover/methods';
import { leaderNamed } from '@firstmover/methods';
import type { Shape } from '../config/schema.ts';
import { checkPart, eitherNumber, head, horizon, integer, oneOf, ramp, real } from '../config/schema.ts';

/** A leader's algorithm with its settings. */
export type LeaderPart = {
  readonly [TName in LeaderName]: {
    /** Its name. */
    readonly algorithm: TName;
    /** How many outer episodes run side by side. */
    readonly copies?: number;
  } & LeaderSettings[TName];
}[LeaderName];

const network = z
  .strictObject(
    { hidden: z.array(z.number().int().min(1).max(65_536)).max(16), activation: oneOf('tanh', 'relu') },
    { error: 'hidden, a list of widths, and activation' },
  )
  .optional();

const collect = z
  .union([z.strictObject({ episodes: z.number() }), z.strictObject({ steps: z.number() })], { error: 'a record with episodes or steps' })
  .optional();

const replay = {
  steps: integer,
  gradientSteps: integer,
  batchSize: integer,
  capacity: integer,
  learningStarts: integer,
  gamma: real,
  nStep: integer,
  maxGradientNorm: real,
  horizon,
};

const evolution = { episodes: integer, maxSteps: integer, acting: oneOf('sampled', 'greedy'), network };

const shapes: { readonly [TName in LeaderName]: Shape<LeaderSettings[TName]> } = {
  ppo: {
    collect,
    epochs: integer,
    minibatches: integer,
    shuffle: z.boolean({ error: 'true or false' }).optional(),
    learningRate: real,
    valueLearningRate: real,
    clip: real,
    entropyBonus: real,
    gamma: real,
    lambda: real,
    maxGradientNorm: real,
    horizon,
    valueClip: real,
    targetKl: real,
    head,
    network,
  },
  reinforce: {
    rounds: integer,
    learningRate: real,
    entropyBonus: real,
    baseline: oneOf('none', 'normalise'),
    gamma: real,
    head,
    network,
  },
  a2c: {
    steps: integer,
    learningRate: real,
    valueLearningRate: real,
    entropyBonus: real,
    gamma: real,
    lambda: real,
    maxGradientNorm: real,
    horizon,
    head,
    network,
  },
  dqn: {
    ...replay,
    learningRate: ramp,
    loss: oneOf('huber', 'squared'),
    double: z.boolean().optional(),
    duelling: z.boolean().optional(),
    target: eitherNumber('every', 'polyak'),
    exploration: eitherNumber('epsilon', 'parameterNoise'),
    prioritised: z.strictObject({ alpha: real, beta: ramp }, { error: 'a record with alpha and beta' }).optional(),
  },
  sac: {
    ...replay,
    learningRate: real,
    criticLearningRate: real,
    polyak: real,
    temperature: z
      .union([z.number(), z.strictObject({ initial: real, targetEntropy: real, learningRate: real })], {
        error: 'a number, or a record with initial, targetEntropy and learningRate',
      })
      .optional(),
  },
  'openai-es': {
    ...evolution,
    population: integer,
    sigma: real,
    learningRate: real,
    optimiser: oneOf('adam', 'sgd'),
    weightDecay: real,
  },
  'cma-es': { ...evolution, population: integer, sigma: real },
  exhaustive: { episodes: integer },
  random: { episodes: integer },
};

/**
 * The leader that a part of a config describes.
 *
 * @throws InputError for an unknown algorithm or setting, or a value of another type
 */
export function leaderOf(part: LeaderPart): LeaderWithSettings {
  const { algorithm, copies, ...settings } = part;
  leaderNamed(algorithm);
  checkPart({ copies: integer, algorithm: z.string(), ...shapes[algorithm] }, part, `leader ${algorithm}`);
  return { name: algorithm, ...(copies === undefined ? {} : { copies }), settings } as LeaderWithSettings;
}
