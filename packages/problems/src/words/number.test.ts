import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatNumber, formatValue } from './number.ts';

describe('formatNumber', () => {
  it.each([
    [0, '0'],
    [-0, '0'],
    [6, '6'],
    [-3, '-3'],
    [27.5, '55/2'],
    [-2.5, '-5/2'],
    [1 / 3, '1/3'],
    [0.3333333333, '1/3'],
    [2 / 3, '2/3'],
    [355 / 113, '355/113'],
    [999 / 1000, '999/1000'],
    [1 / 1001, '0.000999001'],
    [0.333, '333/1000'],
    [Math.PI, '3.14159'],
    [Math.SQRT2 * 1e6, '1414210'],
    [1e-10, '1e-10'],
    [1e9, '1000000000'],
    [1e300, '1e+300'],
    [123456.5, '246913/2'],
  ])('writes %d as %s', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });

  it('writes every fraction of small numbers in lowest terms, whatever its sign', () => {
    fc.assert(
      fc.property(fc.integer({ min: -5000, max: 5000 }), fc.integer({ min: 1, max: 1000 }), (numerator, denominator) => {
        const [above, below = '1'] = formatNumber(numerator / denominator).split('/');
        expect(Number(above) * denominator).toBe(numerator * Number(below));
        expect(Number(below)).toBeLessThanOrEqual(denominator);
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  it('never strays from the number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const [above, below = '1'] = formatNumber(value).split('/');
        expect(Math.abs(Number(above) / Number(below) - value)).toBeLessThanOrEqual(5.1e-6 * Math.abs(value));
      }),
      { seed: 2, numRuns: 2000 },
    );
  });
});

it('adds decimals to fractions only', () => {
  expect(formatValue(27.5)).toBe('55/2 (27.5)');
  expect(formatValue(-1 / 3)).toBe('-1/3 (-0.333333)');
  expect(formatValue(6)).toBe('6');
  expect(formatValue(Math.PI)).toBe('3.14159');
});
