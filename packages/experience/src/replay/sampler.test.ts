import { describe, expect, it } from 'vitest';
import { discrete, randomStream } from '@firstmover/core';
import type { Minibatch } from './memory.ts';
import { replayMemory } from './memory.ts';
import type { Sampler } from './sampler.ts';
import { prioritisedSampler, uniformSampler } from './sampler.ts';

const minibatch = (size: number): Minibatch => replayMemory(discrete(1), discrete(1), 1).minibatch(size);

/** A sampler of four rows whose errors are 1, 2, 3 and 4. */
function withErrors(alpha: number): Sampler {
  const sampler = prioritisedSampler(4, alpha, randomStream(0, 'test'));
  for (let row = 0; row < 4; row++) sampler.stored(row);
  const batch = minibatch(4);
  batch.rows.set([0, 1, 2, 3]);
  sampler.learned(batch, [1, -2, 3, -4]);
  return sampler;
}

/** How often each of four rows is drawn, as shares. */
function shares(sampler: Sampler, draws: number): number[] {
  const batch = minibatch(32);
  const counts = [0, 0, 0, 0];
  for (let draw = 0; draw < draws; draw++) {
    sampler.draw(batch, draw, 4, 0.5);
    for (const row of batch.rows) counts[row]!++;
  }
  return counts.map((count) => count / draws / 32);
}

describe('prioritised replay', () => {
  it.each([
    [0, [0.25, 0.25, 0.25, 0.25]],
    [1, [0.1, 0.2, 0.3, 0.4]],
    [0.5, [1, Math.SQRT2, Math.sqrt(3), 2].map((x) => x / (3 + Math.SQRT2 + Math.sqrt(3)))],
  ])('with alpha %d draws rows in proportion to priority^alpha', (alpha, expected) => {
    shares(withErrors(alpha), 400).forEach((share, row) => expect(Math.abs(share - expected[row]!)).toBeLessThan(0.01));
  });

  it.each([0, 0.4, 1])('with beta %d weighs rows by (N P)^-beta over the largest weight', (beta) => {
    const sampler = withErrors(1);
    const batch = minibatch(64);
    sampler.draw(batch, 0, 4, beta);
    expect(new Set(batch.rows)).toEqual(new Set([0, 1, 2, 3]));
    // Row 0 is the least likely, N P = 0.4, and has weight 1.
    batch.rows.forEach((row, i) => expect(batch.weights[i]).toBeCloseTo(((4 * 0.1 * (row + 1)) / 0.4) ** -beta, 5));
  });

  it('draws once from each equal part', () => {
    const sampler = withErrors(1);
    const batch = minibatch(10);
    sampler.draw(batch, 5, 4, 0);
    // Tenths of the total of 10: the boundaries of rows 0, 1, 2, 3 at 1, 3 and 6.
    expect(Array.from(batch.rows)).toEqual([0, 1, 1, 2, 2, 2, 3, 3, 3, 3]);
  });

  it('gives new rows the largest priority so far, and never one of zero', () => {
    const sampler = withErrors(1);
    const batch = minibatch(1);
    batch.rows.set([3]);
    sampler.learned(batch, [0]);
    sampler.stored(0);
    // Priorities 4, 2, 3 and almost 0.
    const [first, second, third, last] = shares(sampler, 400) as [number, number, number, number];
    expect(Math.abs(first - 4 / 9)).toBeLessThan(0.01);
    expect(Math.abs(second - 2 / 9)).toBeLessThan(0.01);
    expect(Math.abs(third - 3 / 9)).toBeLessThan(0.01);
    expect(last).toBeLessThan(0.001);
    expect(sampler.state['priorities']!.at(-1)).toBeCloseTo(1e-6, 9);
  });

  it('continues from its state', () => {
    const [whole, saved] = [withErrors(0.7), prioritisedSampler(4, 0.7, randomStream(0, 'test'))];
    for (const [name, array] of Object.entries(whole.state)) saved.state[name]!.set(array);
    expect(shares(saved, 3)).toEqual(shares(whole, 3));
    saved.stored(1);
    whole.stored(1);
    expect(saved.state).toEqual(whole.state);
  });
});

describe('uniform replay', () => {
  it('draws every row equally often, with weight 1, and none beyond the size', () => {
    shares(uniformSampler(randomStream(1, 'test')), 400).forEach((share) => expect(Math.abs(share - 0.25)).toBeLessThan(0.02));
    const batch = minibatch(3);
    batch.weights.fill(5);
    uniformSampler(randomStream(1, 'test')).draw(batch, 0, 1, 1);
    expect(Array.from(batch.rows)).toEqual([0, 0, 0]);
    expect(Array.from(batch.weights)).toEqual([1, 1, 1]);
  });

  it('is a function of seed and draw', () => {
    const rows = (seed: number, draw: number): number[] => {
      const batch = minibatch(8);
      uniformSampler(randomStream(seed, 'test')).draw(batch, draw, 1000, 0);
      return Array.from(batch.rows);
    };
    expect(rows(0, 3)).toEqual(rows(0, 3));
    expect(rows(0, 3)).not.toEqual(rows(0, 4));
    expect(rows(0, 3)).not.toEqual(rows(1, 3));
  });
});
