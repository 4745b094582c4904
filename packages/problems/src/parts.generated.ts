// Written by tools/generate-parts.ts: do not edit.
import type { ProblemKind } from './problem/problem.ts';
import { bayesianKind } from './bayesian/bayesian.ts';
import { bimatrixKind } from './bimatrix/bimatrix.ts';
import { extensiveFormKind } from './extensive-form/extensive-form.ts';
import { iteratedKind } from './iterated/iterated.ts';
import { securityKind } from './security/security.ts';
import { stochasticGameKind } from './stochastic-game/stochastic-game.ts';

export * from './bayesian/bayesian.ts';
export * from './bimatrix/bimatrix.ts';
export * from './extensive-form/extensive-form.ts';
export * from './iterated/iterated.ts';
export * from './security/security.ts';
export * from './stochastic-game/stochastic-game.ts';

/** Every kind of problem of this package. */
export const problems: readonly ProblemKind[] = [
  bayesianKind,
  bimatrixKind,
  extensiveFormKind,
  iteratedKind,
  securityKind,
  stochasticGameKind,
];
