import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { symmetricEigen } from './eigen.ts';

/** The largest deviation of A v from lambda v, and of the vectors from orthonormal ones. */
function deviation(matrix: Float64Array, n: number): { residual: number; orthogonality: number; values: number[] } {
  const { values, vectors } = symmetricEigen(matrix, n);
  let residual = 0;
  let orthogonality = 0;
  for (let k = 0; k < n; k++) {
    for (let i = 0; i < n; i++) {
      let product = 0;
      let inner = 0;
      for (let j = 0; j < n; j++) {
        product += matrix[i * n + j]! * vectors[k * n + j]!;
        inner += vectors[k * n + j]! * vectors[i * n + j]!;
      }
      residual = Math.max(residual, Math.abs(product - values[k]! * vectors[k * n + i]!));
      orthogonality = Math.max(orthogonality, Math.abs(inner - (i === k ? 1 : 0)));
    }
  }
  return { residual, orthogonality, values: Array.from(values).sort((a, b) => a - b) };
}

function matrixOf(n: number, entry: (i: number, j: number) => number): Float64Array {
  return Float64Array.from({ length: n * n }, (_unused, at) => entry(Math.floor(at / n), at % n));
}

describe('symmetricEigen', () => {
  it('has the textbook eigenvalues of a chain of springs, 2 - 2 cos(k pi / (n + 1))', () => {
    for (const n of [1, 2, 3, 10, 40]) {
      const { values, residual } = deviation(
        matrixOf(n, (i, j) => (i === j ? 2 : Math.abs(i - j) === 1 ? -1 : 0)),
        n,
      );
      values.forEach((value, k) => expect(value).toBeCloseTo(2 - 2 * Math.cos(((k + 1) * Math.PI) / (n + 1)), 12));
      expect(residual).toBeLessThan(1e-13);
    }
  });

  it('decomposes any symmetric matrix', () => {
    const symmetric = fc.integer({ min: 1, max: 12 }).chain((n) =>
      fc
        .array(fc.oneof(fc.double({ min: -1, max: 1, noNaN: true }), fc.constantFrom(0, 1, -1, 1e-12, 1e-200)), {
          minLength: n * n,
          maxLength: n * n,
        })
        .map((entries) => ({ n, matrix: matrixOf(n, (i, j) => entries[Math.min(i, j) * n + Math.max(i, j)]!) })),
    );
    fc.assert(
      fc.property(symmetric, fc.constantFrom(1, 1e-150, 1e150), ({ n, matrix }, scale) => {
        const { residual, orthogonality, values } = deviation(
          matrix.map((entry) => entry * scale),
          n,
        );
        const trace = values.reduce((sum, value) => sum + value, 0);
        let diagonal = 0;
        for (let i = 0; i < n; i++) diagonal += matrix[i * n + i]! * scale;
        expect(residual).toBeLessThan(1e-13 * n * scale);
        expect(orthogonality).toBeLessThan(1e-13 * n);
        expect(Math.abs(trace - diagonal)).toBeLessThan(1e-13 * n * n * scale);
      }),
      { seed: 3, numRuns: 400 },
    );
  });

  it('finds eigenvalues twelve orders of magnitude apart', () => {
    const n = 7;
    const scales = Array.from({ length: n }, (_unused, i) => Math.exp(-2 * i * Math.LN10));
    // Reflected diagonal: (I - 2 u u') D (I - 2 u u') with u all equal.
    const reflect = (i: number, j: number): number => (i === j ? 1 : 0) - 2 / n;
    const { values } = deviation(
      matrixOf(n, (i, j) => scales.reduce((sum, scale, k) => sum + reflect(i, k) * scale * reflect(k, j), 0)),
      n,
    );
    values.forEach((value, k) => expect(Math.abs(value - scales[n - 1 - k]!)).toBeLessThan(1e-15));
  });

  it('leaves its input as it is, and refuses entries that are not finite', () => {
    const matrix = Float64Array.of(2, 1, 1, 2);
    expect(Array.from(symmetricEigen(matrix, 2).values).sort()).toEqual([expect.closeTo(1, 14), expect.closeTo(3, 14)]);
    expect(Array.from(matrix)).toEqual([2, 1, 1, 2]);
    expect(() => symmetricEigen(Float64Array.of(1, NaN, NaN, 1), 2)).toThrow('entry 1 of a matrix is NaN');
  });
});
