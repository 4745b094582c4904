import { expect, it } from 'vitest';
import { randomStream } from '@firstmover/core';
import { shuffle } from './shuffle.ts';

const stream = randomStream(1, 'shuffle');

it('keeps every item once, whatever their number', () => {
  for (const count of [0, 1, 2, 1023, 1024, 1025, 5000]) {
    const items = Int32Array.from({ length: count }, (_unused, i) => i);
    shuffle(items, stream, 0);
    expect(Array.from(items.toSorted())).toEqual(Array.from({ length: count }, (_unused, i) => i));
  }
});

it('takes each of the orders of four items equally often', () => {
  const counts = new Map<string, number>();
  const rounds = 24_000;
  for (let step = 0; step < rounds; step++) {
    const items = Int32Array.of(0, 1, 2, 3);
    shuffle(items, stream, step);
    counts.set(items.join(), (counts.get(items.join()) ?? 0) + 1);
  }
  expect(counts.size).toBe(24);
  const chi = [...counts.values()].reduce((sum, count) => sum + ((count - rounds / 24) * (count - rounds / 24)) / (rounds / 24), 0);
  // 23 degrees of freedom: 49.7 at one in a thousand.
  expect(chi).toBeLessThan(49.7);
});
