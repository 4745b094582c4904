import { InputError, show } from '@firstmover/core';

/** A rational number in lowest terms; its denominator is positive. */
export interface Fraction {
  /** Numerator. */
  readonly n: bigint;
  /** Denominator, at least 1. */
  readonly d: bigint;
}

/** 0 */
export const ZERO: Fraction = { n: 0n, d: 1n };
/** 1 */
export const ONE: Fraction = { n: 1n, d: 1n };
/** Larger exponents in a text are mistakes: their powers of ten would fill the memory. */
const LARGEST_EXPONENT = 5000;
const DECIMAL = /^([+-]?)(\d+(?:\.\d*)?|\.\d+)(?:[eE]([+-]?\d+))?$/;

/** The greatest common divisor of two integers, at least 0. */
export function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/**
 * The number n / d in lowest terms.
 *
 * @param d - not 0
 */
export function ratio(n: bigint, d: bigint): Fraction {
  if (d === 1n) return { n, d };
  const common = gcd(n, d);
  const divisor = d < 0n ? -common : common;
  return divisor === 1n ? { n, d } : { n: n / divisor, d: d / divisor };
}

/** a + b */
export function plus(a: Fraction, b: Fraction): Fraction {
  return ratio(a.n * b.d + b.n * a.d, a.d * b.d);
}

/** a - b */
export function minus(a: Fraction, b: Fraction): Fraction {
  return ratio(a.n * b.d - b.n * a.d, a.d * b.d);
}

/** a b */
export function times(a: Fraction, b: Fraction): Fraction {
  return ratio(a.n * b.n, a.d * b.d);
}

/**
 * a / b
 *
 * @param b - not 0
 */
export function over(a: Fraction, b: Fraction): Fraction {
  return ratio(a.n * b.d, a.d * b.n);
}

/** Below 0 where a < b, 0 where they are equal, above 0 where a > b. */
export function compareFractions(a: Fraction, b: Fraction): number {
  const difference = a.n * b.d - b.n * a.d;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

const view = new DataView(new ArrayBuffer(8));

/**
 * The rational number that a double is: every finite double is a whole number times a power of two.
 *
 * @throws InputError for infinity and NaN
 */
export function fractionOf(value: number): Fraction {
  if (Number.isSafeInteger(value)) return { n: BigInt(value), d: 1n };
  if (!Number.isFinite(value)) throw new InputError(`a fraction of ${show(value)} is undefined: expected a finite number`);
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const field = Number((bits >> 52n) & 0x7ffn);
  const mantissa = (bits & 0xfffffffffffffn) | (field === 0 ? 0n : 1n << 52n);
  const exponent = BigInt(Math.max(field, 1) - 1075);
  const size = exponent >= 0n ? { n: mantissa << exponent, d: 1n } : ratio(mantissa, 1n << -exponent);
  return value < 0 ? { n: -size.n, d: size.d } : size;
}

/**
 * Reads a number as the text says it: `0.1` is one tenth, `1e-3` a thousandth, `1/3` a third, `-2.5/10` minus a quarter.
 *
 * @param path - what to call it in messages
 * @throws InputError for anything else, and for exponents beyond 5,000
 */
export function parseFraction(text: string, path = 'number'): Fraction {
  const [above, below, rest] = text.split('/');
  const numerator = decimal(above!.trim());
  const denominator = below === undefined ? ONE : decimal(below.trim());
  if (numerator === null || denominator === null || rest !== undefined || denominator.n === 0n) {
    throw new InputError(`${path} is ${show(text)}: expected a number or a fraction, such as 2, 0.1, 1e-3 or 1/3`);
  }
  return over(numerator, denominator);
}

function decimal(text: string): Fraction | null {
  const [, sign, digits, power = '0'] = DECIMAL.exec(text) ?? [];
  if (digits === undefined || Math.abs(Number(power)) > LARGEST_EXPONENT) return null;
  const [whole, part = ''] = digits.split('.') as [string, string?];
  const exponent = Number(power) - part.length;
  const n = BigInt(`${whole}${part}`) * (sign === '-' ? -1n : 1n);
  return exponent >= 0 ? { n: n * 10n ** BigInt(exponent), d: 1n } : ratio(n, 10n ** BigInt(-exponent));
}

/** As `11/3`, or `4` where it is whole; {@link parseFraction} reads it back. */
export function formatFraction({ n, d }: Fraction): string {
  return d === 1n ? `${n}` : `${n}/${d}`;
}

/** How many binary digits the size of an integer has; 0 for 0. */
export function bitLength(value: bigint): number {
  const hex = (value < 0n ? -value : value).toString(16);
  return hex === '0' ? 0 : 4 * hex.length - Math.clz32(Number.parseInt(hex[0]!, 16)) + 28;
}

/** The double nearest to a fraction, ties to even, as IEEE 754 rounds: infinite beyond the range, with gradual underflow. */
export function nearestDouble({ n, d }: Fraction): number {
  if (n === 0n) return 0;
  const size = n < 0n ? -n : n;
  const sign = n < 0n ? -1 : 1;
  const magnitude = bitLength(size) - bitLength(d);
  if (magnitude > 1025) return sign * Infinity;
  if (magnitude < -1080) return 0;
  // 2^-1074 is the unit of the smallest doubles; elsewhere 64 digits and a last one that tells whether something follows are enough.
  const isSmall = magnitude < -1020;
  const shift = isSmall ? 1076 : 64 - magnitude;
  const scaled = shift >= 0 ? size << BigInt(shift) : size;
  const divisor = shift >= 0 ? d : d << BigInt(-shift);
  const quotient = scaled / divisor;
  const marked = quotient * divisor === scaled ? quotient : quotient | 1n;
  if (isSmall && marked < 1n << 55n) {
    // In quarters of the unit: rounding to whole units is rounding to doubles.
    const [units, rest] = [marked >> 2n, marked & 3n];
    const up = rest === 3n || (rest === 2n && (units & 1n) === 1n) ? 1n : 0n;
    return sign * Number(units + up) * 2 ** -1074;
  }
  return sign * (Number(marked) * 2 ** -63) * 2 ** (63 - shift);
}
