import { bindPart, definePart } from '@firstmover/core';
import { ppoLeader } from '@firstmover/algorithms';
import { RECURRENT_PARAMETERS, recurrentOracle } from '@firstmover/followers';
import type { MethodPart } from '../part/method-part.ts';

/** A follower with a memory, trained once to adapt to any leader by playing it (RL²): no list of the leader's observations is needed. */
export const recurrentMethod: MethodPart = definePart({
  kind: 'method',
  name: 'recurrent',
  about: 'A follower with a memory is trained to adapt to any leader within a few games (RL²), then plays the last one.',
  source: 'Duan et al., RL² (2016); as a Stackelberg follower after Gerstgrasser & Parkes (ICML 2023)',
  parameters: RECURRENT_PARAMETERS,
  create: (settings, leader = bindPart(ppoLeader)) => ({
    equilibrium: 'best response, as learned, of a follower that remembers',
    oracle: bindPart(recurrentOracle, settings),
    leader,
  }),
});
