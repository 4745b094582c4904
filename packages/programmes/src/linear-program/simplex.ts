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

const FEASIBLE = 1e-11;
const IMPROVING = 1e-11;
const SMALLEST_PIVOT = 1e-9;
/** Harris: how far the ratio test may let a basic variable below zero in exchange for a larger pivot. */
const SLIP = 1e-12;

/**
 * Runs the primal simplex method from the tableau's basis: first towards feasibility by the sum of infeasibilities, then towards the optimum.
 * Largest coefficient, with the long-step rule in the first phase and Harris' ratio test in the second, and with Bland's rule while no
 * progress is made, so that it cannot cycle.
 *
 * @param program - the scaled programme
 * @param tableau - changed in place
 * @throws NumericalError when it does not end within a generous number of pivots
 */
export function runSimplex(program: ScaledProgram, tableau: Tableau): SimplexEnd {
  const { rows, width, cells } = tableau;
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
    const row = repairing && !bland ? lastStop(program, tableau, column, gradient[column]!) : firstStop(program, tableau, column, bland);
    if (row < 0 && !repairing) return end('unbounded', pivots, column);
    if (row < 0) break;
    const step = cells[row * width + width - 1]! / cells[row * width + column]!;
    stalled = step > 1e-13 ? 0 : stalled + 1;
    pivot(tableau, row, column);
  }
  throw new NumericalError('linear programme: the simplex method did not settle; rescale the numbers or remove near-duplicates');
}

/** Whether a row's basic variable is the slack of an equality, which must be zero. */
function isFixed({ equality, columns }: ScaledProgram, { basis }: Tableau, row: number): boolean {
  return basis[row]! >= columns && equality[basis[row]! - columns] === 1;
}

/**
 * Whether a row's basic variable is outside its bounds. The answer is -1 when it has to rise, 1 when it has to fall, 0 when it is
 * feasible.
 */
function violation(program: ScaledProgram, tableau: Tableau, row: number): -1 | 0 | 1 {
  const value = tableau.cells[row * tableau.width + tableau.width - 1]!;
  if (value < -FEASIBLE) return -1;
  return value > FEASIBLE && isFixed(program, tableau, row) ? 1 : 0;
}

/** Writes by how much the sum of infeasibilities falls per unit of each column; false when the basis is feasible. */
function infeasibilityGradient(program: ScaledProgram, tableau: Tableau, gradient: Float64Array): boolean {
  const { rows, width, cells } = tableau;
  let infeasible = false;
  gradient.fill(0);
  for (let r = 0; r < rows; r++) {
    const sign = violation(program, tableau, r);
    if (sign === 0) continue;
    infeasible = true;
    for (let k = 0; k < width; k++) gradient[k]! += sign * cells[r * width + k]!;
  }
  return infeasible;
}

/** The column to enter the basis, or -1 when none improves. */
function entering({ equality, columns }: ScaledProgram, { width, isBasic }: Tableau, gain: Float64Array, bland: boolean): number {
  let best = -1;
  let most = IMPROVING;
  for (let j = 0; j < width - 1; j++) {
    if (gain[j]! <= most || isBasic[j] === 1 || (j >= columns && equality[j - columns] === 1)) continue;
    if (bland) return j;
    best = j;
    most = gain[j]!;
  }
  return best;
}

/** How far the entering column can go until the row's basic variable meets a bound; Infinity when it never does. */
function reach(program: ScaledProgram, tableau: Tableau, row: number, column: number, relaxed = 0): number {
  const { width, cells } = tableau;
  const element = cells[row * width + column]!;
  if (Math.abs(element) <= SMALLEST_PIVOT) return Infinity;
  const value = cells[row * width + width - 1]!;
  const sign = violation(program, tableau, row);
  if (sign !== 0) return sign * element > 0 ? value / element : Infinity;
  if (isFixed(program, tableau, row)) return 0;
  return element > 0 ? (Math.max(value, 0) + relaxed) / element : Infinity;
}

/** The row whose basic variable is the first to meet a bound, or -1 when none does. */
function firstStop(program: ScaledProgram, tableau: Tableau, column: number, bland: boolean): number {
  const { rows, width, cells, basis } = tableau;
  let farthest = Infinity;
  for (let r = 0; r < rows; r++) farthest = Math.min(farthest, reach(program, tableau, r, column, bland ? 0 : SLIP));
  if (farthest === Infinity) return -1;
  let best = -1;
  for (let r = 0; r < rows; r++) {
    if (reach(program, tableau, r, column) > farthest + (bland ? 1e-14 : 0)) continue;
    if (best < 0) best = r;
    else if (bland ? basis[r]! < basis[best]! : Math.abs(cells[r * width + column]!) > Math.abs(cells[best * width + column]!)) best = r;
  }
  return best;
}

/**
 * The row at which the sum of infeasibilities stops falling. On the way basic variables become feasible, and others infeasible, which slows the
 * fall by their coefficient; the slack of a broken equality does both at once.
 */
function lastStop(program: ScaledProgram, tableau: Tableau, column: number, gain: number): number {
  const { rows, width, cells } = tableau;
  const stops: { readonly row: number; readonly at: number; readonly loss: number }[] = [];
  for (let r = 0; r < rows; r++) {
    const at = reach(program, tableau, r, column);
    if (at === Infinity) continue;
    const crossings = violation(program, tableau, r) !== 0 && isFixed(program, tableau, r) ? 2 : 1;
    stops.push({ row: r, at, loss: crossings * Math.abs(cells[r * width + column]!) });
  }
  stops.sort((a, b) => a.at - b.at || b.loss - a.loss);
  let rate = gain;
  for (const { row, loss } of stops) {
    rate -= loss;
    if (rate <= 0) return row;
  }
  return stops.at(-1)?.row ?? -1;
}
