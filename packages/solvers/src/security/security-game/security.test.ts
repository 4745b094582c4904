import { InputError } from '@firstmover/core';
import { describe, expect, it } from 'vitest';
import { solveLinearProgram } from '@firstmover/programmes';
import { combAllocation, combMixture } from '../allocation/comb.ts';
import { coverageOf } from '../allocation/resources.ts';
import { solveBimatrix } from '../../matrix/bimatrix/bimatrix.ts';
import { solveEraserMilp } from './eraser-milp.ts';
import { solveEraser } from './eraser.ts';
import { validateSecurityGame, type SecurityGame } from './game.ts';
import { solveOrigami } from './origami.ts';
import { allCoverages, asBimatrix, asSchedules } from './random-security.fixture.ts';
import { solveSecurity } from './security.ts';

const strong = { ties: 'strong' } as const;
const weak = { ties: 'weak' } as const;

/** Test scheduling with five targets and one test (ASE 2013). */
const testScheduling: SecurityGame = {
  defenderCovered: [2, 7, 6, 9, 9],
  defenderUncovered: [-10, -4, -1, -9, -9],
  attackerCovered: [-7, -1, -6, -3, -10],
  attackerUncovered: [4, 3, 5, 7, 3],
  resources: 1,
};

describe('the five-target test-scheduling game', () => {
  it.each([
    ['ORIGAMI', solveOrigami(testScheduling, strong)],
    ['ERASER', solveEraser(testScheduling, strong)],
    ['ERASER on schedules', solveEraser({ ...testScheduling, resources: asSchedules(testScheduling) }, strong)],
    ['the mixed-integer ERASER', solveEraserMilp(testScheduling)],
  ])('is worth 11775/19151 to the tester by %s, with the third target attacked and all five in the attack set', (_name, solution) => {
    expect(solution.leaderValue).toBeCloseTo(11775 / 19151, 9);
    expect(solution.reply).toBe(2);
    expect(solution.attackSet).toEqual([0, 1, 2, 3, 4]);
    expect(solution.upperBound - solution.leaderValue).toBeLessThanOrEqual(1e-8);
  });

  it('has the same weak supremum, which is not attained: all targets stay in the attack set when the tester is used up', () => {
    const solution = solveSecurity(testScheduling, weak);
    expect(solution.leaderValue).toBeCloseTo(11775 / 19151, 9);
    expect(solution.attained).toBe(false);
    expect(solution.weakValue).toBeLessThan(solution.leaderValue - 1);
    // A small step into the interior reaches the value up to the step.
    const step = 1e-6;
    const inside = solution.commitment.map((c, t) => (1 - step) * c + step * solution.interior![t]!);
    const payoffs = inside.map((c, t) => testScheduling.attackerUncovered[t]! * (1 - c) + testScheduling.attackerCovered[t]! * c);
    expect(payoffs.filter((payoff) => payoff >= Math.max(...payoffs) - 1e-9)).toHaveLength(1);
    expect(payoffs.indexOf(Math.max(...payoffs))).toBe(2);
  });
});

