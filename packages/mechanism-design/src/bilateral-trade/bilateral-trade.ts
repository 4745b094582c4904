import type { GameDefinition } from '@firstmover/core';
import { defineGame, defineRules, discrete, drawBars } from '@firstmover/core';
import { bestPrice } from './optimum.ts';

interface State {
  /** The seller's and the buyer's value, as levels. */
  readonly values: readonly number[];
  /** The ask and the bid, as levels; empty before. */
  readonly offers: readonly number[];
}

/**
 * `mechanism/BilateralTrade-v1`: a seller and a buyer who know what an item is worth to them may trade at the leader's price. The seller
 * names the least that it takes, the buyer the most that it gives, and they trade if the price lies between. The leader wants the gains
 * from trade, but owns no money (Myerson & Satterthwaite 1983).
 */
export const bilateralTrade: GameDefinition = defineGame({
  id: 'mechanism/BilateralTrade-v1',
  parameters: {
    levels: {
      kind: 'integer',
      min: 1,
      max: 50,
      default: 6,
      about: 'values, prices, asks and bids are multiples of 1 / levels from 0 to 1',
    },
    sees: {
      kind: 'choice',
      options: ['nothing', 'offers'],
      default: 'nothing',
      about: 'whether the leader posts one price, or sees ask and bid before it names it',
    },
  },
  rules({ levels, sees }) {
    const count = levels + 1;
    const money = (level: number): number => level / levels;
    const level = discrete(count);
    const trader = discrete(count + 1, [...Array.from({ length: count }, (_unused, i) => `worth ${i} of ${levels}`), 'done']);
    const trade = ([cost, value]: readonly number[], [ask, bid]: readonly number[], price: number): readonly [number, number, number] =>
      ask! <= price && price <= bid! ? [money(value! - cost!), money(price - cost!), money(value! - price)] : [0, 0, 0];
    return defineRules({
      players: [
        {
          name: 'platform',
          role: 'leader',
          observation: discrete(sees === 'nothing' ? 1 : 1 + count * count),
          action: level,
          hidden: ['values'],
        },
        { name: 'seller', role: 'follower', observation: trader, action: level, hidden: ['values.1'] },
        { name: 'buyer', role: 'follower', observation: trader, action: level, hidden: ['values.0'] },
      ],
      initial: (chance): State => {
        const even = new Array<number>(count).fill(1);
        return { values: [chance.pick(even), chance.pick(even)], offers: [] };
      },
      step({ values, offers }: State, [price, ...named]) {
        if (sees === 'offers' && offers.length === 0) return { state: { values, offers: named }, rewards: [0, 0, 0] };
        const final = sees === 'offers' ? offers : named;
        return { state: { values, offers: final }, rewards: trade(values, final, price), terminated: true };
      },
      observe: ({ values, offers }, player) => {
        if (player > 0) return offers.length === 0 ? values[player - 1]! : count;
        return sees === 'nothing' || offers.length === 0 ? 0 : 1 + offers[0]! * count + offers[1]!;
      },
      draw: ({ values, offers }, actions) =>
        drawBars(
          [
            { label: 'worth to the seller', value: money(values[0]!), tone: 'soft' as const },
            { label: 'ask', value: money(offers[0] ?? 0), tone: 'follower' as const },
            { label: 'price', value: money(offers.length > 0 && actions ? actions[0] : 0) },
            { label: 'bid', value: money(offers[1] ?? 0), tone: 'follower' as const },
            { label: 'worth to the buyer', value: money(values[1]!), tone: 'soft' as const },
          ],
          1,
        ),
    });
  },
  descriptor: ({ levels, sees }) => ({
    summary: 'A price for a seller and a buyer who alone know what the item is worth to them.',
    rewardBounds: [-1, 1],
    horizon: sees === 'nothing' ? 1 : 2,
    optima:
      sees === 'offers'
        ? []
        : (['strong', 'weak'] as const).map((ties) => ({
            leaderReturn: bestPrice(levels, ties).gains,
            commitment: 'pure' as const,
            followerClass: 'stationary' as const,
            ties,
            source: 'all prices, with traders that play no dominated strategy: the truth is dominant (bestPrice)',
          })),
    source:
      'Myerson & Satterthwaite, Efficient Mechanisms for Bilateral Trading (1983); Hagerty & Rogerson, Robust Trading Mechanisms (1987)',
  }),
});
