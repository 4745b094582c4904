/** Bounds on the probabilities of a leader's table, [observation][action] in one array each; every row has a distribution between them. */
export interface RowBox {
  /** The least probabilities. */
  readonly low: Float64Array;
  /** The greatest. */
  readonly high: Float64Array;
}

/** All tables with `rows` rows of `actions`. */
export function allTables(rows: number, actions: number): RowBox {
  const low = new Float64Array(rows * actions);
  return { low: actions === 1 ? low.fill(1) : low, high: new Float64Array(rows * actions).fill(1) };
}

/** Makes the bounds of a row as narrow as the sum of 1 allows; false when there is no distribution between them. */
export function tighten({ low, high }: RowBox, row: number, actions: number): boolean {
  let lows = 0;
  let highs = 0;
  for (let k = row * actions; k < (row + 1) * actions; k++) {
    lows += low[k]!;
    highs += high[k]!;
  }
  if (lows > 1 + 1e-12 || highs < 1 - 1e-12) return false;
  for (let k = row * actions; k < (row + 1) * actions; k++) {
    const least = Math.max(low[k]!, 1 - (highs - high[k]!));
    const most = Math.min(high[k]!, 1 - (lows - low[k]!));
    low[k] = Math.min(Math.max(least, 0), 1);
    high[k] = Math.max(Math.min(most, 1), low[k]!);
  }
  return true;
}

/** A table in the middle of a box. Every row lies on the line from its least to its greatest entries where the sum is 1. */
export function centreOf({ low, high }: RowBox, rows: number, actions: number): Float64Array {
  const table = new Float64Array(rows * actions);
  for (let row = 0; row < rows; row++) {
    let lows = 0;
    let widths = 0;
    for (let k = row * actions; k < (row + 1) * actions; k++) {
      lows += low[k]!;
      widths += high[k]! - low[k]!;
    }
    const share = widths > 0 ? Math.min(Math.max((1 - lows) / widths, 0), 1) : 0;
    for (let k = row * actions; k < (row + 1) * actions; k++) table[k] = low[k]! + share * (high[k]! - low[k]!);
  }
  return table;
}

/**
 * The most that a distribution of a box's row can earn.
 *
 * @param gains - what each action earns, from `offset` on
 * @param into - where to write the distribution that earns it, from the row's place on
 */
export function greatest(box: RowBox, row: number, actions: number, gains: Float64Array, offset: number, into?: Float64Array): number {
  const { low, high } = box;
  const start = row * actions;
  if (actions === 2) {
    const first = gains[offset]! >= gains[offset + 1]! ? high[start]! : low[start]!;
    if (into) {
      into[start] = first;
      into[start + 1] = 1 - first;
    }
    return first * gains[offset]! + (1 - first) * gains[offset + 1]!;
  }
  let rest = 1;
  let total = 0;
  const given = into ?? new Float64Array(start + actions);
  for (let i = 0; i < actions; i++) {
    given[start + i] = low[start + i]!;
    rest -= low[start + i]!;
    total += low[start + i]! * gains[offset + i]!;
  }
  // Few actions: the best that is not yet full is looked for again and again.
  for (let filled = 0; filled < actions && rest > 0; filled++) {
    let best = -1;
    for (let i = 0; i < actions; i++) {
      if (given[start + i]! < high[start + i]! && (best < 0 || gains[offset + i]! > gains[offset + best]!)) best = i;
    }
    if (best < 0) break;
    const added = Math.min(rest, high[start + best]! - given[start + best]!);
    given[start + best] = added === rest ? given[start + best]! + added : high[start + best]!;
    rest -= added;
    total += added * gains[offset + best]!;
  }
  return total;
}
