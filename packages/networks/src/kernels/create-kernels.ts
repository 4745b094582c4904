import { InputError, show } from '@firstmover/core';
import type { KernelKind, Kernels } from './kernels.ts';
import { plainKernels } from './plain.ts';
import { wasmKernels } from './wasm.ts';

/**
 * The kernels on a new memory of zeros.
 *
 * @param words - how many 32-bit words the memory has at least
 * @param kind - which implementation; without it SIMD where the runtime has it and plain TypeScript elsewhere, with equal results
 * @throws InputError for a kind that does not exist or that this runtime cannot run
 */
export function createKernels(words: number, kind?: KernelKind): Kernels {
  if (kind !== undefined && kind !== 'simd' && kind !== 'plain' && kind !== 'relaxed')
    throw new InputError(`kernels ${show(kind)}: expected 'simd', 'plain' or 'relaxed'`);
  if (kind === 'plain') return plainKernels(words);
  const kernels = wasmKernels(words, kind ?? 'simd');
  if (kernels !== undefined) return kernels;
  if (kind === undefined) return plainKernels(words);
  const hint = kind === 'relaxed' ? "use 'simd', or Node 22 or later" : "use 'plain', which gives the same numbers";
  throw new InputError(`kernels ${show(kind)}: this runtime does not compile them or has no memory for them; ${hint}`);
}
