export { checkEquilibriumOptions, solveEquilibrium } from './equilibrium.ts';
export type { Equilibrium, EquilibriumOptions, Selection } from './equilibrium.ts';
export { equilibriumGap } from './gaps.ts';
export type { EquilibriumConcept } from './gaps.ts';
export { SUPPORT_LIMIT } from './mixed-nash.ts';
export { pureNashEquilibria } from './pure-nash.ts';
