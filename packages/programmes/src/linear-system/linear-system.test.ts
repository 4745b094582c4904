import fc from 'fast-check';
import { expect, it } from 'vitest';
import { solveLinearSystem } from './linear-system.ts';

it('solves 2b = 4, a + b = 5, which needs a change of rows', () => {
  const vector = Float64Array.of(4, 5);
  expect(solveLinearSystem(Float64Array.of(0, 2, 1, 1), vector)).toBe(true);
  expect(Array.from(vector)).toEqual([3, 2]);
});

it('says when there is no answer', () => {
  expect(solveLinearSystem(Float64Array.of(1, 2, 2, 4), Float64Array.of(1, 2))).toBe(false);
  const nearly = (): Float64Array => Float64Array.of(1, 1, 1, 1 + 1e-14);
  expect(solveLinearSystem(nearly(), Float64Array.of(1, 2))).toBe(true);
  expect(solveLinearSystem(nearly(), Float64Array.of(1, 2), 1e-12)).toBe(false);
});

it('gives back what a matrix with a heavy diagonal was multiplied with', () => {
  const entry = fc.double({ min: -1, max: 1, noNaN: true });
  const system = fc
    .integer({ min: 1, max: 6 })
    .chain((n) => fc.tuple(fc.array(entry, { minLength: n * n, maxLength: n * n }), fc.array(entry, { minLength: n, maxLength: n })));
  fc.assert(
    fc.property(system, ([entries, x]) => {
      const n = x.length;
      const matrix = Float64Array.from(entries, (value, k) => value + (k % (n + 1) === 0 ? n + 1 : 0));
      const vector = Float64Array.from(x, (_value, r) => x.reduce((sum, value, k) => sum + matrix[r * n + k]! * value, 0));
      expect(solveLinearSystem(matrix, vector)).toBe(true);
      x.forEach((value, k) => {
        expect(vector[k]).toBeCloseTo(value, 12);
      });
    }),
  );
});