describe('edge cases of ORIGAMI', () => {
  const game = (change: Partial<SecurityGame>): SecurityGame => ({
    defenderCovered: [1, 2],
    defenderUncovered: [-3, -1],
    attackerCovered: [0, -1],
    attackerUncovered: [4, 2],
    resources: 1,
    ...change,
  });

  it('a fully covered target is still attacked when it pays the attacker most', () => {
    const solution = solveOrigami(game({ attackerCovered: [3, -1] }), strong);
    expect(solution).toMatchObject({ leaderValue: 1, followerValue: 3, reply: 0, attackSet: [0], commitment: [1, 0], unique: true });
  });

  it('more units than targets: every target can be covered in full, and the best one of those that tie is attacked', () => {
    const solution = solveOrigami(game({ attackerCovered: [0, 0], resources: 7 }), strong);
    expect(solution).toMatchObject({ leaderValue: 2, followerValue: 0, reply: 1, attackSet: [0, 1], commitment: [1, 1] });
    expect(solution.mixture).toEqual([{ probability: 1, targets: [0, 1], schedules: null }]);
    // Neither of two fully covered targets can be the only best one of the other's floor: the second's region is all of level 2 to 0.
    expect(solveOrigami(game({ attackerCovered: [0, 0], resources: 7 }), weak).leaderValue).toBe(2);
  });

  it('no units: the attacker takes the best uncovered target', () => {
    expect(solveOrigami(game({ resources: 0 }), strong)).toMatchObject({ leaderValue: -3, reply: 0, commitment: [0, 0], attained: true });
    expect(solveOrigami(game({ resources: 0, attackerUncovered: [4, 4] }), strong).leaderValue).toBe(-1);
    expect(solveOrigami(game({ resources: 0, attackerUncovered: [4, 4] }), weak).leaderValue).toBe(-3);
  });

  it('a target that coverage does not make less attractive is covered for its own sake', () => {
    const flat = game({ attackerCovered: [4, -1] });
    expect(solveOrigami(flat, strong)).toMatchObject({ leaderValue: 1, followerValue: 4, reply: 0, commitment: [1, 0] });
  });

  it('ties against the defender: of two targets that no coverage tells apart the worse counts, and a unit is split for them', () => {
    const twins = game({ attackerCovered: [4, 4], attackerUncovered: [4, 4] });
    expect(solveOrigami(twins, strong)).toMatchObject({ leaderValue: 2, reply: 1 });
    // -3 + 4 a = -1 + 3 (1 - a) at a = 5/7.
    const solution = solveOrigami(twins, weak);
    expect(solution.leaderValue).toBeCloseTo(-3 + 20 / 7, 12);
    expect(solution.attained).toBe(true);
  });
});

describe('units whose marginals cannot be implemented', () => {
  // Targets in a square; one unit takes a row, the other a column (Korzhyk, Conitzer & Parr, AAAI 2010).
  const square: SecurityGame = {
    defenderCovered: [0, 0, 0, 0],
    defenderUncovered: [-1, -1, -1, -1],
    attackerCovered: [0, 0, 0, 0],
    attackerUncovered: [1, 1, 1, 1],
    resources: [
      [
        [0, 1],
        [2, 3],
      ],
      [
        [0, 2],
        [1, 3],
      ],
    ],
  };

  it('marginals promise to cover all four targets for certain, though two units reach three at most', () => {
    // One variable per unit and schedule; the coverage of a target is the sum over what covers it.
    const choices = asSchedules(square).flatMap((schedules, unit) => schedules.map((targets) => ({ unit, targets })));
    const naive = solveLinearProgram({
      objective: [...choices.map(() => 0), 1],
      constraints: [
        ...[0, 1].map((unit) => ({
          coefficients: [...choices.map((choice) => (choice.unit === unit ? 1 : 0)), 0],
          relation: '<=' as const,
          bound: 1,
        })),
        ...[0, 1, 2, 3].map((target) => ({
          coefficients: [...choices.map(({ targets }) => (targets.includes(target) ? -1 : 0)), 1],
          relation: '<=' as const,
          bound: 0,
        })),
      ],
    });
    expect(naive).toMatchObject({ status: 'optimal', value: 1 });
    expect(Math.max(...allCoverages(asSchedules(square)).map((targets) => targets.length))).toBe(3);
  });

  it('the mixture returned covers each with 3/4 for certain, and is worth -1/4', () => {
    const solution = solveSecurity(square, strong);
    expect(solution.leaderValue).toBeCloseTo(-1 / 4, 12);
    expect(solution.commitment.map((c) => Number(c.toFixed(9)))).toEqual([0.75, 0.75, 0.75, 0.75]);
    expect(solution.unique).toBe(true);
    // By hand: what each allocation covers, from the schedules alone.
    const covered = [0, 0, 0, 0];
    let total = 0;
    for (const { schedules, probability } of solution.mixture) {
      total += probability;
      const targets = new Set(schedules!.flatMap((schedule, unit) => (schedule === null ? [] : asSchedules(square)[unit]![schedule]!)));
      for (const target of targets) covered[target]! += probability;
    }
    expect(total).toBeCloseTo(1, 12);
    for (const c of covered) expect(c).toBeCloseTo(0.75, 9);
    expect(solveBimatrix(asBimatrix(square), { commitment: 'mixed', ties: 'strong' }).leaderValue).toBeCloseTo(-1 / 4, 12);
  });

  it('six identical patrols of twenty routes over thirty targets are solved without listing their 27 million allocations', () => {
    const routes = Array.from({ length: 20 }, (_unused, k) => [...new Set([k, (k * 7 + 3) % 30, (k * 11 + 20) % 30])]);
    const many: SecurityGame = {
      defenderCovered: Array.from({ length: 30 }, () => 0),
      defenderUncovered: Array.from({ length: 30 }, (_unused, t) => -1 - (t % 7)),
      attackerCovered: Array.from({ length: 30 }, () => -1),
      attackerUncovered: Array.from({ length: 30 }, (_unused, t) => 1 + (t % 5)),
      resources: Array.from({ length: 6 }, () => routes),
    };
    const solution = solveSecurity(many, strong);
    expect(solution.upperBound - solution.leaderValue).toBeLessThanOrEqual(1e-8);
    expect(solution.mixture.length).toBeGreaterThan(1);
  });
});

