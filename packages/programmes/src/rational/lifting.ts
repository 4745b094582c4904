// p-adic lifting: Dixon, Exact solution of linear equations using p-adic expansions, Numerische Mathematik 40, 1982.
import { bitLength } from './fraction.ts';

/** The solution of a square system of integers over a common denominator. */
export interface IntegerSolution {
  /** x_i = numerators[i] / denominator. */
  readonly numerators: readonly bigint[];
  /** Positive. */
  readonly denominator: bigint;
}

/** Primes below 2^26: products of two residues are exact in doubles. */
const PRIMES = [67108859, 67108837, 67108819] as const;

/**
 * Solves a square system of integers: its inverse modulo a prime gives the solution digit by digit to the base of the prime, from which the
 * fraction is recovered when there are enough digits for Cramer's rule and Hadamard's bound.
 *
 * @returns null where the matrix is singular modulo some primes
 */
export function solveByLifting(matrix: readonly (readonly bigint[])[], right: readonly bigint[]): IntegerSolution | null {
  for (const prime of PRIMES) {
    const inverse = inverseModulo(matrix, prime);
    if (inverse !== null) return lift(matrix, right, prime, inverse);
  }
  return null;
}

function lift(matrix: readonly (readonly bigint[])[], right: readonly bigint[], prime: number, inverse: Float64Array): IntegerSolution {
  const n = matrix.length;
  const base = BigInt(prime);
  const sparse = matrix.map((row) => [...row.keys()].filter((j) => row[j] !== 0n));
  const bits = determinantBits(matrix, right);
  const digits = Math.ceil((2 * bits + 2) / Math.log2(prime)) + 1;
  const rest = [...right];
  const columns: number[][] = matrix.map(() => []);
  for (let digit = 0; digit < digits; digit++) {
    const residues = rest.map((value) => residue(value, prime, base));
    const next = new Array<number>(n).fill(0);
    for (let i = 0; i < n; i++) {
      let sum = 0;
      for (let j = 0; j < n; j++) sum = (sum + inverse[i * n + j]! * residues[j]!) % prime;
      next[i] = sum;
      columns[i]!.push(sum);
    }
    const big = next.map(BigInt);
    for (let i = 0; i < n; i++) {
      let value = rest[i]!;
      for (const j of sparse[i]!) value -= matrix[i]![j]! * big[j]!;
      rest[i] = value / base;
    }
  }
  const modulus = base ** BigInt(digits);
  return reconstruct(
    columns.map((column) => joinDigits(column, base)),
    modulus,
    1n << BigInt(Math.ceil(bits)),
  );
}

/** An upper bound of the binary digits of all determinants in Cramer's rule, by Hadamard. */
function determinantBits(matrix: readonly (readonly bigint[])[], right: readonly bigint[]): number {
  return matrix.reduce((sum, row, i) => {
    const largest = Math.max(bitLength(right[i]!), ...row.map(bitLength));
    const count = row.filter((entry) => entry !== 0n).length + 1;
    return sum + largest + Math.log2(count) / 2;
  }, 1);
}

/** sum digits[k] base^k, by halves. */
function joinDigits(digits: readonly number[], base: bigint): bigint {
  let parts = digits.map(BigInt);
  let power = base;
  while (parts.length > 1) {
    const joined: bigint[] = [];
    for (let k = 0; k < parts.length; k += 2) joined.push(parts[k]! + (parts[k + 1] ?? 0n) * power);
    parts = joined;
    power *= power;
  }
  return parts[0]!;
}

/** The fractions with numerators and a common denominator up to a bound that have given residues (Wang 1981). */
function reconstruct(residues: readonly bigint[], modulus: bigint, bound: bigint): IntegerSolution {
  let denominator = 1n;
  for (const value of residues) {
    const known = centred(value * denominator, modulus);
    if (known <= bound && -known <= bound) continue;
    let [r0, r1] = [modulus, ((known % modulus) + modulus) % modulus];
    let [t0, t1] = [0n, 1n];
    while (r1 > bound) {
      const quotient = r0 / r1;
      [r0, r1] = [r1, r0 - quotient * r1];
      [t0, t1] = [t1, t0 - quotient * t1];
    }
    denominator *= t1 < 0n ? -t1 : t1;
  }
  return { numerators: residues.map((value) => centred(value * denominator, modulus)), denominator };
}

function centred(value: bigint, modulus: bigint): bigint {
  const rest = ((value % modulus) + modulus) % modulus;
  return 2n * rest > modulus ? rest - modulus : rest;
}

function residue(value: bigint, prime: number, base: bigint): number {
  const rest = Number(value % base);
  return rest < 0 ? rest + prime : rest;
}

/** The inverse of a matrix modulo a prime, row by row, or null. */
function inverseModulo(matrix: readonly (readonly bigint[])[], prime: number): Float64Array | null {
  const n = matrix.length;
  const base = BigInt(prime);
  const rows = matrix.map((row, i) => {
    const wide = new Float64Array(2 * n);
    row.forEach((entry, j) => (wide[j] = residue(entry, prime, base)));
    wide[n + i] = 1;
    return wide;
  });
  for (let c = 0; c < n; c++) {
    const pivot = rows.findIndex((row, r) => r >= c && row[c] !== 0);
    if (pivot < 0) return null;
    [rows[c], rows[pivot]] = [rows[pivot]!, rows[c]!];
    const lead = rows[c]!;
    const factor = inverseOf(lead[c]!, prime);
    for (let k = 0; k < 2 * n; k++) lead[k] = (lead[k]! * factor) % prime;
    for (let r = 0; r < n; r++) {
      const row = rows[r]!;
      const entry = row[c]!;
      if (r === c || entry === 0) continue;
      const away = prime - entry;
      for (let k = c; k < 2 * n; k++) row[k] = (row[k]! + away * lead[k]!) % prime;
    }
  }
  const inverse = new Float64Array(n * n);
  rows.forEach((row, i) => inverse.set(row.subarray(n), i * n));
  return inverse;
}

/** The inverse of a residue, by Euclid. */
function inverseOf(value: number, prime: number): number {
  let [r0, r1] = [prime, value];
  let [t0, t1] = [0, 1];
  while (r1 !== 1) {
    const quotient = Math.floor(r0 / r1);
    [r0, r1] = [r1, r0 - quotient * r1];
    [t0, t1] = [t1, t0 - quotient * t1];
  }
  return t1 < 0 ? t1 + prime : t1;
}
