import { InputError, randomStream } from '@firstmover/core';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Sequences } from '../network/recurrent-network.ts';
import { restoreNetwork, saveNetwork } from '../network/save.ts';
import { adam } from '../optimiser/optimiser.ts';
import { gruNetwork } from './gru.ts';
import type { GruOptions } from './gru.ts';

const random = randomStream(1, 'gru test');
beforeEach(() => void random.at(0, 0));
const normals = (length: number): Float32Array => Float32Array.from({ length }, () => random.normal());
const base: GruOptions = { input: { kind: 'vector', width: 3 }, hidden: 5, outputs: 2, seed: 1 };

function sequences({ input, hidden }: GruOptions, steps: number, rows: number, resets: readonly number[] = []): Sequences {
  const mask = new Uint8Array(steps * rows);
  for (const at of resets) mask[at] = 1;
  const inputs =
    input.kind === 'vector'
      ? normals(steps * rows * input.width)
      : Float32Array.from({ length: steps * rows }, () => random.integer(input.count));
  return { inputs, steps, rows, initialState: normals(rows * hidden), resets: mask };
}

/** The equations in double precision, one row at a time: outputs, steps x rows x outputs, and the states at the end. */
function reference({ input, hidden, outputs }: GruOptions, p: ArrayLike<number>, given: Sequences): [number[], number[]] {
  const inputs = input.kind === 'index' ? input.count : input.width;
  const found: number[] = new Array<number>(given.steps * given.rows * outputs).fill(0);
  const states: number[] = [];
  const u = (inputs + 1) * 3 * hidden;
  const v = u + (hidden + 1) * 3 * hidden;
  const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
  for (let row = 0; row < given.rows; row++) {
    let h = Array.from(given.initialState.subarray(row * hidden, (row + 1) * hidden));
    for (let t = 0; t < given.steps; t++) {
      const at = t * given.rows + row;
      if (given.resets[at] === 1) h = h.map(() => 0);
      const x = Array.from({ length: inputs }, (_unused, i) =>
        input.kind === 'index' ? Number(given.inputs[at] === i) : given.inputs[at * inputs + i]!,
      );
      const share = (start: number, from: readonly number[], column: number): number =>
        from.reduce((sum, value, i) => sum + value * p[start + i * 3 * hidden + column]!, p[start + from.length * 3 * hidden + column]!);
      h = h.map((old, k) => {
        const r = sigmoid(share(0, x, k) + share(u, h, k));
        const z = sigmoid(share(0, x, hidden + k) + share(u, h, hidden + k));
        const n = Math.tanh(share(0, x, 2 * hidden + k) + r * share(u, h, 2 * hidden + k));
        return (1 - z) * n + z * old;
      });
      for (let o = 0; o < outputs; o++)
        found[at * outputs + o] = h.reduce((sum, value, k) => sum + value * p[v + k * outputs + o]!, p[v + hidden * outputs + o]!);
    }
    states.push(...h);
  }
  return [found, states];
}

const kinds: readonly (readonly [string, GruOptions])[] = [
  ['vectors', base],
  ['indices', { ...base, input: { kind: 'index', count: 4 } }],
];

