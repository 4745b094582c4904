/** A rational number in lowest terms; the denominator is above 0. */
export interface Fraction {
  /** The numerator. */
  readonly over: bigint;
  /** The denominator. */
  readonly under: bigint;
}

/**
 * Reads a fraction as certificates write it: "7", "-2/3".
 *
 * @throws Error for anything else, a denominator of 0 among it
 */
export function parse(text: unknown, what: string): Fraction {
  const found = typeof text === 'string' ? /^(-?\d{1,100000})(?:\/(\d{1,100000}))?$/.exec(text) : null;
  const under = BigInt(found?.[2] ?? 1);
  if (!found || under === 0n) throw new Error(`${what} is ${JSON.stringify(text)}: expected a fraction as text, "7" or "-2/3"`);
  return lowest(BigInt(found[1]!), under);
}

/** As certificates write it. */
export const print = ({ over, under }: Fraction): string => (under === 1n ? String(over) : `${over}/${under}`);

export const ZERO: Fraction = { over: 0n, under: 1n };
export const ONE: Fraction = { over: 1n, under: 1n };
export const MINUS: Fraction = { over: -1n, under: 1n };

/** a + b */
export const add = (a: Fraction, b: Fraction): Fraction => lowest(a.over * b.under + b.over * a.under, a.under * b.under);
/** a x b */
export const times = (a: Fraction, b: Fraction): Fraction => lowest(a.over * b.over, a.under * b.under);
/** a - b */
export const minus = (a: Fraction, b: Fraction): Fraction => add(a, times(MINUS, b));
/** a < b */
export const isLess = (a: Fraction, b: Fraction): boolean => a.over * b.under < b.over * a.under;
/** a = b */
export const isEqual = (a: Fraction, b: Fraction): boolean => a.over === b.over && a.under === b.under;
/** The greatest of some. */
export const greatest = (values: readonly Fraction[]): Fraction => values.reduce((a, b) => (isLess(a, b) ? b : a));
/** The least of some. */
export const least = (values: readonly Fraction[]): Fraction => values.reduce((a, b) => (isLess(b, a) ? b : a));

function lowest(over: bigint, under: bigint): Fraction {
  let [a, b] = [over < 0n ? -over : over, under];
  while (b !== 0n) [a, b] = [b, a % b];
  return { over: over / a, under: under / a };
}
