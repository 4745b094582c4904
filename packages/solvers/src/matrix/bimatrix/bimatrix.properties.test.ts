import { randomStream } from '@firstmover/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { solveLinearProgram } from '@firstmover/programmes';
import { solveDobss } from '../bayesian/dobss.ts';
import { solveBimatrix } from './bimatrix.ts';
import { solveCorrelatedCommitment } from './correlated-commitment.ts';
import { exactStrong, exactWeakValue, nashValues } from './exact-answers.fixture.ts';
import type { PayoffMatrices } from './game.ts';

const mixedStrong = { commitment: 'mixed', ties: 'strong' } as const;
const mixedWeak = { commitment: 'mixed', ties: 'weak' } as const;

type Matrix = readonly (readonly number[])[];

/** Payoffs from degenerate (two values) over small integers and thirds to generic. */
const payoffs = fc.constantFrom(
  fc.integer({ min: 0, max: 1 }),
  fc.integer({ min: -2, max: 2 }),
  fc.integer({ min: -9, max: 9 }),
  fc.integer({ min: -9, max: 9 }).map((payoff) => payoff / 3),
  fc.integer({ min: -1e6, max: 1e6 }).map((payoff) => payoff / 1e6),
);
const matrices = (rows: number, columns: number, entry: fc.Arbitrary<number>): fc.Arbitrary<Matrix> =>
  fc.array(fc.array(entry, { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows });
const shaped = (rows: number, columns: number): fc.Arbitrary<PayoffMatrices> =>
  payoffs.chain((entry) => fc.record({ leaderPayoff: matrices(rows, columns, entry), followerPayoff: matrices(rows, columns, entry) }));
const upTo = (rows: number, columns: number): fc.Arbitrary<PayoffMatrices> =>
  fc.tuple(fc.integer({ min: 1, max: rows }), fc.integer({ min: 1, max: columns })).chain(([m, n]) => shaped(m, n));

const rangeOf = (matrix: Matrix): number => Math.max(...matrix.flat()) - Math.min(...matrix.flat());
const change = (matrix: Matrix, map: (payoff: number, row: number, column: number) => number): number[][] =>
  matrix.map((row, i) => row.map((payoff, j) => map(payoff, i, j)));
const close = (a: number, b: number, range: number): void => {
  expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-9 * range);
};

/** The leader's payoff at a mixture when the follower breaks ties against it. */
function adverseValue({ leaderPayoff, followerPayoff }: PayoffMatrices, mixture: readonly number[]): number {
  const mean = (matrix: Matrix, j: number): number => mixture.reduce((sum, p, i) => sum + p * matrix[i]![j]!, 0);
  const columns = Array.from(leaderPayoff[0]!.keys());
  const best = Math.max(...columns.map((j) => mean(followerPayoff, j)));
  return Math.min(
    ...columns.filter((j) => mean(followerPayoff, j) >= best - 1e-12 * (1 + rangeOf(followerPayoff))).map((j) => mean(leaderPayoff, j)),
  );
}

function maximin(matrix: Matrix): number {
  const low = Math.min(...matrix.flat());
  const outcome = solveLinearProgram({
    objective: [...matrix.map(() => 0), 1],
    constraints: [
      { coefficients: [...matrix.map(() => 1), 0], relation: '=', bound: 1 },
      ...matrix[0]!.map((_unused, j) => ({ coefficients: [...matrix.map((row) => row[j]! - low), -1], relation: '>=' as const, bound: 0 })),
    ],
  });
  if (outcome.status !== 'optimal') throw new Error(outcome.status);
  return outcome.value + low;
}

