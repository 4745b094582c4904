import type { Random } from '@firstmover/core';
import { evaluatePostedPrices, type PriceBuyer } from './posted-prices-check.ts';

/** So many buyers with one to so many values, multiples of a tenth below 2, and uneven weights. */
export function randomBuyers(random: Random, { buyers, types }: { readonly buyers: number; readonly types: number }): PriceBuyer[] {
  return Array.from({ length: buyers }, () => {
    const values: number[] = [];
    let tenths = random.integer(6);
    for (let count = 1 + random.integer(types); values.length < count; tenths += 1 + random.integer(5)) values.push(tenths / 10);
    const weights = values.map(() => 1 + random.integer(4));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return { values, weights: weights.map((weight) => weight / total) };
  });
}

/** The least welfare loss without messages, by playing out every order and, for every buyer, every one of its values as its price, or one that it refuses. */
export function welfareLossByOrders(buyers: readonly PriceBuyer[]): number {
  const silent = buyers.map(({ values }) => values.map(() => 0));
  let best = -Infinity;
  const extend = (offers: readonly { readonly buyer: number; readonly price: number }[]): void => {
    best = Math.max(best, evaluatePostedPrices(buyers, silent, [offers]).welfareLoss);
    buyers.forEach(({ values }, buyer) => {
      if (offers.some((offer) => offer.buyer === buyer)) return;
      for (const price of values) extend([...offers, { buyer, price }]);
    });
  };
  extend([]);
  return best;
}
