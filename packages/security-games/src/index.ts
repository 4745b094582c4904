export * from './games.generated.ts';
export { origami } from './security-game/origami.ts';
export type { CoverageOptimum } from './security-game/origami.ts';
export type { Target } from './security-game/targets.ts';
