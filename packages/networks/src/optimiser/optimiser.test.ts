import { expect, it } from 'vitest';
import { adam, clipByNorm, sgd } from './optimiser.ts';

it('takes the hand-computed first and second step of Adam', () => {
  const parameters = Float32Array.of(1, -2);
  const optimiser = adam(0.1)(2);
  optimiser.step(parameters, Float32Array.of(0.5, -3));
  // First step: the bias-corrected mean over the root of the square is the sign of the gradient.
  expect(parameters[0]).toBeCloseTo(0.9, 6);
  expect(parameters[1]).toBeCloseTo(-1.9, 6);
  optimiser.step(parameters, Float32Array.of(-0.5, -3));
  // m = 0.1*-0.5 + 0.9*0.1*0.5 = -0.005, corrected by 1 - 0.81 = 0.19; v/(1 - beta2^2) = 0.25.
  expect(parameters[0]).toBeCloseTo(0.9 + (0.1 * 0.005) / 0.19 / 0.5, 5);
  expect(parameters[1]).toBeCloseTo(-1.8, 5);
});

it('descends with sgd', () => {
  const parameters = Float32Array.of(1);
  sgd(0.5)(1).step(parameters, Float32Array.of(2));
  expect(parameters[0]).toBe(0);
});

it('clips by the Euclidean norm and returns the norm before', () => {
  const gradients = Float32Array.of(3, 4);
  expect(clipByNorm(gradients, 1)).toBe(5);
  expect(gradients[0]).toBeCloseTo(0.6, 6);
  expect(clipByNorm(gradients, 2)).toBeCloseTo(1, 6);
  expect(gradients[1]).toBeCloseTo(0.8, 6);
});

it('refuses a learning rate that is not a positive number', () => {
  for (const rate of [0, -1, NaN, Infinity]) expect(() => adam(rate)).toThrow('learning rate');
});
