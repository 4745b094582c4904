import { defineExperiment } from '../config/experiment.ts';
import type { Experiment } from '../config/experiment.ts';

/** The one-shot game Escape with a multiplicative-weights follower, as a Stackelberg POMDP (Brero et al., arXiv 2210.03852). */
export const escapeNoRegret: Experiment = defineExperiment({
  game: 'matrix/Escape-v1',
  method: 'stackelberg-pomdp',
  budget: { leaderSteps: 20_000 },
});
