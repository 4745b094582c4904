import type { TieRule } from '@firstmover/core';
import type { LinearCommitment } from './problem.ts';

/** A row that the leader may commit to. */
export interface PureRow {
  /** Which. */
  readonly row: number;
  /** What it is worth, times the total weight and the leader's scale. */
  readonly worth: bigint;
  /** Per type, the best replies that the tie rule chooses from: those that pay the leader the same. */
  readonly replies: readonly (readonly number[])[];
}

/** The best rows of mixtures, in exact fractions. */
export function bestRows({ variables, types }: LinearCommitment, ties: TieRule): PureRow[] {
  const rows = variables.map((_name, row): PureRow => {
    let worth = 0n;
    const replies = types.map(({ weight, replies: all }) => {
      const own = all.map(({ follower }) => follower.slopes[row]! + follower.constant);
      const most = own.reduce((a, b) => (b > a ? b : a));
      const tied = [...all.keys()].filter((j) => own[j] === most);
      const paid = tied.map((j) => all[j]!.leader.slopes[row]! + all[j]!.leader.constant);
      const chosen = paid.reduce((a, b) => (b > a === (ties === 'strong') ? b : a));
      worth += weight * chosen;
      return tied.filter((_j, k) => paid[k] === chosen);
    });
    return { row, worth, replies };
  });
  const best = rows.map(({ worth }) => worth).reduce((a, b) => (b > a ? b : a));
  return rows.filter(({ worth }) => worth === best);
}
