import { InputError, randomStream } from '@firstmover/core';
import type { MlpNetwork, MlpOptions } from '@firstmover/networks';
import { adam, mlpNetwork } from '@firstmover/networks';
import { afterAll, describe, expect, it } from 'vitest';
import type { ParallelMlp } from './parallel-mlp.ts';
import { parallelMlp } from './parallel-mlp.ts';

const base: MlpOptions = { input: { kind: 'vector', width: 5 }, hidden: [9, 6], outputs: 3, activation: 'tanh', seed: 1 };
const random = randomStream(1, 'parallel mlp').at(0, 0);
const normals = (length: number): Float32Array => Float32Array.from({ length }, () => random.normal());
const open: ParallelMlp[] = [];

function make(options: Partial<MlpOptions>, workers: number): ParallelMlp {
  const network = parallelMlp({ ...base, ...options, workers });
  open.push(network);
  return network;
}

afterAll(async () => {
  await Promise.all(open.map((network) => network.close()));
});

/** Outputs, gradients and, for vectors, input gradients. */
function numbers(network: MlpNetwork, inputs: Float32Array | Int32Array, weights: Float32Array, rows: number): readonly Float32Array[] {
  const outputs = network.forward(inputs, rows).slice(0, rows * network.outputs);
  const inputGradients = network.input.kind === 'vector' ? new Float32Array(rows * network.input.width) : undefined;
  network.backward(weights, rows, inputGradients);
  return [outputs, network.gradients.slice(), inputGradients ?? new Float32Array(0)];
}

/** Compares faster than element by element. */
function bits(arrays: readonly Float32Array[]): string {
  return arrays.map(({ buffer }) => Buffer.from(buffer).toString('base64')).join(' ');
}

describe('an MLP in threads', () => {
  it.each([
    { hidden: [9, 6] },
    { hidden: [7], activation: 'relu' },
    { hidden: [], outputs: 1 },
    { hidden: [70, 5, 3], outputs: 7 },
    { input: { kind: 'index', count: 11 } },
  ] as const)('has the outputs and gradients of one in one thread, bit for bit, for any number of workers: %j', (options) => {
    const networks = [mlpNetwork({ ...base, ...options }), ...[1, 2, 3, 4].map((workers) => make(options, workers))];
    const { input, outputs } = networks[0]!;
    const optimisers = networks.map(({ parameters }) => adam(0.01)(parameters.length));
    // Batches grow and shrink, and gradients add up over two of them.
    for (const rows of [1, 256, 257, 512, 900, 2049, 64, 700]) {
      const inputs =
        input.kind === 'vector' ? normals(rows * input.width) : Int32Array.from({ length: rows }, () => random.integer(input.count));
      const weights = normals(rows * outputs);
      const results = networks.map((network) => numbers(network, inputs, weights, rows));
      for (const result of results) expect(bits(result)).toBe(bits(results[0]!));
      if (rows % 2 === 0) {
        networks.forEach((network, i) => {
          optimisers[i]!.step(network.parameters, network.gradients);
          network.gradients.fill(0);
        });
      }
    }
    for (const { parameters } of networks) expect(parameters).toEqual(networks[0]!.parameters);
  });

  it('needs the inputs no longer once it went forward, and takes parameters as they are at each call', () => {
    const [plain, parallel] = [mlpNetwork(base), make({}, 2)];
    const inputs = normals(600 * 5);
    const weights = normals(600 * 3);
    for (const network of [plain, parallel]) {
      const given = inputs.slice();
      network.forward(given, 600);
      given.fill(NaN);
      network.parameters.forEach((value, i) => (network.parameters[i] = 2 * value));
      network.backward(weights, 600);
      network.backward(weights, 600);
    }
    expect(parallel.gradients).toEqual(plain.gradients);
  });

  it('is described, cloned and closed as one in one thread, and goes on alone', async () => {
    const parallel = make({}, 2);
    const plain = mlpNetwork(base);
    expect(parallel).toMatchObject({ workers: 2, kernels: plain.kernels, reproducible: true, description: plain.description });
    const [inputs, weights] = [normals(600 * 5), normals(600 * 3)];
    const expected = numbers(plain, inputs, weights, 600);
    expect(numbers(parallel.clone(), inputs, weights, 600)).toEqual(expected);
    parallel.forward(inputs, 600);
    await parallel.close();
    expect(() => parallel.backward(weights, 600)).toThrow('backward with 600 rows: expected the');
    expect(numbers(parallel, inputs, weights, 600)).toEqual(expected);
    await parallel.close();
  });

  it('refuses what one in one thread does, and plain kernels', () => {
    const vector = make({}, 2);
    const index = make({ input: { kind: 'index', count: 4 } }, 2);
    const cases: readonly (readonly [() => unknown, string])[] = [
      [() => make({}, 0), 'workers 0 of parallelMlp: expected an integer from 1 to 256'],
      [() => make({}, 1.5), 'workers 1.5 of parallelMlp'],
      [() => make({ hidden: [0] }, 2), 'an MLP with 0 units in hidden layer 0'],
      [() => make({ kernels: 'plain' }, 2), 'kernels "plain" of parallelMlp'],
      [() => vector.forward(new Float32Array(2999), 600), '2999 inputs for 600 rows of 5: expected at least 3000'],
      [() => vector.forward(new Float32Array(9), 300.5), 'a batch of 300.5 rows'],
      [() => index.forward(new Int32Array(600).fill(4, 599), 600), 'index 4 in row 599: expected an integer from 0 to 3'],
      [() => index.forward(new Int32Array(600).fill(-1, 0, 1), 600), 'index -1 in row 0'],
    ];
    for (const [attempt, message] of cases) {
      expect(attempt).toThrow(InputError);
      expect(attempt).toThrow(message);
    }
    vector.forward(new Float32Array(3000), 600);
    expect(() => vector.backward(new Float32Array(3000), 599)).toThrow('backward with 599 rows: expected the 600 of the last forward');
    expect(() => vector.backward(new Float32Array(1799), 600)).toThrow('1799 output gradients for 600 rows of 3');
    expect(() => vector.backward(new Float32Array(1800), 600, new Float32Array(9))).toThrow('9 input gradients for 600 rows of 5');
    index.forward(new Int32Array(600), 600);
    expect(() => index.backward(new Float32Array(1800), 600, new Float32Array(600))).toThrow('a network that reads indices');
    expect(() => index.backward(new Float32Array(1800), 600)).not.toThrow();
  });
});
