import type { ParametersOf } from '@firstmover/core';
import { InputError } from '@firstmover/core';

/** What learners from replayed transitions have in common; each with defaults of its own. */
export const REPLAY_PARAMETERS = {
  steps: { kind: 'integer', min: 1, max: 1e6, default: 1, about: 'environment steps per copy and update' },
  gradientSteps: { kind: 'integer', min: 1, max: 1e6, default: 1, about: 'gradient steps per update, of each network' },
  batchSize: { kind: 'integer', min: 1, max: 1e6, default: 64, about: 'transitions per gradient step' },
  capacity: { kind: 'integer', min: 1, max: 1e8, default: 100_000, about: 'how many transitions are remembered' },
  learningStarts: {
    kind: 'integer',
    min: 1,
    max: 1e8,
    default: 1000,
    about:
      'how many transitions must be stored before the first gradient step, at most the capacity; SAC acts uniformly at random until then',
  },
  gamma: { kind: 'number', min: 0, max: 1, default: 0.99, about: "the learner's discount" },
  nStep: {
    kind: 'integer',
    min: 1,
    max: 1e4,
    default: 1,
    about: 'how many learned rows a target spans before it bootstraps (n-step returns, Sutton 1988)',
  },
  maxGradientNorm: { kind: 'number', min: 0, infinite: true, default: 10, about: 'the largest norm of the gradient of a network' },
  horizon: {
    kind: 'choice',
    options: ['declared', 'terminal', 'truncated'],
    default: 'declared',
    about: 'how the end of an episode is treated: as the problem declares it, as an end, or as a cut whose value is estimated',
  },
} as const;

/** What learners from replayed transitions have in common, with all defaults filled in. */
export type ReplaySettings = ParametersOf<typeof REPLAY_PARAMETERS>;

/**
 * Refuses to wait for more transitions than are remembered.
 *
 * @param algorithm - for the message
 * @throws InputError naming the option and its range
 */
export function checkLearningStarts(algorithm: string, { learningStarts, capacity }: ReplaySettings): void {
  if (learningStarts > capacity)
    throw new InputError(`learningStarts of ${algorithm} is ${learningStarts}: expected an integer from 1 to ${capacity}, the capacity`);
}
