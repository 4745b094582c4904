import { InputError, show } from '@firstmover/core';
import { refuseLargeProgram } from '../linear-program/linear-program.ts';
import { NumericalError } from '../linear-program/numerical-error.ts';
import { polish } from './polish.ts';
import { checkMixedIntegerProgram, type MixedIntegerOutcome, type MixedIntegerProgram } from './program.ts';
import { relax, type Box, type Relaxed } from './relaxation.ts';

/** The most linear programmes that a search solves unless told otherwise. */
export const NODE_LIMIT: number = 100_000;

/** A whole variable this close to a whole number is tried as that number. */
const WHOLE = 1e-6;
/** Values this close, relative to the terms of the objective, are equal. */
const SAME_VALUE = 1e-10;

interface Node {
  readonly box: Box;
  /** No solution in the box is worth more. */
  readonly bound: number;
  readonly start: Int32Array | null;
}

/**
 * Solves a mixed-integer programme of small size (dense; up to a few hundred rows, columns and whole variables) by branch and bound, the
 * best bound first (Land & Doig, Econometrica 1960). Every node's linear programme is solved by the certified simplex method, so that each part of the space is cut off by a
 * proof; a solution counts only after its whole variables are fixed at whole numbers and the others are solved for again.
 *
 * @param program - finite numbers; whole variables with finite upper bounds
 * @param options - nodeLimit: the most linear programmes to solve, default {@link NODE_LIMIT}
 * @returns a typed outcome; beyond the limit the best solution so far with a bound
 * @throws InputError when lengths differ, a number is not finite, or a whole variable is listed wrongly
 * @throws RefusedError beyond about 8,000 constraints
 * @throws NumericalError when a part of the space cannot be decided in double precision
 */
export function solveMixedIntegerProgram(program: MixedIntegerProgram, options: { readonly nodeLimit?: number } = {}): MixedIntegerOutcome {
  checkMixedIntegerProgram(program);
  const { nodeLimit = NODE_LIMIT } = options;
  if (!Number.isInteger(nodeLimit) || nodeLimit < 1)
    throw new InputError(`nodeLimit is ${show(nodeLimit)}: expected a whole number from 1`);
  const { integers, objective } = program;
  refuseLargeProgram({
    objective,
    constraints: [...program.constraints, ...integers.map(() => ({ coefficients: [], relation: '<=' as const, bound: 0 }))],
  });
  const relaxation = relax(program);

  let incumbent: { readonly value: number; readonly solution: readonly number[] } | null = null;
  let slack = 0;
  let nodes = 0;
  let proved = -Infinity;
  const isWorthless = (bound: number): boolean => incumbent !== null && bound <= incumbent.value + slack;
  const consider = (numbers: readonly number[]): number => {
    const found = polish(program, numbers);
    if (found === null) return -Infinity;
    if (incumbent === null || found.value > incumbent.value) {
      incumbent = found;
      slack = SAME_VALUE * objective.reduce((sum, cost, j) => sum + Math.abs(cost * found.solution[j]!), 0);
    }
    return found.value;
  };

  // Sorted by bound, the best last.
  const open: Node[] = [{ box: { lower: integers.map(() => 0), upper: integers.map(({ upper }) => upper) }, bound: Infinity, start: null }];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (isWorthless(node.bound)) {
      proved = Math.max(proved, node.bound);
      continue;
    }
    if (nodes >= nodeLimit) return { status: 'too-large', incumbent, bound: Math.max(node.bound, proved), nodes };
    nodes++;
    const { box } = node;
    const isOpen = box.lower.some((low, k) => low < box.upper[k]!);
    const relaxed = attempt(() => relaxation.solve(box, node.start), isOpen);
    if (relaxed?.status === 'infeasible') continue;
    if (relaxed?.status === 'unbounded') {
      // The ray is one of continuous variables, so any solution at all makes the programme unbounded.
      const feasible = solveMixedIntegerProgram({ ...program, objective: objective.map(() => 0) }, options);
      if (feasible.status === 'optimal') return { status: 'unbounded' };
      return feasible.status === 'too-large' ? { ...feasible, incumbent: null, bound: Infinity } : feasible;
    }
    const bound = Math.min(node.bound, relaxed?.value ?? Infinity);
    if (isWorthless(bound)) {
      proved = Math.max(proved, bound);
      continue;
    }
    const values = integers.map(({ column }, k) => relaxed?.x[column] ?? (box.lower[k]! + box.upper[k]!) / 2);
    const numbers = values.map((value, k) => Math.min(Math.max(Math.round(value), box.lower[k]!), box.upper[k]!));
    if (relaxed !== undefined && values.every((value, k) => Math.abs(value - numbers[k]!) <= WHOLE)) {
      const value = attempt(() => consider(numbers), isOpen);
      if (value !== undefined && isWorthless(bound)) {
        proved = Math.max(proved, bound);
        continue;
      }
      if (!isOpen) {
        if (value === -Infinity || value === undefined) throw unsafe();
        proved = Math.max(proved, bound);
        continue;
      }
    }
    for (const part of split(box, values)) insert(open, { box: part, bound, start: relaxed?.basis ?? node.start });
  }
  // Assigned in `consider`, which the compiler does not follow.
  const best = incumbent as { readonly value: number; readonly solution: readonly number[] } | null;
  if (best === null) return { status: 'infeasible', nodes };
  return { status: 'optimal', ...best, bound: Math.max(best.value, proved), nodes };
}

/** Runs a step that may fail for lack of precision; where the box can still be split, its parts are easier. */
function attempt<TResult extends Relaxed | number>(step: () => TResult, canSplit: boolean): TResult | undefined {
  try {
    return step();
  } catch (error) {
    if (canSplit && error instanceof NumericalError) return undefined;
    throw error;
  }
}

/** Splits a box at the whole variable that is farthest from a whole number; where all are whole, at the first that is not fixed. */
function split({ lower, upper }: Box, values: readonly number[]): Box[] {
  let chosen = -1;
  let farthest = -1;
  values.forEach((value, k) => {
    const distance = Math.abs(value - Math.round(value));
    if (lower[k]! === upper[k]! || distance <= farthest) return;
    chosen = k;
    farthest = distance;
  });
  const at = (low: number, high: number): Box[] =>
    low > high ? [] : [{ lower: lower.with(chosen, low), upper: upper.with(chosen, high) }];
  const value = values[chosen]!;
  const nearest = Math.min(Math.max(Math.round(value), lower[chosen]!), upper[chosen]!);
  if (Math.abs(value - nearest) <= WHOLE)
    return [...at(lower[chosen]!, nearest - 1), ...at(nearest + 1, upper[chosen]!), ...at(nearest, nearest)];
  const below = Math.floor(value);
  const parts = [at(lower[chosen]!, below), at(below + 1, upper[chosen]!)];
  return (value - below > 0.5 ? parts : parts.reverse()).flat();
}

/** Keeps the list sorted; among equal bounds the newest comes last, so that it is next. */
function insert(open: Node[], node: Node): void {
  let low = 0;
  let high = open.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (open[middle]!.bound <= node.bound) low = middle + 1;
    else high = middle;
  }
  open.splice(low, 0, node);
}

function unsafe(): NumericalError {
  return new NumericalError('mixed-integer programme: a solution cannot be told from none in double precision; rescale the numbers');
}
