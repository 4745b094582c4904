import type { Rollout } from '@firstmover/experience';

/** What advantages are computed from: columns of a rollout, time-major. Where `plain` is 1 a step is faster; 0 is never wrong. */
export type AdvantageInput = Readonly<Pick<Rollout, 'steps' | 'copies' | 'rewards' | 'live' | 'learn' | 'ended' | 'plain'>>;

/** How advantages are estimated. */
export interface AdvantageOptions {
  /** The discount. */
  readonly gamma: number;
  /** The decay of the estimate. */
  readonly lambda: number;
  /** Where in `values` the value of each row is (default at the row's own place). */
  readonly slots?: Int32Array;
}

/**
 * Generalised advantage estimates (Schulman et al. 2016, equation 16) and value targets, backwards in time:
 *
 *     delta_t = r_t + gamma V(s_t+1) - V(s_t)
 *     A_t     = delta_t + gamma lambda A_t+1,        target_t = A_t + V(s_t)
 *
 * Where an episode ended nothing follows, V(s_t+1) = A_t+1 = 0; where it was cut, V(s_t+1) is `bootstrap`. Rows that are masked are part of the environment:
 * their rewards, discounted, belong to the learned row before them. `fastAdvantages` computes the same bits with less to decide per row.
 *
 * @param input - the rollout
 * @param values - the estimated values
 * @param bootstrap - the value of what follows a row with `ended` 2
 * @param options - the discount `gamma` and `lambda`, and which value belongs to which row
 * @param advantages - written, one per row
 * @param targets - written, advantage plus value (default: nowhere)
 */
export function generalisedAdvantages(
  input: AdvantageInput,
  values: Float32Array,
  bootstrap: Float32Array,
  options: AdvantageOptions,
  advantages: Float32Array,
  targets?: Float32Array,
): void {
  const following = nothingFollows(input.copies);
  for (let step = input.steps - 1; step >= 0; step--) stepBack(input, step, values, bootstrap, options, following, advantages, targets);
}

/** What follows the row of each copy: the value, and the advantage of the row after it. */
export interface Following {
  /** Per copy, the value of the row after it. */
  readonly values: Float64Array;
  /** Per copy, the advantage of the row after it. */
  readonly advantages: Float64Array;
}

/** The start of a way back. */
export function nothingFollows(copies: number): Following {
  return { values: new Float64Array(copies), advantages: new Float64Array(copies) };
}

/** The recursion: one step back in all copies. */
export function stepBack(
  { copies, rewards, live, learn, ended }: AdvantageInput,
  step: number,
  values: Float32Array,
  bootstrap: Float32Array,
  { gamma, lambda, slots }: AdvantageOptions,
  following: Following,
  advantages: Float32Array,
  targets: Float32Array | undefined,
): void {
  for (let copy = 0, row = step * copies; copy < copies; copy++, row++) {
    if (live[row] === 0) continue;
    if (ended[row] !== 0) {
      following.values[copy] = ended[row] === 2 ? bootstrap[row]! : 0;
      following.advantages[copy] = 0;
    }
    const gain = rewards[row]! + gamma * following.values[copy]!;
    if (learn[row] === 0) {
      following.values[copy] = gain;
      following.advantages[copy]! *= gamma;
      continue;
    }
    const value = values[slots ? slots[row]! : row]!;
    const advantage = gain - value + gamma * lambda * following.advantages[copy]!;
    advantages[row] = advantage;
    if (targets) targets[row] = advantage + value;
    following.values[copy] = value;
    following.advantages[copy] = advantage;
  }
}

/**
 * The mean advantage of the rows that are learned from; 0 where there are none.
 *
 * @param input - the rollout
 * @param advantages - one per row
 */
export function meanAdvantage({ steps, copies, learn }: AdvantageInput, advantages: Float32Array): number {
  // Relative to the first of them: the mean of equal numbers is then exact.
  const first = learn.indexOf(1);
  if (first < 0 || first >= steps * copies) return 0;
  const sums = { count: 0, surplus: 0 };
  for (let start = 0; start < steps * copies; start += copies)
    addSurplus(sums, learn, advantages, advantages[first]!, start, start + copies);
  return advantages[first]! + sums.surplus / sums.count;
}

function addSurplus(
  sums: { count: number; surplus: number },
  learn: Uint8Array,
  advantages: Float32Array,
  origin: number,
  start: number,
  end: number,
): void {
  let count = 0;
  let surplus = 0;
  for (let row = start; row < end; row++) {
    if (learn[row] === 0) continue;
    count++;
    surplus += advantages[row]! - origin;
  }
  sums.count += count;
  sums.surplus += surplus;
}

/**
 * Shifts and scales the advantages of the rows that are learned from to mean 0 and standard deviation 1. Leaves them at 0 where all are
 * equal.
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
