import { randomStream } from '@firstmover/core';
import type { RecurrentNetwork, Sequences } from '@firstmover/networks';
import { memory } from '@tensorflow/tfjs-core';
import { input, layers, model, sequential } from '@tensorflow/tfjs-layers';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { requireBackend, testedBackends } from '../backend/backends.fixture.ts';
import { tfjsNetwork } from '../network/network.ts';
import { tfjsRecurrentNetwork } from './recurrent.ts';

const random = randomStream(1, 'tfjs recurrent network test');
beforeEach(() => void random.at(0, 0));
const normals = (length: number): Float32Array => Float32Array.from({ length }, () => random.normal());

const dense = (width: number, units: number) => (): LayersModel => sequential({ layers: [layers.dense({ inputShape: [width], units })] });

/** Reads two numbers, has a state of six, returns two. */
function lstm(seed: number): RecurrentNetwork {
  const cells = [layers.lstmCell({ units: 3, recurrentActivation: 'sigmoid', unitForgetBias: true })];
  return tfjsRecurrentNetwork({ torso: 2, cells, head: dense(3, 2), seed });
}

/** A torso, two cells with a state of three and two, and two heads with one output each. */
function stacked(seed: number): RecurrentNetwork {
  const cells = [layers.gruCell({ units: 3, recurrentActivation: 'sigmoid' }), layers.simpleRNNCell({ units: 2 })];
  const torso = (): LayersModel => sequential({ layers: [layers.dense({ inputShape: [2], units: 3, activation: 'tanh' })] });
  const heads = (): LayersModel => {
    const x = input({ shape: [2] });
    const head = (): SymbolicTensor => layers.dense({ units: 1 }).apply(x) as SymbolicTensor;
    return model({ inputs: x, outputs: [head(), head()] });
  };
  return tfjsRecurrentNetwork({ torso, cells, head: heads, seed });
}

function sequences(network: RecurrentNetwork, steps: number, rows: number, resets: readonly number[] = []): Sequences {
  const mask = new Uint8Array(steps * rows);
  for (const at of resets) mask[at] = 1;
  return { inputs: normals(steps * rows * 2), steps, rows, initialState: normals(rows * network.stateWidth), resets: mask };
}

