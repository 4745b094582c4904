import { describe, expect, it } from 'vitest';
import { InputError } from '@firstmover/core';
import { adam, sgd } from '../optimiser/optimiser.ts';
import { tableNetwork } from '../table/table.ts';
import { NonFiniteError, guardedStep, requireFinite } from './guarded-step.ts';

const where = (): string => 'step 3 of a test';

describe('requireFinite', () => {
  it('accepts finite numbers and does not look beyond the count', () => {
    expect(() => requireFinite([1, -2, NaN], 2, 'loss', where)).not.toThrow();
    expect(() => requireFinite([], 0, 'loss', where)).not.toThrow();
  });

  it.each([
    [[1, NaN, Infinity], 'loss 1 is NaN in step 3 of a test'],
    [[0, 0, -Infinity], 'loss 2 is -Infinity in step 3 of a test'],
    // Opposite infinities sum to NaN; the first is named.
    [[Infinity, -Infinity], 'loss 0 is Infinity'],
    [[1e308, 1e308], 'the sum over every loss is Infinity'],
  ])('names the first of %j', (values, message) => {
    expect(() => requireFinite(values, values.length, 'loss', where)).toThrow(message);
  });

  it('throws an error that is bad input, with a message of one line', () => {
    try {
      requireFinite([NaN], 1, 'reward', where);
    } catch (error) {
      expect(error).toBeInstanceOf(NonFiniteError);
      expect(error).toBeInstanceOf(InputError);
      expect((error as Error).name).toBe('NonFiniteError');
      expect((error as Error).message).not.toContain('\n');
    }
    expect.assertions(4);
  });
});

describe('guardedStep', () => {
  it('steps like the optimiser and returns the norm before clipping', () => {
    const network = tableNetwork(1, 2);
    network.gradients.set([3, 4]);
    expect(guardedStep(network, sgd(0.5)(2), 1, where)()).toBeCloseTo(5, 6);
    expect(network.parameters[0]).toBeCloseTo(-0.3, 6);
    expect(network.parameters[1]).toBeCloseTo(-0.4, 6);
  });

  it.each([NaN, Infinity])('stops before a gradient of %d', (bad) => {
    const network = tableNetwork(1, 2);
    network.parameters.set([1, 2]);
    network.gradients.set([bad, bad]);
    const optimiser = adam(0.1)(2);
    expect(() => guardedStep(network, optimiser, 1, where)()).toThrow('the norm of the gradient is');
    expect(Array.from(network.parameters)).toEqual([1, 2]);
    expect(Array.from(optimiser.state['mean']!)).toEqual([0, 0]);
  });

  it('takes a step back that leaves other than finite parameters', () => {
    const network = tableNetwork(1, 2);
    network.parameters.set([1, -3e38]);
    network.gradients.set([0, 1]);
    expect(() => guardedStep(network, sgd(3e38)(2), Infinity, where)()).toThrow('parameter 1 is -Infinity in step 3 of a test');
    expect(network.parameters[0]).toBe(1);
    expect(network.parameters[1]).toBe(Math.fround(-3e38));
  });
});
