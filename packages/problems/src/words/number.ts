/** The largest denominator of a fraction that counts as simple. */
const LARGEST_DENOMINATOR = 1000;

/**
 * How far a number may be from the fraction it is printed as. It is less for numbers below one, so that small ones are not printed as 0.
 */
const TOLERANCE = 1e-9;

/**
 * A number for people: an integer or a fraction such as 1/3 where it is one within 1e-9, else six significant digits.
 *
 * @param value - a finite number
 */
export function formatNumber(value: number): string {
  const fraction = simpleFraction(value);
  if (fraction === undefined) return String(Number(value.toPrecision(6)));
  const { numerator, denominator } = fraction;
  return denominator === 1 ? String(numerator) : `${numerator}/${denominator}`;
}

/** As {@link formatNumber}, a fraction followed by its decimals: `55/2 (27.5)`. */
export function formatValue(value: number): string {
  const exact = formatNumber(value);
  return exact.includes('/') ? `${exact} (${Number(value.toPrecision(6))})` : exact;
}

/** The longest text of a fraction that is shown. */
const LONGEST_FRACTION = 24;

/**
 * A number that is known as a fraction: the fraction where it is short, followed by its decimals, else six significant digits.
 *
 * @param value - the nearest double
 * @param fraction - as `11/3`; undefined where it is not known
 */
export function formatExact(value: number, fraction: string | undefined): string {
  if (fraction === undefined || fraction.length > LONGEST_FRACTION) return formatValue(value);
  return fraction.includes('/') ? `${fraction} (${Number(value.toPrecision(6))})` : fraction;
}

/** The simplest fraction within the tolerance, by continued fractions. */
function simpleFraction(value: number): { readonly numerator: number; readonly denominator: number } | undefined {
  if (value === 0) return { numerator: 0, denominator: 1 };
  const tolerance = TOLERANCE * Math.min(1, Math.abs(value));
  let rest = value;
  let [numerator, denominator] = [1, 0];
  let [numeratorBefore, denominatorBefore] = [0, 1];
  for (;;) {
    const whole = Math.round(rest);
    [numerator, numeratorBefore] = [whole * numerator + numeratorBefore, numerator];
    [denominator, denominatorBefore] = [whole * denominator + denominatorBefore, denominator];
    if (Math.abs(denominator) > LARGEST_DENOMINATOR || !Number.isSafeInteger(numerator)) return undefined;
    if (Math.abs(value - numerator / denominator) <= tolerance) {
      return denominator > 0 ? { numerator, denominator } : { numerator: -numerator, denominator: -denominator };
    }
    rest = 1 / (rest - whole);
  }
}
