/**
 * Solves a square system in place by elimination with partial pivoting.
 *
 * @param matrix - n rows of n, destroyed
 * @param vector - the right side, replaced by the solution
 */
export function solveSystem(matrix: Float64Array, vector: Float64Array): void {
  const n = vector.length;
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let r = column + 1; r < n; r++) if (Math.abs(matrix[r * n + column]!) > Math.abs(matrix[pivot * n + column]!)) pivot = r;
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
}
