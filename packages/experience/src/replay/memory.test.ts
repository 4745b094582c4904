import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { box, discrete } from '@firstmover/core';
import type { ReplayMemory } from './memory.ts';
import { replayMemory } from './memory.ts';

/** Transition number i, recognisable in every column. */
function storeNumber(memory: ReplayMemory, i: number): number {
  return memory.store([99, i, -i], 1, [77, i / 2], 1, i * 10, i / 100, [i + 1, -i - 1], 0);
}

const vectors = (capacity: number): ReplayMemory => replayMemory(box(-1e6, 1e6, [2]), box(-1e6, 1e6, [1]), capacity);

describe('a replay memory', () => {
  it('holds the latest transitions, whatever was stored before (wrap-around)', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 40 }), (capacity, count) => {
        const memory = vectors(capacity);
        for (let i = 0; i < count; i++) expect(storeNumber(memory, i)).toBe(i % capacity);
        const size = Math.min(capacity, count);
        expect(memory.size).toBe(size);
        const batch = memory.minibatch(size);
        batch.rows.forEach((_row, k) => (batch.rows[k] = k));
        memory.gather(batch);
        const kept = Array.from(batch.rewards, (reward) => reward / 10);
        expect(kept.toSorted((a, b) => a - b)).toEqual(Array.from({ length: size }, (_unused, k) => count - size + k));
        kept.forEach((i, k) => {
          expect(Array.from(batch.observations.subarray(2 * k, 2 * k + 2))).toEqual([i, -i]);
          expect(batch.actions[k]).toBe(i / 2);
          expect(batch.discounts[k]).toBe(i / 100);
          expect(Array.from(batch.nextObservations.subarray(2 * k, 2 * k + 2))).toEqual([i + 1, -i - 1]);
        });
      }),
      { seed: 1 },
    );
  });

  it('gathers any rows in any order, repeated ones too', () => {
    const memory = vectors(8);
    for (let i = 0; i < 6; i++) storeNumber(memory, i);
    const batch = memory.minibatch(4);
    batch.rows.set([5, 0, 5, 3]);
    memory.gather(batch);
    expect(Array.from(batch.rewards)).toEqual([50, 0, 50, 30]);
  });

  it('keeps indices as integers', () => {
    const memory = replayMemory(discrete(5), discrete(3), 4);
    memory.store([4, 2], 1, [1], 0, 0.5, 1, [3], 0);
    const batch = memory.minibatch(1);
    memory.gather(batch);
    expect(batch.observations).toEqual(Int32Array.of(2));
    expect(batch.actions).toEqual(Int32Array.of(1));
    expect(batch.nextObservations).toEqual(Int32Array.of(3));
  });

  it('continues from its state', () => {
    const [whole, saved] = [vectors(3), vectors(3)];
    for (let i = 0; i < 4; i++) storeNumber(whole, i);
    for (const [name, array] of Object.entries(whole.state)) saved.state[name]!.set(array);
    expect(saved.size).toBe(3);
    expect(storeNumber(saved, 4)).toBe(storeNumber(whole, 4));
    expect(saved.state).toEqual(whole.state);
  });
});
