// Game trees of perfect recall.
export { backwardInduction } from './extensive-form/backward-induction.ts';
export type { SubgamePerfectEquilibrium } from './extensive-form/backward-induction.ts';
export { solveExtensiveForm } from './extensive-form/extensive-form.ts';
export { PLAN_LIMIT } from './extensive-form/reduced-normal-form.ts';
export { TREE_LIMIT } from './extensive-form/sequences.ts';
export { EXTENSIVE_FORM_PARAMETERS, TREE_REPLY_LIMIT } from './extensive-form/solution.ts';
export type { CommitmentValues, Decision, ExtensiveFormOptions, ExtensiveFormSolution } from './extensive-form/solution.ts';
export { verifyTreeCommitment } from './extensive-form/verify-tree-commitment.ts';
