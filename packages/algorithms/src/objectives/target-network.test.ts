import { expect, it } from 'vitest';
import { moveTowards } from './target-network.ts';

it('moves a share of the way', () => {
  const target = Float32Array.of(0, 8);
  moveTowards(target, Float32Array.of(4, 4), 0.25);
  expect(Array.from(target)).toEqual([1, 7]);
  moveTowards(target, Float32Array.of(4, 4), 0);
  expect(Array.from(target)).toEqual([1, 7]);
});

it('copies exactly with a share of 1', () => {
  const target = Float32Array.of(1e20, -1e20);
  moveTowards(target, Float32Array.of(0.1, 0.3), 1);
  expect(Array.from(target)).toEqual(Array.from(Float32Array.of(0.1, 0.3)));
});