describe.each(testedBackends)('a recurrent network on %s', (backend) => {
  beforeAll(() => requireBackend(backend), 60_000);

  it.each([
    ['LSTM', lstm],
    ['torso, GRU, simple cell, two heads', stacked],
  ])('has the gradients of finite differences through time and resets: %s', (_name, create) => {
    const network = create(1);
    const given = sequences(network, 3, 2, [3, 4]);
    const target = normals(3 * 2 * network.outputs);
    const loss = (): number => network.forward(given).outputs.reduce((sum, y, i) => sum + (y - target[i]!) ** 2 / 2, 0);
    const { outputs } = network.forward(given);
    network.backward(outputs.map((y, i) => y - target[i]!));
    for (let i = 0; i < network.parameters.length; i++) {
      const kept = network.parameters[i]!;
      const step = 1 / 128;
      network.parameters[i] = kept + step;
      const above = loss();
      network.parameters[i] = kept - step;
      const below = loss();
      network.parameters[i] = kept;
      expect(Math.abs(network.gradients[i]! - (above - below) / (2 * step)), `parameter ${i}`).toBeLessThan(5e-3);
    }
  });

  it('equals the LSTM layer over a whole window', () => {
    const step = lstm(2);
    const window = tfjsNetwork(
      () =>
        sequential({
          layers: [
            layers.lstm({ inputShape: [5, 2], units: 3, recurrentActivation: 'sigmoid', returnSequences: true }),
            layers.timeDistributed({ layer: layers.dense({ units: 2 }) }),
          ],
        }),
      { seed: 3 },
    );
    expect([step.stateWidth, step.input]).toEqual([6, { kind: 'vector', width: 2 }]);
    window.parameters.set(step.parameters);
    const inputs = normals(5 * 2);
    const { outputs } = step.forward({ inputs, steps: 5, rows: 1, initialState: new Float32Array(6), resets: new Uint8Array(5) });
    window.forward(inputs, 1).forEach((y, i) => expect(outputs[i]).toBeCloseTo(y, 5));
  });

  it('may run step by step, with the state passed on', () => {
    const network = stacked(4);
    const given = sequences(network, 3, 2, [2]);
    const whole = network.forward(given);
    let state = given.initialState;
    for (let t = 0; t < 3; t++) {
      const { outputs, finalState } = network.forward({
        inputs: given.inputs.slice(t * 4, (t + 1) * 4),
        steps: 1,
        rows: 2,
        initialState: state,
        resets: given.resets.slice(t * 2, (t + 1) * 2),
      });
      outputs.forEach((y, i) => expect(y).toBeCloseTo(whole.outputs[t * 4 + i]!, 5));
      state = finalState;
    }
    state.forEach((value, i) => expect(value).toBeCloseTo(whole.finalState[i]!, 5));
  });

  it('forgets at a reset, in that row only', () => {
    const network = stacked(5);
    const given = sequences(network, 2, 2, [2]);
    const { outputs } = network.forward(given);
    const other = network.forward({ ...given, initialState: normals(given.initialState.length) }).outputs;
    expect([...other.subarray(4, 6)]).toEqual([...outputs.subarray(4, 6)]);
    expect([...other.subarray(6, 8)]).not.toEqual([...outputs.subarray(6, 8)]);
  });

  it('starts from its seed alone, with clones that are independent', () => {
    const network = stacked(6);
    expect(stacked(6).parameters).toEqual(network.parameters);
    expect(stacked(7).parameters).not.toEqual(network.parameters);
    const given = sequences(network, 2, 1);
    const outputs = [...network.forward(given).outputs];
    const clone = network.clone();
    clone.parameters.fill(0);
    expect([...clone.forward(given).outputs]).toEqual([0, 0, 0, 0]);
    expect([...network.forward(given).outputs]).toEqual(outputs);
  });

  it('starts with forget gates at one where that is asked for', () => {
    const { parameters } = lstm(8);
    const biases = 2 * 12 + 3 * 12;
    expect([...parameters.subarray(biases, biases + 12)]).toEqual([0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0]);
  });

  it('learns to remember', () => {
    const network = lstm(9);
    const [steps, rows] = [3, 16];
    const inputs = Float32Array.from({ length: steps * rows * 2 }, (_, i) => (i < rows * 2 ? Math.sign(random.normal()) : 0));
    const given = { inputs, steps, rows, initialState: new Float32Array(rows * 6), resets: new Uint8Array(steps * rows) };
    const last = (steps - 1) * rows * 2;
    const errors = (): Float32Array => network.forward(given).outputs.map((y, i) => (i < last ? 0 : y - inputs[i - last]!));
    for (let step = 0; step < 60; step++) {
      network.gradients.fill(0);
      network.backward(errors());
      network.gradients.forEach((gradient, i) => (network.parameters[i]! -= (0.8 / rows) * gradient));
    }
    expect(errors().reduce((sum, error) => sum + error ** 2, 0) / (rows * 2)).toBeLessThan(0.2);
  });

  it('leaks no tensor', () => {
    const network = stacked(10);
    const given = sequences(network, 3, 2, [1, 4]);
    const gradients = normals(3 * 2 * 2);
    const before = memory().numTensors;
    for (let i = 0; i < 20; i++) {
      network.forward(given);
      network.backward(gradients);
      network.parameters[0]! += 0.001;
    }
    expect(memory().numTensors).toBe(before);
  });

  it('refuses what does not fit', () => {
    const network = lstm(11);
    const given = sequences(network, 2, 2);
    expect(() => network.backward(new Float32Array(8))).toThrow('before forward');
    expect(() => network.forward({ ...given, inputs: new Float32Array(3) })).toThrow('3 inputs of sequences: expected 8');
    expect(() => network.forward({ ...given, resets: new Uint8Array(2) })).toThrow('2 resets of sequences: expected 4');
    expect(() => network.forward({ ...given, initialState: new Float32Array(2) })).toThrow('2 numbers of initial state');
    expect(() => network.forward({ ...given, steps: 0 })).toThrow('sequences with 0 steps');
    network.forward(given);
    expect(() => network.backward(new Float32Array(2))).toThrow('2 output gradients of sequences: expected 8');
    const cells = [layers.gruCell({ units: 3 })];
    const seed = 1;
    expect(() => tfjsRecurrentNetwork({ torso: 2, cells: [], head: dense(3, 2), seed })).toThrow('without cells');
    expect(() => tfjsRecurrentNetwork({ torso: 0, cells, head: dense(3, 2), seed })).toThrow('inputs of width 0');
    expect(() => tfjsRecurrentNetwork({ torso: 2, cells, head: dense(4, 2), seed })).toThrow('reads 4 numbers after a cell of 3 units');
    expect(() => tfjsRecurrentNetwork({ torso: 2, cells, head: dense(3, 2), seed })).toThrow('belongs to another network');
    const dropping = [layers.gruCell({ units: 3, dropout: 0.5 })];
    expect(() => tfjsRecurrentNetwork({ torso: 2, cells: dropping, head: dense(3, 2), seed })).toThrow('has dropout');
  });
});
