import { largest, NumericalError, smallest } from '@firstmover/programmes';
import type { CoverageOptimum, CoverageSpace } from '../allocation/coverage-space.ts';
import { coverageSpace } from '../allocation/coverage-space.ts';
import type { SecurityGame, SecurityOptions, SecuritySolution } from './game.ts';
import { checkTies, validateSecurityGame } from './game.ts';
import { attaining } from './attaining.ts';
import { finish } from './finish.ts';
import { defenderAt, sameValue, scaleGame, type Payoffs } from './payoffs.ts';
import { bestInRegion, equivalentTo, interiorOf, isOnlyCoverage, regionOf, unsafe, type RegionOptimum } from './region.ts';

/**
 * Optimal commitment by one linear programme per attacked target over the coverages that the resources can implement (ERASER of Kiekintveld et
 * al., AAMAS 2009, as multiple linear programmes; with schedules over mixtures of allocations by column generation, so that what
 * is returned can be played: Korzhyk, Conitzer & Parr, AAAI 2010). Weak ties: the supremum over targets whose region has interior of the
 * worst target that no coverage tells from it (von Stengel & Zamir, GEB 2010).
 *
 * @param game - any resources; up to about a hundred targets
 * @param options - the tie rule; it travels with the value
 * @throws InputError for a malformed game or option
 * @throws RefusedError when the allocations are too many to search
 * @throws NumericalError when the answer cannot be certified in double precision
 */
export function solveEraser(game: SecurityGame, options: SecurityOptions): SecuritySolution {
  const checked = validateSecurityGame(game);
  checkTies(options.ties);
  const payoffs = scaleGame(checked);
  const space = coverageSpace(checked.resources, payoffs.targets);
  return options.ties === 'strong' ? strong(checked, payoffs, space) : weak(checked, payoffs, space);
}

function strong(game: SecurityGame, payoffs: Payoffs, space: CoverageSpace): SecuritySolution {
  let found: RegionOptimum[] = [];
  let best = -Infinity;
  for (let target = 0; target < payoffs.targets; target++) {
    if (defenderAt(payoffs, target, 1) < best - sameValue) continue;
    const optimum = bestInRegion(payoffs, space, regionOf(payoffs, [target]));
    if (optimum === null) continue;
    found.push(optimum);
    best = Math.max(best, optimum.value);
  }
  const upperBound = largest(found.map((optimum) => optimum.upperBound));
  found = found.filter(({ value }) => value >= best - sameValue);
  const chosen = found[0];
  if (chosen === undefined) throw unsafe();
  return finish(game, payoffs, {
    value: chosen.value,
    upperBound,
    coverage: chosen.optimum.coverage,
    mixture: chosen.optimum.mixture(),
    attacked: chosen.region.members[0]!,
    allOptimalReplies: found.map(({ region }) => region.members[0]!),
    attained: true,
    uniqueCoverage: isOnlyCoverage(payoffs, space, found),
    interior: interiorOf(payoffs, space, regionOf(payoffs, equivalentTo(payoffs, space, chosen.region.members[0]!))).coverage,
    ties: 'strong',
  });
}

function weak(game: SecurityGame, payoffs: Payoffs, space: CoverageSpace): SecuritySolution {
  const seen = new Set<number>();
  const candidates: RegionOptimum[] = [];
  for (let target = 0; target < payoffs.targets; target++) {
    if (seen.has(target)) continue;
    const members = equivalentTo(payoffs, space, target);
    for (const member of members) seen.add(member);
    const optimum = bestInRegion(payoffs, space, regionOf(payoffs, members));
    if (optimum !== null) candidates.push(optimum);
  }
  candidates.sort((a, b) => b.value - a.value || a.region.members[0]! - b.region.members[0]!);
  const found: { readonly best: RegionOptimum; readonly interior: readonly number[] }[] = [];
  let value = -Infinity;
  for (const best of candidates) {
    if (best.value < value - sameValue) break;
    const interior = interiorOf(payoffs, space, best.region);
    if (interior.exists === 'yes') {
      found.push({ best, interior: interior.coverage! });
      value = Math.max(value, best.value);
    } else if (interior.exists === 'unclear' && value === -Infinity) {
      throw new NumericalError(
        `weak ties: the coverages at which target ${best.region.members[0]} is attacked are too few to tell whether it can be the only best one; round the payoffs`,
      );
    }
  }
  let chosen = found[0];
  if (chosen === undefined) throw unsafe();
  let attained: CoverageOptimum | null = null;
  for (const candidate of found) {
    attained = attaining(payoffs, space, candidate.best);
    if (attained === null) continue;
    chosen = candidate;
    break;
  }
  const { coverage, mixture } = attained ?? chosen.best.optimum;
  const { members } = chosen.best.region;
  const against = members.map((member) => defenderAt(payoffs, member, coverage[member]!));
  return finish(game, payoffs, {
    value: chosen.best.value,
    upperBound: largest(found.map(({ best }) => best.upperBound)),
    coverage,
    mixture: mixture(),
    attacked: members[against.indexOf(smallest(against))]!,
    allOptimalReplies: found.flatMap(({ best }) => best.region.members).sort((a, b) => a - b),
    attained: attained !== null,
    uniqueCoverage: isOnlyCoverage(
      payoffs,
      space,
      found.map(({ best }) => best),
    ),
    interior: chosen.interior,
    ties: 'weak',
  });
}
