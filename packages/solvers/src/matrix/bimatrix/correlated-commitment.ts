import type { ProvedAnswer } from '@firstmover/core';
import { RefusedError } from '@firstmover/core';
import type { LinearConstraint } from '@firstmover/programmes';
import { NumericalError, solveLinearProgram } from '@firstmover/programmes';
import { validateBimatrix, type PayoffMatrices } from './game.ts';
import { SAME_VALUE } from '../regions/regions.ts';
import { INDIFFERENT, scalePayoffs, weigh } from './payoffs.ts';

/** An optimal commitment to a joint distribution, [row][column], of which the follower is told its column: there is no other reply than to follow. */
export interface CorrelatedCommitment extends ProvedAnswer<readonly (readonly number[])[], null> {
  /** A distribution over cells. */
  readonly commitmentClass: 'correlated';
}

/** Larger games make a dense programme of more than about a million entries. */
const LARGEST_GAME = 1024;

/**
 * Optimal commitment to a joint distribution from which the follower is told its own action, which it must like to follow. With two players the
 * value equals that of mixed commitment with strong ties, by one linear programme instead of one per column (Conitzer & Korzhyk,
 * AAAI 2011): maximise sum p_ij L_ij subject to sum_i p_ij (F_ij - F_ik) >= 0 for all columns j, k.
 *
 * @param game - at most 1,024 cells
 * @throws InputError for a malformed game
 * @throws RefusedError for a larger one
 * @throws NumericalError when the answer cannot be certified in double precision
 */
export function solveCorrelatedCommitment(game: PayoffMatrices): CorrelatedCommitment {
  const { leaderPayoff, followerPayoff } = validateBimatrix(game);
  const { rows, columns, leader, advantage } = scalePayoffs({ leaderPayoff, followerPayoff });
  if (rows * columns > LARGEST_GAME) {
    throw new RefusedError(
      `correlated commitment: a ${rows}x${columns} game has more than ${LARGEST_GAME} cells, use solveBimatrix, which has the same value`,
    );
  }
  // Variable j * rows + i is p_ij.
  const recommended: { readonly column: number; readonly gains: readonly number[] }[] = [];
  for (let column = 0; column < columns; column++) {
    for (let other = 0; other < columns; other++) {
      const gains = advantage(column, other);
      if (gains.some((gain) => gain !== 0)) recommended.push({ column, gains });
    }
  }
  const incentives = recommended.map(({ column, gains }): LinearConstraint => {
    const coefficients = new Array<number>(rows * columns).fill(0);
    coefficients.splice(column * rows, rows, ...gains);
    return { coefficients, relation: '>=', bound: 0 };
  });
  const sum: LinearConstraint = { coefficients: new Array<number>(rows * columns).fill(1), relation: '=', bound: 1 };
  const outcome = solveLinearProgram({ objective: leader.flat(), constraints: [...incentives, sum] });
  if (outcome.status !== 'optimal') throw unsafe();
  // Weak duality: no distribution is worth more than max_ij (L_ij + sum_k u_jk gain_ijk) for any u >= 0.
  const bounds = leader.flat();
  recommended.forEach(({ column, gains }, k) => {
    gains.forEach((gain, i) => {
      bounds[column * rows + i]! -= outcome.multipliers[k]! * gain;
    });
  });
  const bound = bounds.reduce((most, value) => Math.max(most, value), -Infinity);
  const broken = incentives.some(({ coefficients }) => {
    const gain = weigh(outcome.solution, coefficients);
    return gain.sum < -INDIFFERENT * gain.mass;
  });
  if (broken || !(Math.abs(bound - outcome.value) <= 10 * SAME_VALUE)) throw unsafe();
  const total = outcome.solution.reduce((sum, probability) => sum + probability, 0);
  const distribution = leaderPayoff.map((row, i) => row.map((_unused, j) => outcome.solution[j * rows + i]! / total));
  const mean = (matrix: PayoffMatrices['leaderPayoff']): number =>
    distribution.reduce((sum, row, i) => row.reduce((partial, p, j) => (p === 0 ? partial : partial + p * matrix[i]![j]!), sum), 0);
  const leaderValue = mean(leaderPayoff);
  return {
    commitmentClass: 'correlated',
    followerClass: null,
    ties: 'strong',
    leaderValue,
    upperBound: leaderValue,
    followerValue: mean(followerPayoff),
    commitment: distribution,
    reply: null,
    optimalReplies: null,
    attained: true,
    unique: null,
    evidence: { kind: 'optimal', by: 'floating' },
  };
}

function unsafe(): NumericalError {
  return new NumericalError(
    'correlated commitment: the value cannot be certified in double precision, bring the payoffs to similar sizes or round them',
  );
}
