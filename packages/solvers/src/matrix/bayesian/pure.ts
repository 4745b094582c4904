import { largest, smallest } from '@firstmover/programmes';
import type { BimatrixOptions } from '../bimatrix/game.ts';
import type { BayesianGame, BayesianSolution } from './game.ts';
import { PROFILE_LIMIT } from './profiles.ts';
import { scaleTypes, typeOutcomes } from './harsanyi.ts';

/** Values of rows this close, relative to the largest payoff, are equal: sums over types round. */
const SAME_VALUE = 1e-13;

/**
 * Scans the rows for the best one to commit to.
 *
 * @param game - a checked game
 * @param ties - how an indifferent follower chooses
 */
export function solvePureBayesian(game: BayesianGame, ties: BimatrixOptions['ties']): BayesianSolution {
  const scaled = scaleTypes(game);
  const rows = Array.from(game.types[0]!.leaderPayoff.keys(), (row) => {
    const replies = game.types.map(({ leaderPayoff, followerPayoff }, t) => {
      const followerRow = followerPayoff[row]!;
      const greatest = followerRow.indexOf(largest(followerRow));
      const tied = Array.from(followerRow.keys()).filter((other) => scaled.types[t]!.advantage(greatest, other)[row] === 0);
      const payoffs = tied.map((reply) => leaderPayoff[row]![reply]!);
      const payoff = ties === 'strong' ? largest(payoffs) : smallest(payoffs);
      return { payoff, columns: tied.filter((reply) => leaderPayoff[row]![reply] === payoff) };
    });
    return { row, replies, value: replies.reduce((sum, { payoff }, t) => sum + game.types[t]!.probability * payoff, 0) };
  });
  const size = game.types.reduce(
    (most, { leaderPayoff }) => leaderPayoff.flat().reduce((m, payoff) => Math.max(m, Math.abs(payoff)), most),
    0,
  );
  const value = largest(rows.map((candidate) => candidate.value));
  const optimal = rows.filter((candidate) => candidate.value >= value - SAME_VALUE * size);
  const { row, replies } = optimal[0]!;
  const commitment = rows.map((_unused, i) => (i === row ? 1 : 0));
  const count = optimal.reduce(
    (sum, candidate) => sum + candidate.replies.reduce((product, { columns }) => product * columns.length, 1),
    0,
  );
  return {
    commitmentClass: 'pure',
    ties,
    evidence: { kind: 'optimal', by: 'enumeration' },
    leaderValue: optimal[0]!.value,
    upperBound: value,
    ...typeOutcomes(scaled, commitment, replies.map(({ columns }) => columns[0]!)), // prettier-ignore
    optimalReplies: count > PROFILE_LIMIT ? null : distinct(optimal.flatMap((candidate) => product(candidate.replies.map(({ columns }) => columns)))), // prettier-ignore
    attained: true,
    unique: optimal.length === 1,
    interior: null,
    method: 'scan',
  };
}

function product(lists: readonly (readonly number[])[]): number[][] {
  return lists.reduce<number[][]>((heads, list) => heads.flatMap((head) => list.map((item) => [...head, item])), [[]]);
}

/** In increasing order, each once. */
function distinct(profiles: readonly number[][]): number[][] {
  const different = [...new Map(profiles.map((profile) => [profile.join(), profile])).values()];
  return different.sort((a, b) => a.map((reply, t) => reply - b[t]!).find((difference) => difference !== 0) ?? 0);
}
