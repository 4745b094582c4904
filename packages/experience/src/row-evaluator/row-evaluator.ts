import type { Space } from '@firstmover/core';
import { InputError, width } from '@firstmover/core';
import type { Network } from '@firstmover/networks';
import type { Rollout } from '../rollout/rollout.ts';

/** What a network says about some rows. Rows with the same indexed observation share a slot where that saves work. */
export interface EvaluatedRows {
  /** Per row, the slot its numbers lie in. */
  readonly slots: Int32Array;
  /** How many slots there are. */
  readonly count: number;
  /** The network's outputs, slots x outputs. */
  readonly outputs: Float32Array;
}

/** Evaluates rows of rollouts through a network, once per distinct observation where observations are indices and rows are more. */
export interface RowEvaluator {
  /** Evaluates rows; overwritten by the next call. */
  evaluate(rollout: Rollout, rows: Int32Array, count: number): EvaluatedRows;
  /** Evaluates rows and writes one of the outputs of each at the row's own place. */
  write(rollout: Rollout, rows: Int32Array, count: number, output: number, out: Float32Array): void;
}

/**
 * An evaluator of rows.
 *
 * @param network - reads what the learner sees, or with `critic` what the critic sees
 */
export function rowEvaluator(network: Network, critic = false): RowEvaluator {
  let slots = new Int32Array(0); // of rows that share them
  let own = new Int32Array(0); // of rows that have one each
  let inputs: Int32Array | Float32Array = new Float32Array(0);
  const all = indicesOf(network);
  const { outputs: stride } = network;

  function evaluate(rollout: Rollout, rows: Int32Array, count: number): EvaluatedRows {
    const observations = critic ? rollout.criticObservations : rollout.observations;
    const columns = critic ? rollout.criticWidth : rollout.observationWidth;
    if (all && all.length <= count) {
      if (slots.length < count) slots = new Int32Array(count);
      for (let i = 0; i < count; i++) slots[i] = observations[rows[i]!]!;
      return { slots, count: all.length, outputs: network.forward(all, all.length) };
    }
    if (own.length < count) own = Int32Array.from({ length: count }, (_unused, i) => i);
    if (inputs.length < count * columns) inputs = all ? new Int32Array(count) : new Float32Array(count * columns);
    gatherRows(observations, columns, rows, count, inputs);
    return { slots: own, count, outputs: network.forward(inputs, count) };
  }

  return {
    evaluate,
    write(rollout, rows, count, output, out) {
      if (all && all.length <= count) {
        const observations = (critic ? rollout.criticObservations : rollout.observations) as Int32Array;
        const outputs = network.forward(all, all.length);
        for (let i = 0; i < count; i++) out[rows[i]!] = outputs[observations[rows[i]!]! * stride + output]!;
      } else {
        const { outputs } = evaluate(rollout, rows, count);
        for (let i = 0; i < count; i++) out[rows[i]!] = outputs[i * stride + output]!;
      }
    },
  };
}

type Numbers = Int32Array | Float32Array;

/** Copies rows of so many columns side by side. */
function gatherRows(from: Numbers, columns: number, rows: Int32Array, count: number, to: Numbers): void {
  let at = 0;
  for (let i = 0; i < count; i++) {
    const end = (rows[i]! + 1) * columns;
    for (let k = end - columns; k < end; k++) to[at++] = from[k]!;
  }
}

/** All indices that a network reads, in order; undefined for networks on vectors. */
export function indicesOf(network: Network): Int32Array | undefined {
  return network.input.kind === 'index' ? Int32Array.from({ length: network.input.count }, (_unused, i) => i) : undefined;
}

/**
 * Checks that a network reads what a space holds.
 *
 * @throws InputError saying what does not fit
 */
export function checkInput(network: Pick<Network, 'input'>, space: Space): void {
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