describe('against exact rational arithmetic', () => {
  it('the strong value of 600 games, the replies that reach it and its uniqueness follow from the vertices of all regions', () => {
    const unique = { yes: 0, no: 0 };
    fc.assert(
      fc.property(upTo(3, 4), (game) => {
        const solution = solveBimatrix(game, mixedStrong);
        const exact = exactStrong(game);
        close(solution.leaderValue, exact.value, rangeOf(game.leaderPayoff));
        expect(solution.optimalReplies).toEqual(exact.replies);
        expect(solution.unique).toBe(exact.unique);
        unique[exact.unique ? 'yes' : 'no']++;
      }),
      { seed: 1, numRuns: 600 },
    );
    expect(Math.min(unique.yes, unique.no)).toBeGreaterThan(50);
  });

  it('the weak supremum of 1,000 games with two rows, and whether it is attained, follow from the definition', () => {
    const attained = { yes: 0, no: 0 };
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }).chain((columns) => shaped(2, columns)),
        (game) => {
          const solution = solveBimatrix(game, mixedWeak);
          const exact = exactWeakValue(game);
          close(solution.leaderValue, exact.value, rangeOf(game.leaderPayoff));
          expect(solution.attained).toBe(exact.attained);
          attained[exact.attained ? 'yes' : 'no']++;
        },
      ),
      { seed: 2, numRuns: 1000 },
    );
    expect(Math.min(attained.yes, attained.no)).toBeGreaterThan(100);
  });
});

describe('near ties', () => {
  const zeroSum = (leaderPayoff: Matrix): PayoffMatrices => ({ leaderPayoff, followerPayoff: change(leaderPayoff, (payoff) => -payoff) });

  it.each([
    [[[1.000000000650993, 0], [1.0000000003144816, 2.0000000005865335]]], // prettier-ignore
    [[[6.590995652890558e-10, 1.0000000008158012], [2, 1]]], // prettier-ignore
    [[[1.000000007429903, 0], [1.0000000084079959, 2.0000000040979624]]], // prettier-ignore
  ])('the zero-sum game %j is answered, and whether its optimum is unique', (payoffs) => {
    const game = zeroSum(payoffs);
    const exact = exactStrong(game);
    for (const options of [mixedStrong, mixedWeak]) {
      const { leaderValue: value, unique } = solveBimatrix(game, options);
      close(value, exact.value, rangeOf(game.leaderPayoff));
      expect(unique).toBe(exact.unique);
    }
  });

  it('500 zero-sum games with differences from 1 to 1e-13 are all answered', () => {
    for (let seed = 0; seed < 500; seed++) {
      const random = randomStream(seed, 'test/near-ties');
      const small = Number(`1e-${random.integer(14)}`);
      const rows = 2 + random.integer(2);
      const entry = (): number => random.integer(3) + (random.integer(2) === 0 ? 0 : small * random.uniform());
      const game = zeroSum(Array.from({ length: rows }, () => [entry(), entry()]));
      const exact = exactStrong(game);
      const { leaderValue: value, unique } = solveBimatrix(game, mixedStrong);
      expect(Math.abs(value - exact.value)).toBeLessThanOrEqual(1e-15 * Math.abs(value));
      expect(unique).toBe(exact.unique);
    }
  });
});

describe('three programmes', () => {
  it('the mixed-integer programme gives the same value, and replies that are optimal (300 games)', () => {
    fc.assert(
      fc.property(upTo(5, 5), (game) => {
        const { leaderValue: value, optimalReplies } = solveBimatrix(game, mixedStrong);
        const other = solveDobss({ types: [{ probability: 1, ...game }] });
        close(value, other.leaderValue, rangeOf(game.leaderPayoff));
        expect(optimalReplies).toContain(other.reply[0]);
      }),
      { seed: 14, numRuns: 300 },
    );
  });

  it('multiple programmes and the single correlated one agree on 1,500 games to 1e-9 of the range', () => {
    fc.assert(
      fc.property(upTo(6, 6), (game) =>
        close(solveBimatrix(game, mixedStrong).leaderValue, solveCorrelatedCommitment(game).leaderValue, rangeOf(game.leaderPayoff)),
      ),
      { seed: 3, numRuns: 1500 },
    );
  });
});

