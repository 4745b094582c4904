import { createEnvironment } from '@firstmover/core';
import { expect, it } from 'vitest';
import { simpleAllocation } from './simple-allocation.ts';

it('shows the message, not the wish, and pays both for the wanted item', () => {
  const environment = createEnvironment(simpleAllocation.create(), { seed: 3 });
  const wanted = new Set<number>();
  for (let episode = 0; episode < 50; episode++) {
    const [before, type] = environment.reset().observations as number[];
    expect(before).toBe(0);
    wanted.add(type!);
    expect(environment.step([0, 2]).observations).toEqual([3, 3]);
    const reward = type === 1 ? 1 : 0;
    expect(environment.step([1, 0])).toMatchObject({ rewards: [reward, reward], terminated: true });
  }
  expect([...wanted].sort()).toEqual([0, 1, 2]);
});

it.each([
  [1, 1 / 3],
  [2, 2 / 3],
  [3, 1],
  [5, 1],
])('with %d messages is worth %d', (messages, value) => {
  // Independent of the formula: try every assignment of items to messages; the follower picks the message that gets it its item, if any does.
  let best = 0;
  for (let code = 0; code < 3 ** messages; code++) {
    const given = Array.from({ length: messages }, (_unused, i) => Math.floor(code / 3 ** i) % 3);
    best = Math.max(best, new Set(given).size / 3);
  }
  expect(best).toBeCloseTo(value, 12);
  for (const { leaderReturn } of simpleAllocation.create({ messages }).descriptor.optima) expect(leaderReturn).toBeCloseTo(best, 12);
});
