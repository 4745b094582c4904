import type { GameDefinition } from '@firstmover/core';
import { InputError, RefusedError, defineGame, defineRules, discrete, drawBars, show } from '@firstmover/core';
import { bestReserve } from './optimum.ts';

interface State {
  /** The value of each bidder, as a level. */
  readonly values: readonly number[];
  /** What each bid; empty before. */
  readonly bids: readonly number[];
}

/**
 * `mechanism/Auction-v1`: a seller commits to a reserve price, or to a price that it posts; bidders who know their own value bid. The bidders
 * learn to bid in whatever way the follower oracle does; what the seller has at best against bidders that bid well is Myerson's (1981).
 */
export const auction: GameDefinition = defineGame({
  id: 'mechanism/Auction-v1',
  parameters: {
    format: {
      kind: 'choice',
      options: ['second-price', 'first-price', 'posted'],
      default: 'second-price',
      about: 'the highest bidder pays the second bid, or its own, at least the reserve; or one of those who bid the posted price pays that',
    },
    bidders: { kind: 'integer', min: 1, max: 8, default: 2, about: 'how many bidders there are' },
    weights: {
      kind: 'matrix',
      default: [[1, 1, 1, 1, 1, 1, 1]],
      about: 'one row: how likely each value is, for every bidder; the values are an even grid from 0 to 1, and so are prices and bids',
    },
  },
  rules({ format, bidders, weights: rows }) {
    const weights = rows[0]!;
    if (rows.length !== 1 || weights.length < 2 || !weights.every((weight) => weight >= 0) || !weights.some((weight) => weight > 0))
      throw new InputError(`weights of mechanism/Auction-v1 are ${show(rows)}: expected one row of two or more, at least 0 and not all 0`);
    const levels = weights.length - 1;
    if (levels > 1000) throw new RefusedError(`mechanism/Auction-v1 with ${levels + 1} values: expected at most 1001`);
    const level = discrete(levels + 1);
    const bidder = discrete(levels + 2, [...weights.map((_weight, k) => `worth ${k} of ${levels}`), 'done']);
    const names = Array.from({ length: bidders }, (_unused, i) => `bidder ${i}`);
    return defineRules({
      players: [
        { name: 'seller', role: 'leader', observation: discrete(1, ['start']), action: level, hidden: ['values'] },
        ...names.map((name, i) => ({
          name,
          role: 'follower' as const,
          observation: bidder,
          action: level,
          hidden: names.flatMap((_name, j) => (j === i ? [] : [`values.${j}`])),
        })),
      ],
      initial: (chance): State => ({ values: names.map(() => chance.pick(weights)), bids: [] }),
      step({ values }: State, [least, ...bids], chance) {
        const highest = Math.max(...bids);
        const rewards: [number, ...number[]] = [0, ...new Array<number>(bidders).fill(0)];
        if (highest >= least) {
          const first = bids.flatMap((bid, i) => (bid >= (format === 'posted' ? least : highest) ? [i] : []));
          const winner = first[chance.pick(first.map(() => 1))]!;
          const second = Math.max(least, ...bids.filter((_bid, i) => i !== winner));
          const price = format === 'posted' ? least : format === 'first-price' ? highest : second;
          rewards[0] = price / levels;
          rewards[winner + 1] = (values[winner]! - price) / levels;
        }
        return { state: { values, bids }, rewards, terminated: true };
      },
      observe: ({ values, bids }, player) => (player === 0 ? 0 : bids.length === 0 ? values[player - 1]! : levels + 1),
      draw: ({ values, bids }, actions) =>
        drawBars(
          [
            { label: 'price', value: (actions?.[0] ?? 0) / levels },
            ...values.flatMap((value, i) => [
              { label: `bidder ${i}: worth`, value: value / levels, tone: 'soft' as const },
              { label: `bidder ${i}: bid`, value: (bids[i] ?? 0) / levels, tone: 'follower' as const },
            ]),
          ],
          1,
        ),
    });
  },
  descriptor: ({ format, bidders, weights: rows }) => ({
    summary: 'A reserve price or a posted price for bidders who alone know what the item is worth to them.',
    rewardBounds: [-1, 1],
    horizon: 1,
    optima:
      format === 'first-price'
        ? []
        : (['strong', 'weak'] as const).map((ties) => ({
            leaderReturn: bestReserve({ weights: rows[0]!, bidders, format, ties }).revenue,
            commitment: 'pure' as const,
            followerClass: 'stationary' as const,
            ties,
            source: 'all prices, with bidders that play no dominated strategy: the truth is dominant (bestReserve; Myerson 1981)',
          })),
    source: 'Myerson, Optimal Auction Design (Mathematics of Operations Research 1981); Riley & Samuelson, Optimal Auctions (1981)',
  }),
});
