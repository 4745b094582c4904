import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addEntropyGradient, addLogProbabilityGradient, softmaxRows } from '@firstmover/experience';
import { linearNetwork } from '@firstmover/networks';
import { clippedSurrogate, clippedSurrogateGradient, clippedValueGradient, clippedValueLoss } from './policy-loss.ts';

describe('the clipped surrogate', () => {
  it.each([
    // ratio, advantage, loss, slope: inside, above and below the clip, for either sign of the advantage.
    [1, 2, -2, -2],
    [1.5, 2, -2.4, 0],
    [0.5, 2, -1, -1],
    [1.5, -2, 3, 3],
    [0.5, -2, 1.6, 0],
    [1.1, -2, 2.2, 2.2],
  ])('at ratio %f and advantage %f is %f with slope %f', (ratio, advantage, loss, slope) => {
    expect(clippedSurrogate(Math.log(ratio), advantage, 0.2)).toBeCloseTo(loss, 12);
    expect(clippedSurrogateGradient(Math.log(ratio), advantage, 0.2)).toBeCloseTo(slope, 12);
  });

  it('has the slope of finite differences away from the clip', () => {
    const number = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });
    fc.assert(
      fc.property(number(-1.5, 1.5), number(-4, 4), number(0.05, 0.5), (logRatio, advantage, clip) => {
        const ratio = Math.exp(logRatio);
        fc.pre(Math.abs(ratio - 1 - clip) > 1e-3 && Math.abs(ratio - 1 + clip) > 1e-3);
        const difference = clippedSurrogate(logRatio + 1e-6, advantage, clip) - clippedSurrogate(logRatio - 1e-6, advantage, clip);
        expect(clippedSurrogateGradient(logRatio, advantage, clip)).toBeCloseTo(difference / 2e-6, 5);
      }),
      { seed: 4, numRuns: 500 },
    );
  });
});

describe('the clipped value loss', () => {
  it.each([
    // value, old, target, clip, loss: plain; moved beyond the clip towards the target, which is cut off; away from it, which is not.
    [1, 0, 3, Infinity, 2],
    [1, 0, 3, 0.5, 3.125],
    [-1, 0, 3, 0.5, 8],
  ])('at %f, before %f, with target %f and clip %f is %f', (value, old, target, clip, loss) => {
    expect(clippedValueLoss(value, old, target, clip)).toBeCloseTo(loss, 12);
  });

  it('has the slope of finite differences away from the clip', () => {
    const number = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });
    fc.assert(
      fc.property(number(-3, 3), number(-3, 3), number(-3, 3), number(0.05, 2), (value, old, target, clip) => {
        const clipped = Math.min(Math.max(value, old - clip), old + clip);
        fc.pre(Math.abs(Math.abs(value - old) - clip) > 1e-3 && Math.abs(Math.abs(clipped - target) - Math.abs(value - target)) > 1e-3);
        const difference = clippedValueLoss(value + 1e-6, old, target, clip) - clippedValueLoss(value - 1e-6, old, target, clip);
        expect(clippedValueGradient(value, old, target, clip)).toBeCloseTo(difference / 2e-6, 5);
      }),
      { seed: 5, numRuns: 500 },
    );
  });
});

// Three rows of a linear policy with three actions, one per case: inside the clip, clipped, and beyond it on the side that is not clipped.
const INPUTS = Float32Array.of(1, -0.5, 0.25, 2, -1.5, 0.75);
const ACTIONS = [0, 2, 1];
const ADVANTAGES = [1.5, 0.7, -2];
const LOG_RATIOS = [0.05, 0.6, 0.9];
const WEIGHTS = Float32Array.from([0.3, -0.2, 0.5, 0.1, -0.4, 0.25, 0.05, -0.1, 0.2]);

/** The linear policy in double precision. */
function logProbabilities(parameters: ArrayLike<number>, row: number): number[] {
  const logits = [0, 1, 2].map(
    (k) => parameters[6 + k]! + parameters[2 * k]! * INPUTS[2 * row]! + parameters[2 * k + 1]! * INPUTS[2 * row + 1]!,
  );
  const logSum = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0));
  return logits.map((logit) => logit - logSum);
}

/** The network's gradients, given what is to be added for each row. */
function backward(add: (gradient: Float32Array, row: number, p: Float32Array, logP: Float32Array) => void): Float32Array {
  const network = linearNetwork(2, 3);
  network.parameters.set(WEIGHTS);
  const [p, logP, gradient] = [new Float32Array(9), new Float32Array(9), new Float32Array(9)];
  softmaxRows(network.forward(INPUTS, 3), 3, 3, p, logP);
  for (let row = 0; row < 3; row++) add(gradient, row, p, logP);
  network.backward(gradient, 3);
  return network.gradients;
}

/** Compares gradients of parameters with central differences of a loss in double precision. */
function expectSlopes(gradients: Float32Array, loss: (parameters: readonly number[]) => number): void {
  gradients.forEach((gradient, i) => {
    const shifted = (by: number): number => loss(Array.from(WEIGHTS, (weight, j) => (i === j ? weight + by : weight)));
    expect(gradient).toBeCloseTo((shifted(1e-5) - shifted(-1e-5)) / 2e-5, 4);
  });
}

describe('through softmax and a linear network', () => {
  it('the clipped surrogate has the gradient of finite differences', () => {
    // The behaviour policy is placed so that each row has its log-ratio.
    const old = ACTIONS.map((action, row) => logProbabilities(WEIGHTS, row)[action]! - LOG_RATIOS[row]!);
    const gradients = backward((gradient, row, p, logP) => {
      const slope = clippedSurrogateGradient(logP[3 * row + ACTIONS[row]!]! - old[row]!, ADVANTAGES[row]!, 0.2);
      expect(slope === 0).toBe(row === 1);
      addLogProbabilityGradient(gradient, 3 * row, p, 3 * row, 3, ACTIONS[row]!, slope);
    });
    expectSlopes(gradients, (parameters) =>
      ACTIONS.reduce(
        (sum, action, row) => sum + clippedSurrogate(logProbabilities(parameters, row)[action]! - old[row]!, ADVANTAGES[row]!, 0.2),
        0,
      ),
    );
  });

  it('the loss of REINFORCE with an entropy bonus has the gradient of finite differences', () => {
    const bonus = 0.3;
    const gradients = backward((gradient, row, p, logP) => {
      addLogProbabilityGradient(gradient, 3 * row, p, 3 * row, 3, ACTIONS[row]!, -ADVANTAGES[row]!);
      addEntropyGradient(gradient, 3 * row, p, logP, 3 * row, 3, -bonus);
    });
    expectSlopes(gradients, (parameters) =>
      ACTIONS.reduce((sum, action, row) => {
        const log = logProbabilities(parameters, row);
        return sum - ADVANTAGES[row]! * log[action]! + bonus * log.reduce((total, value) => total + Math.exp(value) * value, 0);
      }, 0),
    );
  });
});
