import { bindPart, definePart } from '@firstmover/core';
import { ppoLeader } from '@firstmover/algorithms';
import { EXACT_PARAMETERS, exactOracle } from '@firstmover/followers';
import type { MethodPart } from '../part/method-part.ts';

const { followerClass, ties } = EXACT_PARAMETERS;

/** The leader learns against computed best responses: nothing is approximate but its own learning. */
export const exactMethod: MethodPart = definePart({
  kind: 'method',
  name: 'exact',
  about: 'The exact best response to the answers of one query per observation.',
  source: 'Gerstgrasser & Parkes, Oracles & Followers (ICML 2023), with a computed oracle',
  parameters: { followerClass, ties },
  create: (settings, leader = bindPart(ppoLeader)) => ({
    equilibrium: `best response, exact (${settings.followerClass}, ${settings.ties} ties)`,
    oracle: bindPart(exactOracle, settings),
    leader,
  }),
});