describe.each(kinds)('a GRU that reads %s', (_name, options) => {
  it('computes its equations, with resets and a state to start from', () => {
    const network = gruNetwork(options);
    expect([network.stateWidth, network.outputs, network.input]).toEqual([5, 2, options.input]);
    network.parameters.forEach((value, i) => (network.parameters[i] = value + 0.3 * random.normal()));
    for (const [steps, rows] of [
      [1, 1],
      [4, 3],
      [3, 70],
      [2, 128],
    ] as const) {
      const given = sequences(options, steps, rows, steps > 1 ? [rows, 2 * rows - 1] : []);
      const [outputs, states] = reference(options, network.parameters, given);
      const found = network.forward(given);
      expect(found.outputs).toHaveLength(outputs.length);
      expect(found.finalState).toHaveLength(states.length);
      outputs.forEach((y, i) => expect(found.outputs[i]).toBeCloseTo(y, 5));
      states.forEach((h, i) => expect(found.finalState[i]).toBeCloseTo(h, 5));
    }
  });

  it('has the gradients of finite differences through time and resets, over rows beyond one chunk', () => {
    const network = gruNetwork(options);
    network.parameters.forEach((value, i) => (network.parameters[i] = value + 0.3 * random.normal()));
    for (const [steps, rows, resets] of [
      [4, 2, [3, 4]],
      [3, 70, [0, 75, 141]],
    ] as const) {
      const given = sequences(options, steps, rows, resets);
      const weights = normals(steps * rows * 2);
      const parameters = Float64Array.from(network.parameters);
      const loss = (): number => reference(options, parameters, given)[0].reduce((sum, y, i) => sum + y * weights[i]!, 0);
      network.forward(given);
      network.gradients.fill(0);
      network.backward(weights);
      for (let i = 0; i < parameters.length; i += rows === 2 ? 1 : 7) {
        const kept = parameters[i]!;
        parameters[i] = kept + 1e-6;
        const above = loss();
        parameters[i] = kept - 1e-6;
        const slope = (above - loss()) / 2e-6;
        parameters[i] = kept;
        expect(Math.abs(network.gradients[i]! - slope) / (1 + Math.abs(slope)), `parameter ${i}`).toBeLessThan(2e-5);
      }
    }
  });

  it('computes the same bits with plain kernels, over training steps of every shape', () => {
    const networks = [
      gruNetwork({ ...options, hidden: 7, kernels: 'simd' }),
      gruNetwork({ ...options, hidden: 7, kernels: 'plain' }),
    ] as const;
    expect(networks.map(({ kernels, reproducible }) => [kernels, reproducible])).toEqual([
      ['simd', true],
      ['plain', true],
    ]);
    const optimisers = networks.map(({ parameters }) => adam(0.01)(parameters.length));
    for (const [steps, rows] of [
      [1, 1],
      [5, 3],
      [2, 65],
      [3, 130],
      [1, 64],
      [4, 2],
    ] as const) {
      const given = sequences({ ...options, hidden: 7 }, steps, rows, [0, steps * rows - 1]);
      const weights = normals(steps * rows * 2);
      const outputs = networks.map((network, i) => {
        const found = network.forward(given);
        const kept = [found.outputs.slice(), found.finalState.slice()];
        network.gradients.fill(0);
        network.backward(weights);
        optimisers[i]!.step(network.parameters, network.gradients);
        return kept;
      });
      expect(outputs[0]).toEqual(outputs[1]);
      expect(networks[0].parameters).toEqual(networks[1].parameters);
    }
  });

  it('gives a row the same bits in every batch and every cut of time', () => {
    const network = gruNetwork(options);
    const given = sequences(options, 3, 67, [70, 150]);
    const { outputs, finalState } = network.forward(given);
    const whole = [outputs.slice(), finalState.slice()] as const;
    const width = given.inputs.length / 201;
    let state = given.initialState;
    for (let t = 0; t < 3; t++) {
      const step = network.forward({
        inputs: given.inputs.slice(t * 67 * width, (t + 1) * 67 * width),
        steps: 1,
        rows: 67,
        initialState: state,
        resets: given.resets.slice(t * 67, (t + 1) * 67),
      });
      expect(step.outputs).toEqual(whole[0].slice(t * 67 * 2, (t + 1) * 67 * 2));
      state = step.finalState; // read again while it is overwritten
    }
    expect(state).toEqual(whole[1]);
    const row = 66;
    const times = [0, 1, 2];
    const alone = network.forward({
      inputs: Float32Array.from(times.flatMap((t) => [...given.inputs.subarray((t * 67 + row) * width, (t * 67 + row + 1) * width)])),
      steps: 3,
      rows: 1,
      initialState: given.initialState.slice(row * 5),
      resets: Uint8Array.from(times, (t) => given.resets[t * 67 + row]!),
    });
    expect([...alone.outputs]).toEqual(times.flatMap((t) => [...whole[0].subarray((t * 67 + row) * 2, (t * 67 + row + 1) * 2)]));
  });

  it('needs what it was given no longer once it went forward, and adds up gradients over calls', () => {
    const network = gruNetwork(options);
    const given = sequences(options, 3, 4, [5]);
    const weights = normals(24);
    network.forward(given);
    network.backward(weights);
    const once = network.gradients.slice();
    network.forward(given);
    given.inputs.fill(0);
    given.initialState.fill(NaN);
    given.resets.fill(1);
    network.backward(weights);
    network.backward(weights);
    network.gradients.forEach((gradient, i) => expect(gradient).toBeCloseTo(3 * once[i]!, 4));
  });
});

