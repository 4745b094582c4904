import type { Process } from '../process/process.ts';
import { allTables, centreOf, tighten, type RowBox } from '../process/row-box.ts';
import { bestFirst, type Part } from './best-first.ts';
import { dualBound } from './dual-bound.ts';
import { climb, polish, type Candidate, type Landscape, type Slopes } from './improve.ts';
import { createLinearBounder, type LinearBounder, type ReplyBounds } from './linear-bound.ts';
import { createPriceBounder } from './price-bound.ts';
import type { ReplyValues } from './reply-values.ts';

/** When a search ends. */
export interface SearchLimits {
  /** The gap, in units of return, between the best table and the bound. */
  readonly tolerance: number;
  /** The most boxes that are examined. */
  readonly boxes: number;
}

/** What a branch and bound over leader tables found. */
export interface BoundedSearch {
  /** The best table found. */
  readonly best: Candidate;
  /** No table is worth more. */
  readonly upperBound: number;
  /** How many boxes were examined. */
  readonly boxes: number;
}

interface Node extends Part {
  readonly box: RowBox;
  /** The replies that can still be best, and worth it, in the box. */
  readonly live: readonly number[];
  /** Where to split: the entry of the table that the error comes from. */
  readonly entry: number;
}

/**
 * The best stochastic table of a leader against a follower with finitely many replies, by best-first branch and bound over boxes of
 * tables. In each box every reply that may still be best is bounded by {@link dualBound} and by a price on what the follower must get.
 */
export function branchAndBound(process: Process, values: ReplyValues, limits: SearchLimits): BoundedSearch {
  const { leaderActions: actions, leaderObservations: rows } = process;
  const bounder = createLinearBounder(process);
  const priceBounder = createPriceBounder(process);
  const landscape = replyLandscape(process, values, bounder);
  let best: Candidate = { table: new Float64Array(0), value: -Infinity };
  let climbed = -Infinity;
  const consider = (table: Float64Array): void => {
    const value = values.at(table).leader;
    if (value > best.value) best = { table: table.slice(), value };
  };
  const target = (): number => best.value + limits.tolerance;
  // The highest bound of what was cut off.
  let settled = -Infinity;

  const examine = (box: RowBox, parent: readonly number[], ceiling: number): Node | undefined => {
    const centre = centreOf(box, rows, actions);
    const { leader, optimal } = values.at(centre);
    if (leader > best.value) best = { table: centre, value: leader };
    const bounds = values.replies.map((reply) => bounder(box, centre, reply));
    const security = bounds.reduce((most, { follower }) => Math.max(most, follower.least), -Infinity);
    const open: { readonly reply: number; readonly bound: number }[] = [];
    for (const reply of parent) {
      const rivals = bounds.filter((_other, k) => k !== reply);
      const { bound, table } = dualBound(box, actions, centre, bounds[reply]!, rivals, target());
      settled = bound <= target() ? Math.max(settled, bound) : settled;
      if (bound <= target()) continue;
      consider(table);
      const priced = priceBounder(box, values.replies[reply]!, security, target());
      open.push({ reply, bound: Math.min(bound, priced, ceiling) });
    }
    if (best.value > climbed) {
      best = climb(landscape, best);
      climbed = best.value;
    }
    for (const { reply, bound } of open) {
      if (reply === optimal || bound <= target()) continue;
      for (const table of polish(actions, centre, 2 * widthOf(box), (near) => replySlopes(values, bounder, near, reply))) consider(table);
    }
    const live = open.filter(({ bound }) => bound > target());
    for (const { bound } of open) if (bound <= target()) settled = Math.max(settled, bound);
    if (live.length === 0) return undefined;
    return {
      box,
      bound: live.reduce((most, { bound }) => Math.max(most, bound), -Infinity),
      live: live.map(({ reply }) => reply),
      entry: splitAt(box, [bounds[optimal]!.follower, ...live.flatMap(({ reply }) => [bounds[reply]!.leader, bounds[reply]!.follower])]),
    };
  };

  for (const corner of corners(rows, actions)) consider(corner);
  const root = examine(allTables(rows, actions), Array.from(values.replies.keys()), Infinity);
  const split = ({ box, live, bound, entry }: Node): (Node | undefined)[] =>
    halves(box, entry, actions).map((half) => examine(half, live, bound));
  const { open, examined } = bestFirst(root, split, target, limits.boxes);
  return { best, upperBound: Math.max(open, settled, best.value), boxes: examined };
}

/** The landscape of a leader whose follower chooses among listed replies. */
function replyLandscape(process: Process, values: ReplyValues, bounder: LinearBounder): Landscape {
  return {
    actions: process.leaderActions,
    scale: 1e9 * process.followerTolerance,
    valueAt: (table) => values.at(table).leader,
    slopesAt: (table) => replySlopes(values, bounder, table, values.at(table).optimal),
  };
}

function replySlopes({ replies }: ReplyValues, bounder: LinearBounder, table: Float64Array, own: number): Slopes {
  const point = { low: table, high: table };
  const linear = replies.map((reply) => bounder(point, table, reply));
  const { leader, follower } = linear[own]!;
  const advantages = linear.flatMap((other, k) =>
    k === own
      ? []
      : [{ value: follower.value - other.follower.value, slope: follower.slope.map((slope, n) => slope - other.follower.slope[n]!) }],
  );
  return { gain: leader.slope, advantages };
}

function widthOf({ low, high }: RowBox): number {
  return low.reduce((most, least, n) => Math.max(most, high[n]! - least), 0);
}

/** The two halves of a box, split at an entry. */
export function halves(box: RowBox, entry: number, actions: number): RowBox[] {
  const middle = (box.low[entry]! + box.high[entry]!) / 2;
  return [false, true].flatMap((upper) => {
    const half = { low: box.low.slice(), high: box.high.slice() };
    (upper ? half.low : half.high)[entry] = middle;
    return tighten(half, Math.floor(entry / actions), actions) ? [half] : [];
  });
}

/** The entry that most of the error of some bounds comes from; the widest where there is no error. */
function splitAt({ low, high }: RowBox, bounds: readonly ReplyBounds['leader'][]): number {
  let entry = -1;
  let most = 0;
  let widest = 0;
  for (let n = 0; n < low.length; n++) {
    const width = high[n]! - low[n]!;
    if (width > high[widest]! - low[widest]!) widest = n;
    // The first is the rival's: it counts as much as the others together.
    let spread = 0;
    bounds.forEach((bound, k) => (spread += bound.spread[n]! / (k === 0 ? 1 : (bounds.length - 1) / 2)));
    if (spread <= most || width <= 1e-9) continue;
    most = spread;
    entry = n;
  }
  return entry < 0 ? widest : entry;
}

/** The most corners that are listed. */
const CORNER_LIMIT = 4096;

/** All deterministic tables, where they are few: optima are often among them. */
export function corners(rows: number, actions: number): Float64Array[] {
  let total = 1;
  for (let row = 0; row < rows && total <= CORNER_LIMIT; row++) total *= actions;
  if (total > CORNER_LIMIT) return [];
  return Array.from({ length: total }, (_unused, index) => {
    const table = new Float64Array(rows * actions);
    for (let row = 0, rest = index; row < rows; row++, rest = Math.floor(rest / actions)) table[row * actions + (rest % actions)] = 1;
    return table;
  });
}
