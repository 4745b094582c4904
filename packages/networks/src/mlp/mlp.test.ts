import { describe, expect, it } from 'vitest';
import { InputError, randomStream } from '@firstmover/core';
import { adam } from '../optimiser/optimiser.ts';
import type { MlpOptions } from './mlp.ts';
import { mlpNetwork } from './mlp.ts';

const random = randomStream(1, 'mlp').at(0, 0);
const normals = (length: number): Float32Array => Float32Array.from({ length }, () => random.normal());
const base: MlpOptions = { input: { kind: 'vector', width: 5 }, hidden: [7, 6], outputs: 3, activation: 'tanh', seed: 1 };

/** The same function in double precision, from the documented layout of the parameters. */
function reference(options: MlpOptions, parameters: ArrayLike<number>, inputs: ArrayLike<number>, rows: number): number[] {
  const width = options.input.kind === 'vector' ? options.input.width : options.input.count;
  const widths = [width, ...options.hidden, options.outputs];
  const result: number[] = [];
  for (let row = 0; row < rows; row++) {
    let values = Array.from({ length: width }, (_unused, j) => inputs[row * width + j]!);
    for (let layer = 0, at = 0; layer + 1 < widths.length; layer++) {
      const units = widths[layer + 1]!;
      const last = layer + 2 === widths.length;
      const biases = at + values.length * units;
      values = Array.from({ length: units }, (_unused, k) => {
        const sum = values.reduce((total, value, j) => total + value * parameters[at + j * units + k]!, parameters[biases + k]!);
        return last ? sum : options.activation === 'tanh' ? Math.tanh(sum) : Math.max(0, sum);
      });
      at = biases + units;
    }
    result.push(...values);
  }
  return result;
}

describe.each(['tanh', 'relu'] as const)('an MLP with %s', (activation) => {
  it.each([
    { hidden: [7, 6], rows: 5 },
    { hidden: [1], rows: 3 },
    { hidden: [], rows: 2 },
    { hidden: [3, 2, 4], rows: 66 },
  ])('has outputs and gradients equal to finite differences in double precision: %j', ({ hidden, rows }) => {
    const options: MlpOptions = { ...base, hidden, activation };
    const network = mlpNetwork(options);
    network.parameters.forEach((value, i) => (network.parameters[i] = value + 0.1 * random.normal()));
    const inputs = normals(rows * 5);
    const weights = normals(rows * 3);
    const outputs = network.forward(inputs, rows).slice(0, rows * 3);
    reference(options, network.parameters, inputs, rows).forEach((value, i) => expect(outputs[i]).toBeCloseTo(value, 5));

    const loss = (parameters: ArrayLike<number>, x: ArrayLike<number>): number =>
      reference(options, parameters, x, rows).reduce((sum, value, i) => sum + value * weights[i]!, 0);
    const slope = (numbers: Float64Array, i: number, of: (changed: Float64Array) => number): number => {
      const kept = numbers[i]!;
      numbers[i] = kept + 1e-6;
      const above = of(numbers);
      numbers[i] = kept - 1e-6;
      const below = of(numbers);
      numbers[i] = kept;
      return (above - below) / 2e-6;
    };
    const inputGradients = new Float32Array(rows * 5);
    network.backward(weights, rows, inputGradients);
    const parameters = Float64Array.from(network.parameters);
    const x = Float64Array.from(inputs);
    const check = (got: Float32Array, of: (i: number) => number): void => {
      const errors = Array.from(got, (value, i) => Math.abs(value - of(i)) / (1 + Math.abs(value)));
      expect(Math.max(...errors)).toBeLessThan(1e-5);
    };
    check(network.gradients, (i) => slope(parameters, i, (changed) => loss(changed, inputs)));
    check(inputGradients, (i) => slope(x, i, (changed) => loss(parameters, changed)));
  });
});

it('computes the same bits with plain kernels, over training steps of every batch size', () => {
  const networks = [mlpNetwork({ ...base, kernels: 'simd' }), mlpNetwork({ ...base, kernels: 'plain' })] as const;
  expect(networks.map(({ kernels, reproducible }) => [kernels, reproducible])).toEqual([
    ['simd', true],
    ['plain', true],
  ]);
  const optimisers = networks.map(({ parameters }) => adam(0.01)(parameters.length));
  for (const rows of [1, 2, 3, 63, 64, 65, 200, 5, 129]) {
    const inputs = normals(rows * 5);
    const weights = normals(rows * 3);
    const outputs = networks.map((network, i) => {
      const result = network.forward(inputs, rows).slice(0, rows * 3);
      network.gradients.fill(0);
      network.backward(weights, rows);
      optimisers[i]!.step(network.parameters, network.gradients);
      return result;
    });
    expect(outputs[0]).toEqual(outputs[1]);
    expect(networks[0].parameters).toEqual(networks[1].parameters);
  }
});

