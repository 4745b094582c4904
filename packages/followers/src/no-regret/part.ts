import type { OraclePart } from '@firstmover/core';
import { definePart } from '@firstmover/core';
import { NO_REGRET_PARAMETERS, noRegretFollowers } from './no-regret.ts';

/** No-regret learning within each response. */
export const noRegretOracle: OraclePart = definePart({
  kind: 'oracle',
  name: 'no-regret',
  about: 'Followers learn without regret within each response, each holding one action for a whole episode.',
  source: 'Hartline, Syrgkanis & Tardos, No-Regret Learning in Bayesian Games (2015); Brero et al. (2022), Section 5',
  needs: ['discrete-observations', 'discrete-actions'],
  parameters: NO_REGRET_PARAMETERS,
  create: (settings, { game, model }) => noRegretFollowers(game, { ...settings, ...(model ? { model } : {}) }),
});
