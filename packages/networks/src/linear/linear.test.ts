import { describe, expect, it } from 'vitest';
import { tableNetwork } from '../table/table.ts';
import { linearNetwork } from './linear.ts';

describe('linearNetwork', () => {
  it('is weights times inputs plus biases, laid out as documented', () => {
    const linear = linearNetwork(2, 3);
    expect(linear.input).toEqual({ kind: 'vector', width: 2 });
    expect(Array.from(linear.forward(Float32Array.of(3, 4), 1))).toEqual([0, 0, 0]);
    linear.parameters.set([1, 2, 10, 20, 100, 200, 0.5, 0.25, 0.125]);
    expect(Array.from(linear.forward(Float32Array.of(3, 4, 0, -1), 2))).toEqual([11.5, 110.25, 1100.125, -1.5, -19.75, -199.875]);
  });

  it('has the hand-computed gradients', () => {
    const linear = linearNetwork(2, 2);
    linear.forward(Float32Array.of(3, 4, 5, 6), 2);
    linear.backward(Float32Array.of(1, 0, 10, -1), 2);
    // Weights: 1*(3,4) + 10*(5,6) and -1*(5,6); biases 11 and -1.
    expect(Array.from(linear.gradients)).toEqual([53, 64, -5, -6, 11, -1]);
  });

  it('equals a table on one-hot inputs', () => {
    const table = tableNetwork(3, 2);
    const linear = linearNetwork(3, 2);
    table.parameters.set([1, 2, 3, 4, 5, 6]);
    for (let index = 0; index < 3; index++) for (let k = 0; k < 2; k++) linear.parameters[k * 3 + index] = table.parameters[index * 2 + k]!;
    const onehot = Float32Array.of(0, 0, 1, 1, 0, 0);
    expect(Array.from(linear.forward(onehot, 2))).toEqual(Array.from(table.forward(Int32Array.of(2, 0), 2)));
  });

  it('reads as many rows as it is told, whatever came before', () => {
    const linear = linearNetwork(1, 1);
    linear.parameters.set([2, 1]);
    linear.forward(Float32Array.of(1, 2, 3), 3);
    expect(linear.forward(Float32Array.of(5, 6, 7), 1)[0]).toBe(11);
    linear.backward(Float32Array.of(1, 99, 99), 1);
    expect(Array.from(linear.gradients)).toEqual([5, 1]);
  });

  it('clones into an independent network', () => {
    const linear = linearNetwork(1, 1);
    linear.parameters.set([2, 1]);
    const copy = linear.clone();
    linear.parameters.fill(0);
    expect(copy.forward(Float32Array.of(4), 1)[0]).toBe(9);
    expect(Array.from(copy.gradients)).toEqual([0, 0]);
  });

  it.each([
    [0, 1, 'a linear layer with 0 inputs: expected an integer of at least 1'],
    [1, Infinity, 'a linear layer with Infinity outputs'],
  ])('refuses %d inputs and %d outputs', (width, outputs, message) => {
    expect(() => linearNetwork(width, outputs)).toThrow(message);
  });
});
