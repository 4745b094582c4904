import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { solveLinearProgram } from '@firstmover/programmes';
import { solveBimatrix } from '../../matrix/bimatrix/bimatrix.ts';
import { solveEraserMilp } from './eraser-milp.ts';
import { solveEraser } from './eraser.ts';
import type { SecurityGame } from './game.ts';
import { allCoverages, asBimatrix, asSchedules, rangeOf, withSchedules, withUnits } from './random-security.fixture.ts';
import { solveOrigami } from './origami.ts';
import { solveSecurity } from './security.ts';

const ties = ['strong', 'weak'] as const;
const close = (a: number, b: number, game: SecurityGame): void => {
  expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-6 * rangeOf(game));
};

describe('independent methods', () => {
  it('ORIGAMI and ERASER agree on 1,200 games in value, replies, uniqueness and attainment, under both tie rules', () => {
    const counts = { attained: 0, notAttained: 0, unique: 0, several: 0 };
    fc.assert(
      fc.property(withUnits(6), (game) => {
        for (const rule of ties) {
          const origami = solveOrigami(game, { ties: rule });
          const eraser = solveEraser(game, { ties: rule });
          close(origami.leaderValue, eraser.leaderValue, game);
          expect(origami.optimalReplies).toEqual(eraser.optimalReplies);
          expect(origami.attained).toBe(eraser.attained);
          // Where payoffs differ a millionfold, coverages that differ by 1e-6 tell nothing.
          if (game.attackerUncovered.every(Number.isInteger)) expect(origami.unique).toBe(eraser.unique);
          expect(origami.interior === null).toBe(eraser.interior === null);
          counts[origami.attained ? 'attained' : 'notAttained']++;
          counts[origami.unique ? 'unique' : 'several']++;
        }
      }),
      { seed: 1, numRuns: 1200 },
    );
    expect(Math.min(...Object.values(counts))).toBeGreaterThan(20);
  });

  it('ERASER agrees with the bimatrix game over all allocations on 250 games with schedules, under both tie rules', () => {
    fc.assert(
      fc.property(withSchedules(4), (game) => {
        const bimatrix = asBimatrix(game);
        for (const rule of ties) {
          const eraser = solveEraser(game, { ties: rule });
          const whole = solveBimatrix(bimatrix, { commitment: 'mixed', ties: rule });
          close(eraser.leaderValue, whole.leaderValue, game);
          expect(eraser.optimalReplies).toEqual(whole.optimalReplies);
          expect(eraser.attained).toBe(whole.attained);
          expect(eraser.interior === null).toBe(whole.interior === null);
          if (whole.unique) expect(eraser.unique).toBe(true);
        }
      }),
      { seed: 2, numRuns: 250 },
    );
  });

  it('ORIGAMI agrees with the bimatrix game over all allocations on 300 games', () => {
    fc.assert(
      fc.property(withUnits(5), (game) => {
        for (const rule of ties) {
          const origami = solveSecurity(game, { ties: rule });
          const whole = solveBimatrix(asBimatrix(game), { commitment: 'mixed', ties: rule });
          close(origami.leaderValue, whole.leaderValue, game);
          expect(origami.attained).toBe(whole.attained);
          expect(origami.optimalReplies).toEqual(whole.optimalReplies);
        }
      }),
      { seed: 3, numRuns: 300 },
    );
  });
});

