import { RefusedError } from '@firstmover/core';
import { greatest, provesInfeasible, provesOptimal, provesUnbounded, refineBasis, type BasisValues } from './certificate.ts';
import { NumericalError } from './numerical-error.ts';
import { checkProgram, type LinearOptimum, type LinearOutcome, type LinearProgram } from './program.ts';
import { scaleProgram, type ScaledProgram } from './scaled-program.ts';
import { runSimplex } from './simplex.ts';
import { buildTableau, pivot, type Tableau } from './tableau.ts';

/** A multiplier or reduced cost below this, relative to the numbers it is computed from, is zero. */
const negligible = 1e-9;
/** A variable below this, relative to the largest one in scaled units, is a rounding error of zero. */
const rounding = 1e-15;
const attempts = 8;
/** The most cells of a tableau (512 MB). */
const largestTableau = 1 << 26;

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
  const rows = program.constraints.length;
  const columns = program.objective.length;
  if (rows * (rows + columns) > largestTableau) {
    throw new RefusedError(
      `a linear programme of ${rows} constraints and ${columns} variables is too large for the dense simplex method: reduce the game`,
    );
  }
  const scaled = scaleProgram(program);
  let basis = startingBasis(scaled);
  for (let attempt = 0; attempt < attempts; attempt++) {
    const tableau = buildTableau(scaled, basis);
    const { status, pivots, combination, column } = runSimplex(scaled, tableau);
    if (pivots > 0) {
      // The tableau has gathered rounding errors: judge the basis on a fresh one.
      basis = tableau.basis;
      continue;
    }
    if (status === 'optimal') {
      const values = refineBasis(scaled, tableau);
      if (provesOptimal(scaled, values)) return optimum(program, scaled, tableau, values);
    } else if (status === 'infeasible') {
      if (provesInfeasible(scaled, combination)) return { status, multipliers: unscaleRows(scaled, combination) };
    } else if (provesUnbounded(scaled, tableau, column)) {
      return { status };
    }
    break;
  }
  throw new NumericalError(
    'linear programme: the outcome cannot be certified in double precision; rescale the numbers or remove near-duplicates',
  );
}

/**
 * The slacks, with the most rewarding variable in place of the slack of each equality constraint: from a mixture of one action, which breaks
 * some constraints, the way to the optimum is short, while x = 0, where all of them meet, is as degenerate as a vertex can be.
 */
function startingBasis(scaled: ScaledProgram): Int32Array {
  const { rows, columns, objective, equality } = scaled;
  const tableau = buildTableau(
    scaled,
    Int32Array.from({ length: rows }, (_unused, i) => columns + i),
  );
  for (let i = 0; i < rows; i++) {
    if (equality[i] === 0) continue;
    let best = -1;
    for (let j = 0; j < columns; j++) {
      const usable = tableau.isBasic[j] === 0 && Math.abs(tableau.cells[i * tableau.width + j]!) > 0.01;
      if (usable && (best < 0 || objective[j]! > objective[best]!)) best = j;
    }
    if (best >= 0) pivot(tableau, i, best);
  }
  return tableau.basis;
}

function optimum(program: LinearProgram, scaled: ScaledProgram, { isBasic }: Tableau, values: BasisValues): LinearOptimum {
  const { columns, columnScale, boundScale, equality, objectiveScale } = scaled;
  const size = greatest(values.x);
  const solution = Array.from(values.x, (value, j) => (value > rounding * size ? (value * columnScale[j]!) / boundScale : 0));
  const inequalities = Array.from(equality.keys()).filter((i) => equality[i] === 0);
  const nonbasic = Array.from(solution.keys()).filter((j) => isBasic[j] === 0);
  const isCostly = (j: number): boolean => values.reducedCosts[j]! < -negligible * values.costMass[j]!;
  const largest = greatest(values.y);
  const isBinding = (i: number): boolean => values.y[i]! > negligible * largest;
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
