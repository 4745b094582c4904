import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addEntropyGradient, addLogProbabilityGradient, entropy, softmaxRows } from './categorical.ts';

const logitRow = fc.array(fc.double({ min: -6, max: 6, noNaN: true }), { minLength: 2, maxLength: 5 });

/** Log-softmax in double precision, by its definition. */
function logSoftmax(logits: readonly number[]): number[] {
  const logSum = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0));
  return logits.map((logit) => logit - logSum);
}

/** The derivative of a function of logits by central differences in double precision. */
function slope(f: (logits: readonly number[]) => number, logits: readonly number[], k: number): number {
  const shifted = (by: number): number => f(logits.map((logit, i) => (i === k ? logit + by : logit)));
  return (shifted(1e-5) - shifted(-1e-5)) / 2e-5;
}

function softmax(logits: readonly number[]): { probabilities: Float32Array; logProbabilities: Float32Array } {
  const probabilities = new Float32Array(logits.length);
  const logProbabilities = new Float32Array(logits.length);
  softmaxRows(Float32Array.from(logits), 1, logits.length, probabilities, logProbabilities);
  return { probabilities, logProbabilities };
}

describe('softmaxRows', () => {
  it('gives the hand-computed probabilities row by row', () => {
    const probabilities = new Float32Array(6);
    const logProbabilities = new Float32Array(6);
    softmaxRows(Float32Array.of(0, Math.log(3), 5, 5, 7, 7), 2, 2, probabilities, logProbabilities);
    [0.25, 0.75, 0.5, 0.5, 0, 0].forEach((expected, i) => expect(probabilities[i]).toBeCloseTo(expected, 6));
    expect(logProbabilities[1]).toBeCloseTo(Math.log(0.75), 6);
  });

  it.each([
    [
      [1000, -1000, 0],
      [1, 0, 0],
    ],
    [
      [3e38, -3e38],
      [1, 0],
    ],
    [
      [-1e30, -1e30, -1e30, -1e30],
      [0.25, 0.25, 0.25, 0.25],
    ],
    [
      [88, 89, -200],
      [1 / (1 + Math.E), Math.E / (1 + Math.E), 0],
    ],
    [
      [-Infinity, 2],
      [0, 1],
    ],
  ])('stays finite on extreme logits %j', (logits, expected) => {
    const { probabilities, logProbabilities } = softmax(logits);
    expected.forEach((p, i) => expect(probabilities[i]).toBeCloseTo(p, 6));
    expect(logProbabilities.every((value) => value <= 0)).toBe(true);
    expect(entropy(probabilities, logProbabilities, 0, logits.length)).toBeCloseTo(
      -expected.reduce((sum, p) => sum + (p > 0 ? p * Math.log(p) : 0), 0),
      5,
    );
    const gradient = new Float32Array(logits.length);
    addEntropyGradient(gradient, 0, probabilities, logProbabilities, 0, logits.length, 1);
    addLogProbabilityGradient(gradient, 0, probabilities, 0, logits.length, 0, 1);
    expect(gradient.every(Number.isFinite)).toBe(true);
  });

  it('is unchanged when all logits of a row are shifted', () => {
    fc.assert(
      fc.property(logitRow, fc.integer({ min: -50, max: 50 }), (logits, shift) => {
        const base = softmax(logits).probabilities;
        softmax(logits.map((logit) => logit + shift)).probabilities.forEach((p, i) => expect(p).toBeCloseTo(base[i]!, 4));
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});

describe('gradients with respect to the logits', () => {
  it('of log p(a) equal finite differences', () => {
    fc.assert(
      fc.property(logitRow, fc.nat(), fc.double({ min: -3, max: 3, noNaN: true }), (logits, pick, weight) => {
        const action = pick % logits.length;
        const gradient = new Float32Array(logits.length);
        addLogProbabilityGradient(gradient, 0, softmax(logits).probabilities, 0, logits.length, action, weight);
        gradient.forEach((value, k) => expect(value).toBeCloseTo(weight * slope((x) => logSoftmax(x)[action]!, logits, k), 4));
      }),
      { seed: 2, numRuns: 200 },
    );
  });

  it('of the entropy equal finite differences', () => {
    const exact = (logits: readonly number[]): number => -logSoftmax(logits).reduce((sum, log) => sum + Math.exp(log) * log, 0);
    fc.assert(
      fc.property(logitRow, fc.double({ min: -3, max: 3, noNaN: true }), (logits, weight) => {
        const { probabilities, logProbabilities } = softmax(logits);
        expect(entropy(probabilities, logProbabilities, 0, logits.length)).toBeCloseTo(exact(logits), 5);
        const gradient = new Float32Array(logits.length);
        addEntropyGradient(gradient, 0, probabilities, logProbabilities, 0, logits.length, weight);
        gradient.forEach((value, k) => expect(value).toBeCloseTo(weight * slope(exact, logits, k), 4));
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  it('are added to one row and leave the others alone', () => {
    const probabilities = Float32Array.of(0.5, 0.5, 0.25, 0.75);
    const logProbabilities = probabilities.map(Math.log);
    const out = new Float32Array(6).fill(10);
    addLogProbabilityGradient(out, 2, probabilities, 2, 2, 1, 2);
    [10, 10, 9.5, 10.5, 10, 10].forEach((expected, i) => expect(out[i]).toBeCloseTo(expected, 6));
    addEntropyGradient(out, 4, probabilities, logProbabilities, 2, 2, 1);
    // H = 0.5623; -p (log p + H) = -0.25 (-1.3863 + 0.5623) = 0.2060, and the other one is its negative.
    [10, 10, 9.5, 10.5, 10.20599, 9.79401].forEach((expected, i) => expect(out[i]).toBeCloseTo(expected, 5));
  });
});

it('has entropy log n when uniform and 0 when certain', () => {
  expect(entropy(Float32Array.of(1, 0), Float32Array.of(0, -Infinity), 0, 2)).toBeCloseTo(0, 12);
  expect(entropy(new Float32Array(5).fill(0.2), new Float32Array(5).fill(Math.log(0.2)), 0, 5)).toBeCloseTo(Math.log(5), 6);
});
