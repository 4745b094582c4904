import type { Rollout } from '../rollout/rollout.ts';

/** What a gradient step learns from: rows of a rollout, possibly each standing for several. */
export interface Samples {
  /** How many there are. */
  readonly count: number;
  /** A row of the rollout for each. */
  readonly rows: Int32Array;
  /** How many rows it stands for. */
  readonly weights: Float32Array;
  /** The mean of what was estimated for these rows. */
  readonly means: Float32Array;
  /** The sum of the weights. */
  readonly total: number;
}

/** Every row by itself. */
export function singleSamples(rows: Int32Array, estimates: Float32Array): Samples {
  return {
    count: rows.length,
    rows,
    weights: new Float32Array(rows.length).fill(1),
    means: Float32Array.from(rows, (row) => estimates[row]!),
    total: rows.length,
  };
}

/**
 * Rows gathered by what a table can tell apart. A loss that is linear in the estimate within each group has the same gradient, up to the
 * order of sums, and costs as many steps as there are groups: for PPO rows of one observation, action and sign of the advantage (whose ratio
 * and clipping are the same), for a squared value loss rows of one observation.
 *
 * @param rows - rows with indexed observations
 * @param estimates - the advantage or the value target of every row of the rollout
 * @param group - a group number for a row, from 0 to `groups` - 1
 */
export function gatheredSamples(rows: Int32Array, estimates: Float32Array, groups: number, group: (row: number) => number): Samples {
  const counts = new Float64Array(groups);
  const sums = new Float64Array(groups);
  const first = new Int32Array(groups);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const g = group(row);
    if (counts[g]!++ === 0) first[g] = row;
    sums[g]! += estimates[row]!;
  }
  let count = 0;
  const kept = { rows: new Int32Array(groups), weights: new Float32Array(groups), means: new Float32Array(groups) };
  for (let g = 0; g < groups; g++) {
    if (counts[g] === 0) continue;
    kept.rows[count] = first[g]!;
    kept.weights[count] = counts[g]!;
    kept.means[count++] = sums[g]! / counts[g]!;
  }
  return { count, ...kept, total: rows.length };
}

/** Groups for PPO on a table: by observation, action and sign of the advantage. */
export function byAction(rollout: Rollout, actions: number, advantages: Float32Array): (row: number) => number {
  return (row) => 2 * (rollout.observations[row]! * actions + rollout.actions[row]!) + (advantages[row]! >= 0 ? 1 : 0);
}
