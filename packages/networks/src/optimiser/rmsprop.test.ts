import { expect, it } from 'vitest';
import { adam, clipByNorm, rmsprop, sgd } from './optimiser.ts';

it('takes the hand-computed first and second step of RMSProp', () => {
  const parameters = Float32Array.of(1);
  const optimiser = rmsprop(0.1, { decay: 0.75, epsilon: 1e-8 })(1);
  optimiser.step(parameters, Float32Array.of(2));
  expect(parameters[0]).toBeCloseTo(1 - 0.1 * (2 / 1), 6); // square 0.25 * 4 = 1
  optimiser.step(parameters, Float32Array.of(-1));
  expect(parameters[0]).toBeCloseTo(0.8 + 0.1, 6); // square 0.75 * 1 + 0.25 * 1 = 1
  expect(optimiser.state['square']?.[0]).toBe(1);
});

it('takes equal steps whether its size asks for plain or SIMD kernels', () => {
  for (const factory of [sgd(0.1), rmsprop(0.1), adam(0.1)]) {
    const [small, large] = [new Float32Array(255).fill(1), new Float32Array(300).fill(1)];
    const optimisers = [factory(255), factory(300)] as const;
    for (let step = 0; step < 30; step++) {
      const gradients = Float32Array.from({ length: 300 }, (_unused, i) => Math.sin(i + step) * (i % 7));
      optimisers[0].step(small, gradients.subarray(0, 255));
      optimisers[1].step(large, gradients);
    }
    expect(large.subarray(0, 255)).toEqual(small);
  }
});

it('never divides by zero, however small epsilon is', () => {
  for (const factory of [rmsprop(1, { epsilon: 1e-300 }), adam(1, { epsilon: 1e-300 })]) {
    const parameters = Float32Array.of(3);
    factory(1).step(parameters, Float32Array.of(0));
    expect(parameters[0]).toBe(3);
  }
});

it('clips short and long gradients one after the other', () => {
  for (const length of [1000, 3, 5000, 9]) {
    const gradients = new Float32Array(length).fill(2);
    expect(clipByNorm(gradients, 1)).toBe(Math.sqrt(4 * length));
    expect(new Set(gradients).size).toBe(1);
    expect(gradients[0]).toBeCloseTo(1 / Math.sqrt(length), 6);
  }
});

it('refuses settings out of range and arrays of another size', () => {
  expect(() => rmsprop(0.1, { decay: 1 })).toThrow('decay of rmsprop is 1: expected a number from 0 to below 1');
  expect(() => rmsprop(0.1, { epsilon: 0 })).toThrow('epsilon of rmsprop is 0');
  expect(() => rmsprop(0)).toThrow('learning rate 0');
  expect(() => sgd(1)(0)).toThrow('an optimiser for 0 parameters');
  expect(() => sgd(1)(2).step(new Float32Array(2), new Float32Array(3))).toThrow('3 gradients for an optimiser of 2');
});
