// Random games of the kinds that trouble solvers: few values and so many ties, duplicate and nearly useless columns, thirds, generic numbers, and
// units from 1e-9 to 1e9.
import type { Random } from '@firstmover/core';
import type { PayoffMatrices } from '@firstmover/solvers';

const ENTRIES: readonly ((random: Random) => number)[] = [
  (random) => random.integer(2),
  (random) => random.integer(5) - 2,
  (random) => (random.integer(19) - 9) / 3,
  (random) => Math.floor(random.uniform() * 2e6 - 1e6) / 1e6,
];

/** A unit from 1e-9 to 1e9. */
export function randomUnit(random: Random): number {
  return Number(`1e${random.integer(19) - 9}`);
}

/** A matrix of one kind of entries, sometimes with a column twice, in a unit that is given or random. */
export function randomMatrix(random: Random, rows: number, columns: number, given?: number): number[][] {
  const entry = ENTRIES[random.integer(ENTRIES.length)]!;
  const unit = given ?? randomUnit(random);
  const matrix = Array.from({ length: rows }, () => Array.from({ length: columns }, () => entry(random) * unit));
  if (columns > 1 && random.integer(4) === 0) for (const row of matrix) row[columns - 1] = row[0]!;
  return matrix;
}

/** A game of at most that many rows and columns. */
export function randomBimatrix(random: Random, largest: number): PayoffMatrices {
  const rows = 1 + random.integer(largest);
  const columns = 1 + random.integer(largest);
  return { leaderPayoff: randomMatrix(random, rows, columns), followerPayoff: randomMatrix(random, rows, columns) };
}

/** The difference between the largest and the smallest number. */
export function rangeOf(matrices: readonly (readonly (readonly number[])[])[]): number {
  const all = matrices.flat(2);
  return Math.max(...all) - Math.min(...all);
}
