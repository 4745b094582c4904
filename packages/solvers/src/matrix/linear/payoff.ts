import { InputError, show } from '@firstmover/core';
import { fractionOf, nearestDouble, parseFraction, type Fraction } from '@firstmover/programmes';

/** A payoff: a finite number, which is the fraction that a double is, a fraction, or the text of one such as `"0.1"` or `"1/3"`. */
export type Payoff = number | string | Fraction;

/**
 * Reads a number, or the text of a fraction.
 *
 * @throws InputError for anything else
 */
export function readPayoff(payoff: unknown, path: string): Fraction {
  if (typeof payoff === 'string') {
    const fraction = parseFraction(payoff, path);
    if (Number.isFinite(nearestDouble(fraction))) return fraction;
    throw new InputError(`${path} is ${show(payoff)}: expected a finite number, at most 1.8e308 in size`);
  }
  if (typeof (payoff as Fraction | null)?.n === 'bigint') return payoff as Fraction;
  if (typeof payoff === 'number' && Number.isFinite(payoff)) return fractionOf(payoff);
  throw new InputError(`${path} is ${show(payoff)}: expected a finite number, or a text such as "1/3"`);
}
