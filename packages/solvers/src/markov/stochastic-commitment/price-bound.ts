import type { Process } from '../process/process.ts';
import type { RowBox } from '../process/row-box.ts';
import { boundValues } from '../process/value-bounds.ts';

/** Narrowings of an interval of prices. */
const NARROWINGS = 30;
const GOLDEN = 0.618_033_988_749_894_9;

/** Bounds the leader's return in a box, see {@link createPriceBounder}. */
export type PriceBounder = (box: RowBox, reply: Int32Array, security: number, enough: number) => number;

/**
 * Bounds the leader's return against one reply by what the follower must get. With a price p >= 0 on the follower's return, the leader
 * gets at most max(U_leader + p U_follower) - p `security`, where the follower can secure `security` in every table of the box. The
 * maximum is over leaders that choose inside the box afresh in every step. Good for large boxes, where it catches what the payoffs of one
 * round imply.
 */
export function createPriceBounder(process: Process): PriceBounder {
  const values = new Float64Array(process.states);
  const reward = new Float64Array(process.leaderReward.length);
  return (box, reply, security, enough) => {
    let best = Infinity;
    const at = (price: number): number => {
      for (let k = 0; k < reward.length; k++) reward[k] = process.leaderReward[k]! + price * process.followerReward[k]!;
      boundValues(process, box, reply, reward, 1, values);
      const bound = totalOf(process, values) - price * security;
      best = Math.min(best, bound);
      return bound;
    };
    // Convex in the price: first an interval that holds the least, then golden section.
    let high = 0.25;
    let value = at(0);
    for (let next = at(high); next < value && high < 1e6 && best > enough; next = at(high)) {
      value = next;
      high *= 4;
    }
    let low = high > 1 ? high / 16 : 0;
    let left = high - GOLDEN * (high - low);
    let right = low + GOLDEN * (high - low);
    let atLeft = at(left);
    let atRight = at(right);
    for (let k = 0; k < NARROWINGS && best > enough; k++) {
      if (atLeft <= atRight) {
        high = right;
        right = left;
        atRight = atLeft;
        left = high - GOLDEN * (high - low);
        atLeft = at(left);
      } else {
        low = left;
        left = right;
        atLeft = atRight;
        right = low + GOLDEN * (high - low);
        atRight = at(right);
      }
    }
    return best;
  };
}

/** What is worth `values` per state at the start. */
export function totalOf({ states, initial }: Process, values: Float64Array): number {
  let total = 0;
  for (let s = 0; s < states; s++) total += initial[s]! * values[s]!;
  return total;
}
