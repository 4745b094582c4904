import type { RandomStream } from '@firstmover/core';
import { shuffle } from './shuffle.ts';

/** Deals rows out to minibatches. */
export interface Partitioner {
  /**
   * The minibatch of each of so many rows; overwritten by the next call.
   *
   * @param count - how many rows
   * @param random - the stream
   * @param step - the step of the stream whose numbers are taken
   */
  labels(count: number, random: RandomStream, step: number): Uint8Array | Uint32Array;
  /** The same as lists of the rows of each minibatch, which keep their order, so that memory is read in its order. */
  lists(rows: Int32Array, random: RandomStream, step: number): readonly Int32Array[];
}

/**
 * Cuts rows into minibatches as a full shuffle does: every way to deal the rows out to parts of these sizes is equally likely. What is
 * shuffled (Fisher and Yates) are the numbers of the parts. Unshuffled, a part is a stretch of the rows.
 *
 * @param parts - how many; all of the same size but the last, which may be smaller
 * @param shuffled - whether rows are dealt out by chance (default true)
 */
export function partitioner(parts: number, shuffled = true): Partitioner {
  const ends = new Int32Array(parts);
  let labels = parts <= 256 ? new Uint8Array(0) : new Uint32Array(0);
  let dealt = new Int32Array(0);
  const deal: Partitioner['labels'] = (count, random, step) => {
    if (labels.length < count) labels = parts <= 256 ? new Uint8Array(count) : new Uint32Array(count);
    const size = Math.ceil(count / parts);
    for (let part = 0; part < parts; part++) labels.fill(part, Math.min(count, part * size), Math.min(count, (part + 1) * size));
    if (shuffled) shuffle(labels.subarray(0, count), random, step);
    return labels;
  };
  return {
    labels: deal,
    lists(rows, random, step) {
      const count = rows.length;
      if (parts === 1) return [rows];
      if (dealt.length < count) dealt = new Int32Array(count);
      deal(count, random, step);
      const size = Math.ceil(count / parts);
      for (let part = 0; part < parts; part++) ends[part] = Math.min(count, part * size);
      for (let i = 0; i < count; i++) dealt[ends[labels[i]!]!++] = rows[i]!;
      return Array.from(ends, (end, part) => dealt.subarray(Math.min(count, part * size), end));
    },
  };
}
