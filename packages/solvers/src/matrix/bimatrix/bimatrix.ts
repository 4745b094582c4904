import { resolveOptions } from '@firstmover/core';
import { BIMATRIX_PARAMETERS, validateBimatrix, type PayoffMatrices, type BimatrixOptions, type BimatrixSolution } from './game.ts';
import { solveMixed } from './mixed.ts';
import { scalePayoffs } from './payoffs.ts';
import { solvePure } from './pure.ts';

/**
 * Computes an optimal commitment of the row player.
 *
 * Mixed and strong: one linear programme per column (Conitzer & Sandholm, EC 2006). Mixed and weak: the supremum over columns whose
 * best-response region has interior of the worst payoff among columns equivalent for the follower (von Stengel & Zamir, GEB 2010).
 * Pure: a scan of the rows. The value is accurate to 1e-9 of the leader's payoff range and is checked against an upper bound
 * by linear-programming duality before it is returned.
 *
 * What counts as equal: follower payoffs of one row within sixteen units in the last place of the row's largest (when such a difference is not
 * small beside the game, or is small only beside other rows, the game is refused rather than guessed at), and leader values within 1e-11
 * of the payoff range, for `optimalReplies`, `attained` and `unique`.
 *
 * @param game - two matrices of the same shape, finite numbers
 * @param options - commitment class and tie rule; both travel with the value
 * @throws InputError for a malformed game or option
 * @throws NumericalError when the answer cannot be certified in double precision
 */
export function solveBimatrix(game: PayoffMatrices, options: BimatrixOptions): BimatrixSolution {
  const { leaderPayoff, followerPayoff } = validateBimatrix(game);
  const { commitment, ties } = resolveOptions(BIMATRIX_PARAMETERS, options, 'solveBimatrix');
  if (commitment === 'pure') return solvePure({ leaderPayoff, followerPayoff }, ties);
  return solveMixed(scalePayoffs({ leaderPayoff, followerPayoff }), ties);
}
