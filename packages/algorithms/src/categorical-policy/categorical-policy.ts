import type { Column, Policy, RandomStream, Space, TablePolicy, VectorEnvironment } from '@firstmover/core';
import { InputError, flatten, tablePolicy, width } from '@firstmover/core';
import type { Network } from '@firstmover/networks';
import { softmaxRows } from '../objectives/categorical.ts';
import type { Rollout } from '../rollout/rollout.ts';

/** A softmax policy over a network's outputs: acting for N copies, and evaluating rows of a rollout. */
export interface CategoricalPolicy {
  /** The network; its outputs are logits. */
  readonly network: Network;
  /** Chooses an action for each copy. */
  act(environment: VectorEnvironment, time: number, actions: Int32Array): void;
  /** Evaluates rows of a rollout with the present parameters. */
  evaluate(rollout: Rollout, rows: Int32Array, count: number): RowValues;
  /** A frozen copy of the present policy: a table for indexed observations. */
  freeze(): Policy;
}

/**
 * What a network says about some rows. Row i's numbers lie at slot `slots[i]`: rows with the same indexed observation share a slot, so
 * that a table is evaluated once per observation and not once per row.
 */
export interface RowValues {
  /** Per row, the slot its numbers lie in. */
  readonly slots: Int32Array;
  /** How many slots there are. */
  readonly count: number;
  /** The network's outputs, slots x outputs. */
  readonly outputs: Float32Array;
  /** Softmax of the outputs (policies only). */
  readonly probabilities: Float32Array;
  /** Log-softmax of the outputs (policies only). */
  readonly logProbabilities: Float32Array;
}

/**
 * A softmax policy.
 *
 * @param network - logits; reads what `space` holds
 * @param space - the observations
 * @param stream - the randomness of acting
 */
export function categoricalPolicy(network: Network, space: Space, stream: RandomStream): CategoricalPolicy {
  checkInput(network, space);
  const actions = network.outputs;
  const evaluator = rowEvaluator(network);
  let uniforms = new Float64Array(0);
  let inputs: Int32Array | Float32Array = new Float32Array(0);
  let probabilities = new Float32Array(0);
  let logProbabilities = new Float32Array(0);
  let draws = 0;

  const forward = (columns: Column, rows: number): void => {
    const cells = network.input.kind === 'index' ? rows : rows * network.input.width;
    if (network.input.kind === 'index') inputs = columns as Int32Array;
    else {
      if (inputs.length < cells) inputs = new Float32Array(cells);
      for (let k = 0; k < cells; k++) inputs[k] = columns[k]!;
    }
    if (probabilities.length < rows * actions) {
      probabilities = new Float32Array(rows * actions);
      logProbabilities = new Float32Array(rows * actions);
    }
    softmaxRows(network.forward(inputs, rows), rows, actions, probabilities, logProbabilities);
  };

  return {
    network,
    act(environment, _time, chosen) {
      const rows = environment.size;
      if (uniforms.length < rows) uniforms = new Float64Array(rows);
      stream.fill(draws++, uniforms, rows);
      forward(environment.observations, rows);
      for (let row = 0; row < rows; row++) {
        let rest = uniforms[row]!;
        let action = 0;
        for (; action < actions - 1; action++) {
          rest -= probabilities[row * actions + action]!;
          if (rest < 0) break;
        }
        // Rounding can leave the last action over, which must not be taken at probability zero: its ratio would be unbounded.
        while (action > 0 && probabilities[row * actions + action] === 0) action--;
        chosen[row] = action;
      }
    },
    evaluate(rollout, rows, count) {
      const values = evaluator(rollout, rows, count);
      softmaxRows(values.outputs, values.count, actions, values.probabilities, values.logProbabilities);
      return values;
    },
    freeze() {
      if (space.kind === 'discrete') return freezeTable(network, space.n);
      const frozen = network.clone();
      const flat = new Float32Array(width(space));
      const row = new Float32Array(actions);
      const logRow = new Float32Array(actions);
      return {
        act(observation, random) {
          flatten(space, observation, flat);
          softmaxRows(frozen.forward(flat, 1), 1, actions, row, logRow);
          return random.pick(row);
        },
      };
    },
  };
}

function freezeTable(network: Network, observations: number): TablePolicy {
  const actions = network.outputs;
  const probabilities = new Float32Array(observations * actions);
  const indices = Int32Array.from({ length: observations }, (_unused, i) => i);
  softmaxRows(network.forward(indices, observations), observations, actions, probabilities, new Float32Array(observations * actions));
  const table = Float64Array.from(probabilities);
  for (let start = 0; start < table.length; start += actions) {
    let sum = 0;
    for (let k = start; k < start + actions; k++) sum += table[k]!;
    for (let k = start; k < start + actions; k++) table[k] = table[k]! / sum;
  }
  return tablePolicy(table, { observations, actions });
}

/** Evaluates rows of rollouts through a network, once per distinct observation where observations are indices. */
export function rowEvaluator(network: Network): (rollout: Rollout, rows: Int32Array, count: number) => RowValues {
  let slots = new Int32Array(0);
  let inputs: Int32Array | Float32Array = new Float32Array(0);
  let probabilities = new Float32Array(0);
  let logProbabilities = new Float32Array(0);
  const all = network.input.kind === 'index' ? Int32Array.from({ length: network.input.count }, (_unused, i) => i) : undefined;
  return (rollout, rows, count) => {
    if (slots.length < count) slots = new Int32Array(count);
    let distinct = count;
    if (all && all.length <= count) {
      for (let i = 0; i < count; i++) slots[i] = rollout.observations[rows[i]!]!;
      inputs = all;
      distinct = all.length;
    } else {
      const columns = rollout.observationWidth;
      if (inputs === all || inputs.length < count * columns) inputs = all ? new Int32Array(count) : new Float32Array(count * columns);
      for (let i = 0; i < count; i++) {
        slots[i] = i;
        for (let k = 0; k < columns; k++) inputs[i * columns + k] = rollout.observations[rows[i]! * columns + k]!;
      }
    }
    const outputs = network.forward(inputs, distinct);
    if (probabilities.length < distinct * network.outputs) {
      probabilities = new Float32Array(distinct * network.outputs);
      logProbabilities = new Float32Array(distinct * network.outputs);
    }
    return { slots, count: distinct, outputs, probabilities, logProbabilities };
  };
}

/**
 * Checks that a network reads what a space holds.
 *
 * @throws InputError saying what does not fit
 */
export function checkInput(network: Network, space: Space): void {
  const { input } = network;
  if (input.kind === 'index' && (space.kind !== 'discrete' || space.n !== input.count)) {
    throw new InputError(
      `a network on ${input.count} indices cannot read ${describe(space)}: expected a table with one row per observation, or a vector network`,
    );
  }
  if (input.kind === 'vector' && (space.kind === 'discrete' || width(space) !== input.width)) {
    throw new InputError(
      `a network on vectors of length ${input.width} cannot read ${describe(space)}: expected the flat width of the observations`,
    );
  }
}

function describe(space: Space): string {
  return space.kind === 'discrete' ? `a discrete space of ${space.n}` : `a ${space.kind} space of width ${width(space)}`;
}
