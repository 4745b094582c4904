import { input, layers, model, sequential } from '@tensorflow/tfjs-layers';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';

/** Small models of every kind that a network may have; activations are smooth, so that finite differences agree with derivatives. */
export const models: Readonly<Record<string, () => LayersModel>> = {
  dense: () =>
    sequential({
      layers: [layers.dense({ inputShape: [3], units: 4, activation: 'tanh' }), layers.dense({ units: 2 })],
    }),

  convolutional: () =>
    sequential({
      layers: [
        layers.conv2d({ inputShape: [5, 6, 2], filters: 3, kernelSize: [3, 2], strides: 2, padding: 'same', activation: 'tanh' }),
        layers.conv2d({ filters: 2, kernelSize: 2, activation: 'tanh' }),
        layers.flatten(),
        layers.dense({ units: 2 }),
      ],
    }),

  pooling: () =>
    sequential({
      layers: [
        layers.conv2d({ inputShape: [5, 5, 1], filters: 2, kernelSize: 2, activation: 'sigmoid' }),
        layers.averagePooling2d({ poolSize: 2 }),
        layers.batchNormalization(),
        layers.flatten(),
        layers.dropout({ rate: 0.5 }),
        layers.dense({ units: 1 }),
      ],
    }),

  'convolutional in one dimension': () =>
    sequential({
      layers: [
        layers.conv1d({ inputShape: [6, 2], filters: 3, kernelSize: 3, strides: 2, activation: 'tanh' }),
        layers.flatten(),
        layers.dense({ units: 2 }),
      ],
    }),

  LSTM: () => sequential({ layers: [layers.lstm({ inputShape: [3, 2], units: 3 }), layers.dense({ units: 2 })] }),

  GRU: () =>
    sequential({
      layers: [layers.gru({ inputShape: [3, 2], units: 3, recurrentActivation: 'sigmoid' }), layers.dense({ units: 2 })],
    }),

  attention: () => {
    const tokens = input({ shape: [3, 2] });
    const project = (): SymbolicTensor => layers.dense({ units: 3 }).apply(tokens) as SymbolicTensor;
    const scores = layers.dot({ axes: 2 }).apply([project(), project()]) as SymbolicTensor;
    const weights = layers.activation({ activation: 'softmax' }).apply(scores) as SymbolicTensor;
    const seen = layers.dot({ axes: [2, 1] }).apply([weights, project()]) as SymbolicTensor;
    const normal = layers.layerNormalization({ epsilon: 0.1 }).apply(seen) as SymbolicTensor;
    const flat = layers.flatten().apply(normal) as SymbolicTensor;
    return model({ inputs: tokens, outputs: layers.dense({ units: 2 }).apply(flat) as SymbolicTensor });
  },

  'shared torso, an image and a vector': () => {
    const image = input({ shape: [3, 3, 1] });
    const vector = input({ shape: [2] });
    const filters = layers.conv2d({ filters: 2, kernelSize: 2, activation: 'tanh' }).apply(image) as SymbolicTensor;
    const both = layers.concatenate().apply([layers.flatten().apply(filters) as SymbolicTensor, vector]) as SymbolicTensor;
    const torso = layers.dense({ units: 3, activation: 'tanh' }).apply(both) as SymbolicTensor;
    const policy = layers.dense({ units: 2 }).apply(torso) as SymbolicTensor;
    const value = layers.dense({ units: 1 }).apply(torso) as SymbolicTensor;
    return model({ inputs: [image, vector], outputs: [policy, value] });
  },
};
