import { resolveOptions } from '@firstmover/core';
import { nearestDouble, ratio, type Fraction, type Fractions } from '@firstmover/programmes';
import { mixtures } from '../linear/matrices.ts';
import type { Payoff } from '../linear/payoff.ts';
import { bestReplies } from '../linear/play.ts';
import { bestRows } from '../linear/pure.ts';
import { followerValueOf, solveLinear } from '../linear/solve.ts';
import { unitOf, type LinearCommitment } from '../linear/problem.ts';
import { doublesNear, exactValues, insideOf } from '../linear/words.ts';
import { BIMATRIX_PARAMETERS, readMatrices, type BimatrixOptions, type BimatrixSolution, type PayoffMatrices } from './game.ts';
import { snapTies } from './ties.ts';

/**
 * Computes an optimal commitment of the row player, in exact fractions.
 *
 * Mixed and strong: one linear programme per column (Conitzer & Sandholm, EC 2006). Mixed and weak: the supremum over columns whose
 * best-response region has interior of the worst payoff among columns equivalent for the follower (von Stengel & Zamir, GEB 2010).
 * Pure: a scan of the rows. Numbers are taken as the fractions that they are, so that what is equal is equal and nothing else, whatever the sizes: no
 * tolerance, unless one is asked for.
 *
 * @param game - two matrices of the same shape: finite numbers, or texts of fractions such as `"1/3"` or `"0.1"`
 * @param options - commitment class and tie rule; both travel with the value
 * @throws InputError for a malformed game or option
 */
export function solveBimatrix(game: PayoffMatrices<Payoff>, options: BimatrixOptions): BimatrixSolution {
  const { commitment, ties, tolerance = 0 } = resolveOptions(BIMATRIX_PARAMETERS, options, 'solveBimatrix');
  const matrices = readMatrices(game);
  const followerPayoff = tolerance > 0 ? snapTies(matrices.followerPayoff, tolerance) : matrices.followerPayoff;
  const problem = mixtures([{ probability: ratio(1n, 1n), leaderPayoff: matrices.leaderPayoff, followerPayoff }]);
  return commitment === 'pure' ? pure(problem, ties) : mixed(problem, ties);
}

function mixed(problem: LinearCommitment, ties: BimatrixOptions['ties']): BimatrixSolution {
  const { value, commitment, replies, attained, unique, optimal, interior } = solveLinear(problem, ties);
  return {
    commitmentClass: 'mixed',
    ties,
    evidence: { kind: 'optimal', by: 'rational' },
    ...outcomeOf(problem, value, commitment, replies[0]!),
    optimalReplies: optimal.flatMap((chosen) => chosen.get(0)!).sort((a, b) => a - b),
    attained,
    unique,
    interior: insideOf(problem, interior),
  };
}

function pure(problem: LinearCommitment, ties: BimatrixOptions['ties']): BimatrixSolution {
  const rows = bestRows(problem, ties);
  const { row, worth, replies } = rows[0]!;
  const commitment = { numerators: problem.variables.map((_name, i) => (i === row ? 1n : 0n)), denominator: 1n };
  return {
    commitmentClass: 'pure',
    ties,
    evidence: { kind: 'optimal', by: 'enumeration' },
    ...outcomeOf(problem, ratio(worth, unitOf(problem)), commitment, replies[0]![0]!),
    optimalReplies: [...new Set(rows.flatMap((candidate) => candidate.replies[0]!))].sort((a, b) => a - b),
    attained: true,
    unique: rows.length === 1,
    interior: null,
  };
}

/** The parts of a solution that follow from the commitment and the reply. */
function outcomeOf(
  problem: LinearCommitment,
  value: Fraction,
  commitment: Fractions,
  reply: number,
): Pick<
  BimatrixSolution,
  'leaderValue' | 'upperBound' | 'followerValue' | 'followerClass' | 'commitment' | 'reply' | 'bestResponses' | 'exact'
> {
  const [followerValue] = followerValueOf(problem, [reply], commitment) as [Fraction];
  const leaderValue = nearestDouble(value);
  return {
    followerClass: null,
    leaderValue,
    upperBound: leaderValue,
    followerValue: nearestDouble(followerValue),
    commitment: doublesNear(commitment),
    reply,
    bestResponses: bestReplies(problem, 0, commitment),
    exact: exactValues(value, followerValue, commitment),
  };
}
