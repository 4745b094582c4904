/**
 * Solves a square system in place by elimination with partial pivoting.
 *
 * @param matrix - n rows of n, row by row, destroyed
 * @param vector - the right side, replaced by the solution
 * @param singular - pivots up to this share of the largest entry count as zero (default 0: only those that are zero)
 * @returns false where the matrix is singular; the vector then holds nothing of use
 */
export function solveLinearSystem(matrix: Float64Array, vector: Float64Array, singular = 0): boolean {
  const n = vector.length;
  const least = singular === 0 ? 0 : singular * matrix.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0);
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let r = column + 1; r < n; r++) if (Math.abs(matrix[r * n + column]!) > Math.abs(matrix[pivot * n + column]!)) pivot = r;
    if (!(Math.abs(matrix[pivot * n + column]!) > least)) return false;
    if (pivot !== column) {
      for (let k = column; k < n; k++) {
        const held = matrix[column * n + k]!;
        matrix[column * n + k] = matrix[pivot * n + k]!;
        matrix[pivot * n + k] = held;
      }
      const held = vector[column]!;
      vector[column] = vector[pivot]!;
      vector[pivot] = held;
    }
    for (let r = column + 1; r < n; r++) {
      const factor = matrix[r * n + column]! / matrix[column * n + column]!;
      if (factor === 0) continue;
      for (let k = column; k < n; k++) matrix[r * n + k]! -= factor * matrix[column * n + k]!;
      vector[r]! -= factor * vector[column]!;
    }
  }
  for (let r = n - 1; r >= 0; r--) {
    let sum = vector[r]!;
    for (let k = r + 1; k < n; k++) sum -= matrix[r * n + k]! * vector[k]!;
    vector[r] = sum / matrix[r * n + r]!;
  }
  return true;
}
