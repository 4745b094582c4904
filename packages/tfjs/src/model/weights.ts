import { tensor } from '@tensorflow/tfjs-core';
import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import type { Weights } from './model.ts';

/** The weights of a model as flat arrays. */
export interface FlatWeights {
  /** The weights on the backend. */
  readonly variables: readonly Variable[];
  /** All weights, in the order of the model. */
  readonly parameters: Float32Array;
  /** A gradient for each of them. */
  readonly gradients: Float32Array;
  /**
   * Makes the variables of the model equal to `parameters`. A variable is written only if it holds other numbers than these, or a tensor
   * that someone else put there: another network on the same model, or the model's own training.
   */
  upload(): void;
  /** Adds the gradient of each variable to `gradients`. */
  addGradients(ofVariables: readonly (Tensor | undefined)[]): void;
}

/** Copies weights of TensorFlow.js into flat arrays. */
export function flatWeights(weights: Weights): FlatWeights {
  const variables = weights.map((weight) => weight.read() as Variable);
  let size = 0;
  const parts = variables.map((variable) => {
    const start = size;
    size += variable.size;
    return { variable, start, end: size };
  });
  const parameters = new Float32Array(size);
  const gradients = new Float32Array(size);
  for (const { variable, start } of parts) parameters.set(variable.dataSync(), start);
  const uploaded = parameters.slice();
  // Compared as bits: 0 and -0 are equal numbers.
  const bits = new Int32Array(parameters.buffer);
  const uploadedBits = new Int32Array(uploaded.buffer);
  const dataIds = variables.map(({ dataId }) => dataId);
  return {
    variables,
    parameters,
    gradients,
    upload() {
      parts.forEach(({ variable, start, end }, i) => {
        if (variable.dataId === dataIds[i] && areEqual(bits, uploadedBits, start, end)) return;
        uploaded.set(parameters.subarray(start, end), start);
        const values = tensor(uploaded.slice(start, end), variable.shape, 'float32');
        variable.assign(values);
        values.dispose();
        dataIds[i] = variable.dataId;
      });
    },
    addGradients(ofVariables) {
      parts.forEach(({ start }, i) => {
        ofVariables[i]?.dataSync().forEach((gradient, k) => (gradients[start + k]! += gradient));
      });
    },
  };
}

function areEqual(a: Int32Array, b: Int32Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (a[i] !== b[i]) return false;
  return true;
}
