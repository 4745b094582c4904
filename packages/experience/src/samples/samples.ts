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

/** What the policy learns from, and what the values do. */
export interface SamplePair {
  /** Rows with their advantages. */
  readonly policy: Samples;
  /** Rows with their value targets. */
  readonly values: Samples;
}

/**
 * Makes samples of rows, every row by itself.
 *
 * @returns a function of rows of a rollout and the estimates of all its rows, whose result is overwritten by the next call
 */
export function rowSampler(): (rows: Int32Array, estimates: Float32Array) => Samples {
  let weights = new Float32Array(0);
  let means = new Float32Array(0);
  return (rows, estimates) => {
    const count = rows.length;
    if (weights.length < count) [weights, means] = [new Float32Array(count).fill(1), new Float32Array(count)];
    for (let i = 0; i < count; i++) means[i] = estimates[rows[i]!]!;
    return { count, rows, weights, means, total: count };
  };
}
