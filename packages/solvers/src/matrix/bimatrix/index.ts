export { solveBimatrix } from './bimatrix.ts';
export { carriesRounding } from './ties.ts';
export { solveCorrelatedCommitment } from './correlated-commitment.ts';
export type { CorrelatedCommitment } from './correlated-commitment.ts';
export { readPayoff, type Payoff } from '../linear/payoff.ts';
export { BIMATRIX_PARAMETERS, readMatrices, validateBimatrix } from './game.ts';
export type { PayoffMatrices, BimatrixOptions, BimatrixSolution } from './game.ts';
