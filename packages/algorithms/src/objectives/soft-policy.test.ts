import { describe, expect, it } from 'vitest';
import { softmaxRows } from '@firstmover/experience';
import { addSoftValueGradient, softValue, temperatureGradient } from './soft-policy.ts';

const VALUES = [0, 0, 0, 1.5, -0.5, 0.25];

function policyOf(logits: readonly number[]): readonly [Float32Array, Float32Array] {
  const [p, log] = [new Float32Array(logits.length), new Float32Array(logits.length)];
  softmaxRows(Float32Array.from(logits), logits.length / 3, 3, p, log);
  return [p, log];
}

function value(logits: readonly number[], temperature: number): number {
  return softValue(VALUES, ...policyOf(logits), 3, 3, temperature);
}

describe('the soft value', () => {
  it('is the expected value plus temperature times entropy', () => {
    expect(value([0, 0, 0, 0, 0, 0], 0)).toBeCloseTo(1.25 / 3, 6);
    expect(value([0, 0, 0, 0, 0, 0], 2)).toBeCloseTo(1.25 / 3 + 2 * Math.log(3), 6);
    // Certain of action 0; the others have probability 0 and log-probability -Infinity.
    expect(softValue([4, 5, 6], [1, 0, 0], [0, -Infinity, -Infinity], 0, 3, 1)).toBe(4);
  });

  it('is highest for the softmax of the values over the temperature', () => {
    const best = [0, 0, 0, ...VALUES.slice(3).map((q) => q / 0.5)];
    const top = value(best, 0.5);
    expect(top).toBeCloseTo(0.5 * Math.log(VALUES.slice(3).reduce((sum, q) => sum + Math.exp(q / 0.5), 0)), 5);
    for (const k of [3, 4, 5]) for (const step of [-0.2, 0.2]) expect(value(best.with(k, best[k]! + step), 0.5)).toBeLessThan(top);
    const gradient = new Float32Array(6);
    addSoftValueGradient(gradient, VALUES, ...policyOf(best), 3, 3, 0.5, 1);
    for (const slope of gradient) expect(slope).toBeCloseTo(0, 5);
  });

  it.each([0, 0.3, 2])('at temperature %d has the gradient that finite differences have', (temperature) => {
    const logits = [0, 0, 0, 0.4, -1, 0.9];
    const gradient = new Float32Array(6).fill(7);
    addSoftValueGradient(gradient, VALUES, ...policyOf(logits), 3, 3, temperature, -2);
    expect(Array.from(gradient.subarray(0, 3))).toEqual([7, 7, 7]);
    for (const k of [3, 4, 5]) {
      const slope = (value(logits.with(k, logits[k]! + 0.01), temperature) - value(logits.with(k, logits[k]! - 0.01), temperature)) / 0.02;
      expect(gradient[k]! - 7).toBeCloseTo(-2 * slope, 3);
    }
  });
});

it('lowers the temperature when the entropy is above its target', () => {
  const loss = (logTemperature: number): number => Math.exp(logTemperature) * (0.7 - 0.5);
  expect(temperatureGradient(Math.exp(-1), 0.7, 0.5)).toBeCloseTo((loss(-0.9999) - loss(-1.0001)) / 2e-4, 6);
  expect(temperatureGradient(2, 0.4, 0.5)).toBeCloseTo(-0.2, 12);
});
