import { bindPart, definePart } from '@firstmover/core';
import { ppoLeader } from '@firstmover/algorithms';
import { innerLoopOracle } from '@firstmover/followers';
import type { MethodPart } from '../part/method-part.ts';

/**
 * Leader and followers learn at the same time, as in the AI Economist. Followers carry their policies over from leader to leader and the
 * leader is paid while they adapt. Both are outside the theorem: what followers play need not be a response to the present leader.
 */
export const concurrentMethod: MethodPart = definePart({
  kind: 'method',
  name: 'concurrent',
  about: 'Policy-gradient followers learn along with the leader, carried over and paid for while they adapt.',
  source: 'Zheng et al., The AI Economist (Science Advances 2022), as a choice of conditions',
  parameters: {
    updates: { kind: 'integer', min: 1, default: 1, about: "updates of the followers' learners for each outer episode of the leader" },
  },
  create: ({ updates }, leader = bindPart(ppoLeader)) => ({
    equilibrium: 'none (followers need not have caught up)',
    oracle: bindPart(innerLoopOracle, {
      updates,
      copies: 1,
      learner: { learningRate: 0.05 },
    }),
    leader,
    conditions: { oracleRestarts: false, queriesEarnNothing: false },
  }),
});
