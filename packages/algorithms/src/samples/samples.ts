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

/**
 * Makes samples of rows.
 *
 * @param rows - rows of a rollout
 * @param estimates - the advantage or the value target of every row of the rollout
 * @param groupOf - the group of every row of the rollout
 * @returns samples that are overwritten by the next call
 */
export type Sampler = (rows: Int32Array, estimates: Float32Array, groupOf: ArrayLike<number>) => Samples;

/**
 * Every row by itself or, where there are at least as many rows as groups, rows gathered by what a table can tell apart. A loss that is linear
 * in the estimate within each group has the same gradient, up to the order of sums, and costs as many steps as there are groups: for PPO rows
 * of one observation, action and sign of the advantage (whose ratio and clipping are the same), for a squared value loss rows of one
 * observation.
 *
 * @param groups - how many groups there are; Infinity gathers nothing
 */
export function createSampler(groups: number): Sampler {
  const single = singleSampler();
  let gathering: Sampler | undefined;
  return (rows, estimates, groupOf) => {
    if (groups > rows.length) return single(rows, estimates, groupOf);
    gathering ??= gatheringSampler(groups);
    return gathering(rows, estimates, groupOf);
  };
}

function singleSampler(): Sampler {
  let weights = new Float32Array(0);
  let means = new Float32Array(0);
  return (rows, estimates) => {
    const count = rows.length;
    if (weights.length < count) [weights, means] = [new Float32Array(count).fill(1), new Float32Array(count)];
    for (let i = 0; i < count; i++) means[i] = estimates[rows[i]!]!;
    return { count, rows, weights, means, total: count };
  };
}

function gatheringSampler(groups: number): Sampler {
  const counts = new Float64Array(groups);
  const sums = new Float64Array(groups);
  const first = new Int32Array(groups);
  const kept = { rows: new Int32Array(groups), weights: new Float32Array(groups), means: new Float32Array(groups) };
  return (rows, estimates, groupOf) => {
    counts.fill(0);
    sums.fill(0);
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      const group = groupOf[row]!;
      counts[group]!++;
      sums[group]! += estimates[row]!;
      first[group] = row;
    }
    let count = 0;
    for (let group = 0; group < groups; group++) {
      if (counts[group] === 0) continue;
      kept.rows[count] = first[group]!;
      kept.weights[count] = counts[group]!;
      kept.means[count++] = sums[group]! / counts[group]!;
    }
    return { count, ...kept, total: rows.length };
  };
}

/**
 * Groups for PPO on a table: by observation, action and sign of the advantage.
 *
 * @param out - the group of every row, from 0 to 2 x observations x actions - 1, is written
 */
export function groupByAction(rollout: Rollout, actions: number, advantages: Float32Array, out: Int32Array): void {
  const { observations, actions: taken } = rollout;
  const size = rollout.steps * rollout.copies;
  for (let row = 0; row < size; row++) {
    out[row] = 2 * (observations[row]! * actions + taken[row]!) + (advantages[row]! >= 0 ? 1 : 0);
  }
}
