import { exp, log } from '@firstmover/core';
import { createKernels } from './create-kernels.ts';
import type { Kernels } from './kernels.ts';

/** From so many numbers on the kernel is worth what a call and copying to its memory and back cost. */
const WORTHWHILE = 8;
/** How many numbers it takes at a time. */
const CAPACITY = 4096;

let kernels: Kernels | undefined;

/**
 * Replaces numbers by e^x, bit for bit as core's `exp`.
 *
 * @param numbers - of which `count` from `from` on are replaced
 */
export function expInPlace(numbers: Float32Array, count: number = numbers.length, from = 0): void {
  if (count >= WORTHWHILE) byKernel('exp', numbers, count, from);
  else for (let i = from; i < from + count; i++) numbers[i] = exp(numbers[i]!);
}

/**
 * Replaces numbers by log x, bit for bit as core's `log`.
 *
 * @param numbers - of which `count` from `from` on are replaced
 */
export function logInPlace(numbers: Float32Array, count: number = numbers.length, from = 0): void {
  if (count >= WORTHWHILE) byKernel('log', numbers, count, from);
  else for (let i = from; i < from + count; i++) numbers[i] = log(numbers[i]!);
}

function byKernel(name: 'exp' | 'log', numbers: Float32Array, count: number, from: number): void {
  kernels ??= createKernels(CAPACITY);
  const { floats } = kernels;
  for (let done = 0; done < count; done += CAPACITY) {
    const taken = Math.min(CAPACITY, count - done);
    for (let i = 0; i < taken; i++) floats[i] = numbers[from + done + i]!;
    kernels[name](taken, 0, 0);
    for (let i = 0; i < taken; i++) numbers[from + done + i] = floats[i]!;
  }
}
