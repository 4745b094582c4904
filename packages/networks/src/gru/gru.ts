import { InputError, randomStream, show } from '@firstmover/core';
import type { KernelKind } from '../kernels/kernels.ts';
import { orthogonal } from '../mlp/initialise.ts';
import type { NetworkInput } from '../network/network.ts';
import { buildGru } from './build.ts';
import type { GruNetwork } from './build.ts';

/** What a gated recurrent network looks like and how it starts. */
export interface GruOptions {
  /** What it reads at a step: vectors, or indices, given as numbers in `Sequences.inputs`, whose gates are looked up in a table. */
  readonly input: NetworkInput;
  /** The number of recurrent units, which is the width of its state. */
  readonly hidden: number;
  /** How many numbers per step and row, linear in the state; several heads are their outputs side by side. */
  readonly outputs: number;
  /** The gain of the head's weights at the start, one number or one per output; 1 by default, 0.01 is usual for a policy. */
  readonly outputScale?: number | readonly number[];
  /** The seed of the initial weights, from 0 to 2^53 - 1. */
  readonly seed: number;
  /** Which kernels compute: by default SIMD, or its plain equivalent where the runtime has none. */
  readonly kernels?: KernelKind;
}

/**
 * A layer of gated recurrent units (Cho et al., EMNLP 2014) with a linear head, in single precision on WASM SIMD kernels. With input x and state
 * h, where * is by element:
 *
 *   r = sigmoid(x Wr + br + h Ur + cr), z = sigmoid(x Wz + bz + h Uz + cz), n = tanh(x Wn + bn + r * (h Un + cn)),
 *   h' = (1 - z) * n + z * h, y = h' V + d.
 *
 * The reset gate acts after the product with the state, so that one product serves all gates. The parameters are, row-major, W (inputs x 3 hidden, the
 * columns of r, z and n side by side), b, U (hidden x 3 hidden), c, V (hidden x outputs), d; to save and restore, copy them.
 *
 * W and each of Ur, Uz, Un start orthogonal, rows of a table of indices standard normal, V orthogonal with gain `outputScale`, biases at zero. `backward` goes back
 * through all steps (Werbos, Proceedings of the IEEE 1990); `forward` copies what it is given, so that may be overwritten before `backward`.
 *
 * @throws InputError naming the option that is out of range, or kernels that this runtime does not run
 */
export function gruNetwork(options: GruOptions): GruNetwork {
  const { input, hidden, outputs, outputScale = 1, seed } = options;
  const inputs = input.kind === 'index' ? input.count : input.width;
  for (const [what, value] of [
    ['inputs', inputs],
    ['units', hidden],
    ['outputs', outputs],
  ] as const) {
    if (!Number.isSafeInteger(value) || value < 1)
      throw new InputError(`a GRU with ${show(value)} ${what}: expected an integer of at least 1`);
  }
  const scales = typeof outputScale === 'number' ? new Array<number>(outputs).fill(outputScale) : outputScale;
  if (scales.length !== outputs) throw new InputError(`outputScale with ${scales.length} numbers: expected one for all or ${outputs}`);
  for (const scale of scales) {
    if (!Number.isFinite(scale)) throw new InputError(`outputScale ${show(scale)} of a GRU: expected finite numbers`);
  }

  const network = buildGru({ input, hidden, outputs }, options.kernels);
  const random = randomStream(seed, 'initial weights of a gru');
  const ones = new Array<number>(hidden).fill(1);
  const square = new Float32Array(hidden * Math.max(inputs, hidden));
  let at = 0;
  for (const [part, rows] of [inputs, hidden].entries()) {
    for (let gate = 0; gate < 3; gate++) {
      random.at(part, gate);
      if (part === 0 && input.kind === 'index') for (let i = 0; i < rows * hidden; i++) square[i] = random.normal();
      else orthogonal(square, rows, hidden, ones, random);
      for (let row = 0; row < rows; row++)
        network.parameters.set(square.subarray(row * hidden, (row + 1) * hidden), at + (3 * row + gate) * hidden);
    }
    at += (rows + 1) * 3 * hidden;
  }
  orthogonal(network.parameters.subarray(at, at + hidden * outputs), hidden, outputs, scales, random.at(2, 0));
  return network;
}
