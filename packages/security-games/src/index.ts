export * from './games.generated.ts';
export { readGraph } from './patrol/graph.ts';
export type { ReadGraph } from './patrol/graph.ts';
export { patrolOptimum } from './patrol/optimum.ts';
export type { PatrolProblem } from './patrol/optimum.ts';
export { origami } from './security-game/origami.ts';
export type { CoverageOptimum } from './security-game/origami.ts';
export type { Target } from './security-game/targets.ts';
