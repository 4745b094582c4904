import type { Savable } from '@firstmover/core';
import { InputError, savable, show } from '@firstmover/core';
import type { Network } from '../network/network.ts';
import { savedNetwork, savedOptimiser } from '../network/saved.ts';
import type { Optimiser } from '../optimiser/optimiser.ts';
import { clipByNorm, euclideanNorm } from '../optimiser/optimiser.ts';

/** Training met a number that is NaN or infinite: the learner stopped before it took effect, and its parameters are the last good ones. */
export class NonFiniteError extends InputError {
  override readonly name: string = 'NonFiniteError';
}

/**
 * Refuses numbers that are not finite. What is looked at is their sum, so that it costs one addition each.
 *
 * @param values - rewards, losses, gradients or parameters
 * @param count - how many of them count
 * @param what - what one of them is, for the message
 * @param where - the algorithm and its step, for the message
 * @throws NonFiniteError naming the first that is not finite
 */
export function requireFinite(values: ArrayLike<number>, count: number, what: string, where: () => string): void {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += values[i]!;
  if (Number.isFinite(sum)) return;
  for (let i = 0; i < count; i++) {
    if (!Number.isFinite(values[i])) throw new NonFiniteError(nonFinite(`${what} ${i}`, values[i], where()));
  }
  throw new NonFiniteError(nonFinite(`the sum over every ${what}`, sum, where()));
}

/** From this many parameters on, their norm is looked at first: kernels sum it faster than a loop does. */
const SMALL = 256;

/** Takes a step and returns the norm of the gradient before clipping; saves the network and the optimiser. */
export interface GuardedStep extends Savable {
  (): number;
}

/**
 * One step of an optimiser on a network that cannot leave other than finite parameters behind. The gradients are clipped and looked at
 * before, the parameters after the step. If it fails, the network keeps those from before.
 *
 * @param network - its gradients are read, its parameters changed
 * @param optimiser - of as many parameters
 * @param maxGradientNorm - the largest norm of the gradient
 * @param where - the algorithm, the network and the step, for the message
 * @returns a function that takes the step; it throws a {@link NonFiniteError}
 */
export function guardedStep(
  network: Pick<Network, 'parameters' | 'gradients'> & Partial<Pick<Network, 'description'>>,
  optimiser: Optimiser,
  maxGradientNorm: number,
  where: () => string,
): GuardedStep {
  const { parameters, gradients } = network;
  const good = new Float32Array(parameters.length);
  const step = (): number => {
    const norm = clipByNorm(gradients, maxGradientNorm);
    if (!Number.isFinite(norm)) throw new NonFiniteError(nonFinite('the norm of the gradient', norm, where()));
    good.set(parameters);
    optimiser.step(parameters, gradients);
    if (parameters.length < SMALL || !Number.isFinite(euclideanNorm(parameters))) {
      try {
        requireFinite(parameters, parameters.length, 'parameter', where);
      } catch (error) {
        parameters.set(good);
        throw error;
      }
    }
    return norm;
  };
  const { description } = network;
  return Object.assign(
    step,
    savable(
      'trained network',
      {},
      { network: description ? savedNetwork({ description, parameters }) : parameters, optimiser: savedOptimiser(optimiser) },
    ),
  );
}

function nonFinite(what: string, value: unknown, where: string): string {
  return `${what} is ${show(value)} in ${where}: the last good parameters are kept; look for rewards or observations that are not finite, or lower the learning rate`;
}
