import type { OraclePart } from '@firstmover/core';
import { definePart, withoutDefaults } from '@firstmover/core';
import { budgetOf } from '../pretraining/options.ts';
import { CONTEXTUAL_NETWORK_PARAMETERS, contextualNetworkFollower } from './contextual-network.ts';

/** The contextual follower with a network. */
export const contextualNetworkOracle: OraclePart = definePart({
  kind: 'oracle',
  name: 'contextual-network',
  about: 'One follower with a network, trained once against random leaders, answers any leader from one round of queries.',
  source: 'Gerstgrasser & Parkes, Oracles & Followers (ICML 2023), Section 5',
  needs: ['one-follower'],
  parameters: {
    queries: {
      kind: 'either',
      of: [
        { kind: 'choice', options: ['all'] },
        {
          kind: 'record',
          fields: { sampled: { kind: 'integer', min: 1, about: 'how many observations are drawn anew in each response' } },
        },
      ],
      unset: 'all',
      about: 'leader observations to ask about',
    },
    ...CONTEXTUAL_NETWORK_PARAMETERS,
  },
  create: ({ queries, ...settings }, context, seed) =>
    contextualNetworkFollower(context.game, {
      ...(queries === undefined ? {} : { queries }),
      ...withoutDefaults(CONTEXTUAL_NETWORK_PARAMETERS, settings),
      seed,
      ...budgetOf(context),
    }),
});
