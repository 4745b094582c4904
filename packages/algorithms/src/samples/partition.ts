import type { RandomStream } from '@firstmover/core';
import { shuffle } from './shuffle.ts';

/**
 * Cuts rows into minibatches as a full shuffle does: every way to deal the rows out to parts of these sizes is equally likely. What is
 * shuffled (Fisher and Yates) are the numbers of the parts; rows stay in their order within a part, so that memory is read in its order.
 *
 * @param parts - how many; all of the same size but the last, which may be smaller
 * @returns a function of rows, a stream and the step whose numbers are taken; its result is overwritten by the next call
 */
export function partitioner(parts: number): (rows: Int32Array, random: RandomStream, step: number) => readonly Int32Array[] {
  const ends = new Int32Array(parts);
  let labels = parts <= 256 ? new Uint8Array(0) : new Uint32Array(0);
  let dealt = new Int32Array(0);
  return (rows, random, step) => {
    const count = rows.length;
    if (parts === 1) return [rows];
    if (dealt.length < count) [labels, dealt] = [parts <= 256 ? new Uint8Array(count) : new Uint32Array(count), new Int32Array(count)];
    const size = Math.ceil(count / parts);
    for (let part = 0; part < parts; part++) {
      ends[part] = Math.min(count, part * size);
      labels.fill(part, ends[part], Math.min(count, (part + 1) * size));
    }
    shuffle(labels.subarray(0, count), random, step);
    for (let i = 0; i < count; i++) dealt[ends[labels[i]!]!++] = rows[i]!;
    return Array.from(ends, (end, part) => dealt.subarray(Math.min(count, part * size), end));
  };
}
