import { RefusedError } from '@firstmover/core';
import { mixtures } from '../linear/matrices.ts';
import { solveLinear } from '../linear/solve.ts';
import { insideOf } from '../linear/words.ts';
import type { Payoff } from '../linear/payoff.ts';
import type { BimatrixOptions } from '../bimatrix/game.ts';
import { countProfiles, readBayesian, type BayesianGame, type BayesianSolution } from './game.ts';
import { distinct, product, typeOutcomes } from './outcome.ts';

/** The most profiles of replies that are gone through. */
export const PROFILE_LIMIT: number = 4096;

/**
 * Optimal mixed commitment by reply profiles, in exact fractions. For every choice of one column per type, one linear programme finds the best mixture that
 * makes each a best reply of its type; the best of those is the answer (the multiple-LP algorithm of Conitzer & Sandholm, EC 2006, on the
 * Harsanyi transform, of which only the incentives of one type at a time are needed). Profiles that cannot be better, by what the first types pay
 * and the others can pay at most, are left out together. Weak ties as in `solveBimatrix`.
 *
 * @param game - at most {@link PROFILE_LIMIT} profiles
 * @param ties - how an indifferent follower chooses
 * @throws InputError for a malformed game
 * @throws RefusedError for more profiles
 */
export function solveReplyProfiles(game: BayesianGame<Payoff>, ties: BimatrixOptions['ties']): BayesianSolution {
  const { types } = readBayesian(game);
  const count = countProfiles(types);
  if (count > PROFILE_LIMIT) {
    throw new RefusedError(
      `the types have ${count} profiles of replies, more than the ${PROFILE_LIMIT} that are enumerated: ${ties === 'strong' ? 'use solveDobss' : 'use fewer types or actions, or strong ties'}`,
    );
  }
  const problem = mixtures(types);
  const { value, commitment, replies, attained, unique, optimal, interior } = solveLinear(problem, ties);
  const outcome = typeOutcomes(problem, value, commitment, replies);
  return {
    commitmentClass: 'mixed',
    ties,
    ...outcome,
    upperBound: outcome.leaderValue,
    optimalReplies: distinct(optimal.flatMap((chosen) => product([...chosen.values()]))),
    attained,
    unique,
    evidence: { kind: 'optimal', by: 'rational' },
    interior: insideOf(problem, interior),
    method: 'profiles',
  };
}
