import { InputError, show } from '@firstmover/core';

/** The eigenvalues and eigenvectors of a symmetric matrix, in no particular order. */
export interface Eigen {
  /** The eigenvalues. */
  readonly values: Float64Array;
  /** The orthonormal eigenvectors, one per row. */
  readonly vectors: Float64Array;
}

/** Off-diagonal entries below this share of the largest entry are zero. */
const NEGLIGIBLE = 1e-30;

/**
 * Decomposes a symmetric matrix: Householder tridiagonalisation, then implicit QR steps with Wilkinson's shift (Golub and Van Loan, "Matrix
 * computations", algorithms 8.3.1 to 8.3.3), with eigenvectors as rows so that all loops run along memory. About 9 n^3 operations;
 * eigenvalues are accurate to rounding of the largest.
 *
 * @param matrix - n x n, row-major; only read
 * @param n - its size
 * @throws InputError for an entry that is not finite
 */
export function symmetricEigen(matrix: Float64Array, n: number): Eigen {
  let scale = 0;
  for (let i = 0; i < n * n; i++) {
    if (!Number.isFinite(matrix[i])) throw new InputError(`entry ${i} of a matrix is ${show(matrix[i])}: expected finite numbers`);
    scale = Math.max(scale, Math.abs(matrix[i]!));
  }
  if (scale === 0) scale = 1;
  const scaled = matrix.map((entry) => entry / scale);
  const values = new Float64Array(n);
  const off = new Float64Array(n);
  const vectors = new Float64Array(n * n);
  tridiagonalise(scaled, n, values, off, vectors);
  diagonalise(values, off, n, vectors);
  for (let i = 0; i < n; i++) values[i]! *= scale;
  return { values, vectors };
}

/** Turns `a` into Q T Q' and writes the diagonal of T, what is beside it, and Q' into `vectors`. Destroys `a`. */
function tridiagonalise(a: Float64Array, n: number, diagonal: Float64Array, off: Float64Array, vectors: Float64Array): void {
  // Reflection k is I - scales[k] v v', with v in row k of `a` from column k + 1 on.
  const scales = new Float64Array(n);
  const w = new Float64Array(n);
  for (let k = 0; k < n - 2; k++) {
    const v = a.subarray(k * n, (k + 1) * n);
    let largest = 0;
    for (let j = k + 1; j < n; j++) largest = Math.max(largest, Math.abs(v[j]!));
    if (largest < NEGLIGIBLE) continue;
    let square = 0;
    for (let j = k + 1; j < n; j++) square += (v[j]! / largest) * (v[j]! / largest);
    const head = v[k + 1]!;
    const length = largest * Math.sqrt(square) * (head > 0 ? -1 : 1);
    off[k] = length;
    // v = (x - length e1) / (x1 - length), so that v1 = 1 and the scale is (length - x1) / length.
    scales[k] = (length - head) / length;
    v[k + 1] = 1;
    for (let j = k + 2; j < n; j++) v[j]! /= head - length;
    let product = 0;
    for (let i = k + 1; i < n; i++) {
      const row = i * n;
      let sum = 0;
      for (let j = k + 1; j < n; j++) sum += a[row + j]! * v[j]!;
      w[i] = scales[k]! * sum;
      product += w[i]! * v[i]!;
    }
    for (let i = k + 1; i < n; i++) w[i]! -= (scales[k]! / 2) * product * v[i]!;
    for (let i = k + 1; i < n; i++) {
      const row = i * n;
      const vi = v[i]!;
      const wi = w[i]!;
      for (let j = k + 1; j < n; j++) a[row + j]! -= vi * w[j]! + wi * v[j]!;
    }
  }
  if (n > 1) off[n - 2] = a[(n - 2) * n + n - 1]!;
  for (let i = 0; i < n; i++) {
    diagonal[i] = a[i * n + i]!;
    vectors[i * n + i] = 1;
  }
  for (let k = n - 3; k >= 0; k--) {
    if (scales[k] === 0) continue;
    const v = a.subarray(k * n, (k + 1) * n);
    for (let i = k + 1; i < n; i++) {
      const row = i * n;
      let sum = 0;
      for (let j = k + 1; j < n; j++) sum += vectors[row + j]! * v[j]!;
      sum *= scales[k]!;
      for (let j = k + 1; j < n; j++) vectors[row + j]! -= sum * v[j]!;
    }
  }
}

/** Rotates a tridiagonal matrix into its eigenvalues, in `diagonal`, and the rows of `vectors` with it. */
function diagonalise(diagonal: Float64Array, off: Float64Array, n: number, vectors: Float64Array): void {
  // The matrix was scaled to entries of at most 1; the absolute bound keeps the squares below from underflowing.
  const small = (i: number): boolean =>
    Math.abs(off[i]!) <= Math.max(NEGLIGIBLE, Number.EPSILON * (Math.abs(diagonal[i]!) + Math.abs(diagonal[i + 1]!)));
  for (let high = n - 1; high > 0;) {
    if (small(high - 1)) {
      high--;
      continue;
    }
    let low = high - 1;
    while (low > 0 && !small(low - 1)) low--;
    const half = (diagonal[high - 1]! - diagonal[high]!) / 2;
    const last = off[high - 1]!;
    const root = Math.sqrt(half * half + last * last);
    const shift = diagonal[high]! - (last / (half + (half < 0 ? -root : root))) * last;
    let x = diagonal[low]! - shift;
    let z = off[low]!; // what the next rotation makes zero: at first the shifted column, then the bulge
    for (let k = low; k < high; k++) {
      const r = Math.sqrt(x * x + z * z);
      const c = r === 0 ? 1 : x / r;
      const s = r === 0 ? 0 : z / r;
      if (k > low) off[k - 1] = r;
      const first = diagonal[k]!;
      const second = diagonal[k + 1]!;
      const between = off[k]!;
      diagonal[k] = c * c * first + 2 * c * s * between + s * s * second;
      diagonal[k + 1] = s * s * first - 2 * c * s * between + c * c * second;
      off[k] = c * s * (second - first) + (c * c - s * s) * between;
      x = off[k]!;
      if (k + 1 < high) {
        z = s * off[k + 1]!;
        off[k + 1]! *= c;
      }
      const upper = vectors.subarray(k * n, (k + 1) * n);
      const lower = vectors.subarray((k + 1) * n, (k + 2) * n);
      for (let j = 0; j < n; j++) {
        const u = upper[j]!;
        const l = lower[j]!;
        upper[j] = c * u + s * l;
        lower[j] = c * l - s * u;
      }
    }
  }
}
