import type { Horizon } from '../learner/learner.ts';
import { checkOptions } from '../learner/learner.ts';

/** Settings of learners from replayed transitions. */
export interface ReplayOptions {
  /** Environment steps per copy and update (default 4 for DQN, 1 for SAC). */
  readonly steps?: number;
  /** Gradient steps per update, of each network (default 1). */
  readonly gradientSteps?: number;
  /** Transitions per gradient step (default 64 for DQN, 256 for SAC). */
  readonly batchSize?: number;
  /** How many transitions are remembered (default 100,000). */
  readonly capacity?: number;
  /** How many transitions must be stored before the first gradient step (default 1,000); SAC acts uniformly at random until then. */
  readonly learningStarts?: number;
  /** The learner's discount (default 0.99). */
  readonly gamma?: number;
  /**
   * How many learned rows a target spans before it bootstraps (n-step returns, Sutton 1988; default 1). Longer ones carry rewards back faster,
   * but value what was done then, not what would be done now, and in SAC leave out the entropy in between. Where observations do not show
   * what was done before, as when a leader answers queries, one step passes no credit back: take as many as an episode has.
   */
  readonly nStep?: number;
  /** The largest norm of the gradient of a network (default 10 for DQN, no limit for SAC). */
  readonly maxGradientNorm?: number;
  /** How the end of an episode is treated (default `declared`). */
  readonly horizon?: Horizon;
  /** The seed of the learner's own randomness (default 0). */
  readonly seed?: number;
}

/** {@link ReplayOptions} with all defaults filled in. */
export type ReplaySettings = { readonly [name in keyof ReplayOptions]-?: NonNullable<ReplayOptions[name]> };

/**
 * Fills in defaults and checks what was given.
 *
 * @param algorithm - for messages
 * @param options - those given; others are ignored
 * @param defaults - those that differ between algorithms
 * @throws InputError naming the option and its range
 */
export function replaySettings(
  algorithm: string,
  options: ReplayOptions,
  defaults: Pick<ReplaySettings, 'steps' | 'batchSize' | 'maxGradientNorm'>,
): ReplaySettings {
  const { steps = defaults.steps, batchSize = defaults.batchSize, maxGradientNorm = defaults.maxGradientNorm } = options;
  const {
    gradientSteps = 1,
    capacity = 100_000,
    learningStarts = 1_000,
    gamma = 0.99,
    nStep = 1,
    horizon = 'declared',
    seed = 0,
  } = options;
  const settings = { steps, gradientSteps, batchSize, capacity, learningStarts, gamma, nStep, maxGradientNorm, horizon, seed };
  checkOptions(algorithm, settings, {
    steps: [1, 1e6, 'integer'],
    gradientSteps: [1, 1e6, 'integer'],
    batchSize: [1, 1e6, 'integer'],
    capacity: [1, 1e8, 'integer'],
    learningStarts: [1, capacity, 'integer'],
    gamma: [0, 1],
    nStep: [1, 1e4, 'integer'],
    maxGradientNorm: [0, Infinity],
  });
  return settings;
}
