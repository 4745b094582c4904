import { createEnvironment, deterministicPolicy, finiteModel } from '@firstmover/core';
import { checkGame } from '@firstmover/core/testing';
import { bestDeterministicCommitment, bestResponse } from '@firstmover/solvers';
import { describe, expect, it } from 'vitest';
import { merge, mergeOptimum } from './merge.ts';

const CLASSES = ['stationary', 'rational'] as const;
const TIES = ['strong', 'weak'] as const;

/** A highway car that always drives at one speed. */
const steady = (distance: number, speed: number): ReturnType<typeof deterministicPolicy> =>
  deterministicPolicy(new Array<number>(4 * (distance + 1)).fill(speed), 2);

/** Plays an episode in which the cars start level, and lists the rewards of its steps. */
function play(leads: readonly number[], follows: readonly number[]): (readonly number[])[] {
  const environment = createEnvironment(merge.create({ distance: 4 }));
  do environment.reset();
  while ((environment.snapshot().state as { ramp: number }).ramp !== 4);
  return leads.map((lead, i) => environment.step([lead, follows[i]!]).rewards);
}

describe('the merge', () => {
  it.each([2, 4, 7])('over %d cells keeps the rules of a game', (distance) => {
    checkGame(merge.create({ distance }), { steps: 300 });
  });

  it('costs time, fuel, brakes and cars', () => {
    // Both at full speed: a crash.
    expect(play([1, 1], [2, 2])).toEqual([[-1.3, -1.3], [-11.3, -11.3]]); // prettier-ignore
    // One step apart: the one behind brakes, whoever it is.
    expect(play([1, 1, 0], [1, 1, 2])).toEqual([[-1.3, -1], [-1.3, -1], [0, -3.3]]); // prettier-ignore
    expect(play([0, 0, 1], [2, 2, 0])).toEqual([[-1, -1.3], [-1, -1.3], [-3.3, 0]]); // prettier-ignore
    // Two steps apart: nobody does.
    expect(play([1, 1, 0, 0], [1, 1, 1, 1]).at(-1)).toEqual([0, -1]);
  });

  it.each([2, 3, 4, 5])('over %d cells has the optimum of the exact search', (distance) => {
    const model = finiteModel(merge.create({ distance }));
    for (const followerClass of CLASSES) {
      for (const ties of TIES)
        expect(bestDeterministicCommitment(model, { followerClass, ties }).leaderValue).toBeCloseTo(mergeOptimum(distance)!, 9);
    }
  });

  it.each([2, 4, 6, 8])('over %d cells, full speed is as good as an empty road', (distance) => {
    const model = finiteModel(merge.create({ distance }));
    for (const ties of TIES)
      expect(bestResponse(model, steady(distance, 1), { followerClass: 'rational', ties }).leaderValue).toBeCloseTo(
        mergeOptimum(distance)!,
        9,
      );
  });

  it.each([3, 5])('over %d cells, no steady speed is optimal', (distance) => {
    const model = finiteModel(merge.create({ distance }));
    for (const speed of [0, 1])
      expect(bestResponse(model, steady(distance, speed), { followerClass: 'rational', ties: 'strong' }).leaderValue).toBeLessThan(
        mergeOptimum(distance)! - 0.5,
      );
  });
});
