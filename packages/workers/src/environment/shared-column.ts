import type { Column, Space } from '@firstmover/core';
import { width } from '@firstmover/core';

/** As `columnOf` of core, in shared memory. */
export function sharedColumn(space: Space, size: number): Column {
  return space.kind === 'discrete' ? new Int32Array(new SharedArrayBuffer(4 * size)) : sharedNumbers(width(space) * size);
}

/** Numbers in shared memory. */
export function sharedNumbers(count: number): Float64Array {
  return new Float64Array(new SharedArrayBuffer(8 * count));
}

/** Flags in shared memory. */
export function sharedFlags(count: number): Uint8Array {
  return new Uint8Array(new SharedArrayBuffer(count));
}
