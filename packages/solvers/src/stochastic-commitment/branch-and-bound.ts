import type { Process } from '../process/process.ts';
import { allTables, centreOf, tighten, type RowBox } from '../process/row-box.ts';
import { dualBound } from './dual-bound.ts';
import { climb, type Candidate } from './improve.ts';
import { createLinearBounder, type ReplyBounds } from './linear-bound.ts';
import { createPriceBounder } from './price-bound.ts';
import type { ReplyValues } from './reply-values.ts';

/** What a branch and bound over leader tables found. */
export interface BoundedSearch {
  /** The best table found. */
  readonly best: Candidate;
  /** No table is worth more. */
  readonly upperBound: number;
  /** How many boxes were examined. */
  readonly boxes: number;
}

interface Node {
  readonly box: RowBox;
  /** No table in the box is worth more. */
  readonly bound: number;
  /** The replies that can still be best, and worth it, in the box. */
  readonly live: readonly number[];
  /** Where to split: the entry of the table that the error comes from. */
  readonly entry: number;
}

/**
 * The best stochastic table of a leader against a follower that answers with one of finitely many replies, by best-first branch and bound over
 * boxes of tables. In each box every reply that may still be best is bounded by {@link dualBound}.
 *
 * @param limits - `tolerance`: the gap at which the search ends; `boxes`: the most boxes it examines
 */
export function branchAndBound(
  process: Process,
  values: ReplyValues,
  limits: { readonly tolerance: number; readonly boxes: number },
): BoundedSearch {
  const { leaderActions: actions, leaderObservations: rows } = process;
  const bounder = createLinearBounder(process);
  const priceBounder = createPriceBounder(process);
  let best: Candidate = { table: new Float64Array(0), value: -Infinity };
  let climbedFrom = -Infinity;
  const consider = (table: Float64Array): void => {
    const value = values.at(table).leader;
    if (value <= best.value) return;
    best = { table: table.slice(), value };
  };

  const examine = (box: RowBox, parent: readonly number[], ceiling: number): Node | undefined => {
    const centre = centreOf(box, rows, actions);
    const { leader, optimal } = values.at(centre);
    if (leader > best.value) best = { table: centre.slice(), value: leader };
    const enough = (): number => best.value + limits.tolerance;
    const bounds = values.replies.map((reply) => bounder(box, centre, reply));
    const security = bounds.reduce((most, { follower }) => Math.max(most, follower.least), -Infinity);
    const candidates: { readonly reply: number; readonly bound: number }[] = [];
    for (const k of parent) {
      const { bound, table } = dualBound(box, actions, centre, bounds[k]!, rivals(bounds, k), enough());
      if (bound <= enough()) continue;
      consider(table);
      const priced = priceBounder(box, values.replies[k]!, security, enough());
      if (priced > enough()) candidates.push({ reply: k, bound: Math.min(bound, priced) });
    }
    if (best.value > climbedFrom + 1e-3 * Math.abs(best.value - ceiling)) {
      best = climb(process, values, bounder, best);
      climbedFrom = best.value;
    }
    const live = candidates.filter(({ bound }) => bound > enough());
    if (live.length === 0) return undefined;
    const bound = Math.min(ceiling, live.reduce((most, candidate) => Math.max(most, candidate.bound), -Infinity));
    return { box, bound, live: live.map(({ reply }) => reply), entry: splitAt(box, bounds[optimal]!, live.map(({ reply }) => bounds[reply]!)) };
  };

  const heap: Node[] = [];
  const all = Array.from(values.replies.keys());
  // Every deterministic table of few is a candidate: optima are often at corners.
  corners(rows, actions, consider);
  const root = examine(allTables(rows, actions), all, Infinity);
  if (root) push(heap, root);
  let boxes = 1;
  while (heap.length > 0 && boxes < limits.boxes && heap[0]!.bound > best.value + limits.tolerance) {
    const { box, live, bound, entry } = pop(heap);
    const middle = (box.low[entry]! + box.high[entry]!) / 2;
    for (const upper of [false, true]) {
      const half = { low: box.low.slice(), high: box.high.slice() };
      (upper ? half.low : half.high)[entry] = middle;
      if (!tighten(half, Math.floor(entry / actions), actions)) continue;
      boxes++;
      const node = examine(half, live, bound);
      if (node) push(heap, node);
    }
  }
  // What was cut off was within the tolerance of the best table of its time, so of the best one.
  const open = heap.length > 0 ? heap[0]!.bound : -Infinity;
  return { best, upperBound: Math.max(open, best.value + limits.tolerance), boxes };
}

function rivals(bounds: readonly ReplyBounds[], own: number): ReplyBounds[] {
  return bounds.filter((_other, k) => k !== own);
}

/** The entry that most of the error comes from: that of the replies in question and of the best rival; the widest where there is no error. */
function splitAt({ low, high }: RowBox, rival: ReplyBounds, live: readonly ReplyBounds[]): number {
  let entry = -1;
  let most = 0;
  let widest = 0;
  for (let n = 0; n < low.length; n++) {
    const width = high[n]! - low[n]!;
    if (width > high[widest]! - low[widest]!) widest = n;
    let spread = rival.follower.spread[n]!;
    for (const { leader, follower } of live) spread += (leader.spread[n]! + follower.spread[n]!) / live.length;
    if (spread <= most || width <= 1e-9) continue;
    most = spread;
    entry = n;
  }
  return entry < 0 ? widest : entry;
}

/** The most corners that are tried. */
const CORNER_LIMIT = 4096;

function corners(rows: number, actions: number, consider: (table: Float64Array) => void): void {
  let total = 1;
  for (let row = 0; row < rows && total <= CORNER_LIMIT; row++) total *= actions;
  if (total > CORNER_LIMIT) return;
  for (let index = 0; index < total; index++) {
    const table = new Float64Array(rows * actions);
    for (let row = 0, rest = index; row < rows; row++, rest = Math.floor(rest / actions)) table[row * actions + (rest % actions)] = 1;
    consider(table);
  }
}

/** A binary heap, the highest bound first. */
function push(heap: Node[], node: Node): void {
  let at = heap.length;
  heap.push(node);
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (heap[parent]!.bound >= node.bound) break;
    heap[at] = heap[parent]!;
    at = parent;
  }
  heap[at] = node;
}

function pop(heap: Node[]): Node {
  const top = heap[0]!;
  const last = heap.pop()!;
  if (heap.length === 0) return top;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && heap[child + 1]!.bound > heap[child]!.bound) child++;
    if (heap[child]!.bound <= last.bound) break;
    heap[at] = heap[child]!;
    at = child;
  }
  heap[at] = last;
  return top;
}
