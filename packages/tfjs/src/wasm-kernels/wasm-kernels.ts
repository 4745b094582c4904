import { getKernel, registerKernel } from '@tensorflow/tfjs-core';
import type { KernelConfig } from '@tensorflow/tfjs-core';
import { convolutionFilterGradient } from './convolution-filter-gradient.ts';
import { segmentSum } from './segment-sum.ts';

/**
 * Adds to the wasm backend the gradients of convolutions and of embeddings, which it lacks (version 4.22). Those of depthwise and separable
 * convolutions are still missing.
 */
export function addWasmKernels(): void {
  const kernels: readonly KernelConfig[] = [
    { kernelName: 'Conv2DBackpropFilter', backendName: 'wasm', kernelFunc: convolutionFilterGradient },
    { kernelName: 'UnsortedSegmentSum', backendName: 'wasm', kernelFunc: segmentSum },
  ];
  for (const kernel of kernels) {
    if (getKernel(kernel.kernelName, 'wasm') === undefined) registerKernel(kernel);
  }
}
