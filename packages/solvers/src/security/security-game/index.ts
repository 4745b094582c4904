export { solveEraserMilp } from './eraser-milp.ts';
export type { EraserMilpSolution } from './eraser-milp.ts';
export { solveEraser } from './eraser.ts';
export { readSecurityGame, SECURITY_PARAMETERS, validateSecurityGame } from './game.ts';
export type { SecurityGame, SecurityOptions, SecuritySolution } from './game.ts';
export { solveOrigami } from './origami.ts';
export { inDoubles, solveSecurity } from './security.ts';
