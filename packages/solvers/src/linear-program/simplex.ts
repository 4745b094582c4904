import { NumericalError } from './numerical-error.ts';
import type { ScaledProgram } from './scaled-program.ts';
import { pivot, type Tableau } from './tableau.ts';

/** How a run of the simplex method ended. */
export interface SimplexEnd {
  /** What the last basis is. */
  readonly status: 'optimal' | 'infeasible' | 'unbounded';
  /** Pivots made. */
  readonly pivots: number;
  /** Infeasible: the combination of the rows (length m) that proves it. */
  readonly combination: Float64Array;
  /** Unbounded: the column along which the objective grows for ever, otherwise -1. */
  readonly column: number;
}

const feasible = 1e-11;
const improving = 1e-11;
const smallestPivot = 1e-9;
/** Harris: how far the ratio test may let a basic variable below zero in exchange for a larger pivot. */
const slip = 1e-12;

/**
 * Runs the primal simplex method from the tableau's basis: first towards feasibility by the sum of infeasibilities, then towards
 * the optimum. Largest coefficient and Harris' ratio test, with Bland's rule while no progress is made, so that it cannot cycle.
 *
 * @param program - the scaled programme
 * @param tableau - changed in place
 * @throws NumericalError when it does not end within a generous number of pivots
 */
export function runSimplex(program: ScaledProgram, tableau: Tableau): SimplexEnd {
  const { rows, width } = tableau;
  const patience = 2 * (rows + program.columns) + 20;
  const limit = 60 * (rows + program.columns) + 2000;
  const gradient = new Float64Array(width);
  const end = (status: SimplexEnd['status'], pivots: number, column = -1): SimplexEnd => ({
    status,
    pivots,
    combination: Float64Array.from({ length: rows }, (_unused, i) => -gradient[program.columns + i]!),
    column,
  });

  for (let pivots = 0, stalled = 0; pivots < limit; pivots++) {
    const repairing = infeasibilityGradient(program, tableau, gradient);
    const bland = stalled > patience;
    const column = entering(program, tableau, repairing ? gradient : tableau.cost, bland);
    if (column < 0) return end(repairing ? 'infeasible' : 'optimal', pivots);
    const row = leaving(program, tableau, column, bland);
    if (row < 0 && !repairing) return end('unbounded', pivots, column);
    if (row < 0) break;
    const step = tableau.cells[row * width + width - 1]! / tableau.cells[row * width + column]!;
    stalled = step > 1e-13 ? 0 : stalled + 1;
    pivot(tableau, row, column);
  }
  throw new NumericalError('linear programme: the simplex method did not settle; rescale the numbers or remove near-duplicates');
}

/** Writes by how much the sum of infeasibilities falls per unit of each column; false when the basis is feasible. */
function infeasibilityGradient({ equality, columns }: ScaledProgram, { rows, width, cells, basis }: Tableau, gradient: Float64Array): boolean {
  let infeasible = false;
  gradient.fill(0);
  for (let r = 0; r < rows; r++) {
    const value = cells[r * width + width - 1]!;
    const fixed = basis[r]! >= columns && equality[basis[r]! - columns] === 1;
    if (value >= -feasible && !(fixed && value > feasible)) continue;
    infeasible = true;
    const sign = value < 0 ? -1 : 1;
    for (let k = 0; k < width; k++) gradient[k]! += sign * cells[r * width + k]!;
  }
  return infeasible;
}

/** The column to enter the basis, or -1 when none improves. */
function entering({ equality, columns }: ScaledProgram, { width, isBasic }: Tableau, gain: Float64Array, bland: boolean): number {
  let best = -1;
  let most = improving;
  for (let j = 0; j < width - 1; j++) {
    if (gain[j]! <= most || isBasic[j] === 1 || (j >= columns && equality[j - columns] === 1)) continue;
    if (bland) return j;
    best = j;
    most = gain[j]!;
  }
  return best;
}

/** The row whose basic variable is the first to stop the entering column, or -1 when none does. */
function leaving({ equality, columns }: ScaledProgram, { rows, width, cells, basis }: Tableau, column: number, bland: boolean): number {
  const ratio = (r: number, relaxed: number): number => {
    const element = cells[r * width + column]!;
    if (Math.abs(element) <= smallestPivot) return Infinity;
    const value = cells[r * width + width - 1]!;
    if (value < -feasible) return element < 0 ? value / element : Infinity;
    if (basis[r]! >= columns && equality[basis[r]! - columns] === 1) return value <= feasible ? 0 : element > 0 ? value / element : Infinity;
    return element > 0 ? (Math.max(value, 0) + relaxed) / element : Infinity;
  };
  let reach = Infinity;
  for (let r = 0; r < rows; r++) reach = Math.min(reach, ratio(r, bland ? 0 : slip));
  if (reach === Infinity) return -1;
  let best = -1;
  for (let r = 0; r < rows; r++) {
    if (ratio(r, 0) > reach + (bland ? 1e-14 : 0)) continue;
    if (best < 0) best = r;
    else if (bland ? basis[r]! < basis[best]! : Math.abs(cells[r * width + column]!) > Math.abs(cells[best * width + column]!)) best = r;
  }
  return best;
}
