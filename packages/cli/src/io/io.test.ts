import { expect, it } from 'vitest';
import { jsonLine } from './io.ts';

it('writes one object on one line, zero without a sign', () => {
  expect(jsonLine({ a: [1, -0], b: null })).toBe('{"a":[1,0],"b":null}\n');
});

it('refuses numbers that JSON does not have', () => {
  expect(() => jsonLine({ leaderValue: NaN })).toThrow('leaderValue is NaN');
  expect(() => jsonLine({ bounds: [-Infinity] })).toThrow('-Infinity');
});
