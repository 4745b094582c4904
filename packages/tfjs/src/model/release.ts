import { tidy } from '@tensorflow/tfjs-core';

/**
 * Runs a computation and releases every tensor made in it; its result must not be a tensor. Unlike the result of `tidy` it is not searched
 * for tensors, which would go through every number of an array and every part of a model.
 */
export function releasing<Result>(compute: () => Result): Result {
  let result: Result | undefined;
  tidy(() => {
    result = compute();
  });
  return result as Result;
}
