import type { RandomStream } from '@firstmover/core';
import { exp64, log64 } from '@firstmover/core';
import type { Minibatch } from './memory.ts';
import { sumTree } from './sum-tree.ts';

/** Chooses which rows of a memory are learned from. */
export interface Sampler {
  /** Everything it remembers, as flat arrays by name. */
  readonly state: { readonly [name: string]: Float64Array };
  /** Takes note of a row that was written. */
  stored(row: number): void;
  /** Draws the rows of a minibatch, with replacement, and their weights: a function of `draw` and of what is stored. */
  draw(batch: Minibatch, draw: number, size: number, beta: number): void;
  /** Takes note of the temporal-difference errors of a minibatch. */
  learned(batch: Minibatch, errors: ArrayLike<number>): void;
}

/** Every row is as likely as any other and weighs 1. */
export function uniformSampler(stream: RandomStream): Sampler {
  let uniforms = new Float64Array(0);
  return {
    state: {},
    stored: () => undefined,
    draw(batch, draw, size) {
      if (uniforms.length < batch.size) uniforms = new Float64Array(batch.size);
      stream.fill(draw, uniforms, batch.size);
      for (let i = 0; i < batch.size; i++) batch.rows[i] = Math.floor(uniforms[i]! * size);
      batch.weights.fill(1);
    },
    learned: () => undefined,
  };
}

/** Added to the size of an error, so that no row is forgotten. */
const SMALLEST_PRIORITY = 1e-6;

/**
 * Proportional prioritisation (Schaul et al. 2016, algorithm 1): rows are drawn with probabilities in proportion to a power of their
 * priority. Row i has probability P(i) in proportion to p^alpha of its priority p = |error| + 1e-6. One row is drawn from each of as many
 * equal parts of the total as the minibatch has rows, and its weight is (N P(i))^-beta over the largest weight in the minibatch. Rows
 * that were never learned from have the largest priority so far.
 *
 * @param capacity - of the memory
 * @param alpha - 0 is uniform, 1 proportional to the error
 */
export function prioritisedSampler(capacity: number, alpha: number, stream: RandomStream): Sampler {
  const tree = sumTree(capacity);
  const largest = Float64Array.of(1); // the largest p^alpha so far
  let uniforms = new Float64Array(0);
  return {
    state: { priorities: tree.nodes, largest },
    stored: (row) => tree.set(row, largest[0]!),
    draw(batch, draw, size, beta) {
      const { rows, weights } = batch;
      if (uniforms.length < batch.size) uniforms = new Float64Array(batch.size);
      stream.fill(draw, uniforms, batch.size);
      let heaviest = 0;
      for (let i = 0; i < batch.size; i++) {
        rows[i] = tree.find(((i + uniforms[i]!) / batch.size) * tree.total);
        // exp of log instead of a power, whose last bits differ between runtimes.
        weights[i] = exp64(-beta * log64((size * tree.get(rows[i]!)) / tree.total));
        heaviest = Math.max(heaviest, weights[i]!);
      }
      for (let i = 0; i < batch.size; i++) weights[i]! /= heaviest;
    },
    learned(batch, errors) {
      for (let i = 0; i < batch.size; i++) {
        const priority = exp64(alpha * log64(Math.abs(errors[i]!) + SMALLEST_PRIORITY));
        tree.set(batch.rows[i]!, priority);
        largest[0] = Math.max(largest[0]!, priority);
      }
    },
  };
}
