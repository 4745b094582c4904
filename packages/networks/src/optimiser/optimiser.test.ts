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

it('leaves gradients that are short enough, or unbounded, as they are', () => {
  const gradients = Float32Array.of(3, 4, 0);
  expect(clipByNorm(gradients, 5)).toBe(5);
  expect(clipByNorm(gradients, Infinity)).toBe(5);
  expect(Array.from(gradients)).toEqual([3, 4, 0]);
  expect(clipByNorm(new Float32Array(3), 0)).toBe(0);
});

it('follows a learning rate that is changed between steps', () => {
  for (const factory of [sgd(1), adam(1)]) {
    const parameters = Float32Array.of(0);
    const optimiser = factory(1);
    optimiser.learningRate = 0.125;
    optimiser.step(parameters, Float32Array.of(1));
    expect(parameters[0]).toBeCloseTo(-0.125, 6);
  }
});

it('leaves the gradients alone, keeps optimisers of one factory apart, and stays put without gradients', () => {
  const factory = adam(0.1);
  const [first, second] = [factory(1), factory(1)];
  const [parameters, gradients] = [Float32Array.of(1), Float32Array.of(5)];
  first.step(parameters, gradients);
  expect(gradients[0]).toBe(5);
  expect(second.state['mean']?.[0]).toBe(0);
  const kept = Float32Array.of(1);
  for (let i = 0; i < 3; i++) second.step(kept, Float32Array.of(0));
  expect(kept[0]).toBe(1);
});

it('continues exactly from its state', () => {
  const gradient = (step: number): Float32Array => Float32Array.of(Math.sin(step), Math.cos(3 * step));
  const whole = Float32Array.of(1, 2);
  const optimiser = adam(0.1)(2);
  const resumed = adam(0.1)(2);
  const parts = Float32Array.of(1, 2);
  for (let step = 0; step < 20; step++) {
    optimiser.step(whole, gradient(step));
    if (step === 9) {
      parts.set(whole);
      for (const [name, array] of Object.entries(optimiser.state)) resumed.state[name]!.set(array);
    } else if (step > 9) resumed.step(parts, gradient(step));
  }
  expect(Array.from(parts)).toEqual(Array.from(whole));
});

it('finds the minimum of a quadratic', () => {
  for (const factory of [sgd(0.1), adam(0.1)]) {
    const parameters = Float32Array.of(5, -3);
    const optimiser = factory(2);
    for (let i = 0; i < 500; i++) optimiser.step(parameters, Float32Array.of(parameters[0]! - 1, 4 * (parameters[1]! - 2)));
    expect(parameters[0]).toBeCloseTo(1, 2);
    expect(parameters[1]).toBeCloseTo(2, 2);
  }
});

it.each([
  [{ beta1: 1 }, 'beta1 of adam is 1: expected a number from 0 to below 1'],
  [{ beta2: -0.1 }, 'beta2 of adam is -0.1'],
  [{ beta2: NaN }, 'beta2 of adam is NaN'],
  [{ epsilon: 0 }, 'epsilon of adam is 0: expected a finite number above 0'],
])('refuses the settings %j of Adam', (options, message) => {
  expect(() => adam(0.1, options)).toThrow(message);
});

it('refuses a learning rate that is not a positive number', () => {
  for (const rate of [0, -1, NaN, Infinity])
    for (const make of [adam, sgd]) expect(() => make(rate)).toThrow(`learning rate ${rate}: expected`);
});
