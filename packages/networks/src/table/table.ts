import { InputError, show } from '@firstmover/core';
import type { NetworkDescription } from '../network/description.ts';
import type { Network } from '../network/network.ts';

/**
 * A table: one row of free parameters per index, which is a linear layer without bias on one-hot inputs. Starts at zero.
 *
 * @param count - how many indices
 * @param outputs - how many numbers per row
 */
export function tableNetwork(count: number, outputs: number): Network {
  for (const [what, value] of [
    ['rows', count],
    ['outputs', outputs],
  ] as const) {
    if (!Number.isSafeInteger(value) || value < 1)
      throw new InputError(`a table with ${show(value)} ${what}: expected an integer of at least 1`);
  }
  const parameters = new Float32Array(count * outputs);
  const gradients = new Float32Array(count * outputs);
  let result = new Float32Array(0);
  let indices: Int32Array | Float32Array = new Int32Array(0);
  return {
    description: describeTable(count, outputs),
    input: { kind: 'index', count },
    outputs,
    parameters,
    gradients,
    forward(inputs, rows) {
      if (result.length < rows * outputs) result = new Float32Array(rows * outputs);
      indices = inputs;
      for (let row = 0; row < rows; row++) {
        const start = inputs[row]! * outputs;
        for (let k = 0; k < outputs; k++) result[row * outputs + k] = parameters[start + k]!;
      }
      return result;
    },
    backward(outputGradients, rows) {
      for (let row = 0; row < rows; row++) {
        const start = indices[row]! * outputs;
        for (let k = 0; k < outputs; k++) gradients[start + k]! += outputGradients[row * outputs + k]!;
      }
    },
    clone() {
      const copy = tableNetwork(count, outputs);
      copy.parameters.set(parameters);
      return copy;
    },
  };
}

/** What a table of some size is. */
export function describeTable(count: number, outputs: number): NetworkDescription {
  return { kind: 'table', settings: { count, outputs }, parts: [{ name: 'table', shape: [count, outputs] }] };
}
