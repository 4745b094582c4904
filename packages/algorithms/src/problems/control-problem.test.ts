import type { VectorEnvironment } from '@firstmover/core';
import { columnOf } from '@firstmover/core';
import { describe, expect, it } from 'vitest';
import { cartPole } from './cart-pole.ts';
import type { ProblemOptions } from './control-problem.ts';
import { pendulum } from './pendulum.ts';

const PROBLEMS: readonly (readonly [string, (options: ProblemOptions) => VectorEnvironment])[] = [
  ['cartPole', cartPole],
  ['pendulum', pendulum],
];

/** Everything that copy `copy` shows and earns in `steps` steps of actions 1; episodes that end are begun again. */
function trace(environment: VectorEnvironment, copy: number, steps: number): number[] {
  const width = environment.observations.length / environment.size;
  const actions = columnOf(environment.action, environment.size).fill(1);
  const over = new Uint8Array(environment.size);
  const seen: number[] = [];
  environment.reset();
  for (let step = 0; step < steps; step++) {
    seen.push(...environment.observations.subarray(copy * width, (copy + 1) * width), environment.rewards[copy]!);
    environment.step(actions);
    for (let i = 0; i < over.length; i++) over[i] = environment.terminated[i]! | environment.truncated[i]!;
    environment.reset(over);
  }
  return seen;
}

describe.each(PROBLEMS)('%s', (_name, make) => {
  it('has the same trace for the same seed, and another for another', () => {
    expect(trace(make({ copies: 3, seed: 7 }), 1, 50)).toEqual(trace(make({ copies: 3, seed: 7 }), 1, 50));
    expect(trace(make({ copies: 3, seed: 7 }), 1, 50)).not.toEqual(trace(make({ copies: 3, seed: 8 }), 1, 50));
  });

  it('gives a copy the same trace however many copies there are, and different copies different ones', () => {
    const environment = make({ copies: 9, seed: 7 });
    expect(trace(make({ copies: 2, seed: 7 }), 1, 50)).toEqual(trace(environment, 1, 50));
    expect(trace(make({ copies: 2, seed: 7 }), 0, 50)).not.toEqual(trace(make({ copies: 2, seed: 7 }), 1, 50));
  });

  it('gives copies the same traces in two halves as in one problem', () => {
    const half = { copies: 4, seed: 7, firstCopy: 4 };
    for (const copy of [0, 3]) expect(trace(make(half), copy, 300)).toEqual(trace(make({ copies: 8, seed: 7 }), 4 + copy, 300));
    expect(() => make({ ...half, firstCopy: -1 })).toThrow('firstCopy -1 of 4 copies: expected an integer from 0');
  });

  it('begins every episode anew', () => {
    const environment = make({ copies: 1 });
    const starts = Array.from({ length: 20 }, () => {
      environment.reset();
      return String(environment.observations);
    });
    expect(new Set(starts).size).toBe(20);
  });

  it('is over until it is reset, and then only where the mask says so', () => {
    const environment = make({ copies: 3 });
    const actions = columnOf(environment.action, 3).fill(1);
    environment.step(actions);
    expect(environment.steps).toBe(0);
    environment.reset(Uint8Array.of(0, 1, 0));
    expect(Array.from(environment.terminated)).toEqual([1, 0, 1]);
    expect(Array.from(environment.learn)).toEqual([0, 1, 0]);
    environment.step(actions);
    expect(environment.steps).toBe(1);
    environment.reset(Uint8Array.of(1, 0, 1));
    environment.step(actions);
    expect(environment.steps).toBe(4);
  });

  it('keeps the final observation of an ended copy and earns it 0', () => {
    const environment = make({ copies: 2 });
    const actions = columnOf(environment.action, 2).fill(1);
    const width = environment.observations.length / 2;
    environment.reset();
    while (environment.learn[0] === 1) environment.step(actions);
    const final = Array.from(environment.observations.subarray(0, width));
    const steps = environment.steps;
    environment.reset(Uint8Array.of(0, 1));
    environment.step(actions);
    expect(Array.from(environment.observations.subarray(0, width))).toEqual(final);
    expect(environment.rewards[0]).toBe(0);
    expect(environment.rewards[1]).not.toBe(0);
    expect(environment.steps).toBe(steps + 1);
  });

  it.each([0, -1, 1.5, NaN])('refuses %d copies', (copies) => {
    expect(() => make({ copies })).toThrow(`copies ${copies}: expected an integer of at least 1`);
  });
});
