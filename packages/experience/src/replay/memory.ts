import type { Savable, Space } from '@firstmover/core';
import { InputError, growingArray, savable, width } from '@firstmover/core';

/** Transitions drawn from a memory, row by row. The arrays are overwritten by the next {@link ReplayMemory.gather}. */
export interface Minibatch {
  /** How many. */
  readonly size: number;
  /** The row of the memory that each comes from. */
  readonly rows: Int32Array;
  /** The weight of each in the loss. */
  readonly weights: Float32Array;
  /** What was seen. */
  readonly observations: Int32Array | Float32Array;
  /** What was done: an index, or a row of flat numbers. */
  readonly actions: Int32Array | Float32Array;
  /** What it earned until `nextObservations`. */
  readonly rewards: Float64Array;
  /** What the value of `nextObservations` is multiplied by: gamma to the number of steps in between, 0 when the episode terminated. */
  readonly discounts: Float64Array;
  /** What was seen then. */
  readonly nextObservations: Int32Array | Float32Array;
}

/** The latest transitions of a problem, as columns: row i of each belongs together. Older ones are overwritten. */
export interface ReplayMemory {
  /** How many transitions it holds at most. */
  readonly capacity: number;
  /** How many it holds. */
  readonly size: number;
  /** How many numbers an observation takes. */
  readonly observationWidth: number;
  /** How many numbers an action takes. */
  readonly actionWidth: number;
  /** Everything it remembers, as flat arrays by name. */
  readonly state: { readonly [name: string]: Int32Array | Uint32Array | Float32Array | Float64Array };
  /** What of that counts: the rows that are filled. */
  readonly saved: Savable;
  /** Writes a transition over the oldest one and returns its row. Every `...At` is where the numbers start. */
  store(
    observations: ArrayLike<number>,
    observationAt: number,
    actions: ArrayLike<number>,
    actionAt: number,
    reward: number,
    discount: number,
    nextObservations: ArrayLike<number>,
    nextAt: number,
  ): number;
  /** Room for so many transitions. */
  minibatch(size: number): Minibatch;
  /** Fills a minibatch with the transitions of its `rows`. */
  gather(batch: Minibatch): void;
}

/**
 * An empty memory (experience replay, Lin 1992).
 *
 * @param observation - what is seen; indices if Discrete, else rows of flat float32 numbers
 * @param action - what is done; likewise
 * @param capacity - how many transitions it holds at most
 */
export function replayMemory(observation: Space, action: Space, capacity: number): ReplayMemory {
  const observationWidth = width(observation);
  const actionWidth = width(action);
  const columns = (space: Space, rows: number): Int32Array | Float32Array =>
    space.kind === 'discrete' ? new Int32Array(rows) : new Float32Array(rows * width(space));
  const observations = columns(observation, capacity);
  const actions = columns(action, capacity);
  const rewards = new Float64Array(capacity);
  const discounts = new Float64Array(capacity);
  const nextObservations = columns(observation, capacity);
  const counters = new Uint32Array(2); // how many rows are filled, and the next to be written
  const filled = <TColumn extends Int32Array | Float32Array | Float64Array>(column: TColumn, columns: number): Savable =>
    growingArray(
      () => column.subarray(0, counters[0]! * columns) as TColumn,
      (rows) => {
        if (rows.length !== counters[0]! * columns)
          throw new InputError(`found ${rows.length} numbers: expected ${counters[0]! * columns}`);
        column.set(rows);
      },
    );
  const counts = savable('counts', {}, { counters });
  return {
    saved: savable(
      'replay memory',
      { capacity },
      {
        // Restored first: the others have so many rows.
        counters: {
          save: () => counts.save(),
          restore(state) {
            counts.restore(state);
            if (counters[0]! > capacity || counters[1]! >= capacity)
              throw new InputError(`found ${counters.join(' and ')}: expected at most ${capacity} rows`);
          },
        },
        observations: filled(observations, observationWidth),
        actions: filled(actions, actionWidth),
        rewards: filled(rewards, 1),
        discounts: filled(discounts, 1),
        nextObservations: filled(nextObservations, observationWidth),
      },
    ),
    capacity,
    observationWidth,
    actionWidth,
    state: { observations, actions, rewards, discounts, nextObservations, counters },
    get size() {
      return counters[0]!;
    },
    store(seen, seenAt, done, doneAt, reward, discount, next, nextAt) {
      const row = counters[1]!;
      copyRow(seen, seenAt, observationWidth, observations, row);
      copyRow(done, doneAt, actionWidth, actions, row);
      rewards[row] = reward;
      discounts[row] = discount;
      copyRow(next, nextAt, observationWidth, nextObservations, row);
      counters[0] = Math.max(counters[0]!, row + 1);
      counters[1] = (row + 1) % capacity;
      return row;
    },
    minibatch: (size) => ({
      size,
      rows: new Int32Array(size),
      weights: new Float32Array(size).fill(1),
      observations: columns(observation, size),
      actions: columns(action, size),
      rewards: new Float64Array(size),
      discounts: new Float64Array(size),
      nextObservations: columns(observation, size),
    }),
    gather(batch) {
      for (let i = 0; i < batch.size; i++) {
        const row = batch.rows[i]!;
        copyRow(observations, row * observationWidth, observationWidth, batch.observations, i);
        copyRow(actions, row * actionWidth, actionWidth, batch.actions, i);
        batch.rewards[i] = rewards[row]!;
        batch.discounts[i] = discounts[row]!;
        copyRow(nextObservations, row * observationWidth, observationWidth, batch.nextObservations, i);
      }
    },
  };
}

/** Copies `count` numbers into a row. */
function copyRow(from: ArrayLike<number>, at: number, count: number, to: Int32Array | Float32Array, row: number): void {
  for (let k = 0; k < count; k++) to[row * count + k] = from[at + k]!;
}
