import { definePart, withDefaults, withoutDefaults } from '@firstmover/core';
import type { LeaderPart } from '../part/leader-part.ts';
import { COPIES_PARAMETER, HEAD_PARAMETER, NETWORK_PARAMETER, policyNetwork } from '../part/leader-part.ts';
import { REINFORCE_PARAMETERS, reinforce } from './reinforce.ts';

/** REINFORCE, with settings that serve small games. */
export const reinforceLeader: LeaderPart = definePart({
  kind: 'leader',
  name: 'reinforce',
  about: 'The gradient of log-probability times return-to-go, over whole episodes.',
  source: 'Williams, Simple statistical gradient-following algorithms (1992)',
  parameters: {
    ...withDefaults(COPIES_PARAMETER, { copies: 8 }),
    ...withDefaults(REINFORCE_PARAMETERS, { learningRate: { unset: '0.1 on tables, 3e-3 else' }, entropyBonus: 0.1 }),
    ...HEAD_PARAMETER,
    ...NETWORK_PARAMETER,
  },
  create({ copies, network, head, learningRate, ...settings }, problem, seed) {
    return reinforce(problem, {
      ...policyNetwork(problem, seed, { network, head }),
      seed,
      learningRate: learningRate ?? (problem.observation.kind === 'discrete' ? 0.1 : 3e-3),
      ...(head ? { head } : {}),
      ...withoutDefaults(REINFORCE_PARAMETERS, settings),
    });
  },
});
