import { bitLength } from './fraction.ts';
import { solveByLifting, type IntegerSolution } from './lifting.ts';

/** From this size on lifting is faster than elimination. */
const LIFT_FROM = 12;

/**
 * Solves a square system of integers exactly: small ones by fraction-free elimination (Bareiss 1968), larger ones by p-adic lifting
 * (Dixon 1982).
 *
 * @param matrix - n rows of n integers
 * @param right - n integers
 * @returns null where the matrix is singular
 */
export function solveIntegerSystem(matrix: readonly (readonly bigint[])[], right: readonly bigint[]): IntegerSolution | null {
  return (matrix.length >= LIFT_FROM ? solveByLifting(matrix, right) : null) ?? eliminate(matrix, right);
}

/** Gauss-Jordan elimination in integers: after each step all rows have the same determinant as denominator. */
function eliminate(matrix: readonly (readonly bigint[])[], right: readonly bigint[]): IntegerSolution | null {
  const n = matrix.length;
  const rows = matrix.map((row, i) => [...row, right[i]!]);
  let before = 1n;
  for (let c = 0; c < n; c++) {
    const pivot = shortest(rows, c);
    if (pivot < 0) return null;
    [rows[c], rows[pivot]] = [rows[pivot]!, rows[c]!];
    const lead = rows[c]!;
    const element = lead[c]!;
    for (let r = 0; r < n; r++) {
      const row = rows[r]!;
      if (r === c) continue;
      const factor = row[c]!;
      for (let k = c + 1; k <= n; k++) row[k] = (row[k]! * element - factor * lead[k]!) / before;
      row[c] = 0n;
    }
    before = element;
  }
  // Rows above the last pivot were multiplied along, so that all of them have it as their diagonal.
  const sign = before < 0n ? -1n : 1n;
  return { numerators: rows.map((row) => sign * row[n]!), denominator: sign * before };
}

/** The row from c on whose entry in column c is not 0 and shortest, or -1. */
function shortest(rows: readonly (readonly bigint[])[], c: number): number {
  let best = -1;
  let length = Infinity;
  for (let r = c; r < rows.length; r++) {
    const entry = rows[r]![c]!;
    if (entry === 0n) continue;
    const bits = bitLength(entry);
    if (bits < length) [best, length] = [r, bits];
  }
  return best;
}
