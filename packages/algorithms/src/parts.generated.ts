// Written by tools/generate-parts.ts: do not edit.
import type { LeaderPart } from './part/leader-part.ts';
import { a2cLeader } from './a2c/part.ts';
import { dqnLeader } from './dqn/part.ts';
import { openaiEsLeader, cmaEsLeader } from './evolution/part.ts';
import { ppoLeader } from './ppo/part.ts';
import { reinforceLeader } from './reinforce/part.ts';
import { sacLeader } from './sac/part.ts';
import { exhaustiveLeader, randomLeader } from './table-search/part.ts';

export * from './a2c/part.ts';
export * from './dqn/part.ts';
export * from './evolution/part.ts';
export * from './ppo/part.ts';
export * from './reinforce/part.ts';
export * from './sac/part.ts';
export * from './table-search/part.ts';

/** Every leader of this package. */
export const leaders: readonly LeaderPart[] = [
  a2cLeader,
  dqnLeader,
  openaiEsLeader,
  cmaEsLeader,
  ppoLeader,
  reinforceLeader,
  sacLeader,
  exhaustiveLeader,
  randomLeader,
];
