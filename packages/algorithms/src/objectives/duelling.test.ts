import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { duellingGradients, duellingValues } from './duelling.ts';

function values(streams: readonly number[], rows: number, actions: number): Float32Array {
  const out = new Float32Array(rows * actions);
  duellingValues(Float32Array.from(streams), rows, actions, out);
  return out;
}

it('adds to the value how far an advantage is from the mean', () => {
  expect(Array.from(values([10, 1, 2, 6, -1, 4, 4, 4], 2, 3))).toEqual([8, 9, 13, -1, -1, -1]);
});

it('has the value as its mean, whatever is added to all advantages', () => {
  const stream = fc.array(fc.integer({ min: -64, max: 64 }), { minLength: 5, maxLength: 5 });
  fc.assert(
    fc.property(stream, fc.integer({ min: -64, max: 64 }), (row, shift) => {
      const q = values(row, 1, 4);
      expect(q.reduce((sum, value) => sum + value, 0) / 4).toBeCloseTo(row[0]!, 4);
      expect(Array.from(values([row[0]!, ...row.slice(1).map((advantage) => advantage + shift)], 1, 4))).toEqual(Array.from(q));
    }),
    { seed: 1 },
  );
});

it('passes gradients on as finite differences do', () => {
  const streams = [0.5, 1, -2, 0.25, -1, 0.5, 2, 1.5];
  const upstream = Float32Array.of(0.3, -0.7, 1.1, 0, 2, -1);
  const out = new Float32Array(8);
  duellingGradients(upstream, 2, 3, out);
  const loss = (at: readonly number[]): number => values(at, 2, 3).reduce((sum, q, i) => sum + q * upstream[i]!, 0);
  streams.forEach((_value, k) => {
    const moved = (step: number): number[] => streams.map((value, i) => (i === k ? value + step : value));
    expect(out[k]).toBeCloseTo((loss(moved(0.125)) - loss(moved(-0.125))) / 0.25, 5);
  });
});
