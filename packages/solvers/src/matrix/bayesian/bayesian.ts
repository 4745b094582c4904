import { resolveOptions } from '@firstmover/core';
import { ratio } from '@firstmover/programmes';
import { mixtures, type FractionType } from '../linear/matrices.ts';
import { unitOf } from '../linear/problem.ts';
import { bestRows } from '../linear/pure.ts';
import type { Payoff } from '../linear/payoff.ts';
import { solveDobss } from './dobss.ts';
import {
  BAYESIAN_PARAMETERS,
  countProfiles,
  readBayesian,
  type BayesianGame,
  type BayesianOptions,
  type BayesianSolution,
} from './game.ts';
import { distinct, product, typeOutcomes } from './outcome.ts';
import { PROFILE_LIMIT, solveReplyProfiles } from './profiles.ts';

/**
 * Computes an optimal commitment against a follower of unknown type, who knows its own. It goes by reply profiles, in exact fractions, where there are at most
 * {@link PROFILE_LIMIT}, beyond that, for mixed commitment with strong ties, by DOBSS. Pure: a scan of the rows. NP-hard in the number of
 * types (Conitzer & Sandholm, EC 2006).
 *
 * @param game - the types, with the same rows: finite numbers, or texts of fractions
 * @param options - commitment class and tie rule; both travel with the value
 * @throws InputError for a malformed game or option
 * @throws RefusedError for mixed commitment with weak ties and more profiles, and beyond the size of DOBSS
 * @throws NumericalError when the answer of DOBSS cannot be certified in double precision
 */
export function solveBayesian(game: BayesianGame<Payoff>, options: BayesianOptions): BayesianSolution {
  const { types } = readBayesian(game);
  const { commitment, ties } = resolveOptions(BAYESIAN_PARAMETERS, options, 'solveBayesian');
  if (commitment === 'pure') return pure(types, ties);
  return ties === 'strong' && countProfiles(types) > PROFILE_LIMIT ? solveDobss(game) : solveReplyProfiles(game, ties);
}

function pure(types: readonly FractionType[], ties: BayesianOptions['ties']): BayesianSolution {
  const problem = mixtures(types);
  const rows = bestRows(problem, ties);
  const { row, worth, replies } = rows[0]!;
  const commitment = { numerators: problem.variables.map((_name, i) => (i === row ? 1n : 0n)), denominator: 1n };
  const outcome = typeOutcomes(problem, ratio(worth, unitOf(problem)), commitment, replies.map((columns) => columns[0]!)); // prettier-ignore
  const count = rows.reduce((sum, candidate) => sum + candidate.replies.reduce((ways, { length }) => ways * length, 1), 0);
  return {
    commitmentClass: 'pure',
    ties,
    evidence: { kind: 'optimal', by: 'enumeration' },
    ...outcome,
    upperBound: outcome.leaderValue,
    optimalReplies: count > PROFILE_LIMIT ? null : distinct(rows.flatMap((candidate) => product(candidate.replies))),
    attained: true,
    unique: rows.length === 1,
    interior: null,
    method: 'scan',
  };
}
