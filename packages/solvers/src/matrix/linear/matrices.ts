import type { Fraction } from '@firstmover/programmes';
import { commonDenominator, wholeNumber, type Affine, type LinearCommitment, type NamedRow, type Reply } from './problem.ts';

/** A follower that may come, with matrices in fractions, [row][column]. */
export interface FractionType {
  /** How likely it is, above 0; over all types the sum is 1. */
  readonly probability: Fraction;
  /** What the leader gets. */
  readonly leaderPayoff: readonly (readonly Fraction[])[];
  /** What the follower gets. */
  readonly followerPayoff: readonly (readonly Fraction[])[];
}

/** Mixtures of rows against followers that reply with columns. */
export function mixtures(types: readonly FractionType[]): LinearCommitment {
  const rows = types[0]!.leaderPayoff.length;
  const variables = Array.from({ length: rows }, (_unused, i) => String(i));
  const leaderScale = commonDenominator(types.flatMap(({ leaderPayoff }) => leaderPayoff.flat()));
  const parts = commonDenominator(types.map(({ probability }) => probability));
  return {
    variables,
    rows: [{ name: 'sum', scale: 1n, slopes: variables.map(() => -1n), constant: 1n, equal: true }],
    leaderScale,
    types: types.map(({ probability, leaderPayoff, followerPayoff }) => {
      const scale = commonDenominator(followerPayoff.flat());
      const column = (matrix: FractionType['leaderPayoff'], j: number, by: bigint): Affine => ({
        slopes: matrix.map((row) => wholeNumber(row[j]!, by)),
        constant: 0n,
      });
      return {
        weight: wholeNumber(probability, parts),
        scale,
        replies: leaderPayoff[0]!.map((_cell, j): Reply => ({
          name: String(j),
          leader: column(leaderPayoff, j, leaderScale),
          follower: column(followerPayoff, j, scale),
        })),
      };
    }),
  };
}

/** Joint distributions over cells, row by row, of which the follower is told its column, and likes to take it. The only reply is to follow. */
export function recommendations({ leaderPayoff, followerPayoff }: Omit<FractionType, 'probability'>): LinearCommitment {
  const leaderScale = commonDenominator(leaderPayoff.flat());
  const scale = commonDenominator(followerPayoff.flat());
  const columns = [...leaderPayoff[0]!.keys()];
  const follower = followerPayoff.map((row) => row.map((payoff) => wholeNumber(payoff, scale)));
  const slopes = (of: (i: number, j: number) => bigint): bigint[] => leaderPayoff.flatMap((_row, i) => columns.map((j) => of(i, j)));
  const follows = columns.flatMap((j) =>
    columns
      .filter((k) => follower.some((row) => row[j] !== row[k]))
      .map((k): NamedRow => {
        const gains = slopes((i, column) => (column === j ? follower[i]![j]! - follower[i]![k]! : 0n));
        return { name: `follow ${j} over ${k}`, scale, slopes: gains, constant: 0n, equal: false };
      }),
  );
  const sum: NamedRow = { name: 'sum', scale: 1n, slopes: slopes(() => -1n), constant: 1n, equal: true };
  const follow: Reply = {
    name: 'follow',
    leader: { slopes: slopes((i, j) => wholeNumber(leaderPayoff[i]![j]!, leaderScale)), constant: 0n },
    follower: { slopes: slopes((i, j) => follower[i]![j]!), constant: 0n },
  };
  return {
    variables: leaderPayoff.flatMap((_row, i) => columns.map((j) => `${i},${j}`)),
    rows: [sum, ...follows],
    leaderScale,
    types: [{ weight: 1n, scale, replies: [follow] }],
  };
}
