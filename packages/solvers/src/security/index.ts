// A defender of targets: rational and quantal attackers.
export { combAllocation, combMixture } from './allocation/comb.ts';
export type { Allocation, Resources, Schedules, WeightedAllocation } from './allocation/resources.ts';
export { solveEraserMilp } from './security-game/eraser-milp.ts';
export type { EraserMilpSolution } from './security-game/eraser-milp.ts';
export { solveEraser } from './security-game/eraser.ts';
export { SECURITY_PARAMETERS, validateSecurityGame } from './security-game/game.ts';
export type { SecurityGame, SecurityOptions, SecuritySolution } from './security-game/game.ts';
export { solveOrigami } from './security-game/origami.ts';
export { solveSecurity } from './security-game/security.ts';
export { validateAttackerModel } from './quantal-attacker/attacker-model.ts';
export type { AttackerModel } from './quantal-attacker/attacker-model.ts';
export { QUANTAL_ATTACKER_GAP, QUANTAL_SECURITY_PARAMETERS, solveQuantalSecurity } from './quantal-attacker/quantal-attacker.ts';
export type { QuantalSecurityOptions, QuantalSecuritySolution } from './quantal-attacker/quantal-attacker.ts';
