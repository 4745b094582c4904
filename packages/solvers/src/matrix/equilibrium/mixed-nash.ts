import { RefusedError } from '@firstmover/core';
import { NumericalError, solveLinearProgram } from '@firstmover/programmes';
import type { Subgame } from './reduce.ts';

/** The most pairs of supports that are examined: all of them up to nine strategies each. */
export const SUPPORT_LIMIT = 50_000;

/** What is nothing beside payoffs from 0 to 1. */
const NEGLIGIBLE = 1e-9;

/** Independent mixtures of two players. */
export interface MixedProfile {
  /** The probability of each strategy of the first player. */
  readonly row: readonly number[];
  /** The probability of each strategy of the second player. */
  readonly column: readonly number[];
}

/**
 * Nash equilibria of two players by enumeration of supports of equal size, smallest first. It finds all of them where the game is not
 * degenerate, at least one in every game (a degenerate one is the limit of games that are not).
 *
 * @param game - two players with payoffs from 0 to 1
 * @param firstOnly - whether one is enough
 * @throws RefusedError when there are more than {@link SUPPORT_LIMIT} pairs of supports to examine
 */
export function mixedNashEquilibria(game: Subgame, firstOnly: boolean): MixedProfile[] {
  const [rows, columns] = game.strategies as readonly [number, number];
  // Per strategy of the one, what it pays against each strategy of the other.
  const rowPays = matrix(rows, columns, (i, j) => game.payoffs[0]![i * columns + j]!);
  const columnPays = matrix(columns, rows, (j, i) => game.payoffs[1]![i * columns + j]!);
  const found: MixedProfile[] = [];
  for (const solve of [solveByElimination, solveByProgram]) {
    let examined = 0;
    for (let size = 1; size <= Math.min(rows, columns); size++) {
      for (const rowSupport of subsets(rows, size)) {
        for (const columnSupport of subsets(columns, size)) {
          if (++examined > SUPPORT_LIMIT) {
            throw new RefusedError(
              `the followers' game has no pure equilibrium and ${rows} x ${columns} undominated strategies: mixed ones are limited to ${SUPPORT_LIMIT} pairs of supports; ask for a correlated equilibrium, iterated best response or fictitious play`,
            );
          }
          const column = solve(rowPays, rowSupport, columnSupport);
          const row = column && solve(columnPays, columnSupport, rowSupport);
          if (!row) continue;
          found.push({ row, column });
          if (firstOnly) return found;
        }
      }
    }
    if (found.length > 0) return found;
  }
  throw new NumericalError('mixed equilibrium: none found in double precision; rescale the payoffs or remove near-duplicates');
}

type Matrix = readonly (readonly number[])[];

/** A mixture on `support` that makes the strategies `equal` the best, all alike; undefined where there is none. */
type Solve = (pays: Matrix, equal: readonly number[], support: readonly number[]) => number[] | undefined;

/** By Gaussian elimination; nothing where the mixture is not unique or leaves out part of its support. */
const solveByElimination: Solve = (pays, equal, support) => {
  const size = support.length;
  // Unknowns: the probabilities on the support and the common payoff; the last column is the right side.
  const system = equal.map((strategy) => [...support.map((other) => pays[strategy]![other]!), -1, 0]);
  system.push([...support.map(() => 1), 0, 1]);
  for (let k = 0; k <= size; k++) {
    let pivot = k;
    for (let r = k + 1; r <= size; r++) if (Math.abs(system[r]![k]!) > Math.abs(system[pivot]![k]!)) pivot = r;
    if (Math.abs(system[pivot]![k]!) < NEGLIGIBLE) return undefined;
    [system[k], system[pivot]] = [system[pivot]!, system[k]!];
    const top = system[k]!;
    for (let r = 0; r <= size; r++) {
      if (r === k) continue;
      const line = system[r]!;
      const factor = line[k]! / top[k]!;
      if (factor !== 0) for (let c = k; c <= size + 1; c++) line[c]! -= factor * top[c]!;
    }
  }
  const solution = system.map((line, k) => line[size + 1]! / line[k]!);
  const mixture = new Array<number>(pays[0]!.length).fill(0);
  for (let k = 0; k < size; k++) {
    if (!(solution[k]! > NEGLIGIBLE)) return undefined;
    mixture[support[k]!] = solution[k]!;
  }
  const value = solution[size]!;
  return pays.every((line) => against(line, mixture) <= value + NEGLIGIBLE) ? normalise(mixture) : undefined;
};

/** By linear programming, which also finds one of many mixtures, or one that leaves out part of its support. */
const solveByProgram: Solve = (pays, equal, support) => {
  const [reference] = equal as [number];
  const outcome = solveLinearProgram({
    objective: support.map(() => 0),
    constraints: [
      ...pays.flatMap((line, strategy) => {
        if (strategy === reference) return [];
        const coefficients = support.map((other) => line[other]! - pays[reference]![other]!);
        return [{ coefficients, relation: equal.includes(strategy) ? ('=' as const) : ('<=' as const), bound: 0 }];
      }),
      { coefficients: support.map(() => 1), relation: '=', bound: 1 },
    ],
  });
  if (outcome.status !== 'optimal') return undefined;
  const mixture = new Array<number>(pays[0]!.length).fill(0);
  support.forEach((other, k) => (mixture[other] = outcome.solution[k]!));
  return normalise(mixture);
};

const against = (line: readonly number[], mixture: readonly number[]): number => line.reduce((sum, pay, k) => sum + pay * mixture[k]!, 0);

function normalise(mixture: readonly number[]): number[] {
  const total = mixture.reduce((sum, share) => sum + share, 0);
  return mixture.map((share) => share / total);
}

function matrix(rows: number, columns: number, entry: (i: number, j: number) => number): Matrix {
  return Array.from({ length: rows }, (_row, i) => Array.from({ length: columns }, (_column, j) => entry(i, j)));
}

/** The subsets of 0..n-1 of a size, in lexicographic order. */
function* subsets(n: number, size: number): Generator<readonly number[]> {
  const chosen = Array.from({ length: size }, (_unused, k) => k);
  for (;;) {
    yield chosen.slice();
    let k = size - 1;
    while (k >= 0 && chosen[k] === n - size + k) k--;
    if (k < 0) return;
    chosen[k]!++;
    for (let rest = k + 1; rest < size; rest++) chosen[rest] = chosen[rest - 1]! + 1;
  }
}