describe('order relations on 800 games', () => {
  it('maximin <= weak supremum <= strong, pure weak <= pure strong <= strong, pure weak <= weak supremum', () => {
    fc.assert(
      fc.property(upTo(5, 5), (game) => {
        const slack = 1e-9 * rangeOf(game.leaderPayoff);
        const strong = solveBimatrix(game, mixedStrong).leaderValue;
        const weak = solveBimatrix(game, mixedWeak).leaderValue;
        const pureStrong = solveBimatrix(game, { commitment: 'pure', ties: 'strong' }).leaderValue;
        const pureWeak = solveBimatrix(game, { commitment: 'pure', ties: 'weak' }).leaderValue;
        expect(maximin(game.leaderPayoff)).toBeLessThanOrEqual(weak + slack);
        expect(weak).toBeLessThanOrEqual(strong + slack);
        expect(pureWeak).toBeLessThanOrEqual(pureStrong);
        expect(pureStrong).toBeLessThanOrEqual(strong + slack);
        expect(pureWeak).toBeLessThanOrEqual(weak + slack);
      }),
      { seed: 4, numRuns: 800 },
    );
  });

  it('the strong value is at least the payoff of every Nash equilibrium (300 games, support enumeration)', () => {
    let equilibria = 0;
    fc.assert(
      fc.property(upTo(3, 3), (game) => {
        const strong = solveBimatrix(game, mixedStrong).leaderValue;
        for (const value of nashValues(game)) {
          equilibria++;
          expect(value).toBeLessThanOrEqual(strong + 1e-9 * rangeOf(game.leaderPayoff));
        }
      }),
      { seed: 5, numRuns: 300 },
    );
    expect(equilibria).toBeGreaterThan(300);
  });

  it('zero-sum: strong = weak = maximin; common interest: strong = the largest entry', () => {
    fc.assert(
      fc.property(upTo(5, 5), ({ leaderPayoff }) => {
        const range = rangeOf(leaderPayoff);
        const zeroSum = { leaderPayoff, followerPayoff: change(leaderPayoff, (payoff) => -payoff) };
        close(solveBimatrix(zeroSum, mixedStrong).leaderValue, maximin(leaderPayoff), range);
        close(solveBimatrix(zeroSum, mixedWeak).leaderValue, maximin(leaderPayoff), range);
        close(
          solveBimatrix({ leaderPayoff, followerPayoff: leaderPayoff }, mixedStrong).leaderValue,
          Math.max(...leaderPayoff.flat()),
          range,
        );
      }),
      { seed: 6, numRuns: 400 },
    );
  });
});