it('gives a row the same bits in every batch, and a batch the gradients of its rows in order', () => {
  const [whole, single] = [mlpNetwork(base), mlpNetwork(base)];
  const rows = 150;
  const inputs = normals(rows * 5);
  const weights = normals(rows * 3);
  const outputs = whole.forward(inputs, rows).slice(0, rows * 3);
  whole.backward(weights, rows);
  for (let row = 0; row < rows; row++) {
    const alone = single.forward(inputs.subarray(row * 5, row * 5 + 5), 1);
    expect(alone.slice(0, 3)).toEqual(outputs.slice(row * 3, row * 3 + 3));
    single.backward(weights.subarray(row * 3, row * 3 + 3), 1);
  }
  expect(single.gradients).toEqual(whole.gradients);
});

it.each([256, 257, 512, 700])('sums the gradients of %d rows in segments of 256, each from zero, and adds these in order', (rows) => {
  const [whole, part] = [mlpNetwork(base), mlpNetwork(base)];
  const inputs = normals(rows * 5);
  const weights = normals(rows * 3);
  const inputGradients = new Float32Array(rows * 5);
  const start = normals(whole.gradients.length);
  whole.gradients.set(start);
  whole.forward(inputs, rows);
  whole.backward(weights, rows, inputGradients);
  const sums = start.slice();
  for (let from = 0; from < rows; from += 256) {
    const count = Math.min(256, rows - from);
    // The first segment goes on from what the gradients hold already.
    part.gradients.fill(0);
    if (from === 0) part.gradients.set(start);
    part.forward(inputs.subarray(from * 5), count);
    const partInputGradients = new Float32Array(count * 5);
    part.backward(weights.subarray(from * 3), count, partInputGradients);
    part.gradients.forEach((gradient, i) => (sums[i] = from === 0 ? gradient : sums[i]! + gradient));
    expect(partInputGradients).toEqual(inputGradients.subarray(from * 5, (from + count) * 5));
  }
  expect(whole.gradients).toEqual(sums);
});

it('keeps its views while batches grow, and needs the inputs no longer once it went forward', () => {
  const network = mlpNetwork(base);
  const { parameters, gradients } = network;
  for (const rows of [1, 64, 65, 5000]) {
    const inputs = normals(rows * 5);
    const wanted = reference(base, parameters, inputs, rows);
    const outputs = network.forward(inputs, rows);
    for (const i of [0, wanted.length - 1]) expect(outputs[i]).toBeCloseTo(wanted[i]!, 5);
    inputs.fill(NaN);
    gradients.fill(0);
    network.backward(normals(rows * 3), rows);
    expect(gradients.every((gradient) => Number.isFinite(gradient) && gradient !== 0)).toBe(true);
  }
  expect(network.parameters).toBe(parameters);
  expect(parameters).toHaveLength(6 * 7 + 8 * 6 + 7 * 3);
});

it('adds up gradients over calls', () => {
  const network = mlpNetwork(base);
  network.forward(normals(70 * 5), 70);
  const ones = new Float32Array(70 * 3).fill(1);
  network.backward(ones, 70);
  const once = network.gradients.slice();
  network.backward(ones, 70);
  network.gradients.forEach((gradient, i) => expect(gradient).toBeCloseTo(2 * once[i]!, 3));
});

it('reads an index as it would the one-hot vector, bit for bit, forward and backward', () => {
  const count = 11;
  for (const hidden of [[], [6], [7, 5]]) {
    const byIndex = mlpNetwork({ ...base, hidden, input: { kind: 'index', count } });
    const byVector = mlpNetwork({ ...base, hidden, input: { kind: 'vector', width: count } });
    byVector.parameters.set(byIndex.parameters);
    for (const rows of [1, 7, 64, 100]) {
      const indices = Int32Array.from({ length: rows }, () => random.integer(count));
      const vectors = new Float32Array(rows * count);
      indices.forEach((index, row) => (vectors[row * count + index] = 1));
      expect(byIndex.forward(indices, rows).slice(0, rows * 3)).toEqual(byVector.forward(vectors, rows).slice(0, rows * 3));
      const weights = normals(rows * 3);
      byIndex.backward(weights, rows);
      byVector.backward(weights, rows);
      expect(byIndex.gradients).toEqual(byVector.gradients);
    }
  }
});

it('is cloned to an independent network, and restored by copying parameters', () => {
  const network = mlpNetwork(base);
  const clone = network.clone();
  const inputs = normals(10);
  const before = network.forward(inputs, 2).slice(0, 6);
  clone.forward(normals(10), 2);
  clone.backward(normals(6), 2);
  expect(network.gradients.every((gradient) => gradient === 0)).toBe(true);
  network.backward(normals(6), 2);
  network.parameters.fill(0);
  expect(clone.forward(inputs, 2).slice(0, 6)).toEqual(before);
  network.parameters.set(clone.parameters);
  expect(network.forward(inputs, 2).slice(0, 6)).toEqual(before);
});

