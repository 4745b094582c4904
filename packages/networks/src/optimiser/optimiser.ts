import { InputError, show } from '@firstmover/core';
import { createKernels } from '../kernels/create-kernels.ts';
import type { Kernels } from '../kernels/kernels.ts';

/** Changes parameters along their gradients to lower a loss. */
export interface Optimiser {
  /** The step size; may be changed between steps (a schedule). */
  learningRate: number;
  /** Everything it remembers, as flat arrays by name. */
  readonly state: { readonly [name: string]: Float32Array | Float64Array };
  /** Takes one step, in single precision, and leaves the gradients as they are. */
  step(parameters: Float32Array, gradients: Float32Array): void;
}

/** Makes an optimiser for a number of parameters. */
export type OptimiserFactory = (size: number) => Optimiser;

/**
 * Plain gradient descent.
 *
 * @param learningRate - the step size, above 0
 */
export function sgd(learningRate: number): OptimiserFactory {
  checkRate(learningRate);
  return (size) => {
    const { kernels, starts, run } = workspace(size, 0);
    const optimiser: Optimiser = {
      learningRate,
      state: {},
      step(parameters, gradients) {
        run(parameters, gradients, () => kernels.sgd(size, starts[0]!, starts[1]!, optimiser.learningRate));
      },
    };
    return optimiser;
  };
}

/**
 * RMSProp (Tieleman & Hinton, "Lecture 6.5", Coursera 2012): the step is the gradient over the root of a running mean of its square plus
 * epsilon.
 *
 * @param learningRate - the step size, above 0
 * @param options - `decay` (0.99) of the running mean, from 0 to below 1, and `epsilon` (1e-8), above 0
 * @throws InputError naming what is out of range
 */
export function rmsprop(learningRate: number, options: { readonly decay?: number; readonly epsilon?: number } = {}): OptimiserFactory {
  checkRate(learningRate);
  const { decay = 0.99, epsilon = 1e-8 } = options;
  checkDecays('rmsprop', { decay }, epsilon);
  return (size) => {
    const { kernels, starts, states, run } = workspace(size, 1);
    const floor = Math.max(epsilon, SMALLEST_FLOOR);
    const optimiser: Optimiser = {
      learningRate,
      state: { square: states[0]! },
      step(parameters, gradients) {
        const [p, g, square] = starts as [number, number, number];
        run(parameters, gradients, () => kernels.rmsprop(size, p, g, square, optimiser.learningRate, decay, 1 - decay, floor));
      },
    };
    return optimiser;
  };
}

/**
 * Adam (Kingma & Ba, ICLR 2015, algorithm 1) with bias correction.
 *
 * @param learningRate - the step size, above 0
 * @param options - `beta1` (0.9) and `beta2` (0.999), from 0 to below 1, and `epsilon` (1e-8), above 0
 * @throws InputError naming what is out of range
 */
export function adam(
  learningRate: number,
  options: { readonly beta1?: number; readonly beta2?: number; readonly epsilon?: number } = {},
): OptimiserFactory {
  checkRate(learningRate);
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
  checkDecays('adam', { beta1, beta2 }, epsilon);
  return (size) => {
    const { kernels, starts, states, run } = workspace(size, 2);
    const powers = Float64Array.of(1, 1); // beta1^t and beta2^t
    const optimiser: Optimiser = {
      learningRate,
      state: { mean: states[0]!, square: states[1]!, powers },
      step(parameters, gradients) {
        const [p, g, mean, square] = starts as [number, number, number, number];
        powers[0]! *= beta1;
        powers[1]! *= beta2;
        const correction = Math.sqrt(1 - powers[1]!);
        const rate = (optimiser.learningRate * correction) / (1 - powers[0]!);
        const floor = Math.max(epsilon * correction, SMALLEST_FLOOR);
        run(parameters, gradients, () => kernels.adam(size, p, g, mean, square, rate, beta1, 1 - beta1, beta2, 1 - beta2, floor));
      },
    };
    return optimiser;
  };
}

/**
 * Scales gradients down so that their Euclidean norm is at most a bound.
 *
 * @param gradients - changed in place
 * @param bound - the largest norm allowed
 * @returns the norm before
 */
export function clipByNorm(gradients: Float32Array, bound: number): number {
  const norm = euclideanNorm(gradients);
  if (norm > bound) {
    const { length } = gradients;
    shared!.scale(length, 0, bound / norm);
    gradients.set(shared!.floats.subarray(0, length));
  }
  return norm;
}

/**
 * The Euclidean norm of a vector, summed in single precision.
 *
 * @returns NaN or infinite where a number is, and infinite where a square is too large
 */
export function euclideanNorm(values: Float32Array): number {
  const count = values.length;
  if (shared === undefined || shared.floats.length < count + VECTORS) shared = createKernels(count + VECTORS);
  shared.floats.set(values);
  shared.floats.fill(0, count, count + VECTORS);
  return Math.sqrt(shared.sumOfSquares(count, 0));
}

/** The kernels of the optimisers take arrays padded to a multiple of this many numbers. */
const VECTORS = 8;

/** Below this size plain kernels, which give the same numbers, cost less than a WebAssembly instance. */
const SMALL = 256;

/** Keeps a floor from vanishing in single precision, where a parameter without gradients would step by 0 / 0. */
const SMALLEST_FLOOR = 1e-30;

/** Where `euclideanNorm` computes, which leaves its vector there for `clipByNorm`; replaced by a larger one on demand. */
let shared: Kernels | undefined;

/** Kernels with room for parameters, gradients and some states of one size, and a way to run a step on arrays from elsewhere. */
function workspace(
  size: number,
  count: number,
): {
  readonly kernels: Kernels;
  readonly starts: readonly number[];
  readonly states: readonly Float32Array[];
  run(parameters: Float32Array, gradients: Float32Array, step: () => void): void;
} {
  if (!Number.isSafeInteger(size) || size < 1)
    throw new InputError(`an optimiser for ${show(size)} parameters: expected an integer of at least 1`);
  const stride = Math.ceil(size / VECTORS) * VECTORS;
  const kernels = createKernels(stride * (2 + count), size < SMALL ? 'plain' : undefined);
  const starts = Array.from({ length: 2 + count }, (_unused, i) => i * stride);
  const [ownParameters, ownGradients, ...states] = starts.map((start) => kernels.floats.subarray(start, start + size)) as [
    Float32Array,
    Float32Array,
    ...Float32Array[],
  ];
  return {
    kernels,
    starts,
    states,
    run(parameters, gradients, step) {
      for (const [what, length] of [
        ['parameters', parameters.length],
        ['gradients', gradients.length],
      ] as const) {
        if (length !== size) throw new InputError(`${length} ${what} for an optimiser of ${size}: expected as many`);
      }
      ownParameters.set(parameters);
      ownGradients.set(gradients);
      step();
      parameters.set(ownParameters);
    },
  };
}

function checkRate(learningRate: number): void {
  if (!(learningRate > 0 && learningRate < Infinity))
    throw new InputError(`learning rate ${show(learningRate)}: expected a finite number above 0`);
}

function checkDecays(optimiser: string, decays: { readonly [name: string]: number }, epsilon: number): void {
  for (const [name, decay] of Object.entries(decays)) {
    if (!(decay >= 0 && decay < 1)) throw new InputError(`${name} of ${optimiser} is ${show(decay)}: expected a number from 0 to below 1`);
  }
  if (!(epsilon > 0 && epsilon < Infinity))
    throw new InputError(`epsilon of ${optimiser} is ${show(epsilon)}: expected a finite number above 0`);
}
