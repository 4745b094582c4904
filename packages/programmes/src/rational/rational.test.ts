import { randomStream } from '@firstmover/core';
import { describe, expect, it } from 'vitest';
import { formatFraction, fractionOf, nearestDouble, over, parseFraction, plus, ratio, times } from './fraction.ts';
import { solveIntegerSystem } from './integer-system.ts';
import { solveByLifting } from './lifting.ts';

describe('fractions', () => {
  it.each([
    ['0.1', '1/10'],
    ['1/3', '1/3'],
    ['-2.5/10', '-1/4'],
    ['1e-3', '1/1000'],
    ['+.5', '1/2'],
    ['12.', '12'],
    ['6/4', '3/2'],
    ['1.5e3', '1500'],
    ['0/7', '0'],
  ])('reads %s as %s', (text, expected) => {
    expect(formatFraction(parseFraction(text))).toBe(expected);
  });

  it.each(['', 'x', '1/0', '1/2/3', '1e9999999', '0x10', 'Infinity', '1_000', '--1', '.', '1 2'])('refuses %j', (text) => {
    expect(() => parseFraction(text, 'cell')).toThrow(/^cell is ".*": expected a number or a fraction, such as 2, 0.1, 1e-3 or 1\/3$/);
  });

  it.each([0, 1, -1, 0.1, 1e300, -1e-300, 5e-324, 2 ** -1022, Number.MAX_VALUE, 1 / 3, 2 ** 53 + 2, 1e15 + 0.125])(
    'is the double %d, and back',
    (value) => {
      expect(nearestDouble(fractionOf(value))).toBe(value);
    },
  );

  it('rounds to the nearest double, ties to even, with gradual underflow, and infinity beyond the range', () => {
    const random = randomStream(1, 'rounding');
    for (let k = 0; k < 4_000; k++) {
      const exponent = random.integer(2160) - 1090;
      const a = (1 + random.uniform()) * 2 ** (exponent / 2);
      const value = a * 2 ** (exponent - exponent / 2);
      if (!Number.isFinite(value)) continue;
      expect(nearestDouble(fractionOf(value))).toBe(value);
      // Between two doubles: the middle goes to the even one, a hair beside it to the nearer one.
      const view = new DataView(new ArrayBuffer(8));
      view.setFloat64(0, value);
      const bits = view.getBigUint64(0);
      view.setBigUint64(0, bits + 1n);
      const next = view.getFloat64(0);
      if (!Number.isFinite(next)) continue;
      const middle = over(plus(fractionOf(value), fractionOf(next)), ratio(2n, 1n));
      expect(nearestDouble(middle)).toBe((bits & 1n) === 0n ? value : next);
      const hair = times(middle, ratio(1n, 1n << 80n));
      expect(nearestDouble(plus(middle, hair))).toBe(next);
      expect(nearestDouble(plus(middle, times(hair, ratio(-1n, 1n))))).toBe(value);
    }
    expect(nearestDouble(parseFraction('1e400'))).toBe(Infinity);
    expect(nearestDouble(parseFraction('-1e400'))).toBe(-Infinity);
    expect(nearestDouble(parseFraction('1e-400'))).toBe(0);
  });
});

describe('integer systems', () => {
  const randomSystem = (seed: number, n: number, bits: number): [bigint[][], bigint[]] => {
    const random = randomStream(seed, 'system');
    const entry = (): bigint => (random.integer(3) === 0 ? 0n : BigInt(Math.round((random.uniform() - 0.5) * 2 ** 40)) << BigInt(random.integer(bits))); // prettier-ignore
    return [Array.from({ length: n }, () => Array.from({ length: n }, entry)), Array.from({ length: n }, entry)];
  };
  it.each([1, 2, 3, 5, 8, 13, 20, 34])('solves %i equations exactly, by elimination and by lifting', (n) => {
    for (let seed = 0; seed < 12; seed++) {
      const [matrix, right] = randomSystem(seed, n, seed % 2 === 0 ? 1 : 90);
      for (const solution of [solveIntegerSystem(matrix, right), solveByLifting(matrix, right)]) {
        if (solution === null) continue;
        const { numerators, denominator } = solution;
        expect(denominator > 0n).toBe(true);
        matrix.forEach((row, i) => {
          expect(row.reduce((sum, entry, j) => sum + entry * numerators[j]!, 0n)).toBe(right[i]! * denominator);
        });
      }
      if (n > 5) expect(solveIntegerSystem(matrix, right)).not.toBeNull();
      // A row that is a combination of others.
      if (n < 2) continue;
      const singular = matrix.with(n - 1, matrix[0]!.map((entry, j) => 3n * entry - (n > 2 ? matrix[1]![j]! : 0n))); // prettier-ignore
      expect(solveIntegerSystem(singular, right)).toBeNull();
    }
  });
});
