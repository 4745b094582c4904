import { bindPart, definePart } from '@firstmover/core';
import { ppoLeader } from '@firstmover/algorithms';
import { TABULAR_Q_FOLLOWER_PARAMETERS, tabularQOracle } from '@firstmover/followers';
import type { MethodPart } from '../part/method-part.ts';

/** A follower that learns by Q-learning within every outer episode: the baseline of Gerstgrasser & Parkes. */
export const tabularQMethod: MethodPart = definePart({
  kind: 'method',
  name: 'tabular-q',
  about: 'Q-learning followers learn from scratch in every outer episode, by playing the leader.',
  source: 'Gerstgrasser & Parkes, Oracles & Followers (ICML 2023), their baseline; Brero et al. (2022)',
  parameters: TABULAR_Q_FOLLOWER_PARAMETERS,
  create: (settings, leader = bindPart(ppoLeader)) => ({
    equilibrium: 'best response, as learned',
    oracle: bindPart(tabularQOracle, settings),
    leader,
  }),
});
