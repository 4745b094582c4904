import { bindPart, definePart } from '@firstmover/core';
import { ppoLeader } from '@firstmover/algorithms';
import { contextualOracle } from '@firstmover/followers';
import type { MethodPart } from '../part/method-part.ts';

/** The contextual follower of Gerstgrasser & Parkes: trained once, it answers any leader; then the leader learns against its answers. */
export const contextualMethod: MethodPart = definePart({
  kind: 'method',
  name: 'contextual',
  about: 'A follower trained against random leaders answers any leader from one query per observation.',
  source: 'Gerstgrasser & Parkes, Oracles & Followers (ICML 2023)',
  create: (_settings, leader = bindPart(ppoLeader)) => ({
    equilibrium: 'best response, as learned',
    oracle: bindPart(contextualOracle),
    leader,
  }),
});
