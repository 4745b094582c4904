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
export { A2C_PARAMETERS } from './a2c/a2c.ts';
export { DQN_PARAMETERS } from './dqn/dqn.ts';
export { CMA_SEARCH_PARAMETERS } from './evolution/cma-es.ts';
export { OPENAI_SEARCH_PARAMETERS } from './evolution/openai-es.ts';
export { EVOLUTION_PARAMETERS } from './evolution/population.ts';
export { PPO_PARAMETERS } from './ppo/ppo.ts';
export { RECURRENT_PPO_PARAMETERS } from './recurrent-ppo/recurrent-ppo.ts';
export { REINFORCE_PARAMETERS } from './reinforce/reinforce.ts';
export { SAC_PARAMETERS } from './sac/sac.ts';
export { SARSA_PARAMETERS } from './sarsa/sarsa.ts';
export { TABLE_SEARCH_PARAMETERS } from './table-search/table-search.ts';
export { VALUE_TABLE_PARAMETERS } from './value-table/value-table.ts';

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
