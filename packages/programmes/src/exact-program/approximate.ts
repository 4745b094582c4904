import type { LinearProgram } from '../linear-program/program.ts';
import { NumericalError } from '../linear-program/numerical-error.ts';
import { startingBasis } from '../linear-program/certified-basis.ts';
import { scaleProgram } from '../linear-program/scaled-program.ts';
import { runSimplex } from '../linear-program/simplex.ts';
import { buildTableau } from '../linear-program/tableau.ts';
import type { Basis } from './program.ts';

/** Where the simplex method in double precision ended: a good place to begin in exact arithmetic, of which nothing is proved. */
export interface Approximation {
  /** How it seems to end. */
  readonly status: 'optimal' | 'infeasible' | 'unbounded';
  /** The last basis. */
  readonly basis: Basis;
  /** The multiplier of each constraint, at least 0 for `<=`, at most 0 for `>=`: of the optimum, or of Farkas' proof. */
  readonly multipliers: readonly number[];
}

/**
 * Runs the simplex method in double precision once, and proves nothing.
 *
 * @param program - finite numbers
 * @returns undefined where it does not settle
 */
export function approximate(program: LinearProgram): Approximation | undefined {
  try {
    const scaled = scaleProgram(program);
    const tableau = buildTableau(scaled, startingBasis(scaled));
    const { status, combination } = runSimplex(scaled, tableau);
    const { columns, rows, rowScale, objectiveScale } = scaled;
    const numbers = Array.from({ length: columns + rows }, (_unused, j) => j);
    return {
      status,
      basis: {
        columns: numbers.filter((j) => j < columns && tableau.isBasic[j] === 1),
        rows: numbers.filter((j) => j >= columns && tableau.isBasic[j] === 0).map((j) => j - columns),
      },
      multipliers: Array.from({ length: rows }, (_unused, i) =>
        status === 'infeasible' ? combination[i]! * rowScale[i]! : (-tableau.cost[columns + i]! * rowScale[i]!) / objectiveScale,
      ),
    };
  } catch (error) {
    if (error instanceof NumericalError) return undefined;
    throw error;
  }
}
