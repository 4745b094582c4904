export { solveBimatrix } from './bimatrix.ts';
export { solveCorrelatedCommitment } from './correlated-commitment.ts';
export type { CorrelatedCommitment } from './correlated-commitment.ts';
export { BIMATRIX_PARAMETERS, validateBimatrix } from './game.ts';
export type { PayoffMatrices, BimatrixOptions, BimatrixSolution } from './game.ts';