it('is not disturbed by other networks between forward and backward', () => {
  for (const rows of [8, 130]) {
    const [inputs, weights] = [normals(rows * 5), normals(rows * 3)];
    const [first, second] = [mlpNetwork(base), mlpNetwork({ ...base, hidden: [70] })];
    const alone = first.clone();
    alone.forward(inputs, rows);
    alone.backward(weights, rows);
    first.forward(inputs, rows);
    second.forward(normals(rows * 5), rows);
    second.backward(normals(rows * 3), rows);
    first.backward(weights, rows);
    expect(first.gradients).toEqual(alone.gradients);
  }
});

it('lets NaN in a row through to that row only, and to the gradients', () => {
  for (const activation of ['tanh', 'relu'] as const) {
    const network = mlpNetwork({ ...base, activation });
    const inputs = normals(15);
    inputs[7] = NaN;
    const outputs = network.forward(inputs, 3);
    expect(Array.from(outputs.subarray(0, 9)).map(Number.isNaN)).toEqual([0, 0, 0, 1, 1, 1, 0, 0, 0].map((nan) => nan === 1));
    network.backward(new Float32Array(9).fill(1), 3);
    expect(network.gradients.some(Number.isNaN)).toBe(true);
  }
});

describe('the initial parameters', () => {
  it('are orthogonal with gain sqrt(2) in hidden layers, outputScale in the last, zero in the biases', () => {
    const network = mlpNetwork({ ...base, hidden: [8, 4], outputScale: [0.01, 0.01, 1] });
    const { parameters } = network;
    const dot = (start: number, stride: number, step: number, count: number, i: number, j: number): number =>
      Array.from({ length: count }).reduce<number>(
        (sum, _unused, k) => sum + parameters[start + i * stride + k * step]! * parameters[start + j * stride + k * step]!,
        0,
      );
    for (let i = 0; i < 4; i++) {
      for (let j = 0; j < 4; j++) {
        expect(dot(0, 8, 1, 8, i, j)).toBeCloseTo(i === j ? 2 : 0, 5); // rows of 5 x 8
        expect(dot(48, 1, 4, 8, i, j)).toBeCloseTo(i === j ? 2 : 0, 5); // columns of 8 x 4
        if (i < 3 && j < 3) expect(dot(84, 1, 3, 4, i, j)).toBeCloseTo(i === j ? [1e-4, 1e-4, 1][i]! : 0, 6);
      }
    }
    for (const [start, count] of [
      [40, 8],
      [80, 4],
      [96, 3],
    ] as const)
      expect(Array.from(parameters.subarray(start, start + count))).toEqual(new Array(count).fill(0));
  });

  it('depend on the seed and on nothing else', () => {
    expect(mlpNetwork(base).parameters).toEqual(mlpNetwork({ ...base, kernels: 'plain' }).parameters);
    expect(mlpNetwork({ ...base, seed: 2 }).parameters).not.toEqual(mlpNetwork(base).parameters);
  });
});

it('refuses what it cannot use, in one line', () => {
  const network = mlpNetwork(base);
  const byIndex = mlpNetwork({ ...base, input: { kind: 'index', count: 4 } });
  const cases: readonly (readonly [() => unknown, string])[] = [
    [() => mlpNetwork({ ...base, input: { kind: 'vector', width: 0 } }), 'an MLP with 0 inputs: expected an integer of at least 1'],
    [() => mlpNetwork({ ...base, hidden: [3, 1.5] }), 'an MLP with 1.5 units in hidden layer 1'],
    [() => mlpNetwork({ ...base, outputs: -1 }), 'an MLP with -1 outputs'],
    [() => mlpNetwork({ ...base, outputScale: [1, 1] }), 'outputScale with 2 numbers: expected one for all or 3'],
    [() => mlpNetwork({ ...base, outputScale: NaN }), 'outputScale NaN'],
    [() => mlpNetwork({ ...base, seed: -1 }), 'seed -1'],
    [() => mlpNetwork({ ...base, activation: 'sine' as 'tanh' }), "activation \"sine\" of an MLP: expected 'tanh' or 'relu'"],
    [() => network.forward(new Float32Array(9), 2), '9 inputs for 2 rows of 5: expected at least 10'],
    [() => network.forward(new Float32Array(9), -1), 'a batch of -1 rows'],
    [() => network.backward(new Float32Array(6), 2), 'backward with 2 rows: expected the 0 of the last forward'],
    [() => byIndex.forward(Int32Array.of(0, 4), 2), 'index 4 in row 1: expected an integer from 0 to 3'],
    [() => byIndex.forward(Float32Array.of(0.5), 1), 'index 0.5 in row 0'],
  ];
  for (const [attempt, message] of cases) {
    expect(attempt).toThrow(InputError);
    expect(attempt).toThrow(message);
  }
  network.forward(new Float32Array(10), 2);
  expect(() => network.backward(new Float32Array(5), 2)).toThrow('5 output gradients for 2 rows of 3');
  expect(() => network.backward(new Float32Array(6), 2, new Float32Array(9))).toThrow('9 input gradients for 2 rows of 5');
  byIndex.forward(Int32Array.of(1), 1);
  expect(() => byIndex.backward(new Float32Array(3), 1, new Float32Array(4))).toThrow('input gradients of a network that reads indices');
});
