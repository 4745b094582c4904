import type { OraclePart } from '@firstmover/core';
import { definePart } from '@firstmover/core';
import { QUANTAL_FOLLOWER_PARAMETERS, quantalFollower } from './quantal.ts';

/** Followers that choose better actions more often. */
export const quantalOracle: OraclePart = definePart({
  kind: 'oracle',
  name: 'quantal',
  about: 'Followers respond by the logit rule: better actions more often, none with certainty.',
  source: 'McKelvey & Palfrey, Quantal Response Equilibria (1995, 1998)',
  parameters: QUANTAL_FOLLOWER_PARAMETERS,
  create: (settings, { game, model }) => quantalFollower(model ?? game, settings),
});
