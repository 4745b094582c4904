import type { OraclePart } from '@firstmover/core';
import { definePart } from '@firstmover/core';
import { EQUILIBRIUM_PARAMETERS, equilibriumFollowers } from './equilibrium.ts';

/** Several followers in equilibrium. */
export const equilibriumOracle: OraclePart = definePart({
  kind: 'oracle',
  name: 'equilibrium',
  about: 'Several followers play an exact equilibrium of the game that the leader induces among them.',
  source: 'Gerstgrasser & Parkes, Oracles & Followers (ICML 2023), Definition 2',
  parameters: EQUILIBRIUM_PARAMETERS,
  create: (settings, { game, model }) => equilibriumFollowers(model ?? game, settings),
});