describe('solutions', () => {
  it('say what they claim: the commitment yields the values, the replies are best, the strong tie is for the leader', () => {
    fc.assert(
      fc.property(upTo(6, 6), (game) => {
        const { leaderPayoff, followerPayoff } = game;
        const {
          leaderValue: value,
          followerValue,
          commitment,
          reply: response,
          bestResponses,
          optimalReplies,
        } = solveBimatrix(game, mixedStrong);
        const mean = (matrix: Matrix, j: number): number => commitment.reduce((sum, p, i) => sum + p * matrix[i]![j]!, 0);
        expect(commitment.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 14);
        expect(Math.min(...commitment)).toBeGreaterThanOrEqual(0);
        close(value, mean(leaderPayoff, response), rangeOf(leaderPayoff));
        close(followerValue, Math.max(...leaderPayoff[0]!.map((_unused, j) => mean(followerPayoff, j))), rangeOf(followerPayoff));
        for (const reply of bestResponses) close(mean(followerPayoff, reply), followerValue, rangeOf(followerPayoff));
        for (const reply of bestResponses) expect(mean(leaderPayoff, reply)).toBeLessThanOrEqual(value + 1e-9 * rangeOf(leaderPayoff));
        expect(bestResponses).toContain(response);
        expect(optimalReplies).toContain(response);
      }),
      { seed: 7, numRuns: 600 },
    );
  });

  it('weak: the adverse value is the supremum where it is attained, approaches it just inside the region where not, and never exceeds it', () => {
    const weights = fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(upTo(5, 5), weights, (game, random) => {
        const range = rangeOf(game.leaderPayoff);
        const { leaderValue: value, commitment, attained, interior } = solveBimatrix(game, mixedWeak);
        if (attained) close(adverseValue(game, commitment), value, range);
        const step = 1e-5;
        const inside = commitment.map((p, i) => (1 - step) * p + step * interior![i]!);
        expect(Math.abs(adverseValue(game, inside) - value)).toBeLessThanOrEqual(2 * step * range);
        const total = random.slice(0, commitment.length).reduce((sum, weight) => sum + weight, 0);
        const anywhere = commitment.map((_unused, i) => random[i]! / total);
        expect(adverseValue(game, anywhere)).toBeLessThanOrEqual(value + 1e-9 * range);
      }),
      { seed: 8, numRuns: 600 },
    );
  });

  it('in generic games weak supremum and strong value are equal', () => {
    const generic = fc.integer({ min: 0, max: 1e7 });
    const strict = fc
      .record({ leaderPayoff: matrices(4, 4, generic), followerPayoff: matrices(4, 4, generic) })
      .filter(({ followerPayoff }) => followerPayoff.every((row) => new Set(row).size === 4));
    fc.assert(
      fc.property(strict, (game) => {
        const weak = solveBimatrix(game, mixedWeak);
        const strong = solveBimatrix(game, mixedStrong);
        expect(strong.interior).not.toBeNull();
        close(weak.leaderValue, strong.leaderValue, rangeOf(game.leaderPayoff));
      }),
      { seed: 9, numRuns: 300 },
    );
  });
});

describe('metamorphic relations', () => {
  it('the strong value does not depend on the scale of the follower, on amounts added per row, or on the order of the actions', () => {
    const amounts = fc.array(fc.integer({ min: -1e9, max: 1e9 }), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(upTo(5, 5), fc.constantFrom(0.5, 3, 1e9, 1e-9), amounts, fc.integer(), (game, scale, added, shift) => {
        const { leaderPayoff, followerPayoff } = game;
        const range = rangeOf(leaderPayoff);
        const turn = (count: number, k: number): number => (((k + shift) % count) + count) % count;
        const reordered = (matrix: Matrix): number[][] =>
          change(matrix, (_payoff, i, j) => matrix[turn(matrix.length, i)]![turn(matrix[0]!.length, j)]!);
        for (const options of [mixedStrong, mixedWeak]) {
          const { leaderValue: value } = solveBimatrix(game, options);
          const unchanged = (other: PayoffMatrices): void => close(solveBimatrix(other, options).leaderValue, value, range);
          unchanged({ leaderPayoff, followerPayoff: change(followerPayoff, (payoff) => payoff * scale) });
          unchanged({ leaderPayoff: reordered(leaderPayoff), followerPayoff: reordered(followerPayoff) });
          // In whole millionths, so that no tie is broken by rounding.
          const whole = change(followerPayoff, (payoff) => Math.round(payoff * 1e6));
          close(
            solveBimatrix({ leaderPayoff, followerPayoff: change(whole, (payoff, i) => payoff + added[i]!) }, options).leaderValue,
            solveBimatrix({ leaderPayoff, followerPayoff: whole }, options).leaderValue,
            range,
          );
        }
      }),
      { seed: 10, numRuns: 250 },
    );
  });

  it('maps along with a positive affine map of the leader, for payoffs from 1e-9 to 1e9', () => {
    fc.assert(
      fc.property(
        upTo(5, 5),
        fc.integer({ min: -9, max: 9 }),
        fc.integer({ min: -9, max: 9 }),
        fc.integer({ min: -3, max: 3 }),
        (game, leaderPower, followerPower, offset) => {
          const leaderUnit = 10 ** leaderPower;
          const followerUnit = 10 ** followerPower;
          const scaled = {
            leaderPayoff: change(game.leaderPayoff, (payoff) => (payoff + offset) * leaderUnit),
            followerPayoff: change(game.followerPayoff, (payoff) => payoff * followerUnit),
          };
          for (const options of [mixedStrong, mixedWeak]) {
            close(
              solveBimatrix(scaled, options).leaderValue,
              (solveBimatrix(game, options).leaderValue + offset) * leaderUnit,
              rangeOf(game.leaderPayoff) * leaderUnit,
            );
          }
        },
      ),
      { seed: 11, numRuns: 400 },
    );
  });

  it('does not change when a copy of a column that is worse for the follower everywhere is added, or when it is taken away', () => {
    fc.assert(
      fc.property(upTo(4, 4), fc.nat(), fc.integer({ min: -50, max: 50 }), (game, pick, bait) => {
        const column = pick % game.leaderPayoff[0]!.length;
        const larger = {
          leaderPayoff: game.leaderPayoff.map((row) => [...row, bait]),
          followerPayoff: game.followerPayoff.map((row) => [...row, row[column]! - 0.25]),
        };
        for (const options of [mixedStrong, mixedWeak])
          close(solveBimatrix(larger, options).leaderValue, solveBimatrix(game, options).leaderValue, rangeOf(game.leaderPayoff));
      }),
      { seed: 12, numRuns: 300 },
    );
  });

  it('a copy of a column for both players changes nothing; a copy with a better payoff for the leader helps only with strong ties', () => {
    fc.assert(
      fc.property(upTo(4, 4), fc.nat(), (game, pick) => {
        const column = pick % game.leaderPayoff[0]!.length;
        const extend = (bonus: number): PayoffMatrices => ({
          leaderPayoff: game.leaderPayoff.map((row) => [...row, row[column]! + bonus]),
          followerPayoff: game.followerPayoff.map((row) => [...row, row[column]!]),
        });
        for (const options of [mixedStrong, mixedWeak])
          close(solveBimatrix(extend(0), options).leaderValue, solveBimatrix(game, options).leaderValue, rangeOf(game.leaderPayoff));
        close(solveBimatrix(extend(1), mixedWeak).leaderValue, solveBimatrix(game, mixedWeak).leaderValue, 1 + rangeOf(game.leaderPayoff));
      }),
      { seed: 13, numRuns: 300 },
    );
  });
});

