import { definePart, withDefaults, withoutDefaults } from '@firstmover/core';
import type { LeaderPart } from '../part/leader-part.ts';
import { COPIES_PARAMETER, HEAD_PARAMETER, NETWORK_PARAMETER, policyAndValue } from '../part/leader-part.ts';
import { PPO_PARAMETERS, ppo } from './ppo.ts';

// The networks of parts are separate, so that no weight of a shared value is asked for.
const { valueWeight: _shared, ...SEPARATE } = PPO_PARAMETERS;

/** PPO, with settings that serve small games. */
export const ppoLeader: LeaderPart = definePart({
  kind: 'leader',
  name: 'ppo',
  about: 'Proximal policy optimisation: whole episodes, passes over them, and a clipped surrogate.',
  source: 'Schulman et al., Proximal policy optimization algorithms (2017)',
  parameters: {
    ...COPIES_PARAMETER,
    ...withDefaults(SEPARATE, {
      epochs: 8,
      learningRate: { unset: '0.1 on tables, 3e-3 else' },
      entropyBonus: 0.05,
      lambda: 1,
      maxGradientNorm: Infinity,
    }),
    ...HEAD_PARAMETER,
    ...NETWORK_PARAMETER,
  },
  create({ copies, network, head, learningRate, ...settings }, problem, seed) {
    return ppo(problem, {
      ...policyAndValue(problem, seed, { network, head }),
      learningRate: learningRate ?? (problem.observation.kind === 'discrete' ? 0.1 : 3e-3),
      seed,
      ...(head ? { head } : {}),
      ...withoutDefaults(PPO_PARAMETERS, settings),
    });
  },
});
