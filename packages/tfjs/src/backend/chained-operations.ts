import { Tensor, reshape, sign, stridedSlice, transpose } from '@tensorflow/tfjs-core';

/**
 * Gives tensors the methods that the orthogonal initialiser of tfjs-layers calls, the default one of recurrent layers. The package
 * tfjs-core has all operations as functions, but as methods only where the umbrella package is loaded.
 */
export function addChainedOperations(): void {
  const methods: Readonly<Record<string, (this: Tensor, ...args: never[]) => Tensor>> = {
    flatten() {
      return reshape(this, [this.size]);
    },
    reshape(shape: number[]) {
      return reshape(this, shape);
    },
    sign() {
      return sign(this);
    },
    stridedSlice(begin: number[], end: number[], strides: number[]) {
      return stridedSlice(this, begin, end, strides);
    },
    transpose() {
      return transpose(this);
    },
  };
  for (const [name, method] of Object.entries(methods)) {
    if (!(name in Tensor.prototype)) Object.defineProperty(Tensor.prototype, name, { value: method, configurable: true, writable: true });
  }
}
