import { RefusedError } from '@firstmover/core';
import { greatest, type BasisValues } from './certificate.ts';
import { NumericalError } from './numerical-error.ts';
import { solveScaled, startingBasis } from './certified-basis.ts';
import { checkProgram, type LinearOptimum, type LinearOutcome, type LinearProgram } from './program.ts';
import { scaleProgram, type ScaledProgram } from './scaled-program.ts';
import type { Tableau } from './tableau.ts';

/** A multiplier or reduced cost below this, relative to the numbers it is computed from, is zero. */
const NEGLIGIBLE = 1e-9;
/** A variable below this, relative to the largest one in scaled units, is a rounding error of zero. */
const ROUNDING = 1e-15;
/** The most cells of a tableau (512 MB). */
const LARGEST_TABLEAU = 1 << 26;

/**
 * Solves a linear programme of small to medium size (dense; hundreds of rows and columns) by the primal simplex method. The final
 * basis is solved again from the original coefficients, and the outcome is returned only with a checked proof: dual feasibility and
 * equal objective values for an optimum, Farkas' combination for infeasibility, a ray for unboundedness.
 *
 * @param program - finite numbers of any size; rows and columns are scaled internally
 * @returns a typed outcome
 * @throws InputError when lengths differ or a number is not finite
 * @throws RefusedError beyond about 8,000 constraints
 * @throws NumericalError when no outcome can be certified in double precision
 */
export function solveLinearProgram(program: LinearProgram): LinearOutcome {
  checkProgram(program);
  refuseLargeProgram(program);
  const scaled = scaleProgram(program);
  const end = solveScaled(scaled, startingBasis(scaled));
  if (end.status === 'optimal') return optimum(program, scaled, end.tableau, end.values);
  if (end.status === 'infeasible') return { status: 'infeasible', multipliers: unscaleRows(scaled, end.combination) };
  return { status: 'unbounded' };
}

/**
 * As {@link solveLinearProgram}, for programmes on which no answer hangs.
 *
 * @returns undefined where no outcome can be certified
 */
export function tryLinearProgram(program: LinearProgram): LinearOutcome | undefined {
  try {
    return solveLinearProgram(program);
  } catch (error) {
    if (error instanceof NumericalError) return undefined;
    throw error;
  }
}

/**
 * Refuses a programme whose tableau would not fit into memory.
 *
 * @throws RefusedError beyond 512 MB
 */
export function refuseLargeProgram({ constraints, objective }: LinearProgram): void {
  const rows = constraints.length;
  const columns = objective.length;
  if (rows * (rows + columns) > LARGEST_TABLEAU) {
    throw new RefusedError(
      `a linear programme of ${rows} constraints and ${columns} variables is too large for the dense simplex method: reduce the game`,
    );
  }
}

function optimum(program: LinearProgram, scaled: ScaledProgram, { isBasic }: Tableau, values: BasisValues): LinearOptimum {
  const { columns, columnScale, boundScale, equality, objectiveScale } = scaled;
  const size = greatest(values.x);
  const solution = Array.from(values.x, (value, j) => (value > ROUNDING * size ? (value * columnScale[j]!) / boundScale : 0));
  const inequalities = Array.from(equality.keys()).filter((i) => equality[i] === 0);
  const nonbasic = Array.from(solution.keys()).filter((j) => isBasic[j] === 0);
  const isCostly = (j: number): boolean => values.reducedCosts[j]! < -NEGLIGIBLE * values.costMass[j]!;
  const largest = greatest(values.y);
  const isBinding = (i: number): boolean => values.y[i]! > NEGLIGIBLE * largest;
  return {
    status: 'optimal',
    value: solution.reduce((sum, x, j) => sum + x * program.objective[j]!, 0),
    solution,
    multipliers: unscaleRows(scaled, values.y).map((multiplier) => multiplier / objectiveScale),
    face: {
      zeroVariables: nonbasic.filter(isCostly),
      tightConstraints: inequalities.filter(isBinding),
      freeVariables: nonbasic.filter((j) => !isCostly(j)),
      freeConstraints: inequalities.filter((i) => isBasic[columns + i] === 0 && !isBinding(i)),
    },
  };
}

/** Multipliers in original units, with the sign that their constraint demands. */
function unscaleRows({ rowScale, equality }: ScaledProgram, y: Float64Array): number[] {
  return Array.from(y, (multiplier, i) => (equality[i] === 1 ? multiplier : Math.max(multiplier, 0)) * rowScale[i]!);
}
