import type { Game, TablePolicy, Value } from '@firstmover/core';
import { createEnvironment, policyRows, randomStream, respondTo } from '@firstmover/core';
import { checkGame } from '@firstmover/core/testing';
import { exactFollower, quantalFollower } from '@firstmover/followers';
import type { SecurityGame } from '@firstmover/solvers';
import { solveBayesian, solveEraser, solveQuantalSecurity } from '@firstmover/solvers';
import { describe, expect, it } from 'vitest';
import { listAllocations } from './allocations.ts';
import { origami } from './origami.ts';
import { scheduledSecurityGame } from './scheduled-security-game.ts';
import { securityGame } from './security-game.ts';

/** Random rows of payoffs; whole numbers, so that ties happen. */
function randomRows(seed: number, count: number, zeroSum: boolean): number[][] {
  const random = randomStream(seed, 'security rows').at(0, 0);
  return Array.from({ length: count }, () => {
    const [low, high] = [0 - random.integer(5), random.integer(5)];
    return zeroSum ? [0 - low, 0 - high, low, high] : [random.integer(6), 0 - random.integer(6), low, high];
  });
}

function solverGame(rows: readonly (readonly number[])[], resources: SecurityGame['resources']): SecurityGame {
  const column = (k: number): number[] => rows.map((row) => row[k]!);
  return {
    defenderCovered: column(0),
    defenderUncovered: column(1),
    attackerCovered: column(2),
    attackerUncovered: column(3),
    resources,
  };
}

const targetsOf = (rows: readonly (readonly number[])[]): Parameters<typeof origami>[0] =>
  rows.map(([defenderCovered, defenderUncovered, attackerCovered, attackerUncovered]) => ({
    defenderCovered: defenderCovered!,
    defenderUncovered: defenderUncovered!,
    attackerCovered: attackerCovered!,
    attackerUncovered: attackerUncovered!,
  }));

/** What the defender earns when each type answers as an exact follower does. */
function answered(game: Game, commitment: Value, types: readonly number[]): number {
  const policy = respondTo(exactFollower(game, { ties: 'strong' }), { act: () => commitment }, randomStream(0, 'answer')).policies[0]!;
  const environment = createEnvironment(game);
  const total = types.reduce((sum, weight) => sum + weight, 0);
  const earned = new Map<number, number>();
  while (earned.size < types.filter((weight) => weight > 0).length) {
    const type = environment.reset().observations[1] as number;
    earned.set(type, environment.step([commitment, policy.act(type, randomStream(0, 'act'))]).rewards[0]!);
  }
  return [...earned].reduce((sum, [type, reward]) => sum + (types[type]! / total) * reward, 0);
}

describe('identical units', () => {
  it('have the published value of the test-scheduling game', () => {
    const game = securityGame.create();
    expect(game.descriptor.optima.map(({ leaderReturn }) => leaderReturn)).toEqual(
      [0, 1].map(() => expect.closeTo(11775 / 19151, 12) as number),
    );
    expect(answered(game, origami(targetsOf(game.parameters['payoffs'] as number[][]), 1).coverage, [1])).toBeCloseTo(11775 / 19151, 9);
  });

  it('are worth what linear programmes say, in 60 random games with ties', () => {
    for (let seed = 0; seed < 60; seed++) {
      const rows = randomRows(seed, 2 + (seed % 5), seed % 3 === 0);
      const resources = seed % 4;
      const exact = solverGame(rows, resources);
      const game = securityGame.create({ payoffs: rows, resources });
      expect(game.descriptor.optima.some(({ ties }) => ties === 'strong')).toBe(true);
      for (const { ties, leaderReturn } of game.descriptor.optima)
        expect(leaderReturn, `seed ${seed}, ${ties}`).toBeCloseTo(solveEraser(exact, { ties }).leaderValue, 8);
      const { coverage, leaderReturn, attacked } = origami(targetsOf(rows), resources);
      const total = coverage.reduce((sum, each) => sum + each, 0);
      expect(total).toBeLessThan(resources + 1e-9);
      const [, uncovered, low, high] = rows[attacked]!;
      const worth = (target: number): number => rows[target]![3]! + coverage[target]! * (rows[target]![2]! - rows[target]![3]!);
      expect(high! + coverage[attacked]! * (low! - high!)).toBeCloseTo(Math.max(...rows.map((_row, t) => worth(t))), 9);
      expect(uncovered! + coverage[attacked]! * (rows[attacked]![0]! - uncovered!)).toBeCloseTo(leaderReturn, 9);
    }
  });

  it('waste what is more than one unit at a target', () => {
    const environment = createEnvironment(securityGame.create({ resources: 2 }));
    environment.reset();
    expect(environment.step([[0.8, 0.2, 0, 0, 0], 0]).rewards).toEqual([2, -7]);
    environment.reset();
    expect(environment.step([[0.8, 0.2, 0, 0, 0], 1]).rewards).toEqual([
      expect.closeTo(0.4 * 7 - 0.6 * 4, 12),
      expect.closeTo(0.4 * -1 + 0.6 * 3, 12),
    ]);
  });

  it('meet types of attacker that only the attacker knows, as the Bayesian solver says', () => {
    for (let seed = 0; seed < 10; seed++) {
      const rows = [...randomRows(seed, 3, false), ...randomRows(100 + seed, 3, false)];
      const game = securityGame.create({ payoffs: rows, types: [[3, 1]] });
      expect(game.descriptor.optima).toEqual([]);
      // One unit: a pure commitment is a target.
      const matrix = (type: number, covered: number): number[][] =>
        [0, 1, 2].map((unit) => [0, 1, 2].map((target) => rows[3 * type + target]![unit === target ? covered : covered + 1]!));
      const solved = solveBayesian(
        {
          types: [0, 1].map((type) => ({
            probability: type === 0 ? 0.75 : 0.25,
            leaderPayoff: matrix(type, 0),
            followerPayoff: matrix(type, 2),
          })),
        },
        { commitment: 'mixed', ties: 'strong' },
      );
      expect(answered(game, solved.commitment, [3, 1]), `seed ${seed}`).toBeCloseTo(solved.leaderValue, 6);
    }
  });

  it('meet quantal attackers through the oracle', () => {
    const game = securityGame.create();
    const solved = solveQuantalSecurity(solverGame(game.parameters['payoffs'] as number[][], 1), { kind: 'qr', lambda: 0.5 });
    const commitment = solved.commitment;
    const policy = respondTo(quantalFollower(game, { lambda: 0.5 }), { act: () => commitment }, randomStream(0, 'answer')).policies[0]!;
    const environment = createEnvironment(game);
    let value = 0;
    policyRows(policy as TablePolicy)[0]!.forEach((probability, target) => {
      environment.reset();
      value += probability * environment.step([commitment, target]).rewards[0]!;
    });
    expect(value).toBeCloseTo(solved.leaderValue, 6);
  });
});

