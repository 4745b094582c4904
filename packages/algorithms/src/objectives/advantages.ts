/** The columns that advantages are computed from: time-major, row t * copies + copy. */
export interface AdvantageInput {
  /** How many steps. */
  readonly steps: number;
  /** How many copies. */
  readonly copies: number;
  /** The reward of each row. */
  readonly rewards: Float64Array;
  /** Whether the row was executed. */
  readonly live: Uint8Array;
  /** Whether the row is learned from; other rows are part of the environment. */
  readonly learn: Uint8Array;
  /** 1 where the episode ended and nothing follows, 2 where `bootstrap` holds the value of what follows, else 0. */
  readonly ended: Uint8Array;
}

/**
 * Generalised advantage estimates (Schulman et al. 2016, equation 16) and value targets of the rows that are learned from. Rows that
 * are masked count as part of the environment: their rewards, discounted, belong to the learned row before them.
 *
 * @param input - the rollout
 * @param values - the estimated value of each row
 * @param bootstrap - the value of what follows a row with `ended` 2
 * @param options - the discount `gamma` and `lambda`
 * @param advantages - written, one per row
 * @param targets - written, advantage plus value
 */
export function generalisedAdvantages(
  input: AdvantageInput,
  values: Float32Array,
  bootstrap: Float32Array,
  options: { readonly gamma: number; readonly lambda: number },
  advantages: Float32Array,
  targets: Float32Array,
): void {
  const { steps, copies, rewards, live, learn, ended } = input;
  const { gamma, lambda } = options;
  for (let copy = 0; copy < copies; copy++) {
    let reward = 0;
    let discount = 1;
    let nextValue = 0;
    let nextAdvantage = 0;
    for (let row = (steps - 1) * copies + copy; row >= 0; row -= copies) {
      if (live[row] === 0) continue;
      if (ended[row] !== 0) {
        reward = 0;
        discount = 1;
        nextValue = ended[row] === 2 ? bootstrap[row]! : 0;
        nextAdvantage = 0;
      }
      reward = rewards[row]! + gamma * reward;
      discount *= gamma;
      if (learn[row] === 0) continue;
      const advantage = reward + discount * nextValue - values[row]! + discount * lambda * nextAdvantage;
      advantages[row] = advantage;
      targets[row] = advantage + values[row]!;
      reward = 0;
      discount = 1;
      nextValue = values[row]!;
      nextAdvantage = advantage;
    }
  }
}

/**
 * Shifts and scales the advantages of the rows that are learned from to mean 0 and standard deviation 1; leaves them at 0 where all
 * are equal.
 */
export function normaliseAdvantages(advantages: Float32Array, rows: Int32Array, count: number): void {
  // Relative to the first of them: the mean of equal numbers is then exact, and rounding is not scaled up.
  const first = count > 0 ? advantages[rows[0]!]! : 0;
  let mean = first;
  for (let i = 0; i < count; i++) mean += (advantages[rows[i]!]! - first) / count;
  let variance = 0;
  for (let i = 0; i < count; i++) variance += ((advantages[rows[i]!]! - mean) * (advantages[rows[i]!]! - mean)) / count;
  const scale = 1 / (Math.sqrt(variance) + 1e-8);
  for (let i = 0; i < count; i++) advantages[rows[i]!] = (advantages[rows[i]!]! - mean) * scale;
}
