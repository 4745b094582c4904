import { createEnvironment } from '@firstmover/core';
import { checkGame } from '@firstmover/core/testing';
import { describe, expect, it } from 'vitest';
import { OFFER_ROUNDS, TRADE_ROUNDS, bulletTrade, bulletTradeOptimum } from './bullet-trade.ts';
import type { Field } from './field.ts';
import { SCREEN, newField, playRound } from './field.ts';

interface Trade {
  readonly round: number;
  readonly offering: boolean;
  readonly offered: number;
  readonly buyer: Field;
}

/** How many invaders are left when all shots in flight have hit or missed. */
function survivors(field: Field, round: number): number {
  for (; field.shots.length > 0; round++) field = playRound(field, 0, round).field;
  return field.invaders.filter(Boolean).length;
}

/** A player that never moves and fires when it will hit what nothing in flight is going to hit. */
function marksman(field: Field, round: number): number {
  if (field.bullets === 0) return 0;
  return survivors(playRound(field, 3, round).field, round + 1) < survivors(playRound(field, 0, round).field, round + 1) ? 3 : 0;
}

/** All ways to choose rounds before which a bullet arrives. */
function subsets(size: number, from = 0): number[][] {
  if (size === 0) return [[]];
  const found: number[][] = [];
  for (let first = from; first <= OFFER_ROUNDS - size; first++)
    for (const rest of subsets(size - 1, first + 1)) found.push([first, ...rest]);
  return found;
}

/** How many pixels are lit at the start of row 0 of a plane. */
function counted(pixels: readonly number[], plane: number): number {
  const row = pixels.slice(plane * SCREEN * SCREEN, plane * SCREEN * SCREEN + SCREEN - 1);
  return row.reduce((sum, pixel) => sum + pixel, 0);
}

/** The seller's optimum against weak ties, from what it sees: the last bullet is a tenth cheaper for a buyer that bought all others. */
function bundle(bullets: number): (pixels: readonly number[]) => number {
  return (pixels) => (counted(pixels, 2) === bullets && counted(pixels, 1) === bullets - 1 ? 9 : 10);
}

/** The returns of a whole episode when the buyer buys the offers of a set, at any price, and shoots well. */
function trade(bullets: number, seed: number, price: (pixels: readonly number[]) => number, buys: (offer: number) => boolean): number[] {
  const environment = createEnvironment(bulletTrade.create({ bullets }), { seed });
  let pixels = environment.reset().observations[0] as number[];
  const returns = [0, 0];
  for (let ended = false; !ended;) {
    const state = environment.snapshot().state as Trade & { readonly seller: Field };
    const threshold = buys(state.offered - 1) ? 10 : 0;
    const seller = [marksman(state.seller, state.round), price(pixels)];
    const { observations, rewards, terminated } = environment.step([seller, [marksman(state.buyer, state.round), threshold]]);
    pixels = observations[0] as number[];
    rewards.forEach((reward, i) => (returns[i]! += reward));
    ended = terminated;
  }
  return returns;
}

describe('the bullet trade', () => {
  it.each([1, 5])('with %d bullets keeps the rules of a game', (bullets) => {
    checkGame(bulletTrade.create({ bullets }), { steps: 200 });
  });

  it.each([1, 2, 3, 4, 5])('lets %d bullets hit, whatever the times at which they come', (bullets) => {
    for (const times of subsets(bullets)) {
      let field = newField();
      let hits = 0;
      for (let round = 0; round < TRADE_ROUNDS; round++) {
        const played = playRound(field, marksman(field, round), round);
        hits += played.hits;
        field = times.includes(round) ? { ...played.field, bullets: played.field.bullets + 1 } : played.field;
      }
      expect(hits, String(times)).toBe(bullets);
    }
  });

  it('offers every bullet once, at all times alike', () => {
    const counts = new Array<number>(OFFER_ROUNDS).fill(0);
    const environment = createEnvironment(bulletTrade.create({ bullets: 3 }), { seed: 1 });
    for (let episode = 0; episode < 300; episode++) {
      environment.reset();
      let offers = 0;
      for (let round = 0; round < OFFER_ROUNDS; round++) {
        if ((environment.snapshot().state as Trade).offering) counts[round]! += ++offers > 0 ? 1 : 0;
        environment.step([
          [0, 1],
          [0, 0],
        ]);
      }
      expect(offers).toBe(3);
    }
    // 45 are expected in each round, with a standard deviation of 6.2.
    expect(Math.min(...counts)).toBeGreaterThan(20);
    expect(Math.max(...counts)).toBeLessThan(70);
  });

  it.each([1, 3])('of %d bullets is worth what the bundle earns from the best of all ways to buy', (bullets) => {
    for (let seed = 0; seed < 5; seed++) {
      const ways = Array.from({ length: 2 ** bullets }, (_unused, code) =>
        trade(bullets, seed, bundle(bullets), (offer) => ((code >> offer) & 1) === 1),
      );
      const best = Math.max(...ways.map(([, buyer]) => buyer!));
      // Only one way is best: buying all.
      expect(ways.filter(([, buyer]) => buyer! > best - 0.05)).toHaveLength(1);
      expect(best).toBeCloseTo(0.1, 12);
      expect(ways.at(-1)![0]).toBeCloseTo(bulletTradeOptimum(bullets, 'weak'), 12);
      expect(ways[0]![0]).toBeCloseTo(0.1 * bullets, 12);
      expect(trade(bullets, seed, () => 10, () => true)[0]).toBeCloseTo(bulletTradeOptimum(bullets, 'strong'), 12); // prettier-ignore
    }
  });
});