describe('units with schedules', () => {
  it('cannot do together what each can do alone', () => {
    const game = scheduledSecurityGame.create();
    expect(listAllocations(game.parameters['schedules'] as number[][], 4, 'x')).toEqual([
      [0, 1, 2],
      [0, 1, 3],
      [0, 2, 3],
      [1, 2, 3],
    ]);
    const exact = solverGame(game.parameters['payoffs'] as number[][], [
      [
        [0, 1],
        [2, 3],
      ],
      [
        [0, 2],
        [1, 3],
      ],
    ]);
    for (const { ties, leaderReturn } of game.descriptor.optima)
      expect(leaderReturn).toBeCloseTo(solveEraser(exact, { ties }).leaderValue, 9);
    expect(answered(game, [0.25, 0.25, 0.25, 0.25], [1])).toBe(-0.25);
  });

  it('keep only what is not less than something else', () => {
    expect(listAllocations([[0, 1, 0], [0, 1, 1], [7, 1, 0]], 2, 'x')).toEqual([[0, 1]]); // prettier-ignore
  });
});

describe('bad input', () => {
  it.each([
    [{ types: [[1], [1]] }, 'expected one row of weights'],
    [{ types: [[1, -1]] }, 'expected one row of weights'],
    [{ types: [[1, 1]] }, 'payoffs of security/SecurityGame-v1 has 5 rows: expected as many for each of the 2 types'],
    [{ payoffs: [[1, 2, 3]] }, 'row 0 of payoffs of security/SecurityGame-v1 has 3 entries: expected 4'],
    [{ payoffs: [[0, 1, 0, 1]] }, 'coverage must not hurt the defender nor help the attacker'],
  ])('%j', (parameters, message) => {
    expect(() => securityGame.create(parameters)).toThrow(message);
  });

  it('in schedules', () => {
    expect(() => scheduledSecurityGame.create({ schedules: [[0, 1, 1]] })).toThrow(
      'row 0 of schedules of security/ScheduledSecurityGame-v1',
    );
    const many = Array.from({ length: 13 }, (_unused, unit) =>
      Array.from({ length: 2 }, (_one, k) => [unit, ...Array.from({ length: 26 }, (_zero, t) => Number(t === 2 * unit + k))]),
    ).flat();
    const payoffs = Array.from({ length: 26 }, () => [0, -1, 0, 1]);
    expect(() => scheduledSecurityGame.create({ schedules: many, payoffs })).toThrow('more than 4096 allocations');
  });
});

it.each([
  securityGame.create(),
  securityGame.create({ types: [[2, 1]], payoffs: randomRows(1, 6, false), resources: 2 }),
  scheduledSecurityGame.create(),
])('keeps the rules of a game: $id', (game) => {
  checkGame(game, { steps: 600 });
});
