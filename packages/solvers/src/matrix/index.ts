// Games of one round: bimatrix and Bayesian commitments, equilibria of normal forms.
export { solveBimatrix } from './bimatrix/bimatrix.ts';
export { solveCorrelatedCommitment } from './bimatrix/correlated-commitment.ts';
export type { CorrelatedCommitment } from './bimatrix/correlated-commitment.ts';
export { BIMATRIX_PARAMETERS, validateBimatrix } from './bimatrix/game.ts';
export type { Bimatrix, BimatrixOptions, BimatrixSolution } from './bimatrix/game.ts';
export { solveBayesian } from './bayesian/bayesian.ts';
export { DOBSS_PARAMETERS, solveDobss } from './bayesian/dobss.ts';
export type { DobssOptions } from './bayesian/dobss.ts';
export { validateBayesian } from './bayesian/game.ts';
export type { BayesianGame, BayesianOptions, BayesianSolution, FollowerType } from './bayesian/game.ts';
export { PROFILE_LIMIT, solveReplyProfiles } from './bayesian/profiles.ts';
export { checkEquilibriumOptions, solveEquilibrium } from './equilibrium/equilibrium.ts';
export type { Equilibrium, EquilibriumOptions, Selection } from './equilibrium/equilibrium.ts';
export { equilibriumGap } from './equilibrium/gaps.ts';
export type { EquilibriumConcept } from './equilibrium/gaps.ts';
export { SUPPORT_LIMIT } from './equilibrium/mixed-nash.ts';
export { pureNashEquilibria } from './equilibrium/pure-nash.ts';
export type { NormalForm } from './normal-form/normal-form.ts';
