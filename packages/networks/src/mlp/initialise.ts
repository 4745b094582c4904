import type { Random } from '@firstmover/core';

/**
 * Writes a matrix with orthonormal columns (rows, where there are fewer of them) times a gain: Saxe, McClelland and Ganguli, "Exact
 * solutions to the nonlinear dynamics of learning in deep linear neural networks" (ICLR 2014). Modified Gram-Schmidt, twice, on normal draws.
 *
 * @param weights - written: rows x columns, row-major
 * @param gains - the factor of each column
 * @param random - where the draws come from
 */
export function orthogonal(weights: Float32Array, rows: number, columns: number, gains: readonly number[], random: Random): void {
  const count = Math.min(rows, columns);
  const length = Math.max(rows, columns);
  const vectors = Array.from({ length: count }, () => Float64Array.from({ length }, () => random.normal()));
  vectors.forEach((vector, i) => {
    for (let pass = 0; pass < 2; pass++) {
      for (const earlier of vectors.slice(0, i)) {
        const overlap = dot(vector, earlier);
        for (let k = 0; k < length; k++) vector[k]! -= overlap * earlier[k]!;
      }
      const norm = Math.sqrt(dot(vector, vector));
      for (let k = 0; k < length; k++) vector[k]! /= norm;
    }
  });
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      weights[i * columns + j] = gains[j]! * (columns <= rows ? vectors[j]![i]! : vectors[i]![j]!);
    }
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}
