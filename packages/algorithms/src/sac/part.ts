import { definePart, withDefaults, withoutDefaults } from '@firstmover/core';
import type { LeaderPart } from '../part/leader-part.ts';
import { COPIES_PARAMETER } from '../part/leader-part.ts';
import { SAC_PARAMETERS, sac } from './sac.ts';

/**
 * SAC, with settings that serve small games. Answers to queries do not show in what the leader sees next, so credit must pass over the
 * whole episode at once.
 */
export const sacLeader: LeaderPart = definePart({
  kind: 'leader',
  name: 'sac',
  about: 'Soft actor-critic with twin critics, on continuous and on discrete actions.',
  source: 'Haarnoja et al., Soft actor-critic algorithms and applications (2018)',
  parameters: {
    ...withDefaults(COPIES_PARAMETER, { copies: 8 }),
    ...withDefaults(SAC_PARAMETERS, {
      gamma: 1,
      nStep: 1000,
      steps: 4,
      batchSize: 64,
      learningStarts: 200,
      capacity: 1000,
      temperature: 0.2,
    }),
  },
  create({ copies, gamma, nStep, steps, batchSize, learningStarts, capacity, temperature, ...settings }, problem, seed) {
    return sac(problem, {
      ...{ seed, gamma, nStep, steps, batchSize, learningStarts, capacity, temperature },
      ...withoutDefaults(SAC_PARAMETERS, settings),
    });
  },
});
