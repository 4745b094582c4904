import type { TieRule } from '@firstmover/core';

/** A fixed price and the gains from trade that it makes. */
export interface TradePrice {
  /** The price, as a level. */
  readonly level: number;
  /** The expected gains from trade. */
  readonly gains: number;
}

/**
 * The best fixed price for a seller and a buyer whose values are uniform on levels 0 to `levels`, of `1 / levels` each. Both tell the truth, and trade where
 * the seller's value is at most the price and the buyer's at least; at the price itself they trade (strong ties) or do not (weak).
 */
export function bestPrice(levels: number, ties: TieRule): TradePrice {
  let best: TradePrice = { level: 0, gains: -Infinity };
  for (let level = 0; level <= levels; level++) {
    let gains = 0;
    for (let cost = 0; cost <= level; cost++) {
      for (let value = level; value <= levels; value++)
        if (ties === 'strong' || (cost < level && value > level)) gains += (value - cost) / levels;
    }
    gains = Math.round((gains / (levels + 1) / (levels + 1)) * 1e12) / 1e12;
    if (gains > best.gains) best = { level, gains };
  }
  return best;
}

/** The expected gains if all trade that is worth it took place: what no budget-balanced mechanism reaches (Myerson & Satterthwaite 1983). */
export function firstBest(levels: number): number {
  let gains = 0;
  for (let cost = 0; cost <= levels; cost++) for (let value = cost; value <= levels; value++) gains += (value - cost) / levels;
  return gains / (levels + 1) / (levels + 1);
}
