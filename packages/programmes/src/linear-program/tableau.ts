import { NumericalError } from './numerical-error.ts';
import type { ScaledProgram } from './scaled-program.ts';

/**
 * A dense simplex tableau. Columns 0..n-1 are the variables, n..n+m-1 the slacks (so they hold the inverse of the basis),
 * the last one the values of the basic variables.
 */
export interface Tableau {
  /** Number of constraints m. */
  readonly rows: number;
  /** n + m + 1. */
  readonly width: number;
  /** Row after row, m x width. */
  readonly cells: Float64Array;
  /** Reduced costs c_j - c_B B^-1 A_j, then minus the objective value; length width. */
  readonly cost: Float64Array;
  /** The column that is basic in each row. */
  readonly basis: Int32Array;
  /** 1 for basic columns. */
  readonly isBasic: Uint8Array;
}

const SINGULAR = 1e-11;

/**
 * Builds the tableau of a basis from the original coefficients by Gauss-Jordan elimination with row interchanges.
 *
 * @param program - the scaled programme
 * @param basis - m different columns
 * @throws NumericalError when the columns are linearly dependent to working precision
 */
export function buildTableau(program: ScaledProgram, basis: Int32Array): Tableau {
  const { rows, columns, matrix } = program;
  const width = columns + rows + 1;
  const cells = new Float64Array(rows * width);
  for (let i = 0; i < rows; i++) {
    cells.set(matrix.subarray(i * columns, (i + 1) * columns), i * width);
    cells[i * width + columns + i] = 1;
    cells[i * width + width - 1] = program.bound[i]!;
  }
  const cost = new Float64Array(width);
  cost.set(program.objective);
  const tableau = { rows, width, cells, cost, basis: new Int32Array(rows).fill(-1), isBasic: new Uint8Array(width) };

  const structural: number[] = [];
  for (const column of basis) {
    tableau.isBasic[column] = 1;
    if (column >= columns) tableau.basis[column - columns] = column;
    else structural.push(column);
  }
  for (const column of structural) {
    let best = -1;
    let size = SINGULAR;
    for (let r = 0; r < rows; r++) {
      const candidate = Math.abs(cells[r * width + column]!);
      if (tableau.basis[r] === -1 && candidate > size) {
        best = r;
        size = candidate;
      }
    }
    if (best < 0)
      throw new NumericalError(
        'linear programme: the optimal basis is singular in double precision; rescale the numbers or remove near-duplicates',
      );
    eliminate(tableau, best, column);
    tableau.basis[best] = column;
  }
  return tableau;
}

/** Makes `column` basic in `row` in place of what was. */
export function pivot(tableau: Tableau, row: number, column: number): void {
  tableau.isBasic[tableau.basis[row]!] = 0;
  tableau.isBasic[column] = 1;
  tableau.basis[row] = column;
  eliminate(tableau, row, column);
}

function eliminate({ rows, width, cells, cost }: Tableau, row: number, column: number): void {
  const start = row * width;
  const element = cells[start + column]!;
  const filled: number[] = [];
  for (let k = 0; k < width; k++) {
    if (cells[start + k] === 0) continue;
    cells[start + k]! /= element;
    filled.push(k);
  }
  for (let r = 0; r < rows; r++) if (r !== row) subtract(cells, r * width, cells[r * width + column]!);
  subtract(cost, 0, cost[column]!);

  function subtract(target: Float64Array, base: number, factor: number): void {
    if (factor === 0) return;
    for (const k of filled) target[base + k]! -= factor * cells[start + k]!;
    target[base + column] = 0;
  }
}
