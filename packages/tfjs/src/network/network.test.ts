import { RefusedError, randomStream } from '@firstmover/core';
import { getBackend, memory } from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { requireBackend, testedBackends } from '../backend/backends.fixture.ts';
import { models } from './models.fixture.ts';
import { tfjsNetwork } from './network.ts';
import type { TfjsNetwork } from './network.ts';

const random = randomStream(1, 'tfjs network test');
beforeEach(() => void random.at(0, 0));
const normals = (length: number): Float32Array => Float32Array.from({ length }, () => random.normal());
const widthOf = ({ input }: TfjsNetwork): number => (input.kind === 'index' ? 1 : input.width);

/** Half the squared distance of the outputs from a target. */
function squaredError(network: TfjsNetwork, inputs: Int32Array | Float32Array, target: Float32Array, rows: number): number {
  return network.forward(inputs, rows).reduce((sum, y, i) => sum + (y - target[i]!) ** 2 / 2, 0);
}

/** Central differences of a function of some numbers, which are restored. */
function differences(of: Float32Array, loss: () => number): number[] {
  return Array.from(of, (kept, i) => {
    const step = 1 / 128;
    of[i] = kept + step;
    const above = loss();
    of[i] = kept - step;
    const below = loss();
    of[i] = kept;
    return (above - below) / (2 * step);
  });
}

function expectClose(actual: Float32Array, expected: readonly number[]): void {
  const scale = Math.max(1, ...expected.map(Math.abs));
  expected.forEach((value, i) => {
    expect(Math.abs(actual[i]! - value), `number ${i}: ${actual[i]} for ${value}`).toBeLessThan(2e-3 * scale);
  });
}

it('wants a backend before it makes a model', () => {
  expect(getBackend()).toBeFalsy();
  expect(() => tfjsNetwork(models['dense']!, { seed: 1 })).toThrow('await selectBackend()');
});