describe('relations', () => {
  it('the mixed-integer ERASER has the same value on 150 games', () => {
    fc.assert(
      fc.property(withUnits(5), (game) => {
        close(solveEraserMilp(game).leaderValue, solveOrigami(game, { ties: 'strong' }).leaderValue, game);
      }),
      { seed: 4, numRuns: 150 },
    );
  });

  it('zero-sum: strong, weak and maximin values are one, with units and with schedules (300 games)', () => {
    fc.assert(
      fc.property(fc.oneof(withUnits(4), withSchedules(4)), (game) => {
        const { defenderCovered, defenderUncovered } = game;
        const zeroSum = {
          ...game,
          attackerCovered: defenderCovered.map((payoff) => -payoff),
          attackerUncovered: defenderUncovered.map((payoff) => -payoff),
        };
        const { leaderPayoff } = asBimatrix(zeroSum);
        const low = Math.min(...leaderPayoff.flat());
        const maximin = solveLinearProgram({
          objective: [...leaderPayoff.map(() => 0), 1],
          constraints: [
            { coefficients: [...leaderPayoff.map(() => 1), 0], relation: '=', bound: 1 },
            ...leaderPayoff[0]!.map((_unused, t) => ({
              coefficients: [...leaderPayoff.map((row) => row[t]! - low), -1],
              relation: '>=' as const,
              bound: 0,
            })),
          ],
        });
        if (maximin.status !== 'optimal') throw new Error(maximin.status);
        for (const rule of ties) close(solveSecurity(zeroSum, { ties: rule }).leaderValue, maximin.value + low, game);
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  it('the value follows shifts and positive scales of the payoffs (300 games)', () => {
    const power = fc.integer({ min: -9, max: 9 });
    const offset = fc.integer({ min: -3, max: 3 });
    fc.assert(
      fc.property(fc.oneof(withUnits(5), withSchedules(4)), power, power, offset, offset, (game, p, q, a, b) => {
        const defender = 10 ** p;
        const attacker = 10 ** q;
        // In whole millionths, so that no tie is broken by rounding.
        const map = (list: readonly number[], unit: number, shift: number): number[] =>
          list.map((x) => (Math.round(x * 1e6) + shift) * unit);
        const moved = {
          ...game,
          defenderCovered: map(game.defenderCovered, defender, a),
          defenderUncovered: map(game.defenderUncovered, defender, a),
          attackerCovered: map(game.attackerCovered, attacker, b),
          attackerUncovered: map(game.attackerUncovered, attacker, b),
        };
        for (const rule of ties) {
          const { leaderValue: value } = solveSecurity(game, { ties: rule });
          close(solveSecurity(moved, { ties: rule }).leaderValue / defender - a, value * 1e6, scaled(game));
        }
      }),
      { seed: 6, numRuns: 300 },
    );
  });

  it('pure <= strong, maximin <= weak <= strong, and the adverse value is at most the value (300 games)', () => {
    fc.assert(
      fc.property(fc.oneof(withUnits(4), withSchedules(4)), (game) => {
        const slack = 1e-6 * rangeOf(game);
        const strong = solveSecurity(game, { ties: 'strong' });
        const weak = solveSecurity(game, { ties: 'weak' });
        expect(weak.leaderValue).toBeLessThanOrEqual(strong.leaderValue + slack);
        expect(strong.weakValue).toBeLessThanOrEqual(strong.leaderValue + slack);
        expect(weak.weakValue).toBeLessThanOrEqual(weak.leaderValue + slack);
        if (weak.attained) expect(weak.weakValue).toBeGreaterThanOrEqual(weak.leaderValue - slack);
        expect(solveBimatrix(asBimatrix(game), { commitment: 'pure', ties: 'strong' }).leaderValue).toBeLessThanOrEqual(
          strong.leaderValue + slack,
        );
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it('where subsets of schedules are schedules, the strong commitment is also played in a Nash equilibrium (400 games)', () => {
    fc.assert(
      fc.property(fc.oneof(withUnits(4), withSchedules(4)), (game) => {
        // Coverage matters everywhere (Korzhyk et al., JAIR 2011).
        fc.pre(
          game.defenderCovered.every(
            (payoff, t) => payoff > game.defenderUncovered[t]! && game.attackerCovered[t]! < game.attackerUncovered[t]!,
          ),
        );
        const closed = {
          ...game,
          resources: asSchedules(game).map((schedules) => schedules.flatMap(subsets)),
        };
        const { attackSet, commitment: coverage } =
          typeof game.resources === 'number' ? solveSecurity(game, { ties: 'strong' }) : solveEraser(closed, { ties: 'strong' });
        // An attack mixture q over the attack set against which no allocation is better than the commitment: sum_t q_t g_t (c_t - a_t) >= 0.
        const gains = attackSet.map((t) => game.defenderCovered[t]! - game.defenderUncovered[t]!);
        const size = Math.max(...gains);
        const feasible = solveLinearProgram({
          objective: [...attackSet.map(() => 0), -1],
          constraints: [
            { coefficients: [...attackSet.map(() => 1), 0], relation: '=', bound: 1 },
            ...allCoverages(closed.resources).map((targets) => ({
              coefficients: [...attackSet.map((t, i) => (gains[i]! / size) * (coverage[t]! - (targets.includes(t) ? 1 : 0))), 1],
              relation: '>=' as const,
              bound: 0,
            })),
          ],
        });
        if (feasible.status !== 'optimal') throw new Error(feasible.status);
        expect(-feasible.value).toBeLessThanOrEqual(1e-7);
      }),
      { seed: 8, numRuns: 400 },
    );
  });
});

function subsets(schedule: readonly number[]): number[][] {
  return schedule.reduce<number[][]>((all, target) => [...all, ...all.map((set) => [...set, target])], [[]]);
}

/** The game in millionths. */
function scaled(game: SecurityGame): SecurityGame {
  const list = (payoffs: readonly number[]): number[] => payoffs.map((payoff) => payoff * 1e6);
  return { ...game, defenderCovered: list(game.defenderCovered), defenderUncovered: list(game.defenderUncovered) };
}
