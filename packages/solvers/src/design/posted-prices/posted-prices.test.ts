import { randomStream } from '@firstmover/core';
import { describe, expect, it } from 'vitest';
import { evaluatePostedPrices, type Offer, type PriceBuyer } from './posted-prices-check.ts';
import { welfareLossByProgram } from './posted-prices-program.fixture.ts';
import { bestPostedPrices } from './posted-prices.ts';
import { randomBuyers, welfareLossByOrders } from './random-buyers.fixture.ts';

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
    expect(bestPostedPrices(twoTypes, { messages: 1 }).leaderValue).toBeCloseTo(-3 / 50, 12);
    const two = bestPostedPrices(twoTypes, { messages: 2 });
    expect(two.leaderValue).toBe(0);
    expect(evaluatePostedPrices(twoTypes, two.reply, two.commitment)).toMatchObject({ welfareLoss: 0 });
  });

  it.each([
    [2, 0],
    [3, -1 / 18],
    [4, -1 / 24],
    [5, -1 / 20],
  ])('with %d even types loses %d without messages and nothing with two', (types, loss) => {
    const buyers = [even(types), even(types)] as const;
    expect(bestPostedPrices(buyers, { messages: 1 }).leaderValue).toBeCloseTo(loss, 12);
    const two = bestPostedPrices(buyers, { messages: 2 });
    expect(two.leaderValue).toBe(0);
    const check = evaluatePostedPrices(buyers, two.reply, two.commitment);
    expect(check.welfareLoss).toBe(0);
    expect(check.gain).toBeLessThan(1e-9);
  });

  it('without messages finds what trying every order and price finds, for one to three buyers (1,000 draws)', () => {
    let lossy = 0;
    for (let seed = 0; seed < 1000; seed++) {
      const random = randomStream(seed, 'test/buyers');
      const buyers = randomBuyers(random, { buyers: seed % 4 === 0 ? 3 : 2, types: seed % 4 === 0 ? 2 : 3 });
      const { leaderValue: welfareLoss, commitment: offers, reply: messageOf } = bestPostedPrices(buyers, { messages: 1 });
      expect(Math.abs(welfareLoss - welfareLossByOrders(buyers)), `seed ${seed}`).toBeLessThan(1e-9);
      expect(evaluatePostedPrices(buyers, messageOf, offers)).toEqual({ welfareLoss, gain: 0 });
      if (welfareLoss < -1e-6) lossy++;
    }
    expect(lossy).toBeGreaterThan(150);
  });

  it('with messages finds what a mixed-integer programme over plans finds (60 draws)', async () => {
    let helped = 0;
    for (let seed = 0; seed < 60; seed++) {
      const buyers = randomBuyers(randomStream(seed, 'test/buyers'), { buyers: 2, types: 2 });
      const { leaderValue: welfareLoss, commitment: offers, reply: messageOf } = bestPostedPrices(buyers, { messages: 2 });
      expect(Math.abs(welfareLoss - (await welfareLossByProgram(buyers, 2))), `seed ${seed}`).toBeLessThan(1e-6);
      expect(evaluatePostedPrices(buyers, messageOf, offers).welfareLoss).toBe(welfareLoss);
      if (welfareLoss > bestPostedPrices(buyers, { messages: 1 }).leaderValue + 1e-6) helped++;
    }
    expect(helped).toBeGreaterThan(3);
  });

  it('is at least as good as any pair of offers on a grid at which buyer 0 tells the truth', () => {
    const prices = [0.05, 0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95, 2];
    for (let seed = 0; seed < 3; seed++) {
      const buyers = randomBuyers(randomStream(seed, 'test/buyers'), { buyers: 2, types: 2 });
      const orders = [[0, 1], [1, 0]]; // prettier-ignore
      const single = orders.flatMap((order) =>
        prices.flatMap((p) => prices.map((q): Offer[] => order.map((buyer, k) => ({ buyer, price: [p, q][k]! })))),
      );
      let spoken = -Infinity;
      for (const low of single) {
        for (const high of single) {
          const { welfareLoss, gain } = evaluatePostedPrices(buyers, [[0, 1], [0, 0]], [low, high]); // prettier-ignore
          if (gain <= 1e-12) spoken = Math.max(spoken, welfareLoss);
        }
      }
      const found = bestPostedPrices(buyers, { messages: 2 });
      expect(found.leaderValue, `seed ${seed}`).toBeGreaterThanOrEqual(spoken - 1e-9);
      expect(found.leaderValue).toBeLessThanOrEqual(0);
    }
  });

  it('sells to three buyers in turn, and loses less with messages', () => {
    const buyers = [even(2), even(3), even(2)];
    const alone = bestPostedPrices(buyers, { messages: 1 });
    const spoken = bestPostedPrices(buyers, { messages: 2 });
    expect(alone.commitment).toHaveLength(1);
    expect(alone.commitment[0]!.map(({ buyer }) => buyer).sort()).toEqual([0, 1, 2]);
    expect(alone.leaderValue).toBeCloseTo(welfareLossByOrders(buyers), 12);
    expect(spoken.leaderValue).toBeGreaterThanOrEqual(alone.leaderValue);
    expect(spoken.commitment).toHaveLength(spoken.used.reduce((product, count) => product * count, 1));
    const check = evaluatePostedPrices(buyers, spoken.reply, spoken.commitment);
    expect(check.welfareLoss).toBe(spoken.leaderValue);
    expect(check.gain).toBeLessThan(1e-9);
  });

  it('names what is wrong with buyers and messages', () => {
    expect(() => bestPostedPrices(twoTypes, { messages: 0 })).toThrow(
      'messages of bestPostedPrices is 0: expected an integer of at least 1',
    );
    expect(() => bestPostedPrices([], { messages: 1 })).toThrow('buyers is []: expected at least one buyer');
    const many = Array.from({ length: 9 }, () => even(3));
    expect(() => bestPostedPrices(many, { messages: 1 })).toThrow('9 buyers have up to');
    expect(() => bestPostedPrices(many, { messages: 3 })).toThrow('the types can share messages in more than 200000 ways');
    expect(() => bestPostedPrices([{ values: [1, 0], weights: [0.5, 0.5] }, twoTypes[1]], { messages: 1 })).toThrow(
      'the values of buyer 0 are',
    );
    expect(() => bestPostedPrices([twoTypes[0], { values: [0, 1], weights: [1, 1] }], { messages: 1 })).toThrow(
      'the weights of buyer 1 are',
    );
  });
});
