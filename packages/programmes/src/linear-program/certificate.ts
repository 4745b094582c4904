import type { ScaledProgram } from './scaled-program.ts';
import type { Tableau } from './tableau.ts';

/** Primal and dual values of a basis, in scaled units. */
export interface BasisValues {
  /** Variables, length n. */
  readonly x: Float64Array;
  /** Row multipliers, length m. */
  readonly y: Float64Array;
  /** c_j - y A_j, length n. */
  readonly reducedCosts: Float64Array;
  /** |c_j| + sum |y_i A_ij|: the size of the numbers each reduced cost was computed from, length n. */
  readonly costMass: Float64Array;
}

const RELATIVE = 1e-11;
/** Part of the tolerance for terms that should be zero but are a rounding error. */
const ABSOLUTE = 1e-13;
const REFINEMENTS = 2;

/**
 * Solves B x_B = b and y B = c_B with iterative refinement against the original coefficients.
 *
 * @param program - the scaled programme
 * @param tableau - freshly built from the basis, so that its slack columns hold the inverse of B
 */
export function refineBasis(program: ScaledProgram, tableau: Tableau): BasisValues {
  const { rows, columns, matrix, bound, objective } = program;
  const { width, cells, cost, basis } = tableau;
  const all = new Float64Array(columns + rows);
  for (let r = 0; r < rows; r++) all[basis[r]!] = cells[r * width + width - 1]!;
  const y = Float64Array.from({ length: rows }, (_unused, i) => -cost[columns + i]!);

  for (let pass = 0; pass < REFINEMENTS; pass++) {
    const rest = Float64Array.from(bound, (limit, i) => {
      let left = limit - all[columns + i]!;
      for (let j = 0; j < columns; j++) left -= matrix[i * columns + j]! * all[j]!;
      return left;
    });
    const missing = Float64Array.from(basis, (column) => {
      if (column >= columns) return -y[column - columns]!;
      let left = objective[column]!;
      for (let i = 0; i < rows; i++) left -= y[i]! * matrix[i * columns + column]!;
      return left;
    });
    for (let r = 0; r < rows; r++) {
      let correction = 0;
      for (let i = 0; i < rows; i++) {
        const inverse = cells[r * width + columns + i]!;
        correction += inverse * rest[i]!;
        y[i]! += missing[r]! * inverse;
      }
      all[basis[r]!]! += correction;
    }
  }

  const reducedCosts = objective.slice();
  const costMass = objective.map(Math.abs);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const term = y[i]! * matrix[i * columns + j]!;
      reducedCosts[j]! -= term;
      costMass[j]! += Math.abs(term);
    }
  }
  return { x: all.slice(0, columns), y, reducedCosts, costMass };
}

/** Whether primal and dual values prove each other optimal: both feasible, and of equal objective value. */
export function provesOptimal(program: ScaledProgram, { x, y, reducedCosts, costMass }: BasisValues): boolean {
  const { rows, bound, equality, objective } = program;
  const slackTolerance = ABSOLUTE * Math.max(1, greatest(y));
  let gap = 0;
  let mass = 0;
  for (let i = 0; i < rows; i++) {
    if (equality[i] === 0 && y[i]! < -RELATIVE * greatest(y)) return false;
    gap -= bound[i]! * y[i]!;
    mass += Math.abs(bound[i]! * y[i]!);
  }
  for (let j = 0; j < x.length; j++) {
    if (reducedCosts[j]! > RELATIVE * costMass[j]! + slackTolerance) return false;
    gap += objective[j]! * x[j]!;
    mass += Math.abs(objective[j]! * x[j]!);
  }
  return isFeasible(program, x) && Math.abs(gap) <= 10 * RELATIVE * mass + ABSOLUTE * Math.max(1, greatest(x));
}

/** Whether `x` satisfies every constraint, relative to the size of the terms in it. */
function isFeasible({ rows, columns, matrix, bound, equality }: ScaledProgram, x: Float64Array): boolean {
  const size = Math.max(greatest(x), ABSOLUTE);
  if (x.some((value) => value < -RELATIVE * size)) return false;
  for (let i = 0; i < rows; i++) {
    let excess = -bound[i]!;
    let mass = Math.abs(bound[i]!);
    for (let j = 0; j < columns; j++) {
      const term = matrix[i * columns + j]! * Math.max(x[j]!, 0);
      excess += term;
      mass += Math.abs(term);
    }
    const tolerance = RELATIVE * mass + ABSOLUTE * size;
    if (excess > tolerance || (equality[i] === 1 && excess < -tolerance)) return false;
  }
  return true;
}

/**
 * Whether a combination of the rows proves that nothing satisfies them (Farkas): y A >= 0 and y b < 0 with y >= 0 on inequality rows.
 */
export function provesInfeasible({ rows, columns, matrix, bound, equality }: ScaledProgram, y: Float64Array): boolean {
  const size = greatest(y);
  let value = 0;
  let mass = 0;
  for (let i = 0; i < rows; i++) {
    if (equality[i] === 0 && y[i]! < -RELATIVE * size) return false;
    value += y[i]! * bound[i]!;
    mass += Math.abs(y[i]! * bound[i]!);
  }
  for (let j = 0; j < columns; j++) {
    let sum = 0;
    let terms = 0;
    for (let i = 0; i < rows; i++) {
      const term = y[i]! * matrix[i * columns + j]!;
      sum += term;
      terms += Math.abs(term);
    }
    if (sum < -RELATIVE * terms - ABSOLUTE * size) return false;
  }
  return value < -1e-9 * mass;
}

/** Whether increasing `column` for ever stays feasible and gains. */
export function provesUnbounded({ rows, columns, matrix, objective, equality }: ScaledProgram, tableau: Tableau, column: number): boolean {
  const ray = new Float64Array(columns + rows);
  ray[column] = 1;
  tableau.basis.forEach((basic, r) => {
    ray[basic] = -tableau.cells[r * tableau.width + column]!;
  });
  const size = greatest(ray);
  if (ray.some((value) => value < -RELATIVE * size)) return false;
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    for (let j = 0; j < columns; j++) sum += matrix[i * columns + j]! * ray[j]!;
    if (sum > RELATIVE * size || (equality[i] === 1 && sum < -RELATIVE * size)) return false;
  }
  return objective.reduce((gain, cost, j) => gain + cost * ray[j]!, 0) > RELATIVE * size;
}

/** The largest absolute value, 0 for none. */
export function greatest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
