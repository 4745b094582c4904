import { tensor } from '@tensorflow/tfjs-core';
import type { KernelFunc, Tensor, UnsortedSegmentSumAttrs } from '@tensorflow/tfjs-core';

/**
 * Adds up the rows of x that carry the same segment number (negative: none), which is the gradient of looking rows up, as embeddings do.
 *
 * Inputs are x (rows, ...) and segmentIds (rows); the result is (segments, ...).
 */
export const segmentSum: KernelFunc = ({ inputs, attrs }) => {
  const { x, segmentIds } = inputs as { readonly x: Tensor; readonly segmentIds: Tensor };
  const { numSegments } = attrs as unknown as UnsortedSegmentSumAttrs;
  const values = x.dataSync();
  const segments = segmentIds.dataSync();
  const width = values.length / segments.length;
  const sums = new Float32Array(numSegments * width);
  segments.forEach((segment, row) => {
    if (segment < 0) return;
    for (let k = 0; k < width; k++) sums[segment * width + k]! += values[row * width + k]!;
  });
  return tensor(sums, [numSegments, ...x.shape.slice(1)], 'float32');
};