it('reads an index as it would the one-hot vector, forward and backward', () => {
  const byIndex = gruNetwork({ ...base, input: { kind: 'index', count: 6 } });
  const byVector = gruNetwork({ ...base, input: { kind: 'vector', width: 6 } });
  byVector.parameters.set(byIndex.parameters);
  const given = sequences({ ...base, input: { kind: 'index', count: 6 } }, 4, 20, [30]);
  const inputs = new Float32Array(80 * 6);
  given.inputs.forEach((value, row) => (inputs[row * 6 + value] = 1));
  expect(byIndex.forward(given).outputs).toEqual(byVector.forward({ ...given, inputs }).outputs);
  const weights = normals(160);
  byIndex.backward(weights);
  byVector.backward(weights);
  byIndex.gradients.forEach((gradient, i) => expect(gradient).toBeCloseTo(byVector.gradients[i]!, 4));
});

it('forgets at a reset, in that row only', () => {
  const network = gruNetwork(base);
  const given = sequences(base, 2, 2, [2]);
  const outputs = network.forward(given).outputs.slice();
  const other = network.forward({ ...given, initialState: normals(10) }).outputs;
  expect([...other.subarray(4, 6)]).toEqual([...outputs.subarray(4, 6)]);
  expect([...other.subarray(6, 8)]).not.toEqual([...outputs.subarray(6, 8)]);
});

it('learns to remember what it saw ten steps before', () => {
  const options: GruOptions = { input: { kind: 'vector', width: 1 }, hidden: 16, outputs: 1, seed: 1 };
  const network = gruNetwork(options);
  const optimiser = adam(0.01)(network.parameters.length);
  const [steps, rows] = [11, 32];
  const last = (steps - 1) * rows;
  let error = 1;
  for (let step = 0; step < 300; step++) {
    const inputs = Float32Array.from({ length: steps * rows }, (_unused, i) =>
      i < rows ? Math.sign(random.normal()) : 0.5 * random.normal(),
    );
    const resets = new Uint8Array(steps * rows);
    const { outputs } = network.forward({ inputs, steps, rows, initialState: new Float32Array(rows * 16), resets });
    const errors = outputs.map((y, i) => (i < last ? 0 : (y - inputs[i - last]!) / rows));
    error = errors.reduce((sum, value) => sum + value * value, 0) * rows;
    network.gradients.fill(0);
    network.backward(errors);
    optimiser.step(network.parameters, network.gradients);
  }
  expect(error).toBeLessThan(0.05);
});

it('is cloned to an independent network, and saved and restored bit for bit', () => {
  const network = gruNetwork(base);
  const given = sequences(base, 2, 3);
  const outputs = network.forward(given).outputs.slice();
  const clone = network.clone();
  const other = gruNetwork({ ...base, seed: 2 });
  restoreNetwork(other, saveNetwork(network));
  network.parameters.fill(0);
  expect(clone.forward(given).outputs).toEqual(outputs);
  expect(other.forward(given).outputs).toEqual(outputs);
  expect([...network.forward(given).outputs]).toEqual(new Array(12).fill(0));
  expect(network.description.parts.map(({ name }) => name)).toContain('recurrent.weights');
});

