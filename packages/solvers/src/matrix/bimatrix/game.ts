import type { ExactAnswer, OptionsOf, ProvedAnswer } from '@firstmover/core';
import { InputError, show } from '@firstmover/core';
import type { Fraction } from '@firstmover/programmes';
import { readPayoff } from '../linear/payoff.ts';

/** A two-player game in normal form; rows are the leader's actions, columns the follower's. */
export interface PayoffMatrices<TPayoff = number> {
  /** leaderPayoff[row][column] */
  readonly leaderPayoff: readonly (readonly TPayoff[])[];
  /** followerPayoff[row][column] */
  readonly followerPayoff: readonly (readonly TPayoff[])[];
}

/** The options of `solveBimatrix` and `solveBayesian`. */
export const BIMATRIX_PARAMETERS = {
  commitment: {
    kind: 'choice',
    options: ['mixed', 'pure'],
    about: 'what the leader commits to: a mixture of rows, of which the follower sees the probabilities but not the draw, or one row',
  },
  ties: {
    kind: 'choice',
    options: ['strong', 'weak'],
    about: 'how an indifferent follower chooses: for the leader (strong) or against it (weak)',
  },
  tolerance: {
    kind: 'number',
    min: 0,
    max: 0.01,
    unset: 'none',
    about:
      "follower's payoffs of a row that differ by at most this share of its payoff range are ties: for payoffs that carry rounding errors",
  },
} as const;

/** Which problem to solve. */
export type BimatrixOptions = OptionsOf<typeof BIMATRIX_PARAMETERS>;

/** An optimal mixture of rows, or row, and the column that answers it. Under weak ties with mixed commitment the value is the supremum. */
export interface BimatrixSolution extends ProvedAnswer<readonly number[], number> {
  /** Probabilities of rows, or one row. */
  readonly commitmentClass: 'mixed' | 'pure';
  /** All columns that the follower replies with at some optimal commitment (or on the way to some optimal limit). */
  readonly optimalReplies: readonly number[];
  /** All columns that are best for the follower at `commitment`, `reply` among them. */
  readonly bestResponses: readonly number[];
  /**
   * A commitment strictly inside the region where `reply`, or a column with the same follower payoffs, is the only best reply. A small
   * step from `commitment` towards it makes the reply robust. Null for pure commitments and when the region has no interior.
   */
  readonly interior: readonly number[] | null;
  /** Values and commitment as texts of fractions. */
  readonly exact: ExactAnswer<readonly string[]>;
}

/** Payoffs beyond this would overflow when subtracted in double precision. */
const LARGEST_PAYOFF = 1e300;

/** How a class of games reads the entries of its matrices. */
type Read<T> = (payoff: unknown, path: string) => T;

/**
 * Checks that a game has two rectangular matrices of one shape, with at least one action each and finite numbers.
 *
 * @param game - as read from a file or given by a caller
 * @param path - what to call it in messages, before the names of the matrices: `types[1].`
 * @returns the same matrices, typed
 * @throws InputError with one line that names the matrix and the row or cell
 */
export function validateBimatrix(game: UntypedMatrices, path = ''): PayoffMatrices {
  return matricesOf(game, path, (payoff, cell) => {
    if (typeof payoff === 'number' && Math.abs(payoff) <= LARGEST_PAYOFF) return payoff;
    throw new InputError(`${cell} is ${show(payoff)}: expected a finite number`);
  });
}

/** As {@link validateBimatrix}, in fractions, of numbers or texts. */
export function readMatrices(game: UntypedMatrices, path = ''): PayoffMatrices<Fraction> {
  return matricesOf(game, path, readPayoff);
}

interface UntypedMatrices {
  readonly leaderPayoff: unknown;
  readonly followerPayoff: unknown;
}

function matricesOf<T>(game: UntypedMatrices, path: string, read: Read<T>): PayoffMatrices<T> {
  const leaderPayoff = checkMatrix(`${path}leaderPayoff`, game.leaderPayoff, read);
  const followerPayoff = checkMatrix(`${path}followerPayoff`, game.followerPayoff, read);
  const shape = (matrix: readonly (readonly T[])[]): string => `${matrix.length}x${matrix[0]!.length}`;
  if (shape(leaderPayoff) !== shape(followerPayoff)) {
    throw new InputError(
      `${path}followerPayoff is ${shape(followerPayoff)} but ${path}leaderPayoff is ${shape(leaderPayoff)}: give both matrices the same shape`,
    );
  }
  return { leaderPayoff, followerPayoff };
}

function checkMatrix<T>(name: string, matrix: unknown, read: Read<T>): readonly (readonly T[])[] {
  if (!Array.isArray(matrix)) throw new InputError(`${name} is ${show(matrix)}: expected an array of rows, one per leader action`);
  if (matrix.length === 0) throw new InputError(`${name} has no rows: the leader has no actions, give at least one`);
  const rows: unknown[] = matrix;
  return rows.map((row, i) => {
    if (!Array.isArray(row)) throw new InputError(`${name}[${i}] is ${show(row)}: expected an array of numbers, one per follower action`);
    const first = rows[0] as unknown[];
    if (row.length === 0) throw new InputError(`${name}[${i}] is empty: the follower has no actions, give at least one`);
    if (row.length !== first.length)
      throw new InputError(`${name}[${i}] has ${row.length} entries but ${name}[0] has ${first.length}: every row needs the same length`);
    // A hole of a sparse array is read as well.
    return Array.from(row as unknown[], (payoff, j) => read(payoff, `${name}[${i}][${j}]`));
  });
}
