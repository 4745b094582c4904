import { defineExperiment } from '../config/experiment.ts';
import type { Experiment } from '../config/experiment.ts';

/** The iterated prisoner's dilemma with a contextual follower: the first experiment of Gerstgrasser & Parkes (ICML 2023). */
export const prisonersDilemma: Experiment = defineExperiment({
  game: 'matrix/IteratedPrisonersDilemma-v1',
  method: 'contextual',
  budget: { leaderSteps: 40_000 },
});
