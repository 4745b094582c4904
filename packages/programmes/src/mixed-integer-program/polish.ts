import { solveLinearProgram } from '../linear-program/linear-program.ts';
import { NumericalError } from '../linear-program/numerical-error.ts';
import type { MixedIntegerProgram } from './program.ts';

/** A right side this small beside the terms it is the difference of is zero. */
const NEGLIGIBLE = 1e-13;
/** A solution may break a constraint by this, relative to the terms in it. */
const BROKEN = 1e-9;

/**
 * Fixes the whole variables and solves for the continuous ones again, with a certificate, from the original coefficients.
 *
 * @param program - the programme
 * @param whole - a whole number per whole variable
 * @returns null when no continuous variables fit
 * @throws NumericalError when that cannot be certified, or the solution breaks a constraint
 */
export function polish(
  { objective, constraints, integers }: MixedIntegerProgram,
  whole: readonly number[],
): { readonly value: number; readonly solution: readonly number[] } | null {
  const solution = new Array<number>(objective.length).fill(0);
  integers.forEach(({ column }, k) => {
    solution[column] = whole[k]!;
  });
  const fixed = new Set(integers.map(({ column }) => column));
  const open = Array.from(objective.keys()).filter((j) => !fixed.has(j));
  const outcome = solveLinearProgram({
    objective: open.map((j) => objective[j]!),
    constraints: constraints.map(({ coefficients, relation, bound }) => {
      let rest = bound;
      let mass = Math.abs(bound);
      for (const { column } of integers) {
        rest -= coefficients[column]! * solution[column]!;
        mass += Math.abs(coefficients[column]! * solution[column]!);
      }
      return { coefficients: open.map((j) => coefficients[j]!), relation, bound: Math.abs(rest) <= NEGLIGIBLE * mass ? 0 : rest };
    }),
  });
  if (outcome.status === 'infeasible') return null;
  if (outcome.status === 'unbounded') throw new NumericalError('mixed-integer programme: a bounded part of it appears unbounded; rescale');
  open.forEach((j, k) => {
    solution[j] = outcome.solution[k]!;
  });
  for (const [i, { coefficients, relation, bound }] of constraints.entries()) {
    let sum = -bound;
    let mass = Math.abs(bound);
    coefficients.forEach((coefficient, j) => {
      sum += coefficient * solution[j]!;
      mass += Math.abs(coefficient * solution[j]!);
    });
    const excess = relation === '<=' ? sum : relation === '>=' ? -sum : Math.abs(sum);
    if (excess > BROKEN * mass)
      throw new NumericalError(`mixed-integer programme: no solution keeps constraint ${i} in double precision; rescale the numbers`);
  }
  return { value: objective.reduce((sum, cost, j) => (solution[j] === 0 ? sum : sum + cost * solution[j]!), 0), solution };
}
