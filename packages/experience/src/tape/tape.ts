import type { RecurrentNetwork, Sequences } from '@firstmover/networks';

/** Numbers with a row per copy, or with one per step and copy, time-major. */
type Rows = Int32Array | Float32Array | Float64Array;

/** A recurrent network at work on N copies of a problem, and what it said and remembered since a collection began. */
export interface Tape {
  /** The network. */
  readonly network: RecurrentNetwork;
  /** Its outputs at each row t * copies + copy; replaced when it grows. */
  readonly outputs: Float32Array;
  /** The state that each copy was left in, changed in place. */
  readonly state: Float32Array;
  /** Begins a collection: the states that were left are those to start from. */
  begin(): void;
  /** Reads what every copy shows at a step, the states of copies with `fresh` 1 set to zero before. */
  step(time: number, observations: Rows, fresh: Uint8Array): void;
  /** The outputs, one after the other, for observations that follow the given rows. */
  after(rows: readonly number[], observations: readonly number[]): Float32Array;
  /** The whole collection of some copies as sequences, side by side; overwritten by the next call. */
  sequences(copies: Int32Array, steps: number, observations: Rows, resets: Uint8Array): Sequences;
}

/** A tape of a network on so many copies, whose states are zero. */
export function createTape(network: RecurrentNetwork, copies: number): Tape {
  const width = network.input.kind === 'index' ? 1 : network.input.width;
  const { stateWidth } = network;
  const input = new Float32Array(copies * width);
  const initial = new Float32Array(copies * stateWidth);
  const current = new Float32Array(copies * stateWidth);
  let outputs: Float32Array = new Float32Array(0);
  let states: Float32Array = new Float32Array(0); // after each row
  let batch: Sequences | undefined;

  return {
    network,
    state: current,
    get outputs() {
      return outputs;
    },
    begin: () => initial.set(current),
    step(time, observations, fresh) {
      for (let i = 0; i < input.length; i++) input[i] = observations[i]!;
      const found = network.forward({ inputs: input, steps: 1, rows: copies, initialState: current, resets: fresh });
      outputs = grown(outputs, (time + 1) * copies * network.outputs);
      states = grown(states, (time + 1) * current.length);
      outputs.set(found.outputs, time * copies * network.outputs);
      states.set(found.finalState, time * current.length);
      current.set(found.finalState);
    },
    after(rows, observations) {
      const initialState = new Float32Array(rows.length * stateWidth);
      rows.forEach((row, i) => initialState.set(states.subarray(row * stateWidth, (row + 1) * stateWidth), i * stateWidth));
      const resets = new Uint8Array(rows.length);
      return network.forward({ inputs: Float32Array.from(observations), steps: 1, rows: rows.length, initialState, resets }).outputs;
    },
    sequences(chosen, steps, observations, resets) {
      const rows = chosen.length;
      if (batch?.steps !== steps || batch.rows !== rows) {
        batch = {
          inputs: new Float32Array(steps * rows * width),
          steps,
          rows,
          initialState: new Float32Array(rows * stateWidth),
          resets: new Uint8Array(steps * rows),
        };
      }
      for (let i = 0; i < rows; i++) {
        const copy = chosen[i]!;
        for (let k = 0; k < stateWidth; k++) batch.initialState[i * stateWidth + k] = initial[copy * stateWidth + k]!;
        for (let t = 0; t < steps; t++) {
          const from = t * copies + copy;
          const to = t * rows + i;
          batch.resets[to] = resets[from]!;
          for (let k = 0; k < width; k++) batch.inputs[to * width + k] = observations[from * width + k]!;
        }
      }
      return batch;
    },
  };
}

/** An array with room for so many numbers that begins with those given; at least twice as long where it is a new one. */
function grown(numbers: Float32Array, length: number): Float32Array {
  if (numbers.length >= length) return numbers;
  const larger = new Float32Array(Math.max(length, 2 * numbers.length));
  larger.set(numbers);
  return larger;
}
