import { InputError, show } from '@firstmover/core';
import type { NetworkDescription } from '../network/description.ts';
import type { Network } from '../network/network.ts';

/**
 * A linear layer with bias on vectors: output k is bias[k] plus the sum over j of weight[k, j] * input[j]. Parameters are the
 * weights row-major (outputs x width), then the biases. Starts at zero.
 *
 * @param width - the length of an input vector
 * @param outputs - how many numbers per row
 */
export function linearNetwork(width: number, outputs: number): Network {
  for (const [what, value] of [
    ['inputs', width],
    ['outputs', outputs],
  ] as const) {
    if (!Number.isSafeInteger(value) || value < 1)
      throw new InputError(`a linear layer with ${show(value)} ${what}: expected an integer of at least 1`);
  }
  const parameters = new Float32Array(outputs * (width + 1));
  const gradients = new Float32Array(outputs * (width + 1));
  const biases = outputs * width;
  let result = new Float32Array(0);
  let seen: Int32Array | Float32Array = new Float32Array(0);
  return {
    description: describeLinear(width, outputs),
    input: { kind: 'vector', width },
    outputs,
    parameters,
    gradients,
    forward(inputs, rows) {
      if (result.length < rows * outputs) result = new Float32Array(rows * outputs);
      seen = inputs;
      for (let row = 0; row < rows; row++) {
        for (let k = 0; k < outputs; k++) {
          let sum = parameters[biases + k]!;
          for (let j = 0; j < width; j++) sum += parameters[k * width + j]! * inputs[row * width + j]!;
          result[row * outputs + k] = sum;
        }
      }
      return result;
    },
    backward(outputGradients, rows) {
      for (let row = 0; row < rows; row++) {
        for (let k = 0; k < outputs; k++) {
          const gradient = outputGradients[row * outputs + k]!;
          if (gradient === 0) continue;
          gradients[biases + k]! += gradient;
          for (let j = 0; j < width; j++) gradients[k * width + j]! += gradient * seen[row * width + j]!;
        }
      }
    },
    clone() {
      const copy = linearNetwork(width, outputs);
      copy.parameters.set(parameters);
      return copy;
    },
  };
}

/** What a linear layer of some size is. */
export function describeLinear(width: number, outputs: number): NetworkDescription {
  const parts = [
    { name: 'weights', shape: [outputs, width] },
    { name: 'biases', shape: [outputs] },
  ];
  return { kind: 'linear', settings: { width, outputs }, parts };
}
