import type { OraclePart } from '@firstmover/core';
import { definePart, withoutDefaults } from '@firstmover/core';
import { budgetOf } from '../pretraining/options.ts';
import { CONTEXTUAL_PARAMETERS, contextualFollower } from './contextual.ts';

/** Trained once, answers any leader. */
export const contextualOracle: OraclePart = definePart({
  kind: 'oracle',
  name: 'contextual',
  about: 'One follower, trained once against random leaders, answers any leader from its answers at every observation.',
  source: 'Gerstgrasser & Parkes, Oracles & Followers (ICML 2023), Section 5',
  needs: ['one-follower', 'discrete-observations', 'discrete-actions'],
  parameters: CONTEXTUAL_PARAMETERS,
  create: (settings, context, seed) =>
    contextualFollower(context.game, { ...withoutDefaults(CONTEXTUAL_PARAMETERS, settings), seed, ...budgetOf(context) }),
});
