import { randomStream } from '@firstmover/core';
import { expect, it } from 'vitest';
import { approximate } from './approximate.ts';
import { solveExactly, valueOfRow } from './exact-program.ts';
import type { ExactOutcome, ExactProgram, ExactRow } from './program.ts';

/** A number between 1e-12 and 1e15 in units of 1e-12, or 0; ties are frequent. */
function wide(random: ReturnType<typeof randomStream>): bigint {
  const kind = random.integer(4);
  if (kind === 0) return 0n;
  const size = kind === 1 ? 12 : random.integer(28);
  return BigInt(random.integer(7) - 3) * 10n ** BigInt(size);
}

function randomProgram(seed: number): ExactProgram {
  const random = randomStream(seed, 'exact-program');
  const [variables, count] = [1 + random.integer(6), 1 + random.integer(6)];
  const row = (): ExactRow => ({
    slopes: Array.from({ length: variables }, () => wide(random)),
    constant: wide(random),
    equal: random.integer(4) === 0,
  });
  return { objective: row().slopes, rows: Array.from({ length: count }, row) };
}

/** Throws unless the outcome proves itself; what is unbounded proves nothing. */
function mustBeProved({ objective, rows }: ExactProgram, outcome: ExactOutcome): void {
  if (outcome.status === 'unbounded') return;
  const { numerators: weights, denominator } = outcome.multipliers;
  expect(denominator > 0n).toBe(true);
  rows.forEach(({ equal }, r) => {
    expect(equal || weights[r]! >= 0n).toBe(true);
  });
  const isOptimal = outcome.status === 'optimal';
  objective.forEach((cost, j) => {
    expect(rows.reduce((sum, { slopes }, r) => sum + weights[r]! * slopes[j]!, isOptimal ? cost * denominator : 0n) <= 0n).toBe(true);
  });
  const constant = rows.reduce((sum, row, r) => sum + weights[r]! * row.constant, 0n);
  if (!isOptimal) {
    expect(constant < 0n).toBe(true);
    return;
  }
  const { point } = outcome;
  expect(point.denominator > 0n && point.numerators.every((x) => x >= 0n)).toBe(true);
  for (const row of rows) expect(row.equal ? valueOfRow(row, point) === 0n : valueOfRow(row, point) >= 0n).toBe(true);
  const value = objective.reduce((sum, cost, j) => sum + cost * point.numerators[j]!, 0n);
  expect(value * denominator).toBe(constant * point.denominator);
}

it.each([1, 2, 3, 4])('proves its outcomes in whole numbers of any size, from any basis (%i)', (block) => {
  const ends = { optimal: 0, infeasible: 0, unbounded: 0 };
  for (let seed = 250 * block; seed < 250 * block + 250; seed++) {
    const program = randomProgram(seed);
    const outcome = solveExactly(program);
    ends[outcome.status]++;
    mustBeProved(program, outcome);
    // A wall far away turns "without limit" into an optimum at the wall, and changes no other outcome.
    const wall: ExactRow = { slopes: program.objective.map(() => -1n), constant: 10n ** 400n, equal: false };
    const walled = solveExactly({ ...program, rows: [...program.rows, wall] });
    mustBeProved({ ...program, rows: [...program.rows, wall] }, walled);
    expect(walled.status).toBe(outcome.status === 'infeasible' ? 'infeasible' : 'optimal');
    if (walled.status === 'optimal' && outcome.status === 'unbounded') expect(walled.multipliers.numerators.at(-1)! > 0n).toBe(true);
    // From where the floating-point solver ends, and from a basis at random, the outcome is the same.
    const floating = approximate({
      objective: program.objective.map(Number),
      constraints: program.rows.map(({ slopes, constant, equal }) => ({
        coefficients: slopes.map((slope) => -Number(slope)),
        relation: equal ? '=' : '<=',
        bound: Number(constant),
      })),
    });
    const random = randomStream(seed, 'basis');
    const size = random.integer(1 + Math.min(program.objective.length, program.rows.length));
    const choose = (count: number): number[] => Array.from({ length: count }, (_unused, k) => [random.uniform(), k] as const).sort(([a], [b]) => a - b).slice(0, size).map(([, k]) => k); // prettier-ignore
    for (const basis of [floating?.basis, { columns: choose(program.objective.length), rows: choose(program.rows.length) }]) {
      const again = solveExactly(program, basis);
      mustBeProved(program, again);
      expect(again.status).toBe(outcome.status);
    }
  }
  expect(Math.min(ends.optimal, ends.infeasible, ends.unbounded)).toBeGreaterThan(10);
});
