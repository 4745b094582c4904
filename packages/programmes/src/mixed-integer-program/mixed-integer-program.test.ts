import { InputError } from '@firstmover/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { solveLinearProgram } from '../linear-program/linear-program.ts';
import type { LinearConstraint } from '../linear-program/program.ts';
import { solveMixedIntegerProgram } from './mixed-integer-program.ts';
import type { MixedIntegerProgram } from './program.ts';

const row = (coefficients: readonly number[], relation: LinearConstraint['relation'], bound: number): LinearConstraint => ({
  coefficients,
  relation,
  bound,
});
const binaries = (count: number): MixedIntegerProgram['integers'] =>
  Array.from({ length: count }, (_unused, column) => ({ column, upper: 1 }));

/** The optimum by fixing the whole variables in all ways; null when there is none. */
function enumerate({ objective, constraints, integers }: MixedIntegerProgram): number | null {
  let best: number | null = null;
  const count = integers.reduce((product, { upper }) => product * (upper + 1), 1);
  for (let code = 0; code < count; code++) {
    let rest = code;
    const fixed = integers.map(({ column, upper }) => {
      const bound = rest % (upper + 1);
      rest = Math.floor(rest / (upper + 1));
      return row(objective.map((_unused, j) => (j === column ? 1 : 0)), '=', bound); // prettier-ignore
    });
    const outcome = solveLinearProgram({ objective, constraints: [...constraints, ...fixed] });
    if (outcome.status === 'optimal' && (best === null || outcome.value > best)) best = outcome.value;
  }
  return best;
}

describe('known programmes', () => {
  it('a knapsack: values 10, 13, 18, 31, 7, 15, weights 2, 3, 4, 8, 1, 4, capacity 10', () => {
    const outcome = solveMixedIntegerProgram({
      objective: [10, 13, 18, 31, 7, 15],
      constraints: [row([2, 3, 4, 8, 1, 4], '<=', 10)],
      integers: binaries(6),
    });
    expect(outcome).toMatchObject({ status: 'optimal', value: 48, solution: [1, 1, 1, 0, 1, 0] });
  });

  it('rounding the relaxation is wrong: 21x + 11y, 7x + 4y <= 13 (Hillier & Lieberman)', () => {
    const outcome = solveMixedIntegerProgram({
      objective: [21, 11],
      constraints: [row([7, 4], '<=', 13)],
      integers: [
        { column: 0, upper: 10 },
        { column: 1, upper: 10 },
      ],
    });
    expect(outcome).toMatchObject({ status: 'optimal', value: 33, solution: [0, 3] });
  });

  it('the bound is at the value', () => {
    const outcome = solveMixedIntegerProgram({
      objective: [1, 1, 1],
      constraints: [row([2, 2, 0.5], '<=', 3)],
      integers: binaries(2),
    });
    if (outcome.status !== 'optimal') throw new Error(outcome.status);
    expect(outcome.value).toBe(6);
    expect(outcome.bound).toBeGreaterThanOrEqual(outcome.value);
    expect(outcome.bound - outcome.value).toBeLessThanOrEqual(1e-9);
  });
});

