import { defineExperiment } from '../config/experiment.ts';
import type { Experiment } from '../config/experiment.ts';

/** The iterated prisoner's dilemma with a follower that learns by Q-learning within every outer episode. */
export const prisonersDilemmaQ: Experiment = defineExperiment({
  game: 'matrix/IteratedPrisonersDilemma-v1',
  oracle: { name: 'tabular-q', episodes: 80 },
  leader: 'ppo',
  budget: { leaderSteps: 500_000 },
});
