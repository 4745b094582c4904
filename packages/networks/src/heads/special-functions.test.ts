import { describe, expect, it } from 'vitest';
import { randomStream } from '@firstmover/core';
import { confine, digamma, highest, log1p, logGamma, logSumExp, sampleLogGamma, sigmoid, softplus, trigamma } from './special-functions.ts';

/** |a - b| relative to b, or absolute below 1. */
const error = (a: number, b: number): number => Math.abs(a - b) / Math.max(1, Math.abs(b));

const confined = (x: number): readonly [value: number, slope: number] => {
  const values = new Float64Array(3);
  const slopes = new Float64Array(3);
  confine(x, -10, 2, values, slopes, 1);
  return [values[1]!, slopes[1]!];
};

describe('the gamma function and its derivatives', () => {
  // x, log gamma, digamma, trigamma: mpmath 1.3 at 40 digits. 1.46... is the root of digamma, where log gamma has its minimum.
  it.each([
    [1e-8, 18.420680738180208884, -100000000.57721564636, 10000000000000001.226],
    [0.1, 2.252712651734205902, -10.423754940411076232, 101.4332991507927477],
    [0.5, 0.57236494292470008707, -1.9635100260214234794, 4.9348022005446793094],
    [1, 0, -0.57721566490153286061, 1.6449340668482264365],
    [1.4616321449683622, -0.1214862905358496081, 0, 0.967672245447621255],
    [1.5, -0.12078223763524522235, 0.036489973978576520559, 0.93480220054467930942],
    [2, 0, 0.42278433509846713939, 0.64493406684822643647],
    [3.25, 0.93580193110872535826, 1.0169909110681790364, 0.35979829030957987507],
    [9.75, 12.242204940050762559, 2.225109535044576012, 0.10800324333663185456],
    [10, 12.801827480081469611, 2.2517525890667211076, 0.10516633568168574612],
    [42.5, 115.90007047041453012, 3.7376932365000936171, 0.023808399244056415466],
    [22027, 198239.45314186138619, 10.000001552998047948, 0.000045399859252638309841],
    [1e10, 220258509288.81058147, 23.02585092989045684, 1.00000000005e-10],
  ])('are right to 1e-14 at %d', (x, wanted, wantedSlope, wantedCurvature) => {
    expect(error(logGamma(x), wanted)).toBeLessThan(1e-14);
    expect(error(digamma(x), wantedSlope)).toBeLessThan(1e-14);
    expect(error(trigamma(x), wantedCurvature)).toBeLessThan(1e-14);
  });

  it('satisfy their recurrences across the switch between series and shift', () => {
    for (let x = 0.3; x < 14; x += 0.37) {
      expect(logGamma(x + 1)).toBeCloseTo(logGamma(x) + Math.log(x), 12);
      expect(digamma(x + 1)).toBeCloseTo(digamma(x) + 1 / x, 12);
      expect(trigamma(x + 1)).toBeCloseTo(trigamma(x) - 1 / (x * x), 12);
    }
  });
});

describe('exponentials that do not overflow', () => {
  it('agree with the plain formulas where these are accurate', () => {
    for (const x of [-30, -2, -1e-3, 0, 0.5, 3, 30]) {
      expect(error(softplus(x), Math.log1p(Math.exp(x)))).toBeLessThan(1e-15);
      expect(error(sigmoid(x), 1 / (1 + Math.exp(-x)))).toBeLessThan(1e-15);
    }
    for (const x of [0, 1e-20, 1e-9, 1e-4, 0.1, 1]) expect(Math.abs(log1p(x) - Math.log1p(x))).toBeLessThanOrEqual(4e-16 * Math.log1p(x));
    expect(logSumExp([9, 1000, 1000, 9], 1, 2, highest([9, 1000, 1000, 9], 1, 2))).toBeCloseTo(Math.LN2, 14);
  });

  it('stay finite for the largest numbers', () => {
    expect([softplus(1e308), softplus(-1e308), sigmoid(1e308), sigmoid(-1e308)]).toEqual([1e308, 0, 1, 0]);
    expect([confined(1e308), confined(-1e308)]).toEqual([
      [confined(2000)[0], 0],
      [-10, 0],
    ]);
  });
});

it('confines smoothly, almost the identity inside, with a slope that never vanishes within reach', () => {
  for (const x of [-60, -11, -10, -4, 0, 1.9, 2, 5, 60]) {
    const [value, slope] = confined(x);
    expect(slope).toBeCloseTo((confined(x + 1e-5)[0] - confined(x - 1e-5)[0]) / 2e-5, 8);
    expect(slope).toBeGreaterThan(0);
    expect(value).toBeGreaterThanOrEqual(-10);
    expect(value).toBeLessThanOrEqual(2.00001);
  }
  expect(confined(-4)[0]).toBeCloseTo(-4, 2);
});

it.each([1e-3, 0.4, 1, 1.7, 30, 22027])('draws log gamma variates of shape %d with mean digamma and variance trigamma', (shape) => {
  const random = randomStream(3, 'gamma').at(0, 0);
  const draws = 10_000;
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < draws; i++) {
    const z = (sampleLogGamma(shape, random) - digamma(shape)) / Math.sqrt(trigamma(shape));
    expect(Number.isFinite(z)).toBe(true);
    sum += z;
    squares += z * z;
  }
  expect(Math.abs(sum / draws)).toBeLessThan(4 / Math.sqrt(draws));
  // The fourth moment of a standardised log gamma variate is at most 9 (that of an exponential, for small shapes).
  expect(Math.abs(squares / draws - 1)).toBeLessThan(4 * Math.sqrt(8 / draws));
});
