import { backend_util, concat, matMul, pad, reshape, stridedSlice, tidy, transpose } from '@tensorflow/tfjs-core';
import type { Conv2DBackpropFilterAttrs, KernelFunc, Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import { RefusedError } from '@firstmover/core';

/**
 * The gradient of a two-dimensional convolution with respect to its filter, from kernels that the wasm backend has. The patches that each
 * output sees become rows of a matrix, whose transpose times the gradient of the outputs is the answer (im2col).
 *
 * Inputs are x (batch, height, width, channels) and dy (batch, output height, output width, output channels).
 */
export const convolutionFilterGradient: KernelFunc = ({ inputs, attrs }) => {
  const { x, dy } = inputs as { readonly x: Tensor4D; readonly dy: Tensor4D };
  const { strides, pad: padding, dataFormat, dimRoundingMode, filterShape } = attrs as unknown as Conv2DBackpropFilterAttrs;
  if (dataFormat !== 'NHWC') throw new RefusedError(`a convolution in data format ${dataFormat} on the wasm backend: expected NHWC`);
  const info = backend_util.computeConv2DInfo(x.shape, filterShape, strides, 1, padding, dimRoundingMode);
  const { batchSize, outHeight, outWidth, outChannels, strideHeight, strideWidth, filterHeight, filterWidth, inChannels, padInfo } = info;
  const positions = batchSize * outHeight * outWidth;
  return tidy(() => {
    const { top, bottom, left, right } = padInfo;
    const padded: Tensor = pad(x, [
      [0, 0],
      [top, bottom],
      [left, right],
      [0, 0],
    ]);
    const columns: Tensor[] = [];
    for (let row = 0; row < filterHeight; row++) {
      for (let column = 0; column < filterWidth; column++) {
        const end = [batchSize, row + (outHeight - 1) * strideHeight + 1, column + (outWidth - 1) * strideWidth + 1, inChannels];
        const seen = stridedSlice(padded, [0, row, column, 0], end, [1, strideHeight, strideWidth, 1]);
        columns.push(reshape(seen, [positions, inChannels]));
      }
    }
    // Transposed by itself: the wasm product has a fast path for untransposed factors only.
    const patches = transpose(columns.length === 1 ? columns[0]! : concat(columns, 1));
    return reshape(matMul(patches, reshape(dy, [positions, outChannels])), filterShape);
  });
};
