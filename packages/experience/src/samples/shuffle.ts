import type { RandomStream } from '@firstmover/core';

/** How many random numbers are drawn at once. */
const CHUNK = 1024;

const uniforms = new Float64Array(CHUNK);

/**
 * A full Fisher-Yates shuffle in place.
 *
 * @param items - any numbers
 * @param random - the stream
 * @param step - the step of the stream whose numbers are taken, one per item
 */
export function shuffle(items: Int32Array | Uint8Array | Uint32Array, random: RandomStream, step: number): void {
  const { length } = items;
  for (let last = length - 1; last > 0; last -= CHUNK) {
    const count = Math.min(CHUNK, last);
    random.fill(step, uniforms, count, length - 1 - last);
    for (let k = 0; k < count; k++) {
      const i = last - k;
      const j = Math.floor(uniforms[k]! * (i + 1));
      const kept = items[i]!;
      items[i] = items[j]!;
      items[j] = kept;
    }
  }
}
