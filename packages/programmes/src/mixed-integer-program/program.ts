import { InputError, show } from '@firstmover/core';
import { checkProgram, type LinearProgram } from '../linear-program/program.ts';

/** A variable that takes whole numbers only. */
export interface IntegerColumn {
  /** Its position among the variables. */
  readonly column: number;
  /** The largest whole number it may take, 1 for a binary variable; the smallest is 0. */
  readonly upper: number;
}

/** Maximise objective . x subject to the constraints, x >= 0, and some variables whole. */
export interface MixedIntegerProgram extends LinearProgram {
  /** The whole variables; all others are continuous. */
  readonly integers: readonly IntegerColumn[];
}

/** How a mixed-integer programme ends. */
export type MixedIntegerOutcome =
  | {
      /** Proved optimal. */
      readonly status: 'optimal';
      /** objective . solution */
      readonly value: number;
      /** Certified upper bound on the optimum; differs from `value` by at most 1e-10 of the sum of |objective_j solution_j|. */
      readonly bound: number;
      /** An optimal solution; whole variables are exactly whole. */
      readonly solution: readonly number[];
      /** How many linear programmes the search solved. */
      readonly nodes: number;
    }
  | {
      /** No x satisfies the constraints, each part of the search space with Farkas' proof. */
      readonly status: 'infeasible';
      /** How many linear programmes the search solved. */
      readonly nodes: number;
    }
  | {
      /** The objective grows without limit. */
      readonly status: 'unbounded';
    }
  | {
      /** The search reached its limit of nodes. */
      readonly status: 'too-large';
      /** The best solution so far, or null. */
      readonly incumbent: { readonly value: number; readonly solution: readonly number[] } | null;
      /** Certified upper bound on the optimum; Infinity when a relaxation is unbounded. */
      readonly bound: number;
      /** How many linear programmes the search solved. */
      readonly nodes: number;
    };

/** Beyond this a double cannot tell neighbouring whole numbers apart reliably after arithmetic. */
const LARGEST_INTEGER = 1e9;

/**
 * Checks that all lengths agree, all numbers are finite, and the whole variables exist.
 *
 * @throws InputError naming the entry otherwise
 */
export function checkMixedIntegerProgram(program: MixedIntegerProgram): void {
  checkProgram(program);
  const seen = new Set<number>();
  program.integers.forEach(({ column, upper }, k) => {
    const where = `mixed-integer programme: integers[${k}]`;
    if (!Number.isInteger(column) || column < 0 || column >= program.objective.length) {
      throw new InputError(`${where}.column is ${show(column)}: expected a position below ${program.objective.length}`);
    }
    if (seen.has(column)) throw new InputError(`${where}.column is ${column}, which is listed already: list each column once`);
    seen.add(column);
    if (!Number.isInteger(upper) || upper < 0 || upper > LARGEST_INTEGER) {
      throw new InputError(`${where}.upper is ${show(upper)}: expected a whole number from 0 to ${LARGEST_INTEGER}`);
    }
  });
}
