import type { ExactAnswer, ProvedAnswer } from '@firstmover/core';
import { RefusedError } from '@firstmover/core';
import { formatFraction, nearestDouble, type Fraction } from '@firstmover/programmes';
import { recommendations } from '../linear/matrices.ts';
import { followerValueOf, solveLinear } from '../linear/solve.ts';
import { fractionsOf } from '../linear/words.ts';
import { readMatrices, type PayoffMatrices } from './game.ts';
import type { Payoff } from '../linear/payoff.ts';

/** An optimal commitment to a joint distribution, [row][column], of which the follower is told its column: there is no other reply than to follow. */
export interface CorrelatedCommitment extends ProvedAnswer<readonly (readonly number[])[], null> {
  /** A distribution over cells. */
  readonly commitmentClass: 'correlated';
  /** Values and commitment as texts of fractions. */
  readonly exact: ExactAnswer<readonly (readonly string[])[]>;
}

/** Larger games make a dense programme of more than about a million entries. */
const LARGEST_GAME = 1024;

/**
 * Optimal commitment to a joint distribution from which the follower is told its own action, which it must like to follow. With two players the
 * value equals that of mixed commitment with strong ties, by one linear programme instead of one per column (Conitzer & Korzhyk,
 * AAAI 2011): maximise sum p_ij L_ij subject to sum_i p_ij (F_ij - F_ik) >= 0 for all columns j, k. It is solved in exact fractions.
 *
 * @param game - at most 1,024 cells: finite numbers, or texts of fractions
 * @throws InputError for a malformed game
 * @throws RefusedError for a larger one
 */
export function solveCorrelatedCommitment(game: PayoffMatrices<Payoff>): CorrelatedCommitment {
  const matrices = readMatrices(game);
  const [rows, columns] = [matrices.leaderPayoff.length, matrices.leaderPayoff[0]!.length];
  if (rows * columns > LARGEST_GAME) {
    throw new RefusedError(
      `correlated commitment: a ${rows}x${columns} game has more than ${LARGEST_GAME} cells, use solveBimatrix, which has the same value`,
    );
  }
  const problem = recommendations(matrices);
  const { value, commitment, unique } = solveLinear(problem, 'strong');
  const [followerValue] = followerValueOf(problem, [0], commitment) as [Fraction];
  const cells = fractionsOf(commitment);
  const byRow = <T>(write: (cell: Fraction) => T): T[][] =>
    Array.from({ length: rows }, (_unused, i) => cells.slice(i * columns, (i + 1) * columns).map(write));
  const leaderValue = nearestDouble(value);
  return {
    commitmentClass: 'correlated',
    followerClass: null,
    ties: 'strong',
    leaderValue,
    upperBound: leaderValue,
    followerValue: nearestDouble(followerValue),
    commitment: byRow(nearestDouble),
    reply: null,
    optimalReplies: null,
    attained: true,
    unique,
    evidence: { kind: 'optimal', by: 'rational' },
    exact: { leaderValue: formatFraction(value), followerValue: formatFraction(followerValue), commitment: byRow(formatFraction) },
  };
}
