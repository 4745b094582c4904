import type { SequenceOutputs } from '../network/recurrent-network.ts';
import type { GruShape } from './describe.ts';

/** What was computed at every step; time-major, row t * rows + row. */
export interface History extends SequenceOutputs {
  /** How many steps. */
  readonly steps: number;
  /** How many sequences. */
  readonly rows: number;
  /** What was read. */
  readonly inputs: Float32Array;
  /** Where the state was set to zero before the step. */
  readonly resets: Uint8Array;
  /** The reset gates, the update gates and the candidates. */
  readonly gates: Float32Array;
  /** The product of the state with the candidates' weights. */
  readonly products: Float32Array;
  /** The states before the step, after resets. */
  readonly previous: Float32Array;
  /** The states after the step. */
  readonly states: Float32Array;
  /** The gradients of the states after the step. */
  readonly stateGradients: Float32Array;
  /** The gradients of what goes into the gates. */
  readonly gateGradients: Float32Array;
}

/** Room for so many steps and rows, in the memory of an earlier history where it is large enough. */
export function createHistory(steps: number, rows: number, shape: GruShape, old?: History): History {
  const { hidden, outputs } = shape;
  const count = steps * rows;
  const width = shape.input.kind === 'index' ? 1 : shape.input.width;
  const room = (length: number, from: Float32Array | undefined): Float32Array =>
    from !== undefined && from.buffer.byteLength >= 4 * length ? new Float32Array(from.buffer, 0, length) : new Float32Array(length);
  const states = room(count * hidden, old?.states);
  return {
    steps,
    rows,
    inputs: room(count * width, old?.inputs),
    resets: new Uint8Array(count),
    gates: room(count * 3 * hidden, old?.gates),
    products: room(count * hidden, old?.products),
    previous: room(count * hidden, old?.previous),
    states,
    stateGradients: room(count * hidden, old?.stateGradients),
    gateGradients: room(count * 3 * hidden, old?.gateGradients),
    outputs: room(count * outputs, old?.outputs),
    finalState: states.subarray(Math.max(0, count - rows) * hidden),
  };
}
