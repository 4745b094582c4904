import { InputError } from '@firstmover/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { solveLinearProgram } from './linear-program.ts';
import { NumericalError } from './numerical-error.ts';
import { isUniqueOptimum } from './optimal-face.ts';
import type { LinearConstraint, LinearOptimum, LinearProgram } from './program.ts';

const row = (coefficients: readonly number[], relation: LinearConstraint['relation'], bound: number): LinearConstraint => ({
  coefficients,
  relation,
  bound,
});

function optimumOf(program: LinearProgram): LinearOptimum {
  const outcome = solveLinearProgram(program);
  if (outcome.status !== 'optimal') throw new Error(`expected an optimum, got ${outcome.status}`);
  return outcome;
}

describe('textbook programmes', () => {
  it('solves a production plan (Dantzig 1963: 3x + 5y, optimum 36 at (2, 6))', () => {
    const { value, solution, multipliers } = optimumOf({
      objective: [3, 5],
      constraints: [row([1, 0], '<=', 4), row([0, 2], '<=', 12), row([3, 2], '<=', 18)],
    });
    expect(value).toBeCloseTo(36, 12);
    expect(solution).toEqual([2, 6]);
    expect(multipliers[0]).toBeCloseTo(0, 12);
    expect(multipliers[1]).toBeCloseTo(3 / 2, 12);
    expect(multipliers[2]).toBeCloseTo(1, 12);
  });

  it('gives multipliers of >= rows a negative sign, and multipliers . bounds = value', () => {
    const { value, multipliers } = optimumOf({ objective: [-2, -3], constraints: [row([1, 1], '>=', 4), row([1, 3], '>=', 6)] });
    expect(value).toBeCloseTo(-9, 12);
    expect(multipliers[0]).toBeCloseTo(-3 / 2, 12);
    expect(multipliers[1]).toBeCloseTo(-1 / 2, 12);
  });

  it("does not cycle on Beale's example (optimum 1/20)", () => {
    const constraints = [row([0.25, -60, -1 / 25, 9], '<=', 0), row([0.5, -90, -1 / 50, 3], '<=', 0), row([0, 0, 1, 0], '<=', 1)];
    expect(optimumOf({ objective: [0.75, -150, 0.02, -6], constraints }).value).toBeCloseTo(1 / 20, 13);
  });

  it("does not cycle on Kuhn's example (optimum 2)", () => {
    const constraints = [row([-2, -9, 1, 9], '<=', 0), row([1 / 3, 1, -1 / 3, -2], '<=', 0), row([2, 3, -1, -12], '<=', 2)];
    expect(optimumOf({ objective: [2, 3, -1, -12], constraints }).value).toBeCloseTo(2, 12);
  });

  it('solves the Klee-Minty cube of dimension 9', () => {
    const n = 9;
    const constraints = Array.from({ length: n }, (_unused, i) =>
      row(
        Array.from({ length: n }, (_other, j) => (j < i ? 2 * 10 ** (i - j) : j === i ? 1 : 0)),
        '<=',
        100 ** i,
      ),
    );
    const objective = Array.from({ length: n }, (_unused, j) => 10 ** (n - 1 - j));
    expect(optimumOf({ objective, constraints }).value).toBeCloseTo(100 ** (n - 1), 0);
  });

  it('accepts redundant and repeated equalities', () => {
    const constraints = [row([1, 1, 1], '=', 1), row([2, 2, 2], '=', 2), row([1, 1, 1], '=', 1), row([1, -1, 0], '=', 0)];
    const { value, solution } = optimumOf({ objective: [1, 0, 0], constraints });
    expect(value).toBeCloseTo(0.5, 14);
    expect(solution).toEqual([0.5, 0.5, 0]);
  });

  it('solves programmes without constraints or without variables', () => {
    expect(optimumOf({ objective: [-1, 0], constraints: [] }).solution).toEqual([0, 0]);
    expect(solveLinearProgram({ objective: [1], constraints: [] }).status).toBe('unbounded');
    expect(optimumOf({ objective: [], constraints: [row([], '<=', 1)] }).value).toBe(0);
    expect(solveLinearProgram({ objective: [], constraints: [row([], '>=', 1)] }).status).toBe('infeasible');
  });
});

describe('outcomes other than an optimum', () => {
  it("reports infeasible programmes with Farkas' combination", () => {
    const constraints = [row([1, 1], '<=', 1), row([1, 0], '>=', 0.75), row([0, 1], '>=', 0.5)];
    const outcome = solveLinearProgram({ objective: [1, 1], constraints });
    if (outcome.status !== 'infeasible') throw new Error(outcome.status);
    const combine = (pick: (constraint: LinearConstraint) => number): number =>
      constraints.reduce((sum, constraint, i) => sum + outcome.multipliers[i]! * pick(constraint), 0);
    expect(combine(({ bound }) => bound)).toBeLessThan(0);
    expect(combine(({ coefficients }) => coefficients[0]!)).toBeGreaterThanOrEqual(0);
    expect(combine(({ coefficients }) => coefficients[1]!)).toBeGreaterThanOrEqual(0);
    expect(outcome.multipliers.map(Math.sign)).toEqual([1, -1, -1]);
  });

  it('reports unbounded programmes', () => {
    expect(solveLinearProgram({ objective: [1, -1], constraints: [row([1, -2], '<=', 3)] }).status).toBe('unbounded');
    expect(solveLinearProgram({ objective: [1, 1], constraints: [row([1, -1], '=', 0)] }).status).toBe('unbounded');
  });

  it('refuses a programme whose feasibility hangs on the eleventh digit, with a typed error', () => {
    const constraints = [row([1, 1], '<=', 1), row([1, 1], '>=', 1 + 1e-10)];
    expect(() => solveLinearProgram({ objective: [1, 0], constraints })).toThrow(NumericalError);
  });

  it('names what is wrong with malformed programmes', () => {
    expect(() => solveLinearProgram({ objective: [1, NaN], constraints: [] })).toThrow(
      new InputError('linear programme: objective[1] is NaN, expected a finite number'),
    );
    expect(() => solveLinearProgram({ objective: [1], constraints: [row([1, 2], '<=', 1)] })).toThrow(
      /constraint 0 has 2 coefficients, expected 1/,
    );
    expect(() => solveLinearProgram({ objective: [1], constraints: [row([1], '<=', Infinity)] })).toThrow(
      /the bound of constraint 0 is Infinity/,
    );
    expect(() => solveLinearProgram({ objective: [1], constraints: [row([-Infinity], '<=', 1)] })).toThrow(
      /constraint 0, coefficient 0 is -Infinity/,
    );
  });
});

