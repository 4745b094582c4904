import { checkGame } from '@firstmover/core/testing';
import { solveEraser, solveOrigami } from '@firstmover/solvers';
import { expect, it } from 'vitest';
import type { Target } from '../security-game/targets.ts';
import { attackerOf, inspection } from './inspection.ts';

const column = (targets: readonly Target[], name: keyof Target): number[] => targets.map((target) => target[name]);

function solverGame(targets: number, inspectors: number, detection: number, hosts: number): Parameters<typeof solveOrigami>[0] {
  const { targets: list } = attackerOf({ targets, detection, hosts });
  return {
    defenderCovered: column(list, 'defenderCovered'),
    defenderUncovered: column(list, 'defenderUncovered'),
    attackerCovered: column(list, 'attackerCovered'),
    attackerUncovered: column(list, 'attackerUncovered'),
    resources: inspectors,
  };
}

it('is worth what linear programmes say at small sizes, and the solver at large ones', () => {
  for (const [targets, inspectors, detection, hosts] of [
    [3, 1, 0.9, 0],
    [8, 2, 1, 1],
    [8, 3, 0.5, 2],
    [8, 7, 0.7, 3],
    [1, 1, 1, 4],
    [2000, 150, 0.9, 0],
    [2000, 1900, 0.6, 1],
  ] as const) {
    const solve = targets < 10 ? solveEraser : solveOrigami;
    const { optima } = inspection.create({ targets, inspectors, detection, hosts }).descriptor;
    expect(optima).toHaveLength(2);
    for (const { ties, leaderReturn } of optima)
      expect(leaderReturn, `${targets} targets`).toBeCloseTo(
        solve(solverGame(targets, inspectors, detection, hosts), { ties }).leaderValue,
        8,
      );
  }
});

it('knows its optimum with a hundred thousand targets', () => {
  const { descriptor } = inspection.create({ targets: 100_000, inspectors: 5000 });
  const [low, high] = descriptor.rewardBounds;
  expect(descriptor.optima[0]!.leaderReturn).toBeGreaterThan(low);
  expect(descriptor.optima[0]!.leaderReturn).toBeLessThan(high);
});

it('keeps the hosts of a smaller network', () => {
  const [small, large] = [10, 20].map((targets) => attackerOf({ targets, detection: 1, hosts: 3 }).targets);
  expect(large!.slice(0, 10)).toEqual(small);
});

it.each([{}, { targets: 3, inspectors: 5, detection: 0 }])('keeps the rules of a game: %j', (parameters) => {
  checkGame(inspection.create(parameters), { steps: 200 });
});
