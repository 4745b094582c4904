import { describe, expect, it } from 'vitest';
import { cosTurns, exp, exp64, log, log64, sinTurns, tanh } from './elementary.ts';

const FLOAT = new Float32Array(1);
const BITS = new Int32Array(FLOAT.buffer);

/** The distance between neighbours at a number, of a format with so many bits after the point and this least exponent. */
function unit(x: number, digits: number, least: number): number {
  let exponent = Math.floor(Math.log2(Math.abs(x)));
  if (2 ** exponent > Math.abs(x)) exponent--;
  return 2 ** (Math.max(exponent, least) - digits);
}

/** The largest error in units in the last place of single precision, over every `stride`-th finite number of both signs. */
function worst(of: (x: number) => number, exact: (x: number) => number, stride: number): number {
  let largest = 0;
  for (let bits = 0; bits <= 0x7f7fffff; bits += stride) {
    BITS[0] = bits;
    for (const x of [FLOAT[0]!, -FLOAT[0]!]) {
      const expected = exact(x);
      const got = of(x);
      if (!Number.isFinite(Math.fround(expected))) expect(got, `${x}`).toBe(Math.fround(expected));
      else largest = Math.max(largest, Math.abs(got - expected) / (expected === 0 ? 2 ** -149 : unit(expected, 23, -126)));
      if (!(Math.fround(got) === got || got !== got)) expect(got, `${x}`).toBe(Math.fround(got));
    }
  }
  return largest;
}

/** The largest error in units in the last place of double precision over `count` numbers from `low` to `high`. */
function worst64(of: (x: number) => number, exact: (x: number) => number, low: number, high: number, count = 100_000): number {
  let largest = 0;
  for (let i = 0; i <= count; i++) {
    const x = low + ((high - low) * i) / count;
    const [got, expected] = [of(x), exact(x)];
    if (got !== expected) largest = Math.max(largest, Math.abs(got - expected) / unit(expected, 52, -1022));
  }
  return largest;
}

describe('in single precision, over a grid of all numbers', () => {
  // Over every 251st number: 0.949, 0.799 and 6.0 units.
  it.each([
    ['exp', 1, exp, Math.exp],
    ['log', 1, log, Math.log],
    ['tanh', 6.5, tanh, Math.tanh],
  ] as const)('%s is within %d units in the last place', (_name, units, of, exact) => {
    expect(worst(of, exact, 20011)).toBeLessThan(units);
  });

  it('has the values at the edges', () => {
    expect([0, -0, 89, 1e30, Infinity, -104, -1e30, -Infinity].map(exp)).toEqual([1, 1, Infinity, Infinity, Infinity, 0, 0, 0]);
    expect([88.72283, 88.72284].map(exp)).toEqual([exp(88.72283), Infinity]);
    expect(exp(88.72283)).toBeLessThan(Infinity);
    expect([-103.97, -103.98].map(exp)).toEqual([2 ** -149, 0]);
    expect([0, -0, 1, Infinity].map(log)).toEqual([-Infinity, -Infinity, 0, Infinity]);
    expect([-1, -1e-45, -Infinity, NaN].map(log)).toEqual([NaN, NaN, NaN, NaN]);
    expect(log(2 ** -149)).toBe(Math.fround(-149 * Math.LN2));
    expect([0, -0, 1e-20, 9.5, -9.5, Infinity, -Infinity].map(tanh)).toEqual([0, -0, Math.fround(1e-20), 1, -1, 1, -1]);
    expect([exp(NaN), tanh(NaN)]).toEqual([NaN, NaN]);
  });

  it('rounds what it is given', () => {
    for (const x of [0.1, 1 / 3, 7.7]) for (const of of [exp, log, tanh]) expect(of(x)).toBe(of(Math.fround(x)));
  });
});

describe('in double precision', () => {
  it.each([
    [-745, 709.7],
    [-1, 1],
    [-1e-9, 1e-9],
  ])('exp64 is within 1 unit in the last place from %d to %d', (low, high) => {
    expect(worst64(exp64, Math.exp, low, high)).toBeLessThanOrEqual(1);
  });

  it.each([
    [1e-310, 1e-307],
    [0.001, 3],
    [1 - 1e-9, 1 + 1e-9],
    [1, 1e6],
    [1e37, 1e39],
    [1e300, Number.MAX_VALUE],
  ])('log64 is within 1 unit in the last place from %d to %d', (low, high) => {
    expect(worst64(log64, Math.log, low, high)).toBeLessThanOrEqual(1);
  });

  it('has the values at the edges', () => {
    expect([0, -0, 709.79, Infinity, -745.2, -Infinity, NaN].map(exp64)).toEqual([1, 1, Infinity, Infinity, 0, 0, NaN]);
    expect([0, -0, 1, Infinity, -1, NaN].map(log64)).toEqual([-Infinity, -Infinity, 0, Infinity, NaN, NaN]);
    for (let k = -1074; k <= 1023; k++) expect(log64(2 ** k)).toBe(Math.log(2 ** k));
  });

  it('cosTurns and sinTurns go round: exact at quarters, small where sines are, on the unit circle', () => {
    expect([0, 0.25, 0.5, 0.75, 1].map((u) => cosTurns(u) + 0)).toEqual([1, 0, -1, 0, 1]);
    expect([0, 0.25, 0.5, 0.75, 1].map((u) => sinTurns(u) + 0)).toEqual([0, 1, 0, -1, 0]);
    expect(sinTurns(1e-20)).toBe(2 * Math.PI * 1e-20);
    for (let i = -20_000; i <= 20_000; i++) {
      const u = i / 10_007;
      // The angle itself is rounded before Math.cos sees it.
      expect(Math.abs(cosTurns(u) - Math.cos(2 * Math.PI * u))).toBeLessThan(1.5e-15);
      expect(Math.abs(sinTurns(u) - Math.sin(2 * Math.PI * u))).toBeLessThan(1.5e-15);
      expect(Math.abs(cosTurns(u) ** 2 + sinTurns(u) ** 2 - 1)).toBeLessThan(5e-16);
    }
  });
});

it('gives recorded bits, whatever the engine', () => {
  let hash = 0x811c9dc5;
  const words = new Uint32Array(2);
  const doubles = new Float64Array(words.buffer);
  for (let i = -4000; i <= 4000; i++) {
    const x = i / 43;
    for (const of of [exp, log, tanh, exp64, log64, cosTurns, sinTurns]) {
      doubles[0] = of(Math.abs(x) * (of === log || of === log64 ? 1 : Math.sign(x)));
      for (const word of words) hash = Math.imul(hash ^ word, 0x01000193) >>> 0;
    }
  }
  expect(hash.toString(16)).toBe('4ad197ed');
});
