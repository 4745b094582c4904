import { randomStream } from '@firstmover/core';
import { describe, expect, it } from 'vitest';
import { evaluatePostedPrices, type PriceBuyer } from './posted-prices-check.ts';
import { bestPostedPrices } from './posted-prices.ts';

const even = (types: number): PriceBuyer => {
  const values = Array.from({ length: types }, (_unused, k) => k / (types - 1));
  return { values, weights: values.map(() => 1 / types) };
};
const twoTypes: readonly [PriceBuyer, PriceBuyer] = [
  { values: [0.2, 1], weights: [0.8, 0.2] },
  { values: [0, 0.4], weights: [0.5, 0.5] },
];

describe('bestPostedPrices', () => {
  it('loses 3/50 in the two-type setting without messages, and nothing with two', () => {
    expect(bestPostedPrices(twoTypes, { messages: 1 }).welfareLoss).toBeCloseTo(-3 / 50, 12);
    const two = bestPostedPrices(twoTypes, { messages: 2 });
    expect(two.welfareLoss).toBe(0);
    expect(evaluatePostedPrices(twoTypes, two.messageOf as [number[], number[]], two.offers)).toMatchObject({ welfareLoss: 0 });
  });

  it.each([
    [2, 0],
    [3, -1 / 18],
    [4, -1 / 24],
    [5, -1 / 20],
  ])('with %d even types loses %d without messages and nothing with two', (types, loss) => {
    const buyers = [even(types), even(types)] as const;
    expect(bestPostedPrices(buyers, { messages: 1 }).welfareLoss).toBeCloseTo(loss, 12);
    const two = bestPostedPrices(buyers, { messages: 2 });
    expect(two.welfareLoss).toBe(0);
    const check = evaluatePostedPrices(buyers, two.messageOf as [number[], number[]], two.offers);
    expect(check.welfareLoss).toBe(0);
    expect(check.gain).toBeLessThan(1e-9);
  });

  it('finds what trying every mechanism on a grid of prices finds', () => {
    const prices = [0.05, 0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95];
    for (let seed = 0; seed < 6; seed++) {
      const random = randomStream(seed, 'test/buyers');
      const buyer = (): PriceBuyer => {
        const low = random.integer(5) / 10;
        const weight = (1 + random.integer(4)) / 5;
        return { values: [low, low + (1 + random.integer(5)) / 10], weights: [weight, 1 - weight] };
      };
      const buyers = [buyer(), buyer()] as const;
      // Without messages: each order and each pair of prices.
      let best = -Infinity;
      for (const order of [
        [0, 1],
        [1, 0],
      ]) {
        // prettier-ignore
        for (const p of [...prices, 2]) {
          for (const q of [...prices, 2]) {
            const offers = [[order.map((who, k) => ({ buyer: who, price: [p, q][k]! }))]];
            best = Math.max(best, evaluatePostedPrices(buyers, [[0, 0], [0, 0]], offers).welfareLoss); // prettier-ignore
          }
        }
      }
      expect(bestPostedPrices(buyers, { messages: 1 }).welfareLoss, `seed ${seed}`).toBeCloseTo(best, 9);
      // Buyer 0 speaks, buyer 1 does not: every pair of such offers at which buyer 0 tells the truth.
      const single = [
        [0, 1],
        [1, 0],
      ].flatMap((order) =>
        // prettier-ignore
        [...prices, 2].flatMap((p) => [...prices, 2].map((q) => order.map((who, k) => ({ buyer: who, price: [p, q][k]! })))),
      );
      let spoken = -Infinity;
      for (const low of single) {
        for (const high of single) {
          const { welfareLoss, gain } = evaluatePostedPrices(buyers, [[0, 1], [0, 0]], [[low], [high]]); // prettier-ignore
          if (gain <= 1e-12) spoken = Math.max(spoken, welfareLoss);
        }
      }
      const found = bestPostedPrices(buyers, { messages: 2 });
      expect(found.welfareLoss, `seed ${seed}`).toBeGreaterThanOrEqual(spoken - 1e-9);
      expect(found.welfareLoss).toBeLessThanOrEqual(0);
      expect(evaluatePostedPrices(buyers, found.messageOf as [number[], number[]], found.offers).welfareLoss).toBeCloseTo(
        found.welfareLoss,
        12,
      );
    }
  });

  it('names what is wrong with buyers and messages', () => {
    expect(() => bestPostedPrices(twoTypes, { messages: 0 })).toThrow('messages 0: expected a whole number of at least 1');
    expect(() => bestPostedPrices([{ values: [1, 0], weights: [0.5, 0.5] }, twoTypes[1]], { messages: 1 })).toThrow(
      'the values of buyer 0 are',
    );
    expect(() => bestPostedPrices([twoTypes[0], { values: [0, 1], weights: [1, 1] }], { messages: 1 })).toThrow(
      'the weights of buyer 1 are',
    );
  });
});
