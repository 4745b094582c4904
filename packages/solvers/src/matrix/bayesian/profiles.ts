import { RefusedError } from '@firstmover/core';
import type { BimatrixOptions } from '../bimatrix/game.ts';
import { solveMixed } from '../bimatrix/mixed.ts';
import { validateBayesian, type BayesianGame, type BayesianSolution } from './game.ts';
import { allProfiles, countProfiles, scaleTypes, typeOutcomes } from './harsanyi.ts';

/** The most profiles of replies that are enumerated. */
export const PROFILE_LIMIT: number = 4096;

/**
 * Optimal mixed commitment by reply profiles. For every choice of one column per type, one linear programme finds the best mixture that
 * makes each a best reply of its type; the best of those is the answer (the multiple-LP algorithm of Conitzer & Sandholm, EC 2006, on the
 * Harsanyi transform, of which only the incentives of one type at a time are needed). Weak ties as in `solveBimatrix`.
 *
 * @param game - at most {@link PROFILE_LIMIT} profiles
 * @param ties - how an indifferent follower chooses
 * @throws InputError for a malformed game
 * @throws RefusedError for more profiles
 * @throws NumericalError when the answer cannot be certified in double precision
 */
export function solveReplyProfiles(game: BayesianGame, ties: BimatrixOptions['ties']): BayesianSolution {
  const checked = validateBayesian(game);
  const count = countProfiles(checked);
  if (count > PROFILE_LIMIT) {
    throw new RefusedError(
      `the types have ${count} profiles of replies, more than the ${PROFILE_LIMIT} that are enumerated: ${ties === 'strong' ? 'use solveDobss' : 'use fewer types or actions, or strong ties'}`,
    );
  }
  const scaled = scaleTypes(checked);
  const { profiles, payoffs } = allProfiles(scaled);
  const { leaderValue, commitment, reply, optimalReplies, attained, unique, interior, evidence } = solveMixed(payoffs, ties);
  return {
    commitmentClass: 'mixed',
    ties,
    leaderValue,
    upperBound: leaderValue,
    ...typeOutcomes(scaled, commitment, profiles[reply]!),
    optimalReplies: optimalReplies.map((column) => profiles[column]!),
    attained,
    unique,
    evidence,
    interior,
    method: 'profiles',
  };
}
