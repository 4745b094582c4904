import { InputError, show } from '@firstmover/core';

/**
 * Primitive polynomials (all coefficients as bits) and initial direction numbers of the dimensions from the second on: Joe & Kuo, "Constructing Sobol
 * sequences with better two-dimensional projections" (SIAM J. Sci. Comput. 2008), table new-joe-kuo-6.
 */
const DIRECTIONS: readonly (readonly [polynomial: number, initial: readonly number[]])[] = [
  [3, [1]],
  [7, [1, 3]],
  [11, [1, 3, 1]],
  [13, [1, 1, 1]],
  [19, [1, 1, 3, 3]],
  [25, [1, 3, 5, 13]],
  [37, [1, 1, 5, 5, 17]],
  [41, [1, 1, 5, 5, 5]],
  [47, [1, 1, 7, 11, 19]],
  [55, [1, 1, 5, 1, 1]],
  [59, [1, 1, 1, 3, 11]],
  [61, [1, 3, 5, 5, 31]],
  [67, [1, 3, 3, 9, 7, 49]],
  [91, [1, 1, 1, 15, 21, 21]],
  [97, [1, 3, 1, 13, 27, 49]],
  [103, [1, 1, 1, 15, 7, 5]],
  [109, [1, 3, 1, 15, 13, 25]],
  [115, [1, 1, 5, 5, 19, 61]],
  [131, [1, 3, 7, 11, 23, 15, 103]],
  [137, [1, 3, 7, 13, 13, 15, 69]],
];

/** The most dimensions of a Sobol sequence here. */
export const SOBOL_DIMENSIONS: number = DIRECTIONS.length + 1;

/**
 * The first points of the Sobol sequence in [0, 1), in the order of Gray codes (Antonov & Saleev 1979). Any power of two of them, counted
 * from the start, is spread evenly over every axis.
 *
 * @param count - how many, at most 2^32
 * @param dimensions - at most 21
 * @param shift - a digital shift per dimension, integers below 2^32 (default none): it keeps the evenness and moves the first point off the corner
 * @returns [point][dimension]
 * @throws InputError for more dimensions
 */
export function sobol(count: number, dimensions: number, shift: readonly number[] = []): number[][] {
  if (!(dimensions >= 1 && dimensions <= SOBOL_DIMENSIONS))
    throw new InputError(`a Sobol sequence in ${show(dimensions)} dimensions: expected 1 to ${SOBOL_DIMENSIONS}; use random sampling`);
  const directions = Array.from({ length: dimensions }, (_unused, d) => directionNumbers(d));
  const state = Array.from({ length: dimensions }, (_unused, d) => (shift[d] ?? 0) >>> 0);
  const points: number[][] = [];
  for (let i = 0; i < count; i++) {
    points.push(state.map((bits) => bits / 0x1_0000_0000));
    const zero = 31 - Math.clz32(~i & (i + 1)); // the lowest bit of i that is zero
    for (let d = 0; d < dimensions; d++) state[d] = (state[d]! ^ directions[d]![zero]!) >>> 0;
  }
  return points;
}

/** The direction numbers of a dimension as fractions of 2^32, by the recurrence of its polynomial. */
function directionNumbers(dimension: number): number[] {
  if (dimension === 0) return Array.from({ length: 32 }, (_unused, j) => (2 ** (31 - j)) >>> 0);
  const [polynomial, initial] = DIRECTIONS[dimension - 1]!;
  const degree = initial.length;
  const m = initial.map((value, j) => (value << (31 - j)) >>> 0);
  for (let j = degree; j < 32; j++) {
    let value = m[j - degree]! ^ (m[j - degree]! >>> degree);
    for (let k = 1; k < degree; k++) if ((polynomial >> (degree - k)) & 1) value ^= m[j - k]!;
    m.push(value >>> 0);
  }
  return m;
}
