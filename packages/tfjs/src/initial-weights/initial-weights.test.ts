import { randomStream } from '@firstmover/core';
import { initializers, layers, sequential } from '@tensorflow/tfjs-layers';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { requireBackend, testedBackends } from '../backend/backends.fixture.ts';
import { models } from '../network/models.fixture.ts';
import { tfjsNetwork } from '../network/network.ts';
import { drawWeights } from './draw-weights.ts';

const random = randomStream(1, 'initial weights test').at(0, 0);

function draws(className: string, config: Record<string, unknown>, shape = [200, 50]): Float32Array {
  const values = new Float32Array(shape.reduce((product, size) => product * size, 1));
  expect(drawWeights(values, shape, className, config, random)).toBe(true);
  return values;
}

function moments(values: Float32Array): { mean: number; deviation: number; largest: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  return { mean, deviation, largest: Math.max(...values.map(Math.abs)) };
}

describe('the draws of an initialiser', () => {
  it.each([
    // A uniform number on (-a, a) deviates by a / sqrt(3); a normal one cut off at two deviations by 0.8796 of them.
    ['RandomUniform', { minval: -1, maxval: 3 }, 1, 4 / Math.sqrt(12), 3],
    ['RandomNormal', { mean: 2, stddev: 0.5 }, 2, 0.5, Infinity],
    ['TruncatedNormal', { mean: 0, stddev: 3 }, 0, 3 * 0.8796, 6],
    ['VarianceScaling', { scale: 1, mode: 'fanAvg', distribution: 'uniform' }, 0, Math.sqrt(1 / 125), Math.sqrt(3 / 125)],
    ['VarianceScaling', { scale: 2, mode: 'fanIn', distribution: 'uniform' }, 0, Math.sqrt(2 / 200), Math.sqrt(6 / 200)],
    ['VarianceScaling', { scale: 2, mode: 'fanOut', distribution: 'normal' }, 0, 0.8796 * Math.sqrt(2 / 50), 2 * Math.sqrt(2 / 50)],
  ])('of %s %j have its moments', (className, config, mean, deviation, largest) => {
    const found = moments(draws(className, config));
    expect(Math.abs(found.mean - mean)).toBeLessThan(0.04 * deviation);
    expect(found.deviation / deviation).toBeCloseTo(1, 1);
    expect(found.largest).toBeLessThanOrEqual(largest * (1 + 1e-6));
    if (largest < Infinity) expect(found.largest).toBeGreaterThan(0.95 * largest);
  });

  it('counts the positions of a filter among its inputs', () => {
    const filter = moments(draws('VarianceScaling', { scale: 1, mode: 'fanIn', distribution: 'uniform' }, [3, 3, 20, 50]));
    expect(filter.deviation / Math.sqrt(1 / 180)).toBeCloseTo(1, 1);
  });

  it('of Orthogonal have orthonormal columns, times the gain', () => {
    const values = draws('Orthogonal', { gain: 2 }, [2, 4, 5]);
    for (let i = 0; i < 5; i++) {
      for (let j = 0; j < 5; j++) {
        let product = 0;
        for (let row = 0; row < 8; row++) product += values[row * 5 + i]! * values[row * 5 + j]!;
        expect(product).toBeCloseTo(i === j ? 4 : 0, 5);
      }
    }
  });

  it('of what starts at fixed numbers are these', () => {
    expect([...draws('Zeros', {}, [2])]).toEqual([0, 0]);
    expect([...draws('Ones', {}, [2])]).toEqual([1, 1]);
    expect([...draws('Constant', { value: 3 }, [2])]).toEqual([3, 3]);
    expect([...draws('Identity', { gain: 2 }, [2, 2])]).toEqual([2, 0, 0, 2]);
  });

  it('do not exist for an unknown initialiser', () => {
    const values = Float32Array.of(1, 2);
    expect(drawWeights(values, [2], 'Mine', {}, random)).toBe(false);
    expect([...values]).toEqual([1, 2]);
  });
});

describe('the initial weights of a network', () => {
  beforeAll(() => requireBackend(testedBackends[0]!), 60_000);

  it.each(Object.keys(models))('depend on the seed alone: %s', (name) => {
    const weights = (seed: number): Float32Array => tfjsNetwork(models[name]!, { seed }).parameters;
    expect(weights(1)).toEqual(weights(1));
    expect(weights(1)).not.toEqual(weights(2));
  });

  it('are equal on every backend', async () => {
    const found: Float32Array[] = [];
    for (const backend of testedBackends) {
      await requireBackend(backend);
      found.push(tfjsNetwork(models['LSTM']!, { seed: 3 }).parameters);
    }
    for (const parameters of found) expect(parameters).toEqual(found[0]);
  });

  it('follow the layers: small heads, forget gates at one, biases at zero', () => {
    const build = (): LayersModel =>
      sequential({
        layers: [
          layers.lstm({ inputShape: [2, 2], units: 3, unitForgetBias: true }),
          layers.dense({
            units: 4,
            kernelInitializer: initializers.varianceScaling({ scale: 1e-6, mode: 'fanIn', distribution: 'uniform' }),
          }),
        ],
      });
    const { parameters } = tfjsNetwork(build, { seed: 4 });
    const bias = 2 * 12 + 3 * 12;
    expect([...parameters.subarray(bias, bias + 12)]).toEqual([0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0]);
    expect(moments(parameters.subarray(bias + 12, bias + 24)).largest).toBeLessThan(1e-3);
    expect([...parameters.subarray(-4)]).toEqual([0, 0, 0, 0]);
  });

  it('reach the layers inside others', () => {
    const build = (): LayersModel =>
      sequential({
        layers: [
          layers.timeDistributed({ inputShape: [3, 2], layer: layers.dense({ units: 2 }) }),
          layers.bidirectional({ layer: layers.gru({ units: 2 }), mergeMode: 'concat' }),
          sequential({ layers: [layers.dense({ inputShape: [4], units: 3 })] }),
        ],
      });
    const first = tfjsNetwork(build, { seed: 5 });
    expect(tfjsNetwork(build, { seed: 5 }).parameters).toEqual(first.parameters);
    expect(new Set(first.parameters).size).toBeGreaterThan(0.6 * first.parameters.length);
  });

  it('are those of the model where no seed is given', () => {
    const model = models['dense']!();
    const { parameters } = tfjsNetwork(model, { seed: null });
    expect([...parameters]).toEqual(model.getWeights().flatMap((weight) => [...weight.dataSync()]));
  });

  it('are refused where a layer does not tell how they start', () => {
    class Scale extends layers.Layer {
      static readonly className: string = 'Scale';
      override build(): void {
        this.addWeight('scale', [1], 'float32', initializers.ones());
        this.built = true;
      }
    }
    const build = (): LayersModel => sequential({ layers: [layers.dense({ inputShape: [1], units: 1 }), new Scale({})] });
    expect(() => tfjsNetwork(build, { seed: 1 })).toThrow('starts from an initialiser that its layer does not tell');
    expect(tfjsNetwork(build, { seed: null }).parameters.length).toBe(3);
  });
});
