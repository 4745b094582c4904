import type { Descriptor, Matrix } from '@firstmover/core';
import { InputError, readMatrix, show } from '@firstmover/core';

/** The payoffs of a leader (rows) and a follower (columns), both matrices of the same shape. */
export interface Bimatrix {
  /** What the leader gets, `leaderPayoff[row][column]`. */
  readonly leaderPayoff: Matrix;
  /** What the follower gets, `followerPayoff[row][column]`. */
  readonly followerPayoff: Matrix;
  /** A name for each row. */
  readonly leaderActions?: readonly string[];
  /** A name for each column. */
  readonly followerActions?: readonly string[];
}

/**
 * Checks and copies payoffs that come from outside.
 *
 * @param given - two matrices of finite numbers of the same shape, and names for rows and columns where there are any
 * @param owner - whose payoffs they are, for messages
 * @throws InputError naming the row, the cell or the name that does not fit
 */
export function readBimatrix(given: { readonly [key in keyof Bimatrix]: unknown }, owner: string): Bimatrix {
  const leaderPayoff = readPayoffs(given.leaderPayoff, `leaderPayoff of ${owner}`);
  const followerPayoff = readPayoffs(given.followerPayoff, `followerPayoff of ${owner}`);
  const rows = leaderPayoff.length;
  const columns = (leaderPayoff[0] as readonly number[]).length;
  if (followerPayoff.length !== rows) {
    throw new InputError(
      `followerPayoff of ${owner} has ${followerPayoff.length} rows: expected ${rows} as in leaderPayoff; give both matrices`,
    );
  }
  const row0 = followerPayoff[0] as readonly number[];
  if (row0.length !== columns) {
    throw new InputError(
      `row 0 of followerPayoff of ${owner} has ${row0.length} entries: expected ${columns} as in leaderPayoff; give both matrices`,
    );
  }
  return {
    leaderPayoff,
    followerPayoff,
    ...(given.leaderActions === undefined ? {} : { leaderActions: readNames(given.leaderActions, rows, `leaderActions of ${owner}`) }),
    ...(given.followerActions === undefined
      ? {}
      : { followerActions: readNames(given.followerActions, columns, `followerActions of ${owner}`) }),
  };
}

function readPayoffs(value: unknown, what: string): Matrix {
  if (!Array.isArray(value)) throw new InputError(`${what} is ${show(value)}: expected a list of rows of numbers`);
  return readMatrix(value, what);
}

function readNames(value: unknown, count: number, what: string): readonly string[] {
  const isName = (name: unknown): name is string => typeof name === 'string' && name.trim() !== '' && !/\p{Cc}/u.test(name);
  if (!Array.isArray(value) || value.length !== count || !value.every(isName)) {
    throw new InputError(`${what} is ${show(value)}: expected ${count} names of one line, one per action`);
  }
  const repeated = value.find((name, i) => value.indexOf(name) !== i);
  if (repeated !== undefined) throw new InputError(`${what} has the name ${show(repeated)} twice: expected different names`);
  return value.slice();
}

/** The names of the rows and columns: the given ones, else `row 0`, `row 1`, ... and `column 0`, `column 1`, ... */
export function actionNames(payoffs: Bimatrix): { readonly leader: readonly string[]; readonly follower: readonly string[] } {
  return {
    leader: payoffs.leaderActions ?? payoffs.leaderPayoff.map((_row, i) => `row ${i}`),
    follower: payoffs.followerActions ?? (payoffs.leaderPayoff[0] as readonly number[]).map((_entry, j) => `column ${j}`),
  };
}

/**
 * What a descriptor says about rewards that are payoff + offset for both players.
 *
 * @param payoffs - the payoffs of one round
 * @param offset - what is added to every payoff
 */
export function describeRewards(payoffs: Bimatrix, offset: number): Pick<Descriptor, 'utility' | 'rewardBounds'> {
  const leader = payoffs.leaderPayoff.flat().map((payoff) => payoff + offset);
  const follower = payoffs.followerPayoff.flat().map((payoff) => payoff + offset);
  const all = [...leader, ...follower];
  const zeroSum = leader.every((reward, i) => reward === -(follower[i] as number));
  const commonInterest = leader.every((reward, i) => reward === follower[i]);
  return {
    utility: zeroSum ? 'zero-sum' : commonInterest ? 'common-interest' : 'general-sum',
    rewardBounds: [all.reduce((low, reward) => Math.min(low, reward)), all.reduce((high, reward) => Math.max(high, reward))],
  };
}
