import { InputError, show } from '@firstmover/core';
import { greatest, provesInfeasible, provesOptimal, provesUnbounded, refineBasis, type BasisValues } from './certificate.ts';
import { NumericalError } from './numerical-error.ts';
import { scaleProgram, type ScaledProgram } from './scaled-program.ts';
import { runSimplex } from './simplex.ts';
import { buildTableau, type Tableau } from './tableau.ts';

/** One constraint: coefficients . x, a relation, a bound. */
export interface LinearConstraint {
  /** One number per variable. */
  readonly coefficients: readonly number[];
  /** How the left side relates to the bound. */
  readonly relation: '<=' | '=' | '>=';
  /** The right side. */
  readonly bound: number;
}

/** Maximise objective . x subject to the constraints and x >= 0. */
export interface LinearProgram {
  /** One number per variable. */
  readonly objective: readonly number[];
  /** The constraints, in any number. */
  readonly constraints: readonly LinearConstraint[];
}

/**
 * What an optimal basis says about all optimal solutions: they are the feasible x with x_j = 0 for `zeroVariables` and equality in
 * `tightConstraints`. Any of them other than the solution has a positive variable in `freeVariables` or slack in `freeConstraints`.
 */
export interface OptimalFace {
  /** Variables whose increase costs something. */
  readonly zeroVariables: readonly number[];
  /** Inequality constraints whose multiplier is not zero. */
  readonly tightConstraints: readonly number[];
  /** Variables at zero that could increase at no cost. */
  readonly freeVariables: readonly number[];
  /** Tight inequality constraints that could become slack at no cost. */
  readonly freeConstraints: readonly number[];
}

/** An optimal solution with its proof. */
export interface LinearOptimum {
  /** The programme has an optimal solution. */
  readonly status: 'optimal';
  /** objective . solution */
  readonly value: number;
  /** A basic optimal solution, one number per variable. */
  readonly solution: readonly number[];
  /** The multiplier of each constraint: at least 0 for `<=`, at most 0 for `>=`; multipliers . bounds = value. */
  readonly multipliers: readonly number[];
  /** Where the other optimal solutions are. */
  readonly face: OptimalFace;
}

/** How a linear programme ends. */
export type LinearOutcome =
  | LinearOptimum
  | {
      /** No x satisfies the constraints. */
      readonly status: 'infeasible';
      /** Farkas' proof: signs as for multipliers, multipliers . coefficients >= 0 for every variable, multipliers . bounds < 0. */
      readonly multipliers: readonly number[];
    }
  | {
      /** The objective grows without limit. */
      readonly status: 'unbounded';
    };

/** A multiplier or reduced cost below this, relative to the numbers it is computed from, is zero. */
const negligible = 1e-9;
const attempts = 8;

/**
 * Solves a linear programme of small to medium size (dense; hundreds of rows and columns) by the primal simplex method. The final
 * basis is solved again from the original coefficients, and the outcome is returned only with a checked proof: dual feasibility and
 * equal objective values for an optimum, Farkas' combination for infeasibility, a ray for unboundedness.
 *
 * @param program - finite numbers of any size; rows and columns are scaled internally
 * @returns a typed outcome
 * @throws InputError when lengths differ or a number is not finite
 * @throws NumericalError when no outcome can be certified in double precision
 */
export function solveLinearProgram(program: LinearProgram): LinearOutcome {
  checkProgram(program);
  const scaled = scaleProgram(program);
  let basis: Int32Array = Int32Array.from({ length: scaled.rows }, (_unused, i) => scaled.columns + i);
  for (let attempt = 0; attempt < attempts; attempt++) {
    const tableau = buildTableau(scaled, basis);
    const { status, pivots, combination, column } = runSimplex(scaled, tableau);
    if (pivots > 0 || attempt === 0) {
      // The tableau has gathered rounding errors: judge the basis on a fresh one.
      basis = tableau.basis;
      if (pivots > 0) continue;
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
  throw new NumericalError('linear programme: the outcome cannot be certified in double precision; rescale the numbers or remove near-duplicates');
}

function optimum(program: LinearProgram, scaled: ScaledProgram, { isBasic }: Tableau, values: BasisValues): LinearOptimum {
  const { columns, columnScale, boundScale, equality, objectiveScale } = scaled;
  const solution = Array.from(values.x, (value, j) => (Math.max(value, 0) * columnScale[j]!) / boundScale);
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

function checkProgram({ objective, constraints }: LinearProgram): void {
  const wrongCost = objective.findIndex((cost) => !Number.isFinite(cost));
  if (wrongCost >= 0) throw new InputError(`linear programme: objective[${wrongCost}] is ${show(objective[wrongCost])}, expected a finite number`);
  constraints.forEach(({ coefficients, bound }, i) => {
    if (coefficients.length !== objective.length) {
      throw new InputError(`linear programme: constraint ${i} has ${coefficients.length} coefficients, expected ${objective.length}, one per variable`);
    }
    const wrong = coefficients.findIndex((coefficient) => !Number.isFinite(coefficient));
    if (wrong >= 0) throw new InputError(`linear programme: constraint ${i}, coefficient ${wrong} is ${show(coefficients[wrong])}, expected a finite number`);
    if (!Number.isFinite(bound)) throw new InputError(`linear programme: the bound of constraint ${i} is ${show(bound)}, expected a finite number`);
  });
}
