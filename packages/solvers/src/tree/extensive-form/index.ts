export { backwardInduction } from './backward-induction.ts';
export type { SubgamePerfectEquilibrium } from './backward-induction.ts';
export { solveExtensiveForm } from './extensive-form.ts';
export { PLAN_LIMIT } from './reduced-normal-form.ts';
export { TREE_LIMIT } from './sequences.ts';
export { EXTENSIVE_FORM_PARAMETERS, TREE_REPLY_LIMIT } from './solution.ts';
export type { CommitmentValues, Decision, ExtensiveFormOptions, ExtensiveFormSolution } from './solution.ts';
export { verifyTreeCommitment } from './verify-tree-commitment.ts';
