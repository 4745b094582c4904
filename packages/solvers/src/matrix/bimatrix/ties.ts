import type { Fraction } from '@firstmover/programmes';
import { compareFractions, fractionOf, minus, times } from '@firstmover/programmes';
import { readPayoff, type Payoff } from '../linear/payoff.ts';
import type { PayoffMatrices } from './game.ts';

/**
 * Makes payoffs of a row equal that differ by a small share of the payoff range of all rows, one after the other from the smallest: for payoffs that are sums, in which a tie carries
 * rounding errors.
 *
 * @param tolerance - the share
 */
export function snapTies(payoffs: readonly (readonly Fraction[])[], tolerance: number): Fraction[][] {
  const sortedRows = payoffs.map((row) => [...row.keys()].sort((a, b) => compareFractions(row[a]!, row[b]!)));
  const ranges = payoffs.map((row, i) => minus(row[sortedRows[i]!.at(-1)!]!, row[sortedRows[i]![0]!]!));
  const range = ranges.reduce((most, width) => (compareFractions(width, most) > 0 ? width : most));
  const close = times(range, fractionOf(tolerance));
  return payoffs.map((row, i) => {
    const snapped = [...row];
    sortedRows[i]!.forEach((j, k) => {
      if (k === 0) return;
      const before = sortedRows[i]![k - 1]!;
      if (compareFractions(minus(row[j]!, row[before]!), close) <= 0) snapped[j] = snapped[before]!;
    });
    return snapped;
  });
}

/** Whether payoffs of a row differ by no more than a small share of the payoff range, but differ: sums that should be equal, maybe. */
export function carriesRounding({ followerPayoff }: PayoffMatrices<Payoff>, tolerance: number): boolean {
  const payoffs = followerPayoff.map((row) => row.map((payoff) => readPayoff(payoff, 'followerPayoff')));
  return snapTies(payoffs, tolerance).some((row, i) => row.some((payoff, j) => compareFractions(payoff, payoffs[i]![j]!) !== 0));
}
