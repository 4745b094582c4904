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
  /** Per step, 1 where every row is executed and learned from and no episode ends: such steps are faster. 0 is never wrong. */
  readonly plain: Uint8Array;
}

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
 * Generalised advantage estimates (Schulman et al. 2016, equation 16) and value targets of the rows that are learned from. Rows that
 * are masked count as part of the environment: their rewards, discounted, belong to the learned row before them.
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
  const { steps, copies, plain } = input;
  // Backwards in time and across the copies, in the order that memory has. Per copy, what follows its row at hand.
  const following: Following = { values: new Float64Array(copies), advantages: new Float64Array(copies) };
  const { slots } = options;
  for (let step = steps - 1; step >= 0; step--) {
    const start = step * copies;
    if (plain[step] !== 1) stepBack(input, start, values, bootstrap, options, following, advantages, targets);
    else if (!slots || targets) stepBackPlainly(input.rewards, start, values, options, following, advantages, targets);
    else if (step >= 3 && plain[step - 1] === 1 && plain[step - 2] === 1 && plain[step - 3] === 1) {
      step -= 3;
      fourStepsBackOnTable(input.rewards, step * copies, values, slots, options, following, advantages);
    } else stepBackOnTable(input.rewards, start, values, slots, options, following, advantages);
  }
}

/** What follows the row of each copy: the value and the advantage, discounted to the row after it. */
interface Following {
  readonly values: Float64Array;
  readonly advantages: Float64Array;
}

/** One step back where all rows are learned from and none is the last of its episode. */
function stepBackPlainly(
  rewards: Float64Array,
  start: number,
  values: Float32Array,
  { gamma, lambda, slots }: AdvantageOptions,
  following: Following,
  advantages: Float32Array,
  targets: Float32Array | undefined,
): void {
  const decay = gamma * lambda;
  for (let copy = 0; copy < following.values.length; copy++) {
    const row = start + copy;
    const value = values[slots ? slots[row]! : row]!;
    const advantage = rewards[row]! + gamma * following.values[copy]! - value + decay * following.advantages[copy]!;
    advantages[row] = advantage;
    if (targets) targets[row] = advantage + value;
    following.values[copy] = value;
    following.advantages[copy] = advantage;
  }
}

/** The same with nothing to decide per row. */
function stepBackOnTable(
  rewards: Float64Array,
  start: number,
  values: Float32Array,
  slots: Int32Array,
  { gamma, lambda }: AdvantageOptions,
  { values: nextValues, advantages: nextAdvantages }: Following,
  advantages: Float32Array,
): void {
  const decay = gamma * lambda;
  for (let copy = 0, row = start; copy < nextValues.length; copy++, row++) {
    const value = values[slots[row]!]!;
    const advantage = rewards[row]! + gamma * nextValues[copy]! - value + decay * nextAdvantages[copy]!;
    advantages[row] = advantage;
    nextValues[copy] = value;
    nextAdvantages[copy] = advantage;
  }
}

/** Four such steps, from the last to the first, which begins at `start`: what follows is read and written once. */
function fourStepsBackOnTable(
  rewards: Float64Array,
  start: number,
  values: Float32Array,
  slots: Int32Array,
  { gamma, lambda }: AdvantageOptions,
  { values: nextValues, advantages: nextAdvantages }: Following,
  advantages: Float32Array,
): void {
  const decay = gamma * lambda;
  const copies = nextValues.length;
  for (let copy = 0; copy < copies; copy++) {
    const row0 = start + copy;
    const row1 = row0 + copies;
    const row2 = row1 + copies;
    const row3 = row2 + copies;
    const value3 = values[slots[row3]!]!;
    const value2 = values[slots[row2]!]!;
    const value1 = values[slots[row1]!]!;
    const value0 = values[slots[row0]!]!;
    const advantage3 = rewards[row3]! + gamma * nextValues[copy]! - value3 + decay * nextAdvantages[copy]!;
    const advantage2 = rewards[row2]! + gamma * value3 - value2 + decay * advantage3;
    const advantage1 = rewards[row1]! + gamma * value2 - value1 + decay * advantage2;
    const advantage0 = rewards[row0]! + gamma * value1 - value0 + decay * advantage1;
    advantages[row3] = advantage3;
    advantages[row2] = advantage2;
    advantages[row1] = advantage1;
    advantages[row0] = advantage0;
    nextValues[copy] = value0;
    nextAdvantages[copy] = advantage0;
  }
}

function stepBack(
  { copies, rewards, live, learn, ended }: AdvantageInput,
  start: number,
  values: Float32Array,
  bootstrap: Float32Array,
  { gamma, lambda, slots }: AdvantageOptions,
  { values: nextValues, advantages: nextAdvantages }: Following,
  advantages: Float32Array,
  targets: Float32Array | undefined,
): void {
  const decay = gamma * lambda;
  for (let copy = 0; copy < copies; copy++) {
    const row = start + copy;
    if (live[row] === 0) continue;
    if (ended[row] !== 0) {
      nextValues[copy] = ended[row] === 2 ? bootstrap[row]! : 0;
      nextAdvantages[copy] = 0;
    }
    const gain = rewards[row]! + gamma * nextValues[copy]!;
    if (learn[row] === 0) {
      nextValues[copy] = gain;
      nextAdvantages[copy]! *= gamma;
    } else {
      const value = values[slots ? slots[row]! : row]!;
      const advantage = gain - value + decay * nextAdvantages[copy]!;
      advantages[row] = advantage;
      if (targets) targets[row] = advantage + value;
      nextValues[copy] = value;
      nextAdvantages[copy] = advantage;
    }
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
