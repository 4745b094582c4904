import { isUniqueOptimum, NumericalError } from '@firstmover/programmes';
import { strongOptima, weakOptimum } from '../regions/regions.ts';
import type { BimatrixOptions, BimatrixSolution } from './game.ts';
import { mixtureRegions, type MixtureOptimum } from './mixture-regions.ts';
import { outcomeOf, type Payoffs } from './payoffs.ts';

/** What a search over regions proves. */
const PROVED = { commitmentClass: 'mixed', evidence: { kind: 'optimal', by: 'floating' } } as const;

/**
 * Optimal mixed commitment, by the search over the follower's best-response regions.
 *
 * @param payoffs - of a checked game
 * @param ties - how an indifferent follower chooses
 * @throws NumericalError when a column's value, or whether a region that matters has interior, cannot be certified
 */
export function solveMixed(payoffs: Payoffs, ties: BimatrixOptions['ties']): BimatrixSolution {
  const regions = mixtureRegions(payoffs);
  if (ties === 'strong') {
    const { optimal } = strongOptima(regions);
    const chosen = optimal[0];
    if (chosen === undefined) throw unsafe('no follower action could be made a best reply');
    return {
      ...PROVED,
      ties,
      ...outcomeOf(payoffs, chosen.commitment, chosen.region.members[0]!),
      optimalReplies: optimal.map(({ region }) => region.members[0]!),
      attained: true,
      unique: isOnlyCommitment(optimal),
      interior: regions.interior(chosen.region).commitment,
    };
  }
  const found = weakOptimum(regions);
  if (found === null) throw unsafe('weak ties: no best-response region with interior was found');
  return {
    ...PROVED,
    ties,
    ...outcomeOf(payoffs, found.commitment, found.reply),
    optimalReplies: found.optimal.flatMap(({ region }) => region.members).sort((a, b) => a - b),
    attained: found.attained,
    unique: isOnlyCommitment(found.optimal),
    interior: found.interior,
  };
}

/** Whether all optimal solutions of all programmes are one and the same mixture; null where that cannot be told in double precision. */
function isOnlyCommitment(optima: readonly MixtureOptimum[]): boolean | null {
  const first = optima[0]!.commitment;
  const same = optima.every(({ commitment }) => commitment.every((probability, i) => Math.abs(probability - first[i]!) <= 1e-9));
  if (!same) return false;
  const answers = optima.map(({ program, optimum }) => isUniqueOptimum(program, optimum));
  return answers.includes(false) ? false : answers.includes(null) ? null : true;
}

function unsafe(what: string): NumericalError {
  return new NumericalError(`${what}: bring the payoffs to similar sizes or round them`);
}
