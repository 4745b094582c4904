import type { TieRule } from '@firstmover/core';

/** How the item is sold. */
export type AuctionFormat = 'second-price' | 'first-price' | 'posted';

/** What is asked of {@link bestReserve}. */
export interface ReserveProblem {
  /** How likely each value is, for every bidder, lowest first; value k of n is k / (n - 1). They need not sum to 1. */
  readonly weights: readonly number[];
  /** How many bidders there are. */
  readonly bidders: number;
  /** A second-price auction or a posted price. */
  readonly format: Exclude<AuctionFormat, 'first-price'>;
  /** Whether a bidder whose value is the reserve price bids it (strong) or stays out (weak). */
  readonly ties: TieRule;
}

/**
 * The reserve price, or posted price, of most revenue when bidders tell the truth, by trying all. In a second-price auction the best reserve
 * is where the virtual value `v - (1 - F(v)) / f(v)` becomes positive, whatever the number of bidders (Myerson 1981); on a grid it can be a level off.
 *
 * @returns the reserve as a level, and the expected revenue
 */
export function bestReserve({ weights, bidders, format, ties }: ReserveProblem): { readonly reserve: number; readonly revenue: number } {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const levels = weights.length - 1;
  // The probability that a value is below k.
  const below = [0];
  for (const weight of weights) below.push(below.at(-1)! + weight / total);
  const allBelow = (k: number): number => power(below[k]!, bidders);
  const secondBelow = (k: number): number => allBelow(k) + bidders * power(below[k]!, bidders - 1) * (1 - below[k]!);
  let best = { reserve: 0, revenue: -Infinity };
  for (let reserve = 0; reserve <= levels; reserve++) {
    const from = ties === 'strong' ? reserve : reserve + 1;
    let revenue = (reserve / levels) * ((format === 'posted' ? 1 : secondBelow(from)) - allBelow(from));
    if (format === 'second-price') for (let k = from; k <= levels; k++) revenue += (k / levels) * (secondBelow(k + 1) - secondBelow(k));
    revenue = Math.round(revenue * 1e12) / 1e12;
    if (revenue > best.revenue) best = { reserve, revenue };
  }
  return best;
}

/** Products alone: Math.pow differs between machines. */
function power(x: number, n: number): number {
  let result = 1;
  for (let i = 0; i < n; i++) result *= x;
  return result;
}
