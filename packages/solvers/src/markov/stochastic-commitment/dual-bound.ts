import { greatest, type RowBox } from '../process/row-box.ts';
import type { ReplyBounds } from './linear-bound.ts';

/** The most rounds of the search for multipliers. */
const ROUNDS = 8;
/** Halvings of an interval of multipliers. */
const HALVINGS = 40;
/** By how much, relative to the numbers it is made of, an advantage may be wrong by rounding. */
const ROUNDING = 1e-13;

/** A bound with the table at which the linear programme takes it. */
export interface DualBound {
  /** No table of the box at which the reply is best gives the leader more; -Infinity when there is no such table. */
  readonly bound: number;
  /** A table near the optimum of the linear programme. */
  readonly table: Float64Array;
}

/**
 * The most that the leader can earn in a box while one reply stays the follower's best, by weak duality. The linear programme maximises
 * the leader's linear bound subject to the linear bounds of the follower's gains; its constraints are priced one after the other.
 *
 * @param box - where the tables lie
 * @param centre - where the bounds were made
 * @param own - the bounds of the reply
 * @param others - the bounds of the replies that must not be better
 * @param enough - stop when the bound is at most this
 */
export function dualBound(
  box: RowBox,
  actions: number,
  centre: Float64Array,
  own: ReplyBounds,
  others: readonly ReplyBounds[],
  enough: number,
): DualBound {
  const entries = centre.length;
  const rows = entries / actions;
  const gains = Float64Array.from(own.leader.slope);
  const table = new Float64Array(entries);
  let constant = own.leader.value + own.leader.error;
  for (let k = 0; k < entries; k++) constant -= gains[k]! * centre[k]!;

  const maximise = (slopes: Float64Array, into: Float64Array): number => {
    let total = 0;
    for (let row = 0; row < rows; row++) total += greatest(box, row, actions, slopes, row * actions, into);
    return total;
  };
  let bound = constant + maximise(gains, table);
  if (bound <= enough) return { bound, table };

  const slope = new Float64Array(entries);
  const priced = new Float64Array(entries);
  const near = new Float64Array(entries);
  const priceTable = new Float64Array(entries);
  const far = new Float64Array(entries);
  /** Writes the slope of how much better the reply is than another; returns the constant of that bound. */
  const advantage = (other: ReplyBounds): number => {
    let level = own.follower.value - other.follower.value + own.follower.error + other.follower.error;
    let size = Math.abs(own.follower.value) + Math.abs(other.follower.value);
    for (let k = 0; k < entries; k++) {
      slope[k] = own.follower.slope[k]! - other.follower.slope[k]!;
      level -= slope[k]! * centre[k]!;
      size += Math.abs(own.follower.slope[k]!) + Math.abs(other.follower.slope[k]!);
    }
    // A reply that is best at one point alone must not be lost to rounding, nor its bound to a rounding error times a large multiplier.
    return level + ROUNDING * size;
  };
  const dot = (a: Float64Array, b: Float64Array): number => {
    let total = 0;
    for (let k = 0; k < entries; k++) total += a[k]! * b[k]!;
    return total;
  };

  // A reply that is better all over the box settles the matter; one that is nowhere better is no rival.
  const rivals: ReplyBounds[] = [];
  for (const other of others) {
    const level = advantage(other);
    if (level + maximise(slope, far) < 0) return { bound: -Infinity, table };
    for (let k = 0; k < entries; k++) slope[k] = -slope[k]!;
    if (level - maximise(slope, far) < 0) rivals.push(other);
  }

  const idle = new Set<ReplyBounds>();
  for (let round = 0; round < ROUNDS; round++) {
    let worst = -1e-13 * (1 + Math.abs(own.follower.value));
    let violated: ReplyBounds | undefined;
    for (const other of rivals) {
      if (idle.has(other)) continue;
      const level = advantage(other) + dot(slope, table);
      if (level < worst) {
        worst = level;
        violated = other;
      }
    }
    if (!violated) break;
    const level = advantage(violated);
    // The bound as a function of the multiplier is convex; its derivative is the advantage at the maximiser.
    const at = (multiplier: number, into: Float64Array): number => {
      for (let k = 0; k < entries; k++) priced[k] = gains[k]! + multiplier * slope[k]!;
      return constant + multiplier * level + maximise(priced, into);
    };
    let low = 0;
    let high = 1;
    let best = at(0, near);
    let bestMultiplier = 0;
    const keep = (multiplier: number, value: number): void => {
      if (value >= best) return;
      best = value;
      bestMultiplier = multiplier;
    };
    for (let doubling = 0; doubling < 60; doubling++) {
      keep(high, at(high, far));
      if (level + dot(slope, far) >= 0) break;
      near.set(far);
      low = high;
      high *= 4;
    }
    for (let halving = 0; halving < HALVINGS && best > enough; halving++) {
      const middle = (low + high) / 2;
      keep(middle, at(middle, priceTable));
      if (level + dot(slope, priceTable) >= 0) {
        high = middle;
        far.set(priceTable);
      } else {
        low = middle;
        near.set(priceTable);
      }
    }
    const gained = bound - best;
    if (gained <= 1e-9 * (1 + Math.abs(bound))) {
      idle.add(violated);
      continue;
    }
    idle.clear();
    // Between the two sides, where the constraint holds with equality.
    const short = level + dot(slope, near);
    const over = level + dot(slope, far);
    const share = over > short ? Math.min(Math.max(over / (over - short), 0), 1) : 0;
    for (let k = 0; k < entries; k++) table[k] = share * near[k]! + (1 - share) * far[k]!;
    for (let k = 0; k < entries; k++) gains[k]! += bestMultiplier * slope[k]!;
    constant += bestMultiplier * level;
    bound = best;
    if (bound <= enough) break;
  }
  return { bound, table };
}
