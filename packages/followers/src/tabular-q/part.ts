import type { OraclePart } from '@firstmover/core';
import { definePart } from '@firstmover/core';
import { TABULAR_Q_FOLLOWER_PARAMETERS, tabularQFollower } from './tabular-q.ts';

/** Q-learning within each response. */
export const tabularQOracle: OraclePart = definePart({
  kind: 'oracle',
  name: 'tabular-q',
  about: 'Followers learn by tabular Q-learning within each response, by playing the leader.',
  source: 'Watkins (1989); the baseline of Gerstgrasser & Parkes (ICML 2023); the followers of Brero et al. (2022)',
  needs: ['discrete-observations', 'discrete-actions'],
  parameters: TABULAR_Q_FOLLOWER_PARAMETERS,
  create: (settings, { game, model }) => tabularQFollower(game, { ...settings, ...(model ? { model } : {}) }),
});
