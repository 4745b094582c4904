import { definePart, withDefaults, withoutDefaults } from '@firstmover/core';
import type { LeaderPart } from '../part/leader-part.ts';
import { COPIES_PARAMETER } from '../part/leader-part.ts';
import { DQN_PARAMETERS, dqn } from './dqn.ts';

/**
 * DQN, with settings that serve small games. Answers to queries do not show in what the leader sees next, so credit must pass over the
 * whole episode at once.
 */
export const dqnLeader: LeaderPart = definePart({
  kind: 'leader',
  name: 'dqn',
  about: 'Deep Q-learning with experience replay and a target network.',
  source: 'Mnih et al., Human-level control through deep reinforcement learning (2015)',
  needs: ['discrete-actions'],
  parameters: {
    ...withDefaults(COPIES_PARAMETER, { copies: 8 }),
    ...withDefaults(DQN_PARAMETERS, { gamma: 1, nStep: 1000, learningStarts: 200, capacity: 1000, target: { every: 50 } }),
  },
  create({ copies, gamma, nStep, learningStarts, capacity, target, exploration, ...settings }, problem, seed) {
    return dqn(problem, {
      ...{ seed, gamma, nStep, learningStarts, capacity, target, exploration },
      ...withoutDefaults(DQN_PARAMETERS, settings),
    });
  },
});