describe('comb sampling', () => {
  it('implements a coverage with allocations of distinct targets', () => {
    const coverage = [0.5, 0.75, 0.25, 1, 0.5];
    const mixture = combMixture(coverage, 3);
    coverageOf(mixture, 5).forEach((c, t) => expect(c).toBeCloseTo(coverage[t]!, 12));
    for (const { targets } of mixture) expect(new Set(targets).size).toBe(3);
    expect(combAllocation(coverage, 3, 0.1)).toEqual([0, 1, 3]);
  });

  it('refuses a coverage that the units cannot do', () => {
    expect(() => combMixture([1, 0.5], 1)).toThrow('the coverages sum to more than 1, the number of units');
    expect(() => combMixture([1.5], 2)).toThrow('coverage[0] is 1.5: expected a probability');
    expect(() => combAllocation([1], 1, 1)).toThrow(InputError);
  });
});

describe('bad input', () => {
  it.each([
    [{ defenderCovered: 3 }, 'defenderCovered is 3: expected an array of numbers, one per target'],
    [{ attackerCovered: [1] }, 'attackerCovered has 1 entries but defenderCovered has 5: give one per target'],
    [{ attackerUncovered: [4, NaN, 5, 7, 3] }, 'attackerUncovered[1] is NaN: expected a finite number'],
    [
      { defenderUncovered: [3, -4, -1, -9, -9] },
      'defenderCovered[0] is 2 but defenderUncovered[0] is 3: coverage must not hurt the defender',
    ],
    [
      { attackerCovered: [-7, 5, -6, -3, -10] },
      'attackerCovered[1] is 5 but attackerUncovered[1] is 3: coverage must not help the attacker',
    ],
    [{ resources: -1 }, 'resources is -1: expected a number of identical units, or a list of schedules for each unit'],
    [{ resources: [[0]] }, 'resources[0][0] is 0: expected a list of targets that are covered at once'],
    [{ resources: [[[0, 5]]] }, 'resources[0][0][1] is 5: expected the number of a target, from 0 to 4'],
    [{ resources: [[[0, 0]]] }, 'resources[0][0] names target 0 twice: name it once'],
  ])('%j', (change, message) => {
    expect(() => validateSecurityGame({ ...testScheduling, ...change })).toThrow(message);
  });

  it('names an unknown tie rule, and the method for schedules', () => {
    expect(() => solveSecurity(testScheduling, { ties: 'strongest' as 'strong' })).toThrow('ties of solveSecurity is "strongest"');
    expect(() => solveOrigami({ ...testScheduling, resources: [] }, strong)).toThrow('use solveEraser for schedules');
    expect(() => solveEraserMilp({ ...testScheduling, resources: [] })).toThrow('use solveEraser for schedules');
  });

  it('refuses to list a mixture that would fill the memory', () => {
    const targets = 12_000;
    const of = (payoff: (t: number) => number): number[] => Array.from({ length: targets }, (_unused, t) => payoff(t));
    const huge = {
      defenderCovered: of(() => 0),
      defenderUncovered: of(() => -1),
      attackerCovered: of(() => 0),
      attackerUncovered: of((t) => 1 + t / targets),
      resources: 5000,
    };
    expect(() => solveOrigami(huge, strong)).toThrow('too long to list');
  });
});
