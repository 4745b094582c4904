export { solveBimatrix } from './bimatrix.ts';
export { solveCorrelatedCommitment } from './correlated-commitment.ts';
export type { CorrelatedCommitment } from './correlated-commitment.ts';
export { BIMATRIX_PARAMETERS, readMatrices, readPayoff, validateBimatrix } from './game.ts';
export type { Payoff, PayoffMatrices, BimatrixOptions, BimatrixSolution } from './game.ts';