it('starts from its seed alone: orthogonal for vectors and states, with the gain asked for in the head', () => {
  const options: GruOptions = { input: { kind: 'vector', width: 3 }, hidden: 4, outputs: 2, outputScale: [0.01, 1], seed: 3 };
  const { parameters } = gruNetwork(options);
  expect(gruNetwork({ ...options, kernels: 'plain' }).parameters).toEqual(parameters);
  expect(gruNetwork({ ...options, seed: 4 }).parameters).not.toEqual(parameters);
  const dot = (at: number, a: number, b: number, stride: number, count: number): number =>
    Array.from({ length: count }).reduce<number>(
      (sum, _unused, i) => sum + parameters[at + i * stride + a]! * parameters[at + i * stride + b]!,
      0,
    );
  for (let gate = 0; gate < 3; gate++) {
    for (let a = 0; a < 4; a++)
      for (let b = 0; b < 4; b++) expect(dot(48, 4 * gate + a, 4 * gate + b, 12, 4)).toBeCloseTo(a === b ? 1 : 0, 5);
    for (let a = 0; a < 3; a++) for (let b = 0; b < 3; b++) expect(dot(4 * gate, 12 * a, 12 * b, 1, 4)).toBeCloseTo(a === b ? 1 : 0, 5);
  }
  const head = 48 + 60;
  expect(dot(head, 0, 0, 2, 4)).toBeCloseTo(1e-4, 8);
  expect(dot(head, 1, 1, 2, 4)).toBeCloseTo(1, 5);
  for (const [at, count] of [
    [36, 12],
    [96, 12],
    [head + 8, 2],
  ] as const)
    expect([...parameters.subarray(at, at + count)]).toEqual(new Array(count).fill(0));
});

it('refuses what it cannot use, in one line', () => {
  const network = gruNetwork(base);
  const given = sequences(base, 2, 2);
  const byIndex = gruNetwork({ ...base, input: { kind: 'index', count: 4 } });
  const cases: readonly (readonly [() => unknown, string])[] = [
    [() => gruNetwork({ ...base, input: { kind: 'vector', width: 0 } }), 'a GRU with 0 inputs: expected an integer of at least 1'],
    [() => gruNetwork({ ...base, hidden: 1.5 }), 'a GRU with 1.5 units'],
    [() => gruNetwork({ ...base, outputs: -1 }), 'a GRU with -1 outputs'],
    [() => gruNetwork({ ...base, outputScale: [1] }), 'outputScale with 1 numbers: expected one for all or 2'],
    [() => gruNetwork({ ...base, outputScale: NaN }), 'outputScale'],
    [() => gruNetwork({ ...base, seed: -1 }), 'seed -1'],
    [() => network.backward(new Float32Array(8)), 'backward of a recurrent network before forward'],
    [() => network.forward({ ...given, inputs: new Float32Array(3) }), '3 inputs of sequences: expected 12'],
    [() => network.forward({ ...given, resets: new Uint8Array(2) }), '2 resets of sequences: expected 4'],
    [() => network.forward({ ...given, initialState: new Float32Array(2) }), '2 numbers of initial state of sequences: expected 10'],
    [() => network.forward({ ...given, steps: 0 }), 'sequences with 0 steps'],
    [
      () => byIndex.forward({ ...given, inputs: Float32Array.of(0, 1, 4, 0) }),
      'index 4 in row 2 of sequences: expected an integer from 0 to 3',
    ],
  ];
  for (const [attempt, message] of cases) {
    expect(attempt).toThrow(InputError);
    expect(attempt).toThrow(message);
  }
  network.forward(given);
  expect(() => network.backward(new Float32Array(2))).toThrow('2 output gradients of sequences: expected 8');
});
