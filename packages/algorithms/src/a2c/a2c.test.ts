import { describe, expect, it } from 'vitest';
import type { TablePolicy } from '@firstmover/core';
import { bandit, machineEnvironment, signs, walk } from '@firstmover/experience/testing';
import { linearNetwork, tableNetwork } from '@firstmover/networks';
import { a2c } from './a2c.ts';

describe('a2c', () => {
  it('gives the same metrics for the same seed and others for another', () => {
    const trace = (seed: number): string => {
      const learner = a2c(machineEnvironment(walk, 4), { seed });
      return JSON.stringify(Array.from({ length: 10 }, () => learner.update()));
    };
    expect(trace(1)).toBe(trace(1));
    expect(trace(1)).not.toBe(trace(2));
  });

  it('refuses options out of range and networks that do not fit', () => {
    expect(() => a2c(machineEnvironment(walk, 2), { steps: 0 })).toThrow('steps of a2c is 0');
    expect(() => a2c(machineEnvironment(walk, 2), { gamma: 2 })).toThrow('gamma of a2c is 2');
    expect(() => a2c(machineEnvironment(signs, 2))).toThrow('a2c without networks');
    expect(() => a2c(machineEnvironment(walk, 2), { network: tableNetwork(4, 3) })).toThrow('has 3 outputs: expected 2');
    expect(() => a2c(machineEnvironment(signs, 2), { network: linearNetwork(2, 3), valueNetwork: linearNetwork(2, 2) })).toThrow(
      'expected 1',
    );
  });

  it('stops before a reward that is not finite takes effect', () => {
    const learner = a2c(machineEnvironment(bandit([0, NaN]), 4), { steps: 1 });
    const before = (learner.policy() as TablePolicy).table.slice();
    expect(() => learner.update()).toThrow('reward');
    expect((learner.policy() as TablePolicy).table).toEqual(before);
  });
});
