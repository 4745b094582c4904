// The same as advantages.ts to the last bit, with less to decide per row: advantages.test.ts runs both.
import type { AdvantageInput, AdvantageOptions, Following } from './advantages.ts';
import { nothingFollows, stepBack } from './advantages.ts';

/**
 * What `generalisedAdvantages` computes, faster where all rows of a step are learned from and none is the last of its episode.
 *
 * @param input - the rollout; `plain` says where that is so
 * @param values - the estimated values
 * @param bootstrap - the value of what follows a row with `ended` 2
 * @param options - the discount `gamma` and `lambda`, and which value belongs to which row
 * @param advantages - written, one per row
 * @param targets - written, advantage plus value (default: nowhere)
 */
export function fastAdvantages(
  input: AdvantageInput,
  values: Float32Array,
  bootstrap: Float32Array,
  options: AdvantageOptions,
  advantages: Float32Array,
  targets?: Float32Array,
): void {
  const { steps, copies, plain, rewards } = input;
  // Backwards in time and across the copies, in the order that memory has.
  const following = nothingFollows(copies);
  const { slots } = options;
  for (let step = steps - 1; step >= 0; step--) {
    const start = step * copies;
    if (plain[step] !== 1) stepBack(input, step, values, bootstrap, options, following, advantages, targets);
    else if (!slots || targets) stepBackPlainly(rewards, start, values, options, following, advantages, targets);
    else if (step >= 3 && plain[step - 1] === 1 && plain[step - 2] === 1 && plain[step - 3] === 1) {
      step -= 3;
      fourStepsBackOnTable(rewards, step * copies, values, slots, options, following, advantages);
    } else stepBackOnTable(rewards, start, values, slots, options, following, advantages);
  }
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
