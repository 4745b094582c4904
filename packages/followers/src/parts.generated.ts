// Written by tools/generate-parts.ts: do not edit.
import type { OraclePart } from '@firstmover/core';
import { contextualNetworkOracle } from './contextual-network/part.ts';
import { contextualOracle } from './contextual/part.ts';
import { iteratedBestResponseOracle, fictitiousPlayOracle } from './dynamics/part.ts';
import { epsilonOptimalOracle } from './epsilon/part.ts';
import { equilibriumOracle } from './equilibrium/part.ts';
import { exactOracle } from './exact/part.ts';
import { gradientAdaptedOracle } from './gradient-adapted/part.ts';
import { innerLoopOracle } from './inner-loop/part.ts';
import { noRegretOracle } from './no-regret/part.ts';
import { quantalOracle } from './quantal/part.ts';
import { recurrentOracle } from './recurrent/part.ts';
import { tabularQOracle } from './tabular-q/part.ts';

export * from './contextual-network/part.ts';
export * from './contextual/part.ts';
export * from './dynamics/part.ts';
export * from './epsilon/part.ts';
export * from './equilibrium/part.ts';
export * from './exact/part.ts';
export * from './gradient-adapted/part.ts';
export * from './inner-loop/part.ts';
export * from './no-regret/part.ts';
export * from './quantal/part.ts';
export * from './recurrent/part.ts';
export * from './tabular-q/part.ts';
export { CONTEXTUAL_NETWORK_PARAMETERS } from './contextual-network/contextual-network.ts';
export { CONTEXTUAL_PARAMETERS } from './contextual/contextual.ts';
export { ITERATED_BEST_RESPONSE_PARAMETERS, FICTITIOUS_PLAY_PARAMETERS } from './dynamics/dynamics.ts';
export { EPSILON_PARAMETERS } from './epsilon/epsilon.ts';
export { EQUILIBRIUM_PARAMETERS } from './equilibrium/equilibrium.ts';
export { EXACT_PARAMETERS } from './exact/exact.ts';
export { GRADIENT_ADAPTED_PARAMETERS } from './gradient-adapted/gradient-adapted.ts';
export { INNER_LOOP_PARAMETERS } from './inner-loop/inner-loop.ts';
export { NO_REGRET_PARAMETERS } from './no-regret/no-regret.ts';
export { PRETRAINING_PARAMETERS } from './pretraining/options.ts';
export { QUANTAL_FOLLOWER_PARAMETERS } from './quantal/quantal.ts';
export { RECURRENT_PARAMETERS } from './recurrent/recurrent.ts';
export { TABULAR_Q_FOLLOWER_PARAMETERS } from './tabular-q/tabular-q.ts';

/** Every oracle of this package. */
export const oracles: readonly OraclePart[] = [
  contextualNetworkOracle,
  contextualOracle,
  iteratedBestResponseOracle,
  fictitiousPlayOracle,
  epsilonOptimalOracle,
  equilibriumOracle,
  exactOracle,
  gradientAdaptedOracle,
  innerLoopOracle,
  noRegretOracle,
  quantalOracle,
  recurrentOracle,
  tabularQOracle,
];
