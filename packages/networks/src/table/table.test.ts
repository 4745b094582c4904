import { describe, expect, it } from 'vitest';
import { InputError } from '@firstmover/core';
import { tableNetwork } from './table.ts';

describe('tableNetwork', () => {
  it('starts at zero and looks rows up', () => {
    const table = tableNetwork(3, 2);
    expect(table.input).toEqual({ kind: 'index', count: 3 });
    expect(Array.from(table.forward(Int32Array.of(2), 1))).toEqual([0, 0]);
    table.parameters.set([1, 2, 3, 4, 5, 6]);
    expect(Array.from(table.forward(Int32Array.of(2, 0, 2), 3))).toEqual([5, 6, 1, 2, 5, 6]);
  });

  it('adds up the gradients of rows that were asked more than once', () => {
    const table = tableNetwork(3, 2);
    table.forward(Int32Array.of(2, 0, 2), 3);
    table.backward(Float32Array.of(1, 2, 10, 20, 100, 200), 3);
    expect(Array.from(table.gradients)).toEqual([10, 20, 0, 0, 101, 202]);
  });

  it('reads as many rows as it is told, whatever came before', () => {
    const table = tableNetwork(2, 1);
    table.parameters.set([7, 8]);
    table.forward(Int32Array.of(0, 1, 0, 1), 4);
    expect(table.forward(Int32Array.of(1, 0, 0, 0), 1)[0]).toBe(8);
    table.backward(Float32Array.of(3, 99, 99, 99), 1);
    expect(Array.from(table.gradients)).toEqual([0, 3]);
  });

  it('clones into an independent table with its own gradients', () => {
    const table = tableNetwork(2, 1);
    table.parameters.set([7, 8]);
    const copy = table.clone();
    table.parameters[0] = 0;
    copy.forward(Int32Array.of(1), 1);
    copy.backward(Float32Array.of(1), 1);
    expect(Array.from(copy.parameters)).toEqual([7, 8]);
    expect(Array.from(copy.gradients)).toEqual([0, 1]);
    expect(Array.from(table.gradients)).toEqual([0, 0]);
    expect(copy.forward(Int32Array.of(0), 1)).not.toBe(table.forward(Int32Array.of(0), 1));
  });

  it.each([
    [0, 1, 'a table with 0 rows: expected an integer of at least 1'],
    [2.5, 1, 'a table with 2.5 rows'],
    [2, -1, 'a table with -1 outputs'],
    [2, NaN, 'a table with NaN outputs'],
  ])('refuses %d rows and %d outputs', (count, outputs, message) => {
    expect(() => tableNetwork(count, outputs)).toThrow(InputError);
    expect(() => tableNetwork(count, outputs)).toThrow(message);
  });
});
