import type { Random } from '@firstmover/core';
import { orthogonal } from '@firstmover/networks';

/**
 * Fills a weight as one of the initialisers of TensorFlow.js does.
 *
 * @param values - written, row-major
 * @param shape - their shape; the last size counts outputs, the one before it inputs, earlier ones the positions of a filter
 * @param className - the initialiser's name
 * @param config - its configuration
 * @param random - where the draws come from
 * @returns whether there is an initialiser of that name; nothing is written otherwise
 */
export function drawWeights(
  values: Float32Array,
  shape: readonly number[],
  className: string,
  config: Readonly<Record<string, unknown>>,
  random: Random,
): boolean {
  const number = (key: string): number => config[key] as number;
  const uniform = (low: number, high: number): void => {
    values.forEach((_old, i) => (values[i] = low + (high - low) * random.uniform()));
  };
  const normal = (mean: number, deviation: number): void => {
    values.forEach((_old, i) => (values[i] = mean + deviation * random.normal()));
  };
  const truncatedNormal = (mean: number, deviation: number): void => {
    values.forEach((_old, i) => (values[i] = mean + deviation * withinTwo(random)));
  };
  switch (className) {
    case 'Zeros':
      values.fill(0);
      return true;
    case 'Ones':
      values.fill(1);
      return true;
    case 'Constant':
      values.fill(number('value'));
      return true;
    case 'Identity':
      values.fill(0);
      for (let i = 0; i < shape[0]!; i++) values[i * shape[0]! + i] = number('gain');
      return true;
    case 'RandomUniform':
      uniform(number('minval'), number('maxval'));
      return true;
    case 'RandomNormal':
      normal(number('mean'), number('stddev'));
      return true;
    case 'TruncatedNormal':
      truncatedNormal(number('mean'), number('stddev'));
      return true;
    case 'Orthogonal': {
      const columns = shape.at(-1)!;
      orthogonal(values, values.length / columns, columns, new Array<number>(columns).fill(number('gain')), random);
      return true;
    }
    case 'VarianceScaling': {
      const variance = number('scale') / Math.max(1, fan(shape, config['mode']));
      if (config['distribution'] === 'uniform') uniform(-Math.sqrt(3 * variance), Math.sqrt(3 * variance));
      else truncatedNormal(0, Math.sqrt(variance));
      return true;
    }
    default:
      return false;
  }
}

/** How many inputs, outputs, or both on average, a weight connects: Glorot and Bengio (2010), He et al. (2015). */
function fan(shape: readonly number[], mode: unknown): number {
  const size = shape.reduce((product, each) => product * each, 1);
  const into = shape.length < 2 ? Math.sqrt(size) : size / shape.at(-1)!;
  const out = shape.length < 2 ? Math.sqrt(size) : size / shape.at(-2)!;
  return mode === 'fanIn' ? into : mode === 'fanOut' ? out : (into + out) / 2;
}

/** A standard normal number, drawn again while it is more than two away from zero. */
function withinTwo(random: Random): number {
  for (;;) {
    const value = random.normal();
    if (Math.abs(value) <= 2) return value;
  }
}
