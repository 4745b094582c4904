import { resolveOptions } from '@firstmover/core';
import { BIMATRIX_PARAMETERS } from '../bimatrix/game.ts';
import { solveDobss } from './dobss.ts';
import { validateBayesian, type BayesianGame, type BayesianOptions, type BayesianSolution } from './game.ts';
import { countProfiles } from './harsanyi.ts';
import { PROFILE_LIMIT, solveReplyProfiles } from './profiles.ts';
import { solvePureBayesian } from './pure.ts';

/**
 * Computes an optimal commitment against a follower of unknown type, who knows its own. It goes by reply profiles where there are at most
 * {@link PROFILE_LIMIT}, beyond that, for mixed commitment with strong ties, by DOBSS. Pure: a scan of the rows. NP-hard in the number of
 * types (Conitzer & Sandholm, EC 2006).
 *
 * @param game - the types, with the same rows
 * @param options - commitment class and tie rule; both travel with the value
 * @throws InputError for a malformed game or option
 * @throws RefusedError for mixed commitment with weak ties and more profiles, and beyond the size of DOBSS
 * @throws NumericalError when the answer cannot be certified in double precision
 */
export function solveBayesian(game: BayesianGame, options: BayesianOptions): BayesianSolution {
  const checked = validateBayesian(game);
  const { commitment, ties } = resolveOptions(BIMATRIX_PARAMETERS, options, 'solveBayesian');
  if (commitment === 'pure') return solvePureBayesian(checked, ties);
  return ties === 'strong' && countProfiles(checked) > PROFILE_LIMIT ? solveDobss(checked) : solveReplyProfiles(checked, ties);
}
