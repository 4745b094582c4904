import { resolveOptions } from '@firstmover/core';
import { largest } from '@firstmover/programmes';
import { strongOptima, weakOptimum } from '../regions/regions.ts';
import type { CoverageSpace } from '../allocation/coverage-space.ts';
import { coverageSpace } from '../allocation/coverage-space.ts';
import { coverageRegions, equivalentTo, isOnlyCoverage, unsafe } from './coverage-regions.ts';
import { finish } from './finish.ts';
import type { SecurityGame, SecurityOptions, SecuritySolution } from './game.ts';
import { SECURITY_PARAMETERS, validateSecurityGame } from './game.ts';
import { scaleGame, type Payoffs } from './payoffs.ts';

/**
 * Optimal commitment by one linear programme per attacked target over the coverages that the resources can implement. It is ERASER of
 * Kiekintveld et al. (AAMAS 2009) as multiple linear programmes. With schedules these are over mixtures of allocations by column
 * generation, so that what is returned can be played (Korzhyk, Conitzer & Parr, AAAI 2010). Weak ties: the supremum over targets whose
 * region has interior of the worst target that no coverage tells from it (von Stengel & Zamir, GEB 2010).
 *
 * @param game - any resources; up to about a hundred targets
 * @param options - the tie rule; it travels with the value
 * @throws InputError for a malformed game or option
 * @throws RefusedError when the allocations are too many to search
 * @throws NumericalError when the answer cannot be certified in double precision
 */
export function solveEraser(game: SecurityGame, options: SecurityOptions): SecuritySolution {
  const checked = validateSecurityGame(game);
  const { ties } = resolveOptions(SECURITY_PARAMETERS, options, 'solveEraser');
  const payoffs = scaleGame(checked);
  const space = coverageSpace(checked.resources, payoffs.targets);
  return ties === 'strong' ? strong(checked, payoffs, space) : weak(checked, payoffs, space);
}

function strong(game: SecurityGame, payoffs: Payoffs, space: CoverageSpace): SecuritySolution {
  const regions = coverageRegions(payoffs, space);
  const { all, optimal } = strongOptima(regions);
  const chosen = optimal[0];
  if (chosen === undefined) throw unsafe();
  const attacked = chosen.region.members[0]!;
  return finish(game, payoffs, {
    leaderValue: chosen.value,
    upperBound: largest(all.map(({ upperBound }) => upperBound)),
    commitment: chosen.commitment.coverage,
    mixture: chosen.commitment.mixture(),
    reply: attacked,
    optimalReplies: optimal.map(({ region }) => region.members[0]!),
    attained: true,
    unique: isOnlyCoverage(payoffs, space, optimal),
    interior: regions.interior(regions.region(equivalentTo(payoffs, space, attacked))).commitment,
    ties: 'strong',
  });
}

function weak(game: SecurityGame, payoffs: Payoffs, space: CoverageSpace): SecuritySolution {
  const found = weakOptimum(coverageRegions(payoffs, space));
  if (found === null) throw unsafe();
  const { optimal, value, commitment, reply, attained, interior } = found;
  return finish(game, payoffs, {
    leaderValue: value,
    upperBound: largest(optimal.map(({ upperBound }) => upperBound)),
    commitment: commitment.coverage,
    mixture: commitment.mixture(),
    reply,
    optimalReplies: optimal.flatMap(({ region }) => region.members).sort((a, b) => a - b),
    attained,
    unique: isOnlyCoverage(payoffs, space, optimal),
    interior,
    ties: 'weak',
  });
}
