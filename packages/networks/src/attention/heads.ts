import { exp } from '@firstmover/core';
import { expInPlace } from '../kernels/in-place.ts';

/** The sizes of the heads of an attention network. */
export interface HeadShape {
  /** How many heads. */
  readonly heads: number;
  /** How many numbers an entry has. */
  readonly channels: number;
  /** How many features queries depend on. */
  readonly features: number;
  /** How many entries. */
  readonly entries: number;
  /** The dimensions of keys and queries. */
  readonly dimensions: number;
  /** Whether the reader's place follows its features. */
  readonly placed: boolean;
  /** Whether the keys are parameters. */
  readonly learned: boolean;
}

/** The heads at work. */
export interface Heads {
  /** Forgets the rows before. */
  begin(rows: number): void;
  /**
   * What all heads see in one row: heads x channels numbers into `out`. With `keep`, `learn` can speak of the row.
   *
   * @param own - features, then the place, from `ownAt`
   * @param context - the entries from `contextAt`
   */
  look(own: Numbers, ownAt: number, context: Numbers, contextAt: number, out: Float32Array, outAt: number, keep: boolean): void;
  /** Adds to the gradients, given those of the rows that were kept: rows of features and what the heads saw. */
  learn(seen: Float32Array, seenGradients: Float32Array, rows: number): void;
}

type Numbers = Float32Array | Int32Array;

/** Weights below exp(-16) of the largest vanish in single precision beside it. */
const NEGLIGIBLE = 16;

/**
 * Gaussian-kernel attention on the parameters of {@link attentionNetwork}: sharpness r, score of nothing b, offset d, query matrix U and, if
 * learned, keys, in this order.
 *
 * @param fixed - the keys, if they are not learned
 */
// eslint-disable-next-line max-lines-per-function -- forward and backward side by side share the scratch memory of all heads
export function createHeads(shape: HeadShape, parameters: Float32Array, gradients: Float32Array, fixed?: Float32Array): Heads {
  const { heads, channels, features, entries, dimensions, placed } = shape;
  const nothingAt = heads;
  const offsetAt = 2 * heads;
  const queryAt = offsetAt + heads * dimensions;
  const keysAt = queryAt + heads * dimensions * features;
  const keys = fixed ?? parameters.subarray(keysAt, keysAt + entries * dimensions);
  const seenWidth = features + heads * channels;
  const query = new Float64Array(dimensions);
  const queryGradient = new Float64Array(dimensions);
  const scores = new Float64Array(entries);

  // What is kept of the rows: per head the query and the entries that weigh anything, one after another.
  let queries = new Float32Array(0);
  let ends = new Int32Array(0);
  let chosen = new Int32Array(1024);
  let weights = new Float32Array(1024);
  let keptScores = new Float32Array(1024);
  let values = new Float32Array(1024 * channels);
  let looks = 0;
  let used = 0;

  const grow = (): void => {
    const larger = <TArray extends Int32Array | Float32Array>(old: TArray, made: TArray): TArray => {
      made.set(old);
      return made;
    };
    const size = 2 * (chosen.length + entries);
    chosen = larger(chosen, new Int32Array(size));
    weights = larger(weights, new Float32Array(size));
    keptScores = larger(keptScores, new Float32Array(size));
    values = larger(values, new Float32Array(size * channels));
  };

  /** The scores of all entries; returns the highest, that of nothing included. */
  const score = (head: number): number => {
    const precision = exp(2 * parameters[head]!);
    let highest = parameters[nothingAt + head]!;
    if (dimensions === 1) {
      const at = query[0]!;
      for (let j = 0; j < entries; j++) {
        const away = keys[j]! - at;
        const value = -0.5 * precision * away * away;
        scores[j] = value;
        if (value > highest) highest = value;
      }
      return highest;
    }
    for (let j = 0; j < entries; j++) {
      let squares = 0;
      for (let d = 0; d < dimensions; d++) {
        const away = keys[j * dimensions + d]! - query[d]!;
        squares += away * away;
      }
      const value = -0.5 * precision * squares;
      scores[j] = value;
      if (value > highest) highest = value;
    }
    return highest;
  };

  return {
    begin(rows) {
      if (ends.length < rows * heads) {
        ends = new Int32Array(rows * heads);
        queries = new Float32Array(rows * heads * dimensions);
      }
      looks = 0;
      used = 0;
    },
    look(own, ownAt, context, contextAt, out, outAt, keep) {
      const begin = used;
      for (let head = 0; head < heads; head++) {
        for (let d = 0; d < dimensions; d++) {
          const row = head * dimensions + d;
          let point = parameters[offsetAt + row]! + (placed ? own[ownAt + features + d]! : 0);
          for (let f = 0; f < features; f++) point += parameters[queryAt + row * features + f]! * own[ownAt + f]!;
          query[d] = point;
          if (keep) queries[looks * dimensions + d] = point;
        }
        const highest = score(head);
        if (chosen.length < used + entries) grow();
        const from = used;
        let total = exp(parameters[nothingAt + head]! - highest);
        for (let j = 0; j < entries; j++) {
          const below = scores[j]! - highest;
          if (below < -NEGLIGIBLE) continue;
          chosen[used] = j;
          keptScores[used] = scores[j]!;
          weights[used++] = below;
        }
        expInPlace(weights, used - from, from);
        for (let i = from; i < used; i++) total += weights[i]!;
        const to = outAt + head * channels;
        for (let c = 0; c < channels; c++) out[to + c] = 0;
        for (let i = from; i < used; i++) {
          const weight = (weights[i] = weights[i]! / total);
          const entry = contextAt + chosen[i]! * channels;
          for (let c = 0; c < channels; c++) {
            const value = context[entry + c]!;
            values[i * channels + c] = value;
            out[to + c]! += weight * value;
          }
        }
        if (keep) ends[looks++] = used;
        else used = begin;
      }
    },
    learn(seen, seenGradients, rows) {
      let i = 0;
      for (let row = 0; row < rows; row++) {
        for (let head = 0; head < heads; head++) {
          const look = row * heads + head;
          const at = row * seenWidth + features + head * channels;
          // The mean over the softmax of the gradients of its weights; nothing has channels of zero.
          let mean = 0;
          for (let c = 0; c < channels; c++) mean += seenGradients[at + c]! * seen[at + c]!;
          const precision = exp(2 * parameters[head]!);
          let sharpness = 0;
          let found = 0;
          queryGradient.fill(0);
          for (; i < ends[look]!; i++) {
            let gradient = -mean;
            for (let c = 0; c < channels; c++) gradient += seenGradients[at + c]! * values[i * channels + c]!;
            found += weights[i]!;
            gradient *= weights[i]!;
            sharpness += 2 * gradient * keptScores[i]!;
            const key = chosen[i]! * dimensions;
            for (let d = 0; d < dimensions; d++) {
              const pull = gradient * precision * (keys[key + d]! - queries[look * dimensions + d]!);
              queryGradient[d]! += pull;
              if (!fixed) gradients[keysAt + key + d]! -= pull;
            }
          }
          gradients[head]! += sharpness;
          gradients[nothingAt + head]! -= (1 - found) * mean;
          for (let d = 0; d < dimensions; d++) {
            const pull = queryGradient[d]!;
            const line = head * dimensions + d;
            gradients[offsetAt + line]! += pull;
            for (let f = 0; f < features; f++) gradients[queryAt + line * features + f]! += pull * seen[row * seenWidth + f]!;
          }
        }
      }
    },
  };
}
