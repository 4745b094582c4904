import { InputError, randomStream } from '@firstmover/core';
import { restoreNetwork, saveNetwork, loadNetwork } from '@firstmover/networks';
import type { RecurrentNetwork } from '@firstmover/networks';
import { memory, tensor } from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { requireBackend, testedBackends } from '../backend/backends.fixture.ts';
import { models } from '../network/models.fixture.ts';
import { tfjsNetwork } from '../network/network.ts';
import { tfjsRecurrentNetwork } from '../recurrent/recurrent.ts';
import { createNamer } from './describe.ts';

const random = randomStream(1, 'saved tfjs networks').at(0, 0);
const normals = (length: number): Float32Array => Float32Array.from({ length }, () => random.normal());
const bits = (numbers: Float32Array): number[] => [...new Int32Array(numbers.slice().buffer)];

it('names what nobody named by its order, and leaves other names alone', () => {
  const namer = createNamer();
  expect(['dense_Dense17', 'dense_Dense4', 'conv2d_Conv2D9', 'input5', 'sequential_3', 'dense_Dense17'].map(namer)).toEqual([
    'dense_1',
    'dense_2',
    'conv2d_1',
    'input_1',
    'sequential_1',
    'dense_1',
  ]);
  expect(['policy', 'head7', 'lstm_forward', 'kernel', 'float32', 'hard_sigmoid'].map(namer)).toEqual([
    'policy',
    'head7',
    'lstm_forward',
    'kernel',
    'float32',
    'hard_sigmoid',
  ]);
});

describe.each(testedBackends)('a saved network on %s', (backend) => {
  beforeAll(() => requireBackend(backend), 60_000);

  it.each(Object.keys(models))('comes back bit for bit in a model made anew: %s', (name) => {
    const network = tfjsNetwork(models[name]!, { seed: 3 });
    network.parameters.set(normals(network.parameters.length));
    const bytes = saveNetwork(network);
    const restored = tfjsNetwork(models[name]!, { seed: 4 });
    const width = network.input.kind === 'index' ? 1 : network.input.width;
    const inputs = normals(3 * width);
    restored.forward(inputs, 3); // so that it has something to overwrite
    const { numTensors } = memory();
    restoreNetwork(restored, bytes);
    expect(memory().numTensors).toBe(numTensors);
    expect(bits(restored.parameters)).toEqual(bits(network.parameters));
    expect(bits(restored.forward(inputs, 3))).toEqual(bits(network.forward(inputs, 3)));
    expect(saveNetwork(restored)).toEqual(bytes);
    expect(() => loadNetwork(bytes)).toThrow(
      'a saved network of kind "tfjs": expected table, linear, mlp; make others and use restoreNetwork',
    );
  });

  it('keeps the sign of a zero, in the model too', () => {
    const make = (): LayersModel => sequential({ layers: [layers.dense({ inputShape: [1], units: 1, useBias: false })] });
    const network = tfjsNetwork(make, { seed: 1 });
    network.parameters.set([0]);
    expect(bits(network.forward(Float32Array.of(1), 1))).toEqual(bits(Float32Array.of(0)));
    const negative = tfjsNetwork(make, { seed: 1 });
    negative.parameters.set([-0]);
    restoreNetwork(network, saveNetwork(negative));
    expect(bits(network.parameters)).toEqual(bits(Float32Array.of(-0)));
    expect(bits(network.forward(Float32Array.of(1), 1))).toEqual(bits(negative.forward(Float32Array.of(1), 1)));
  });

  it('is refused by other models', () => {
    const make =
      (units: number, activation: 'tanh' | 'relu', name = 'torso') =>
      (): LayersModel =>
        sequential({ layers: [layers.dense({ inputShape: [3], units, activation, name }), layers.dense({ units: 2 })] });
    const bytes = saveNetwork(tfjsNetwork(make(4, 'tanh'), { seed: 1 }));
    const attempt = (model: () => LayersModel, reads: 'vector' | 'index' = 'vector'): void => {
      const network = tfjsNetwork(model, { seed: 2, reads });
      const before = network.parameters.slice();
      try {
        restoreNetwork(network, bytes);
      } finally {
        expect(network.parameters).toEqual(before);
      }
    };
    expect(() => {
      attempt(make(4, 'relu'));
    }).toThrow('settings.model.config.layers[0].config.activation "tanh": expected "relu"');
    expect(() => {
      attempt(make(5, 'tanh'));
    }).toThrow('settings.model.config.layers[0].config.units 4: expected 5');
    expect(() => {
      attempt(make(4, 'tanh', 'body'));
    }).toThrow('settings.model.config.layers[0].config.name "torso": expected "body"');
    expect(() => {
      attempt(make(4, 'tanh'), 'index');
    }).toThrow('settings.reads "vector": expected "index"');
    expect(() => {
      attempt(models['attention']!);
    }).toThrow(InputError);
  });

  it('holds the moments of a normalisation, which must be those of the model', () => {
    const make = (mean: number) => (): LayersModel => {
      const model = sequential({ layers: [layers.dense({ inputShape: [1], units: 1 }), layers.batchNormalization()] });
      const one = tensor([1]);
      const moment = tensor([mean]);
      model.layers[1]!.setWeights([one, one, moment, one]);
      one.dispose();
      moment.dispose();
      return model;
    };
    const bytes = saveNetwork(tfjsNetwork(make(0.5), { seed: null }));
    restoreNetwork(tfjsNetwork(make(0.5), { seed: null }), bytes);
    expect(() => {
      restoreNetwork(tfjsNetwork(make(0.25), { seed: null }), bytes);
    }).toThrow('a saved tfjs network has other numbers in "batch_normalization_1/moving_mean", which is not trained');
  });

  it('comes back from a recurrent network', () => {
    const make = (units: number): RecurrentNetwork =>
      tfjsRecurrentNetwork({
        torso: () => sequential({ layers: [layers.dense({ inputShape: [2], units: 3 })] }),
        cells: [layers.gruCell({ units: 3, recurrentActivation: 'sigmoid' }), layers.lstmCell({ units })],
        head: () => sequential({ layers: [layers.dense({ inputShape: [units], units: 2 })] }),
        seed: units,
      });
    const network = make(2);
    network.parameters.set(normals(network.parameters.length));
    expect(network.description.parts.map(({ name }) => name)).toEqual([
      'torso/dense_1/kernel',
      'torso/dense_1/bias',
      'cells/0/kernel',
      'cells/0/recurrent_kernel',
      'cells/0/bias',
      'cells/1/kernel',
      'cells/1/recurrent_kernel',
      'cells/1/bias',
      'head/dense_2/kernel',
      'head/dense_2/bias',
    ]);
    const bytes = saveNetwork(network);
    const restored = make(2);
    restoreNetwork(restored, bytes);
    const sequences = { inputs: normals(4 * 3 * 2), steps: 4, rows: 3, initialState: new Float32Array(3 * network.stateWidth) };
    const [a, b] = [network, restored].map((one) => one.forward({ ...sequences, resets: new Uint8Array(12) }));
    expect(bits(b!.outputs)).toEqual(bits(a!.outputs));
    expect(bits(b!.finalState)).toEqual(bits(a!.finalState));
    expect(() => {
      restoreNetwork(make(3), bytes);
    }).toThrow('settings.cells[1].config.units 2: expected 3');
  });
});
