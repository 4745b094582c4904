/** A rational number with a positive denominator; not reduced. */
export interface Fraction {
  /** Numerator. */
  readonly n: bigint;
  /** Denominator, positive. */
  readonly d: bigint;
}

/** The number. */
export const zero: Fraction = { n: 0n, d: 1n };
/** The number. */
export const one: Fraction = { n: 1n, d: 1n };
const make = (n: bigint, d: bigint): Fraction => (d < 0n ? { n: -n, d: -d } : { n, d });
/** a b */
export const times: (a: Fraction, b: Fraction) => Fraction = (a, b) => ({ n: a.n * b.n, d: a.d * b.d });
/** a - b */
export const minus: (a: Fraction, b: Fraction) => Fraction = (a, b) => ({ n: a.n * b.d - b.n * a.d, d: a.d * b.d });
/** a + b */
export const plus: (a: Fraction, b: Fraction) => Fraction = (a, b) => ({ n: a.n * b.d + b.n * a.d, d: a.d * b.d });
/** a / b */
export const over: (a: Fraction, b: Fraction) => Fraction = (a, b) => make(a.n * b.d, a.d * b.n);
/** a < b */
export const isLess: (a: Fraction, b: Fraction) => boolean = (a, b) => a.n * b.d < b.n * a.d;

/** The rational number that a double is. */
export function fraction(value: number): Fraction {
  let denominator = 1n;
  let numerator = value;
  while (!Number.isInteger(numerator)) {
    numerator *= 2;
    denominator *= 2n;
  }
  return { n: BigInt(numerator), d: denominator };
}

/** The nearest double, almost. */
export function toNumber({ n, d }: Fraction): number {
  const whole = n / d;
  return Number(whole) + Number(((n - whole * d) << 200n) / d) / Number(1n << 200n);
}

/** Sum of products. */
export const dot: (a: readonly Fraction[], b: readonly Fraction[]) => Fraction = (a, b) =>
  a.reduce((sum, value, i) => plus(sum, times(value, b[i]!)), zero);

/** The solution of a square system, or null when it is singular. */
export function solve(matrix: readonly (readonly Fraction[])[], right: readonly Fraction[]): Fraction[] | null {
  const rows = matrix.map((row, i) => [...row, right[i]!]);
  for (let c = 0; c < rows.length; c++) {
    const pivot = rows.findIndex((row, r) => r >= c && row[c]!.n !== 0n);
    if (pivot < 0) return null;
    [rows[c], rows[pivot]] = [rows[pivot]!, rows[c]!];
    const lead = rows[c]!;
    rows.forEach((row, r) => {
      if (r === c || row[c]!.n === 0n) return;
      const factor = over(row[c]!, lead[c]!);
      rows[r] = row.map((value, k) => minus(value, times(factor, lead[k]!)));
    });
  }
  return rows.map((row, i) => over(row[rows.length]!, row[i]!));
}

/** All subsets of a size of 0..count-1. */
export function* choose(count: number, size: number, from = 0): Generator<number[]> {
  if (size === 0) yield [];
  else for (let k = from; k <= count - size; k++) for (const rest of choose(count, size - 1, k + 1)) yield [k, ...rest];
}