describe.each(testedBackends)('a network on %s', (backend) => {
  beforeAll(() => requireBackend(backend), 60_000);

  it.each(Object.keys(models))('has the gradients of finite differences: %s', (name) => {
    const network = tfjsNetwork(models[name]!, { seed: 3 });
    const rows = 2;
    const inputs = normals(rows * widthOf(network));
    const target = normals(rows * network.outputs);
    const outputs = network.forward(inputs, rows);
    const inputGradients = new Float32Array(inputs.length);
    network.backward(
      outputs.map((y, i) => y - target[i]!),
      rows,
      inputGradients,
    );
    const loss = (): number => squaredError(network, inputs, target, rows);
    expectClose(network.gradients, differences(network.parameters, loss));
    expectClose(inputGradients, differences(inputs, loss));
  });

  it('equals a forward pass written by hand', () => {
    const network = tfjsNetwork(models['dense']!, { seed: 4 });
    const inputs = normals(5 * 3);
    const p = network.parameters; // 3 x 4 weights, 4 biases, 4 x 2 weights, 2 biases
    p.set(normals(p.length));
    const outputs = network.forward(inputs, 5);
    for (let row = 0; row < 5; row++) {
      const hidden = [0, 1, 2, 3].map((j) =>
        Math.tanh(p[12 + j]! + [0, 1, 2].reduce((sum, i) => sum + inputs[row * 3 + i]! * p[i * 4 + j]!, 0)),
      );
      for (let k = 0; k < 2; k++) {
        const expected = p[24 + k]! + hidden.reduce((sum, h, j) => sum + h * p[16 + j * 2 + k]!, 0);
        expect(outputs[row * 2 + k]).toBeCloseTo(expected, 5);
      }
    }
  });

  it('adds up gradients over calls', () => {
    const network = tfjsNetwork(models['dense']!, { seed: 5 });
    const ones = new Float32Array(4).fill(1);
    network.forward(normals(6), 2);
    network.backward(ones, 2);
    const once = network.gradients.slice();
    network.backward(ones, 2);
    network.gradients.forEach((gradient, i) => expect(gradient).toBeCloseTo(2 * once[i]!, 5));
  });

  it('reads indices as vectors that are one there', () => {
    const build = (): LayersModel => sequential({ layers: [layers.dense({ inputShape: [4], units: 2 })] });
    const network = tfjsNetwork(build, { seed: 6, reads: 'index' });
    expect(network.input).toEqual({ kind: 'index', count: 4 });
    const outputs = network.forward(Int32Array.of(2, 0, 2), 3);
    expect([...outputs]).toEqual([4, 5, 0, 1, 4, 5].map((i) => network.parameters[i]));
    network.backward(Float32Array.of(1, 2, 3, 4, 5, 6), 3);
    expect([...network.gradients]).toEqual([3, 4, 0, 0, 6, 8, 0, 0, 9, 12]);
  });

  it('learns embeddings', () => {
    const build = (): LayersModel =>
      sequential({
        layers: [
          layers.embedding({ inputDim: 3, outputDim: 2, inputLength: 2 }),
          layers.flatten(),
          layers.dense({ units: 1, useBias: false }),
        ],
      });
    const network = tfjsNetwork(build, { seed: 7 });
    network.forward(Float32Array.of(0, 2, 2, 2), 2);
    network.backward(Float32Array.of(1, 10), 2);
    const [a, b, c, d] = network.parameters.subarray(6) as unknown as [number, number, number, number];
    [a, b, 0, 0, c + 10 * (a + c), d + 10 * (b + d)].forEach((gradient, i) => expect(network.gradients[i]).toBeCloseTo(gradient, 5));
  });

  it('has clones that are independent, on one model', () => {
    const network = tfjsNetwork(models['convolutional']!, { seed: 8 });
    const before = memory().numTensors;
    const clone = network.clone();
    expect(memory().numTensors).toBe(before);
    const inputs = normals(2 * widthOf(network));
    const outputs = [...network.forward(inputs, 2)];
    expect([...clone.forward(inputs, 2)]).toEqual(outputs);
    clone.parameters.fill(0);
    expect([...clone.forward(inputs, 2)]).toEqual([0, 0, 0, 0]);
    expect([...network.forward(inputs, 2)]).toEqual(outputs);
    clone.backward(new Float32Array(4).fill(1), 2);
    expect([...clone.gradients.subarray(-2)]).toEqual([2, 2]);
    expect(network.gradients.every((gradient) => gradient === 0)).toBe(true);
  });

  it('writes its parameters over what training the model itself put there', () => {
    const model = models['dense']!();
    const network = tfjsNetwork(model, { seed: 9 });
    const inputs = normals(3);
    const outputs = [...network.forward(inputs, 1)];
    model.setWeights(models['dense']!().getWeights());
    expect([...network.forward(inputs, 1)]).toEqual(outputs);
  });

  it('fits a function by gradient descent', () => {
    const build = (): LayersModel =>
      sequential({ layers: [layers.dense({ inputShape: [1], units: 16, activation: 'tanh' }), layers.dense({ units: 1 })] });
    const network = tfjsNetwork(build, { seed: 10 });
    const inputs = Float32Array.from({ length: 32 }, (_, i) => (i - 15.5) / 8);
    const target = inputs.map((x) => Math.sin(x));
    const first = squaredError(network, inputs, target, 32);
    for (let step = 0; step < 250; step++) {
      network.gradients.fill(0);
      network.backward(
        network.forward(inputs, 32).map((y, i) => (y - target[i]!) / 32),
        32,
      );
      network.gradients.forEach((gradient, i) => (network.parameters[i]! -= 0.5 * gradient));
    }
    expect(first).toBeGreaterThan(2);
    expect(squaredError(network, inputs, target, 32)).toBeLessThan(0.2);
  });

  it('leaks no tensor in thousands of calls', () => {
    const build = (): LayersModel => sequential({ layers: [layers.dense({ inputShape: [3], units: 2 })] });
    const network = tfjsNetwork(build, { seed: 11 });
    const inputs = normals(2 * 3);
    const outputGradients = normals(2 * 2);
    const inputGradients = new Float32Array(6);
    const before = memory().numTensors;
    for (let i = 0; i < 1000; i++) {
      network.forward(inputs, 2);
      network.backward(outputGradients, 2, inputGradients);
      network.parameters[i % network.parameters.length]! += 0.001;
    }
    expect(memory().numTensors).toBe(before);
  });

  it.each(Object.keys(models))('holds no tensors but the weights of its model: %s', (name) => {
    const before = memory().numTensors;
    let weights = 0;
    const network = tfjsNetwork(
      () => {
        const model = models[name]!();
        weights = model.weights.length;
        return model;
      },
      { seed: 12 },
    );
    for (let i = 0; i < 3; i++) {
      network.forward(normals(widthOf(network)), 1);
      network.backward(normals(network.outputs), 1);
    }
    expect(memory().numTensors - before).toBe(weights);
  });

  it('refuses what does not fit', () => {
    const network = tfjsNetwork(models['dense']!, { seed: 13 });
    expect(() => network.forward(new Float32Array(5), 2)).toThrow('5 inputs of a network for 2 rows: expected 2 x 3');
    network.forward(new Float32Array(6), 2);
    expect(() => network.backward(new Float32Array(2), 1)).toThrow('backward with 1 rows after forward with 2');
    expect(() => tfjsNetwork(() => sequential(), { seed: 1 })).toThrow('has no inputs yet: give its first layer an inputShape');
    const stateful = (): LayersModel => sequential({ layers: [layers.lstm({ batchInputShape: [1, 2, 2], units: 1, stateful: true })] });
    expect(() => tfjsNetwork(stateful, { seed: 1 })).toThrow('keeps a state between calls');
    const open = (): LayersModel => sequential({ layers: [layers.gru({ inputShape: [null, 2], units: 1 })] });
    expect(() => tfjsNetwork(open, { seed: 1 })).toThrow('[null,null,2]: expected every size but the first to be a number');
    const empty = (): LayersModel => sequential({ layers: [layers.flatten({ inputShape: [2, 1] })] });
    expect(() => tfjsNetwork(empty, { seed: 1 })).toThrow('no trainable weights');
    const bound = (): LayersModel => sequential({ layers: [layers.dense({ inputShape: [2], units: 1, kernelConstraint: 'nonNeg' })] });
    expect(() => tfjsNetwork(bound, { seed: 1 })).toThrow('has a constraint');
  });
});

describe.runIf(testedBackends.includes('wasm'))('what wasm cannot differentiate', () => {
  it('is refused with the operation and a way out, and leaks nothing', async () => {
    await requireBackend('wasm');
    const build = (): LayersModel =>
      sequential({
        layers: [layers.depthwiseConv2d({ inputShape: [4, 4, 2], kernelSize: 2 }), layers.flatten(), layers.dense({ units: 1 })],
      });
    const network = tfjsNetwork(build, { seed: 1 });
    network.forward(normals(32), 1);
    const before = memory().numTensors;
    const backward = (): void => {
      network.backward(Float32Array.of(1), 1);
    };
    expect(backward).toThrow(RefusedError);
    expect(backward).toThrow(
      'the wasm backend of TensorFlow.js has no kernel DepthwiseConv2dNativeBackpropFilter, which this model needs: ' +
        "install @tensorflow/tfjs-node or selectBackend({ prefer: 'cpu' })",
    );
    expect(memory().numTensors).toBe(before);
    await requireBackend('cpu');
    backward();
    expect(network.gradients.some((gradient) => gradient !== 0)).toBe(true);
  });
});
