import { InputError, show } from '@firstmover/core';

/** Changes parameters along their gradients to lower a loss. */
export interface Optimiser {
  /** The step size; may be changed between steps (a schedule). */
  learningRate: number;
  /** Everything it remembers, as flat arrays by name. */
  readonly state: { readonly [name: string]: Float32Array | Float64Array };
  /** Takes one step and leaves the gradients as they are. */
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
  return () => {
    const optimiser: Optimiser = {
      learningRate,
      state: {},
      step(parameters, gradients) {
        for (let i = 0; i < parameters.length; i++) parameters[i]! -= optimiser.learningRate * gradients[i]!;
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
  for (const [name, beta] of Object.entries({ beta1, beta2 })) {
    if (!(beta >= 0 && beta < 1)) throw new InputError(`${name} of adam is ${show(beta)}: expected a number from 0 to below 1`);
  }
  if (!(epsilon > 0 && epsilon < Infinity)) throw new InputError(`epsilon of adam is ${show(epsilon)}: expected a finite number above 0`);
  return (size) => {
    const mean = new Float32Array(size);
    const square = new Float32Array(size);
    const powers = Float64Array.of(1, 1); // beta1^t and beta2^t
    const optimiser: Optimiser = {
      learningRate,
      state: { mean, square, powers },
      step(parameters, gradients) {
        powers[0]! *= beta1;
        powers[1]! *= beta2;
        const rate = (optimiser.learningRate * Math.sqrt(1 - powers[1]!)) / (1 - powers[0]!);
        const floor = epsilon * Math.sqrt(1 - powers[1]!);
        for (let i = 0; i < parameters.length; i++) {
          const gradient = gradients[i]!;
          mean[i] = beta1 * mean[i]! + (1 - beta1) * gradient;
          square[i] = beta2 * square[i]! + (1 - beta2) * gradient * gradient;
          parameters[i]! -= (rate * mean[i]!) / (Math.sqrt(square[i]!) + floor);
        }
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
  let sum = 0;
  for (let i = 0; i < gradients.length; i++) sum += gradients[i]! * gradients[i]!;
  const norm = Math.sqrt(sum);
  if (norm > bound) for (let i = 0; i < gradients.length; i++) gradients[i]! *= bound / norm;
  return norm;
}

function checkRate(learningRate: number): void {
  if (!(learningRate > 0 && learningRate < Infinity))
    throw new InputError(`learning rate ${show(learningRate)}: expected a finite number above 0`);
}
