/** A leader's value with ties broken for it and against it. */
export interface TieValues {
  /** Ties broken for the leader. */
  readonly strong: number;
  /** Ties broken against it. */
  readonly weak: number;
}

/** A table a small step away from another. */
export interface Step {
  /** The probabilities, [observation][action] in one array. */
  readonly table: Float64Array;
  /** What it is worth. */
  readonly leaderValue: TieValues;
}

/**
 * Looks for the small step that leaves ties behind at the least cost. Rows are mixed with a pure action, one row after the other, as long
 * as the leader's value with adverse ties rises.
 *
 * @param table - where to start
 * @param actions - the length of a row
 * @param step - the probability that a moved row gives to the pure action
 * @param valuesAt - the leader's values at a table
 */
export function stepInside(table: Float64Array, actions: number, step: number, valuesAt: (table: Float64Array) => TieValues): Step {
  const rows = table.length / actions;
  const moved = new Set<number>();
  let best: Step = { table, leaderValue: valuesAt(table) };
  for (let round = 0; round < rows; round++) {
    let better: Step | undefined;
    let row = -1;
    for (let candidate = 0; candidate < rows; candidate++) {
      if (moved.has(candidate)) continue;
      for (let action = 0; action < actions; action++) {
        const start = candidate * actions;
        if (best.table[start + action] === 1) continue;
        const trial = best.table.slice();
        for (let k = start; k < start + actions; k++) trial[k] = (1 - step) * trial[k]! + (k === start + action ? step : 0);
        const leaderValue = valuesAt(trial);
        const least = (better ?? best).leaderValue.weak;
        if (leaderValue.weak <= least + 1e-9 * (1 + Math.abs(least))) continue;
        better = { table: trial, leaderValue };
        row = candidate;
      }
    }
    if (!better) break;
    best = better;
    moved.add(row);
  }
  return best;
}
