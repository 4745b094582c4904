import type { OraclePart } from '@firstmover/core';
import { definePart } from '@firstmover/core';
import { EXACT_PARAMETERS, exactFollower } from './exact.ts';

/** A computed best response. */
export const exactOracle: OraclePart = definePart({
  kind: 'oracle',
  name: 'exact',
  about: 'The exact best response of one follower to the answers at every observation of the leader.',
  source: 'Gerstgrasser & Parkes, Oracles & Followers (ICML 2023), with a computed oracle',
  needs: ['one-follower'],
  parameters: EXACT_PARAMETERS,
  create: (settings, { game, model }) => exactFollower(model ?? game, settings),
});
