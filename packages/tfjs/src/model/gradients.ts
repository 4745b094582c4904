import { engine, getBackend } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { RefusedError } from '@firstmover/core';

/**
 * The gradients of sum(f() * dy) with respect to tensors that f uses, undefined for one that it does not. Call it where tensors are released.
 *
 * @throws RefusedError naming the operation that the backend cannot differentiate
 */
export function vectorJacobian(f: () => Tensor, xs: readonly Tensor[], dy: Tensor): readonly (Tensor | undefined)[] {
  return refuseMissingKernels(() => {
    try {
      return engine().gradients(f, [...xs], dy, true).grads;
    } catch (error) {
      // What the forward pass keeps for the gradient is released by the gradient, which did not get that far.
      for (const { saved } of engine().state.activeTape ?? []) for (const kept of saved ?? []) kept.dispose();
      throw error;
    }
  });
}

/**
 * Runs a computation of TensorFlow.js.
 *
 * @throws RefusedError where an operation has no gradient, or no kernel on the backend, saying which and what to do
 */
export function refuseMissingKernels<Result>(compute: () => Result): Result {
  try {
    return compute();
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    const underivable = /gradient function not found for (\w+)/.exec(message)?.[1];
    if (underivable !== undefined)
      throw new RefusedError(`TensorFlow.js has no gradient of operation ${underivable}: expected a model of other layers`, {
        cause: error,
      });
    const kernel = /^Kernel '(\w+)' not registered/.exec(message)?.[1];
    if (kernel === undefined) throw error;
    const other = getBackend() === 'cpu' ? '' : " or selectBackend({ prefer: 'cpu' })";
    throw new RefusedError(
      `the ${getBackend()} backend of TensorFlow.js has no kernel ${kernel}, which this model needs: install @tensorflow/tfjs-node${other}`,
      { cause: error },
    );
  }
}
