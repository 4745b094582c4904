import { expect, it } from 'vitest';
import { exp, log } from '@firstmover/core';
import { expInPlace, logInPlace } from './in-place.ts';

it.each([
  ['exp', exp, expInPlace],
  ['log', log, logInPlace],
] as const)('replaces numbers by %s of core, and no others, however many', (_name, of, inPlace) => {
  for (const count of [0, 1, 15, 16, 17, 31, 4095, 4096, 4097, 10_001]) {
    const before = Float32Array.from({ length: count + 5 }, (_unused, i) => (((i * 7919) % 20_011) - 2000) / 200);
    const numbers = before.slice();
    inPlace(numbers, count, 3);
    expect(numbers).toEqual(before.map((x, i) => (i < 3 || i >= 3 + count ? x : of(x))));
  }
  const all = Float32Array.of(0.5, 1, Infinity, NaN);
  inPlace(all);
  expect([...all]).toEqual([of(0.5), of(1), Infinity, NaN]);
});