describe('outcomes are typed', () => {
  it('infeasible: 2x = 1 has no whole solution', () => {
    expect(solveMixedIntegerProgram({ objective: [1], constraints: [row([2], '=', 1)], integers: binaries(1) }).status).toBe('infeasible');
  });

  it('unbounded, and infeasible where only the relaxation is unbounded', () => {
    const free = { objective: [1, 1], constraints: [row([2, 0], '<=', 1)], integers: binaries(1) };
    expect(solveMixedIntegerProgram(free)).toEqual({ status: 'unbounded' });
    const none = { objective: [1, 1], constraints: [row([2, 0], '=', 1)], integers: binaries(1) };
    expect(solveMixedIntegerProgram(none).status).toBe('infeasible');
  });

  it('too large: the best so far and a bound that holds', () => {
    // Equal even weights and an odd capacity: no bound closes before most subsets are seen.
    const size = 10;
    const program = {
      objective: new Array<number>(size).fill(2),
      constraints: [row(new Array<number>(size).fill(2), '=', size + 1)],
      integers: binaries(size),
    };
    const outcome = solveMixedIntegerProgram(program, { nodeLimit: 50 });
    expect(outcome).toMatchObject({ status: 'too-large', incumbent: null, nodes: 50 });
    if (outcome.status === 'too-large') expect(outcome.bound).toBeCloseTo(size + 1, 9);
    expect(solveMixedIntegerProgram(program).status).toBe('infeasible');
  });

  it.each([
    [{ column: 2, upper: 1 }, 'integers[0].column is 2: expected a position below 1'],
    [{ column: 0, upper: 0.5 }, 'integers[0].upper is 0.5: expected a whole number'],
    [{ column: 0, upper: Infinity }, 'integers[0].upper is Infinity: expected a whole number'],
  ])('%j is refused', (entry, message) => {
    const program = { objective: [1], constraints: [row([1], '<=', 1)], integers: [entry] };
    expect(() => solveMixedIntegerProgram(program)).toThrow(InputError);
    expect(() => solveMixedIntegerProgram(program)).toThrow(message);
  });
});

describe('against enumeration', () => {
  const entry = fc.integer({ min: -6, max: 6 });
  const program = fc
    .record({ whole: fc.integer({ min: 1, max: 4 }), other: fc.integer({ min: 0, max: 3 }), rows: fc.integer({ min: 1, max: 4 }) })
    .chain(({ whole, other, rows }) => {
      const numbers = fc.array(entry, { minLength: whole + other, maxLength: whole + other });
      return fc.record({
        objective: numbers,
        constraints: fc.array(
          fc.record({
            coefficients: numbers,
            relation: fc.constantFrom('<=' as const, '>=' as const, '=' as const, '<=' as const),
            bound: fc.integer({ min: -3, max: 12 }),
          }),
          { minLength: rows, maxLength: rows },
        ),
        // Continuous variables are bounded by one more row, so that no programme is unbounded.
        integers: fc
          .array(fc.integer({ min: 1, max: 3 }), { minLength: whole, maxLength: whole })
          .map((uppers) => uppers.map((upper, column) => ({ column, upper }))),
        cap: fc.constant(row(Array.from({ length: whole + other }, (_unused, j) => (j < whole ? 0 : 1)), '<=', 5)), // prettier-ignore
      });
    })
    .map(({ constraints, cap, ...rest }): MixedIntegerProgram => ({ ...rest, constraints: [...constraints, cap] }));

  it.each([
    ['as they are', 1, 1],
    ['with numbers near 1e9 and 1e-9', 1e9, 1e-9],
  ])('300 random programmes %s have the optimum that fixing the whole variables in all ways finds', (_name, unit, costUnit) => {
    const counts = { optimal: 0, infeasible: 0 };
    fc.assert(
      fc.property(program, (plain) => {
        const scaled = {
          ...plain,
          objective: plain.objective.map((cost) => cost * costUnit),
          constraints: plain.constraints.map(({ coefficients, relation, bound }) => ({
            coefficients: coefficients.map((value) => value * unit),
            relation,
            bound: bound * unit,
          })),
        };
        const outcome = solveMixedIntegerProgram(scaled);
        const best = enumerate(scaled);
        if (best === null) {
          expect(outcome.status).toBe('infeasible');
          counts.infeasible++;
          return;
        }
        counts.optimal++;
        if (outcome.status !== 'optimal') throw new Error(outcome.status);
        expect(Math.abs(outcome.value - best)).toBeLessThanOrEqual(1e-9 * (1 + Math.abs(best / costUnit)) * costUnit);
        for (const { column, upper } of plain.integers) {
          expect(Number.isInteger(outcome.solution[column])).toBe(true);
          expect(outcome.solution[column]).toBeLessThanOrEqual(upper);
        }
      }),
      { seed: 1, numRuns: 300 },
    );
    expect(Math.min(counts.optimal, counts.infeasible)).toBeGreaterThan(20);
  });
});