describe('large games', () => {
  const random = randomStream(0, 'large');
  const large = (entry: (i: number, j: number) => number): number[][] =>
    Array.from({ length: 100 }, (_row, i) => Array.from({ length: 100 }, (_entry, j) => entry(i, j)));

  it('with only zeros and ones: the leader gets the largest entry', () => {
    // Some row gives both players 1 in a column, and nothing is better for either.
    const game = { leaderPayoff: large(() => random.integer(2)), followerPayoff: large(() => random.integer(2)) };
    expect(solveBimatrix(game, mixedStrong)).toMatchObject({ leaderValue: 1, attained: true, unique: false });
  });

  it('with ten different columns, each ten times: as the game of 100x10', () => {
    const small = large((i, j) => (i * 7 + (j % 10) * 3) % 5);
    const other = large((i, j) => (i * 3 + (j % 10) * 7) % 4);
    const narrow = { leaderPayoff: small.map((row) => row.slice(0, 10)), followerPayoff: other.map((row) => row.slice(0, 10)) };
    for (const options of [mixedStrong, mixedWeak])
      close(
        solveBimatrix({ leaderPayoff: small, followerPayoff: other }, options).leaderValue,
        solveBimatrix(narrow, options).leaderValue,
        4,
      );
  });

  it('with sizes of payoffs from 1e-9 to 1e9 in one row: as the single correlated programme', () => {
    const wild = (): number[][] => large(() => random.integer(3) * Number(`1e${random.integer(19) - 9}`)).slice(0, 20).map((row) => row.slice(0, 20)); // prettier-ignore
    const game = { leaderPayoff: wild(), followerPayoff: wild() };
    expect(solveBimatrix(game, mixedStrong).exact.leaderValue).toBe(solveCorrelatedCommitment(game).exact.leaderValue);
  });
});
