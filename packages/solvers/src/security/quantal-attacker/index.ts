export { validateAttackerModel } from './attacker-model.ts';
export type { AttackerModel } from './attacker-model.ts';
export { QUANTAL_ATTACKER_GAP, QUANTAL_SECURITY_PARAMETERS, solveQuantalSecurity } from './quantal-attacker.ts';
export type { QuantalSecurityOptions, QuantalSecuritySolution } from './quantal-attacker.ts';
