export { largest, smallest } from './extremes/extremes.ts';
export { solveLinearProgram, tryLinearProgram } from './linear-program/linear-program.ts';
export { NumericalError } from './linear-program/numerical-error.ts';
export { canRise, isUniqueOptimum, optimalFace } from './linear-program/optimal-face.ts';
export type { LinearConstraint, LinearOptimum, LinearOutcome, LinearProgram, OptimalFace } from './linear-program/program.ts';
export { solveLinearSystem } from './linear-system/linear-system.ts';
export { NODE_LIMIT, solveMixedIntegerProgram } from './mixed-integer-program/mixed-integer-program.ts';
export type { IntegerColumn, MixedIntegerOutcome, MixedIntegerProgram } from './mixed-integer-program/program.ts';
export { approximate, type Approximation } from './exact-program/approximate.ts';
export { solveExactly, valueOfRow } from './exact-program/exact-program.ts';
export type { Basis, ExactOptimum, ExactOutcome, ExactProgram, ExactRow, Fractions } from './exact-program/program.ts';
export {
  compareFractions,
  formatFraction,
  fractionOf,
  minus,
  nearestDouble,
  over,
  parseFraction,
  plus,
  ratio,
  times,
  type Fraction,
} from './rational/fraction.ts';
