import type { Value } from '@firstmover/core';
import { createEnvironment } from '@firstmover/core';
import { bestPostedPrices } from '@firstmover/solvers';
import { describe, expect, it } from 'vitest';
import { sequentialPrice } from './sequential-price.ts';

const optimum = (parameters: { [name: string]: unknown }): number | undefined =>
  sequentialPrice.create(parameters).descriptor.optima[0]?.leaderReturn;

describe('the rules', () => {
  it('visit buyer after buyer until somebody takes the item', () => {
    const environment = createEnvironment(sequentialPrice.create(), { seed: 1 });
    const seen = new Set<string>();
    for (let episode = 0; episode < 200; episode++) {
      const [, first, second] = environment.reset().observations as number[];
      const values = [[0.2, 1][first!]!, [0, 0.4][second!]!];
      seen.add(values.join());
      // Both say 1; nobody has been visited: profile 3 of the empty set.
      expect(environment.step([[0, 0], 1, 1]).observations).toEqual([4, 2, 2]);
      const highest = Math.max(...values);
      const one = environment.step([[0, 5], 0, 0]);
      if (values[0]! >= 0.5) {
        expect(one).toMatchObject({ rewards: [values[0]! - highest, values[0]! - 0.5, 0], terminated: true });
        continue;
      }
      // Buyer 0 has been visited; who is named again is passed over.
      expect(one).toMatchObject({ observations: [1 + 4 + 3, 2, 2], rewards: [0, 0, 0], terminated: false });
      const two = environment.step([[0, 4], 0, 0]);
      expect(two.terminated).toBe(true);
      expect(two.rewards).toEqual(values[1]! >= 0.4 ? [0.4 - highest, 0, 0] : [-highest, 0, 0]);
    }
    expect(seen.size).toBe(4);
  });

  it('take scores and any price where prices are no grid', () => {
    const environment = createEnvironment(sequentialPrice.create({ prices: 0 }), { seed: 1 });
    const [, , second] = environment.reset().observations as number[];
    environment.step([[0, 0, 0], 0, 0]);
    const value = [0, 0.4][second!]!;
    const { rewards, terminated } = environment.step([[0.2, 0.9, 0.35], 0, 0] as Value[]);
    expect(terminated).toBe(value >= 0.35);
    expect(rewards[2]).toBe(value >= 0.35 ? value - 0.35 : 0);
  });
});

describe('optima', () => {
  it('without messages are the published ones', () => {
    expect(optimum({ messages: 1 })).toBeCloseTo(-0.06, 12);
    const published = [-1 / 18, -1 / 24, -1 / 20, -2 / 45];
    published.forEach((value, i) => expect(optimum({ messages: 1, setting: 'grid', types: 3 + i, prices: 0 })).toBeCloseTo(value, 12));
    // Prices at multiples of 1/10 miss the values 1/3 and 2/3.
    expect(optimum({ messages: 1, setting: 'grid', types: 4 })).toBeUndefined();
  });

  it('without messages are those of a plain search for three buyers, and hold for many buyers and types', () => {
    // Three uniform buyers on 0, 1/2, 1, in any order with any prices.
    const values = [0, 0.5, 1];
    let best = -Infinity;
    for (const a of values) {
      for (const b of values) {
        for (const c of values) {
          let welfare = 0;
          for (const x of values)
            for (const y of values) for (const z of values) welfare += (x >= a ? x : y >= b ? y : z >= c ? z : 0) / 27;
          best = Math.max(best, welfare);
        }
      }
    }
    const highest = (1 - 8 / 27) * 1 + (8 / 27 - 1 / 27) * 0.5;
    expect(optimum({ messages: 1, setting: 'grid', buyers: 3, types: 3, prices: 2 })).toBeCloseTo(best - highest, 12);
    const many = optimum({ messages: 1, setting: 'grid', buyers: 8, types: 50, prices: 0 })!;
    expect(many).toBeLessThan(0);
    // Prices for uniform values on [0, 1] in order: worth (1 + w^2) / 2 where w is what is left.
    let left = 0;
    for (let buyer = 0; buyer < 8; buyer++) left = (1 + left * left) / 2;
    expect(many).toBeCloseTo(left - 8 / 9, 2);
  });

  it.each([2, 3, 4])('with two messages lose nothing for two buyers of %d values, by the exact solver', (types) => {
    const weights = Array.from({ length: types }, () => 1 / types);
    const buyer = { values: weights.map((_weight, i) => i / (types - 1)), weights };
    expect(bestPostedPrices([buyer, buyer], { messages: 2 }).leaderValue).toBeCloseTo(0, 12);
    expect(optimum({ setting: 'grid', types, prices: 0 })).toBe(0);
    expect(optimum({ setting: 'grid', types, prices: 10 })).toBeUndefined();
  });

  it('with two messages lose nothing in the PI setting, and telling the truth is strictly best for buyer 0', () => {
    const game = sequentialPrice.create();
    expect(optimum({})).toBe(0);
    // Message 1 of buyer 0: it is offered the item first at 0.5. Message 0: buyer 1 first at 0.4, then buyer 0 at 0.1.
    const offer = (observation: number): [number, number] => {
      if (observation === 0) return [0, 0];
      const visited = Math.floor((observation - 1) / 4);
      const high = Math.floor(((observation - 1) % 4) / 2) === 1;
      if (visited === 0) return high ? [0, 5] : [1, 4];
      return visited === 1 ? [1, 4] : [0, 1];
    };
    const payoff = (types: readonly [number, number], message: number): readonly number[] => {
      let state: unknown = { types, messages: [], visited: 0 };
      let actions: Value[] = [[0, 0], message, 0];
      for (;;) {
        const { state: next, rewards, terminated } = game.step(state, actions, { pick: () => 0, uniform: () => 0 });
        if (terminated) return rewards;
        state = next;
        actions = [offer(game.observe(state, 0) as number), 0, 0];
      }
    };
    for (const type of [0, 1]) {
      const mean = (message: number): number => (payoff([type, 0], message)[1]! + payoff([type, 1], message)[1]!) / 2;
      expect(mean(type)).toBeGreaterThan(mean(1 - type) + 0.04);
      for (const other of [0, 1]) expect(payoff([type, other], type)[0]).toBe(0);
    }
  });
});
