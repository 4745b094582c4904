import { InputError, randomStream, show } from '@firstmover/core';
import type { KernelKind } from '../kernels/kernels.ts';
import type { NetworkInput } from '../network/network.ts';
import { buildMlp } from './build.ts';
import type { MlpNetwork } from './build.ts';
import { orthogonal } from './initialise.ts';
import type { Shape } from './program.ts';

/** What a multi-layer perceptron looks like and how it starts. */
export interface MlpOptions {
  /** What it reads: vectors, or indices, whose first layer is a table of rows rather than a product. */
  readonly input: NetworkInput;
  /** The widths of the hidden layers, first to last; none gives a linear function. */
  readonly hidden: readonly number[];
  /** How many numbers per row; several heads on a shared torso are their outputs side by side. */
  readonly outputs: number;
  /** What follows each hidden layer. */
  readonly activation: 'tanh' | 'relu';
  /** The gain of the last layer's weights at the start, one number or one per output; 1 by default, 0.01 is usual for a policy. */
  readonly outputScale?: number | readonly number[];
  /** The seed of the initial weights, from 0 to 2^53 - 1. */
  readonly seed: number;
  /** Which kernels compute: by default SIMD, or its plain equivalent where the runtime has none. */
  readonly kernels?: KernelKind;
}

/**
 * A multi-layer perceptron in single precision on WASM SIMD kernels: layer l is activation(x W + b), the last one without activation. The
 * parameters are, layer by layer, W row-major (inputs x outputs), then b. tanh is a rational function
 * within 4e-7 of it.
 *
 * Hidden weights start orthogonal with gain sqrt(2), the last ones with gain `outputScale`, biases at zero; the rows of an index input's
 * first layer start standard normal, times the gain of that layer. Networks with one seed and shape start equal: seed parts of an
 * experiment with `childSeed`.
 *
 * Gradients are summed in order over segments of 256 rows, each from zero (the first from what is there), and these sums are added in order, so
 * that several threads can share a batch with equal results.
 *
 * `forward` copies the inputs, so they may be overwritten before `backward`; a `backward` must pass the rows of the last `forward`.
 *
 * @throws InputError naming the option that is out of range, or kernels that this runtime does not run
 */
export function mlpNetwork(options: MlpOptions): MlpNetwork {
  const { hidden, outputs, activation, outputScale = 1, seed } = options;
  const index = options.input.kind === 'index';
  const inputs = options.input.kind === 'index' ? options.input.count : options.input.width;
  for (const [what, value] of [
    ['inputs', inputs],
    ...hidden.map((width, i) => [`units in hidden layer ${i}`, width] as const),
    ['outputs', outputs],
  ] as const) {
    if (!Number.isSafeInteger(value) || value < 1)
      throw new InputError(`an MLP with ${show(value)} ${what}: expected an integer of at least 1`);
  }
  if (activation !== 'tanh' && activation !== 'relu')
    throw new InputError(`activation ${show(activation)} of an MLP: expected 'tanh' or 'relu'`);
  const scales = typeof outputScale === 'number' ? new Array<number>(outputs).fill(outputScale) : outputScale;
  if (scales.length !== outputs) throw new InputError(`outputScale with ${scales.length} numbers: expected one for all or ${outputs}`);
  for (const scale of scales) {
    if (!Number.isFinite(scale)) throw new InputError(`outputScale ${show(scale)} of an MLP: expected finite numbers`);
  }

  const shape: Shape = { input: options.input, widths: [inputs, ...hidden, outputs], activation };
  const network = buildMlp(shape, options.kernels);
  const random = randomStream(seed, 'initial weights of an mlp');
  let at = 0;
  for (let layer = 0; layer + 1 < shape.widths.length; layer++) {
    const rows = shape.widths[layer]!;
    const columns = shape.widths[layer + 1]!;
    const gains = layer < hidden.length ? new Array<number>(columns).fill(Math.SQRT2) : scales;
    const weights = network.parameters.subarray(at, at + rows * columns);
    random.at(layer, 0);
    if (index && layer === 0) weights.forEach((_zero, i) => (weights[i] = gains[i % columns]! * random.normal()));
    else orthogonal(weights, rows, columns, gains, random);
    at += (rows + 1) * columns;
  }
  return network;
}
