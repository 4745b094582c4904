import type { OraclePart } from '@firstmover/core';
import { definePart, withoutDefaults } from '@firstmover/core';
import { budgetOf } from '../pretraining/options.ts';
import { RECURRENT_PARAMETERS, recurrentFollower } from './recurrent.ts';

/** Trained once to adapt, with a memory. */
export const recurrentOracle: OraclePart = definePart({
  kind: 'oracle',
  name: 'recurrent',
  about: 'One follower with a memory, trained once, adapts to any leader by playing it for a few games (RL²).',
  source: 'Duan et al., RL² (2016); Wang et al., Learning to reinforcement learn (2016)',
  needs: ['one-follower'],
  parameters: RECURRENT_PARAMETERS,
  create: (settings, context, seed) =>
    recurrentFollower(context.game, { ...withoutDefaults(RECURRENT_PARAMETERS, settings), seed, ...budgetOf(context) }),
});
