import { createEnvironment, randomStream, sampledChance } from '@firstmover/core';
import { checkGame } from '@firstmover/core/testing';
import { describe, expect, it } from 'vitest';
import { mazeDesign } from './maze-design.ts';
import type { Pose } from './maze.ts';
import { AHEAD, shortestPath, viewOf } from './maze.ts';
import { mazeDesignOptimum } from './optimum.ts';

/** Builds the walls of a plan wherever it looks, from the place and direction that it observes. */
function builder(walls: readonly number[], size: number): (observation: readonly number[]) => number[] {
  const side = size - 2;
  return (observation) => {
    const cell = observation.indexOf(1);
    const direction = observation.indexOf(1, side * side) - side * side;
    return viewOf({ row: Math.floor(cell / side), column: cell % side, direction }, side).map((seen) => (seen < 0 ? 0 : walls[seen]!));
  };
}

/** All ways in which the agent can get to the goal first: how many steps that takes, and what the designer earns. */
function quickest(
  size: number,
  build: (observation: readonly number[]) => number[],
): { readonly steps: number; readonly earned: Set<number> } {
  const game = mazeDesign.create({ size });
  const none = sampledChance(randomStream(0, 'test'));
  let level = [game.initial(none)];
  const seen = new Set<string>();
  for (let steps = 1; level.length > 0; steps++) {
    const earned = new Set<number>();
    const following = [];
    for (const from of level) {
      const pattern = build(game.observe(from, 0) as number[]);
      for (const move of [0, 1, 2]) {
        const { state, rewards } = game.step(from, [pattern, move], none);
        if (rewards[1]! > 0) earned.add(rewards[0]!);
        const key = JSON.stringify(state); // with the step
        if (!seen.has(key)) following.push(state);
        seen.add(key);
      }
    }
    if (earned.size > 0) return { steps, earned };
    level = following;
  }
  throw new Error('there is no way');
}

/** How many steps an agent takes that goes ahead where it can and turns to the free side where it cannot. */
function walk(size: number, build: (observation: readonly number[]) => number[]): number {
  const environment = createEnvironment(mazeDesign.create({ size }));
  let [forDesigner, forAgent] = environment.reset().observations as [number[], number[]];
  for (let steps = 1; ; steps++) {
    const walls = forAgent.slice(12);
    const move = walls[AHEAD] === 0 ? 2 : walls[1] === 0 ? 1 : 0;
    const { observations, rewards, terminated } = environment.step([build(forDesigner), move]);
    [forDesigner, forAgent] = observations as [number[], number[]];
    if (terminated) return rewards[1]! > 0 ? steps : Infinity;
  }
}

describe('the maze', () => {
  it.each([4, 7, 9])('of size %d keeps the rules of a game', (size) => {
    checkGame(mazeDesign.create({ size }), { steps: 200 });
  });

  it('is seen from where the agent stands', () => {
    const view = (pose: Pose): number[] => viewOf(pose, 5);
    expect(view({ row: 0, column: 0, direction: 0 })).toEqual([-1, 5, -1, 1, 6, -1, 2, 7]);
    expect(view({ row: 2, column: 2, direction: 1 })).toEqual([13, 11, 18, 17, 16, 23, 22, 21]);
    expect(view({ row: 2, column: 2, direction: 2 })[AHEAD]).toBe(11);
    expect(view({ row: 2, column: 2, direction: 3 })[AHEAD]).toBe(7);
  });

  it('lets the agent move in what it saw, and then builds', () => {
    const environment = createEnvironment(mazeDesign.create());
    environment.reset();
    const all = new Array<number>(8).fill(1);
    const first = environment.step([all, 2]).observations[1] as number[];
    expect((environment.snapshot().state as Pose).column).toBe(1);
    // Beside it one wall was built; ahead too.
    expect(first.slice(12)).toEqual([1, 1, 1, 1, 1, 1, 0, 0]);
    environment.step([all, 2]);
    expect((environment.snapshot().state as Pose).column).toBe(1);
  });

  it('costs the designer when there is no way, and when time is up', () => {
    const environment = createEnvironment(mazeDesign.create({ size: 4 }));
    environment.reset();
    let step = environment.step([new Array<number>(8).fill(1), 0]);
    for (let i = 1; i < 64; i++) step = environment.step([new Array<number>(8).fill(1), 0]);
    expect(step).toMatchObject({ terminated: true, rewards: [-16 - 8, 0] });
  });
});

describe('the best maze', () => {
  it.each([
    [4, 2],
    [5, 4],
    [6, 6],
    [7, 16],
    [8, 22],
    [9, 30],
  ])('of size %d has a way of %d, which the quickest agents take, those without memory too', (size, longest) => {
    const { leaderReturn, walls } = mazeDesignOptimum(size);
    expect(leaderReturn).toBe(longest);
    expect(shortestPath(walls, size - 2)).toBe(longest);
    const { steps, earned } = quickest(size, builder(walls, size));
    expect([...earned]).toEqual([longest]);
    expect(walk(size, builder(walls, size))).toBe(steps);
  });

  it('is not beaten by any maze of size 6', () => {
    let best = 0;
    for (let code = 0; code < 2 ** 16; code++)
      best = Math.max(best, shortestPath(Array.from({ length: 16 }, (_unused, i) => (code >> i) & 1), 4) ?? 0); // prettier-ignore
    expect(best).toBe(mazeDesignOptimum(6).leaderReturn);
  });
});
