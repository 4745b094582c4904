import { definePart, withDefaults, withoutDefaults } from '@firstmover/core';
import type { LeaderPart } from '../part/leader-part.ts';
import { COPIES_PARAMETER, HEAD_PARAMETER, NETWORK_PARAMETER, policyAndValue } from '../part/leader-part.ts';
import { A2C_PARAMETERS, a2c } from './a2c.ts';

/** A2C, with settings that serve small games. */
export const a2cLeader: LeaderPart = definePart({
  kind: 'leader',
  name: 'a2c',
  about: 'Advantage actor-critic: one gradient step per short rollout.',
  source: 'Mnih et al., Asynchronous methods for deep reinforcement learning (2016)',
  parameters: {
    ...COPIES_PARAMETER,
    ...withDefaults(A2C_PARAMETERS, {
      steps: 30,
      learningRate: { unset: '0.1 on tables, 3e-3 else' },
      entropyBonus: 0.05,
      gamma: 1,
      maxGradientNorm: Infinity,
    }),
    ...HEAD_PARAMETER,
    ...NETWORK_PARAMETER,
  },
  create({ copies, network, head, ...settings }, problem, seed) {
    const learningRate = settings.learningRate ?? (problem.observation.kind === 'discrete' ? 0.1 : 3e-3);
    return a2c(problem, {
      ...policyAndValue(problem, seed, { network, head }),
      seed,
      ...(head ? { head } : {}),
      ...withoutDefaults(A2C_PARAMETERS, { ...settings, learningRate }),
    });
  },
});
