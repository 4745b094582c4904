import { largest, smallest } from '@firstmover/programmes';
import type { PayoffMatrices, BimatrixOptions, BimatrixSolution } from './game.ts';
import { outcomeOf, scalePayoffs } from './payoffs.ts';

/**
 * Scans the rows for the best one to commit to.
 *
 * @param game - a checked game
 * @param ties - how an indifferent follower chooses
 */
export function solvePure(game: PayoffMatrices, ties: BimatrixOptions['ties']): BimatrixSolution {
  const payoffs = scalePayoffs(game);
  const candidates = game.leaderPayoff.map((leaderRow, row) => {
    const followerRow = game.followerPayoff[row]!;
    const greatest = followerRow.indexOf(largest(followerRow));
    const tied = Array.from(followerRow.keys()).filter((other) => payoffs.advantage(greatest, other)[row] === 0);
    const outcomes = tied.map((reply) => leaderRow[reply]!);
    const value = ties === 'strong' ? largest(outcomes) : smallest(outcomes);
    return { row, value, replies: tied.filter((reply) => leaderRow[reply] === value) };
  });
  const value = largest(candidates.map((candidate) => candidate.value));
  const optimal = candidates.filter((candidate) => candidate.value === value);
  const { row, replies } = optimal[0]!;
  const commitment = game.leaderPayoff.map((_unused, i) => (i === row ? 1 : 0));
  return {
    commitmentClass: 'pure',
    ties,
    evidence: { kind: 'optimal', by: 'enumeration' },
    ...outcomeOf(payoffs, commitment, replies[0]!),
    optimalReplies: [...new Set(optimal.flatMap((candidate) => candidate.replies))].sort((a, b) => a - b),
    attained: true,
    unique: optimal.length === 1,
    interior: null,
  };
}