describe('uniqueness of the optimum', () => {
  const square = [row([1, 0], '<=', 1), row([0, 1], '<=', 1)];

  it('tells a vertex from an edge', () => {
    for (const [objective, unique] of [
      [[1, 2], true],
      [[0, 1], false],
      [[0, 0], false],
      [[-1, -1], true],
    ] as const) {
      const program = { objective, constraints: square };
      expect(isUniqueOptimum(program, optimumOf(program))).toBe(unique);
    }
  });

  it('is not misled by a degenerate vertex', () => {
    const program = { objective: [1, 1], constraints: [...square, row([1, 1], '<=', 2), row([1, 2], '<=', 3)] };
    expect(isUniqueOptimum(program, optimumOf(program))).toBe(true);
  });
});

describe('random programmes', () => {
  const entry = fc.integer({ min: -4, max: 4 });
  const programmes = fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 })).chain(([n, m]) =>
    fc.record({
      objective: fc.array(entry, { minLength: n, maxLength: n }),
      constraints: fc.array(
        fc.record({
          coefficients: fc.array(entry, { minLength: n, maxLength: n }),
          relation: fc.constantFrom('<=' as const, '=' as const, '>=' as const),
          bound: entry,
        }),
        { minLength: m, maxLength: m },
      ),
    }),
  );

  it('returns for each of 3,000 degenerate programmes a proof that holds in the original numbers', () => {
    const seen = { optimal: 0, infeasible: 0, unbounded: 0 };
    fc.assert(
      fc.property(programmes, (program) => {
        const outcome = solveLinearProgram(program);
        seen[outcome.status]++;
        if (outcome.status === 'unbounded') return;
        const columns = program.objective.map((cost, j) => ({
          cost,
          total: program.constraints.reduce((sum, { coefficients }, i) => sum + outcome.multipliers[i]! * coefficients[j]!, 0),
        }));
        const bound = program.constraints.reduce((sum, { bound: limit }, i) => sum + outcome.multipliers[i]! * limit, 0);
        program.constraints.forEach(({ relation }, i) => {
          if (relation !== '=') expect(outcome.multipliers[i]! * (relation === '<=' ? 1 : -1)).toBeGreaterThanOrEqual(0);
        });
        if (outcome.status === 'infeasible') {
          for (const { total } of columns) expect(total).toBeGreaterThanOrEqual(-1e-12);
          expect(bound).toBeLessThan(-1e-6);
          return;
        }
        for (const { cost, total } of columns) expect(total).toBeGreaterThanOrEqual(cost - 1e-11);
        expect(bound).toBeCloseTo(outcome.value, 10);
        for (const { coefficients, relation, bound: limit } of program.constraints) {
          const left = coefficients.reduce((sum, coefficient, j) => sum + coefficient * outcome.solution[j]!, 0);
          if (relation !== '>=') expect(left).toBeLessThanOrEqual(limit + 1e-11);
          if (relation !== '<=') expect(left).toBeGreaterThanOrEqual(limit - 1e-11);
        }
      }),
      { seed: 7, numRuns: 3000 },
    );
    expect(Math.min(seen.optimal, seen.infeasible, seen.unbounded)).toBeGreaterThan(300);
  });

  it('gives the same value when rows and columns are measured in other units, from 1e-9 to 1e9', () => {
    const unit = fc.integer({ min: -9, max: 9 });
    const units = fc.array(unit, { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(programmes, units, unit, (program, powers, boundPower) => {
        const outcome = solveLinearProgram(program);
        const rescaled = solveLinearProgram({
          objective: program.objective.map((cost, j) => cost * 10 ** powers[j]!),
          constraints: program.constraints.map(({ coefficients, relation, bound }, i) => ({
            coefficients: coefficients.map((coefficient, j) => coefficient * 10 ** powers[j]! * 10 ** powers[6 + i]!),
            relation,
            bound: bound * 10 ** powers[6 + i]! * 10 ** boundPower,
          })),
        });
        expect(rescaled.status).toBe(outcome.status);
        if (outcome.status === 'optimal' && rescaled.status === 'optimal') {
          expect(Math.abs(rescaled.value / 10 ** boundPower - outcome.value)).toBeLessThanOrEqual(1e-11 * (1 + Math.abs(outcome.value)));
        }
      }),
      { seed: 8, numRuns: 1500 },
    );
  });
});
