import { expect, it } from 'vitest';
import { randomStream } from '@firstmover/core';
import { partitioner } from './partition.ts';

const stream = randomStream(1, 'partition');
const ascending = (count: number): Int32Array => Int32Array.from({ length: count }, (_unused, i) => i);

it.each([
  [0, 3, [0, 0, 0]],
  [2, 3, [1, 1, 0]],
  [10, 3, [4, 4, 2]],
  [1024, 4, [256, 256, 256, 256]],
  [5000, 1, [5000]],
  [900, 300, new Array<number>(300).fill(3)],
])('deals %d rows out to %d parts, each row once and in order', (count, parts, sizes) => {
  const dealt = partitioner(parts)
    .lists(ascending(count), stream, 0)
    .map((part) => Array.from(part));
  expect(dealt.map(({ length }) => length)).toEqual(sizes);
  expect(dealt.flat().toSorted((a, b) => a - b)).toEqual(Array.from(ascending(count)));
  for (const part of dealt) expect(part).toEqual(part.toSorted((a, b) => a - b));
});

it('cuts what is not shuffled into stretches', () => {
  const parts = partitioner(3, false).lists(ascending(10), stream, 5);
  expect(parts.map((part) => Array.from(part))).toEqual([
    [0, 1, 2, 3],
    [4, 5, 6, 7],
    [8, 9],
  ]);
});

it('is a function of the step', () => {
  const { lists } = partitioner(4);
  const [first, again, other] = [3, 3, 4].map((step) => lists(ascending(3000), stream, step).join());
  expect(first).toBe(again);
  expect(first).not.toBe(other);
});

it('deals in every way equally often', () => {
  const { lists } = partitioner(3);
  const counts = new Map<string, number>();
  const rounds = 30_000;
  for (let step = 0; step < rounds; step++) {
    const way = lists(ascending(5), stream, step).join(';');
    counts.set(way, (counts.get(way) ?? 0) + 1);
  }
  // 5! / (2! 2! 1!) ways.
  expect(counts.size).toBe(30);
  const expected = rounds / 30;
  const chi = [...counts.values()].reduce((sum, count) => sum + ((count - expected) * (count - expected)) / expected, 0);
  // 29 degrees of freedom: 58.3 at one in a thousand.
  expect(chi).toBeLessThan(58.3);
});
