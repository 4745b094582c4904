import type { LinearConstraint } from '@firstmover/programmes';
import { largest, NumericalError, optimalFace, smallest, solveLinearProgram } from '@firstmover/programmes';
import type { BimatrixSolution } from './game.ts';
import { bestResponsesTo, outcomeOf, sameValue, weigh, type Payoffs } from './payoffs.ts';
import { bestInRegion, interiorOf, normalise, regionOf, type RegionOptimum } from './region.ts';
import { isOnlyCommitment } from './strong.ts';

/**
 * Supremum of mixed commitment with ties against the leader: over columns whose best-response region has interior, the best mixture in the
 * region for the worst of the columns equivalent to it for the follower (von Stengel & Zamir, GEB 2010, leadership with mixed extensions).
 * Those regions cover the simplex, and inside one of them only equivalent columns are best, which gives both directions.
 *
 * @param payoffs - of a checked game
 * @throws NumericalError when a value, or whether a region that matters has interior, cannot be certified
 */
export function solveWeak(payoffs: Payoffs): BimatrixSolution {
  const candidates = payoffs
    .classes()
    .flatMap((members) => bestInRegion(payoffs, regionOf(payoffs, members)) ?? [])
    .sort((a, b) => b.value - a.value || a.region.members[0]! - b.region.members[0]!);
  // From the best downwards; only regions with interior count, and the first of them sets the value.
  const optimal: { readonly best: RegionOptimum; readonly interior: readonly number[] }[] = [];
  let value = -Infinity;
  for (const best of candidates) {
    if (best.value < value - sameValue) break;
    const interior = interiorOf(payoffs, best.region);
    if (interior.exists === 'yes') {
      optimal.push({ best, interior: interior.commitment });
      value = Math.max(value, best.value);
    } else if (interior.exists === 'unclear' && value === -Infinity) {
      throw new NumericalError(
        `weak ties: the region where follower action ${best.region.members[0]} is best is too thin to tell whether it has interior; round the payoffs`,
      );
    }
  }

  let chosen = optimal[0];
  if (chosen === undefined)
    throw new NumericalError(
      'weak ties: no best-response region with interior was found; bring the payoffs to similar sizes or round them',
    );
  let commitment: readonly number[] | null = null;
  for (const candidate of optimal) {
    commitment = attaining(payoffs, candidate.best);
    if (commitment === null) continue;
    chosen = candidate;
    break;
  }
  const shown = commitment ?? chosen.best.commitment;
  const against = chosen.best.region.members.map((member) => weigh(shown, payoffs.leader[member]!).sum);
  return {
    ...outcomeOf(payoffs, shown, chosen.best.region.members[against.indexOf(smallest(against))]!),
    allOptimalReplies: optimal.flatMap(({ best }) => best.region.members).sort((a, b) => a - b),
    attained: commitment !== null,
    uniqueCommitment: isOnlyCommitment(optimal.map(({ best }) => best)),
    interior: chosen.interior,
  };
}

/**
 * A mixture among the optimal ones of a region at which no tied column is worse for the leader than the value, or null.
 *
 * On the optimal face, columns that can be made strictly worse for the follower are avoided together by a point of its relative interior; the
 * columns that tie everywhere on it must not hurt, which cuts the face, on which further columns may tie everywhere, and so on.
 */
function attaining(payoffs: Payoffs, { region, value, commitment, program, optimum }: RegionOptimum): readonly number[] | null {
  const worstReply = (mixture: readonly number[]): number =>
    smallest(bestResponsesTo(payoffs, mixture, region.members[0]!).map((reply) => weigh(mixture, payoffs.leader[reply]!).sum));
  if (worstReply(commitment) >= value - sameValue) return commitment;

  const face = optimalFace(program, optimum);
  const tied = new Set<number>();
  const padding = new Array<number>(program.objective.length - payoffs.rows).fill(0);
  for (;;) {
    const avoided = region.others.flatMap((_unused, o) => (tied.has(o) ? [] : [o]));
    // The last variable is the least advantage over the columns to be avoided.
    const constraints: LinearConstraint[] = [
      ...avoided.map((o) => ({ coefficients: [...unitSize(region.incentives[o]!), ...padding, -1], relation: '>=' as const, bound: 0 })),
      ...[...tied].map((o) => ({
        coefficients: [...payoffs.leader[region.others[o]!]!, ...padding, 0],
        relation: '>=' as const,
        bound: value,
      })),
      ...face.map((constraint) => ({ ...constraint, coefficients: [...constraint.coefficients, 0] })),
    ];
    const outcome = solveLinearProgram({
      objective: [...program.objective.map(() => 0), avoided.length > 0 ? 1 : 0],
      constraints,
    });
    if (outcome.status !== 'optimal') return null;
    if (avoided.length === 0 || outcome.value > 1e-9) {
      const mixture = normalise(outcome.solution.slice(0, payoffs.rows));
      if (worstReply(mixture) < value - 10 * sameValue) throw unsafe();
      return mixture;
    }
    const prices = avoided.map((_unused, a) => -outcome.multipliers[a]!);
    const before = tied.size;
    avoided.forEach((o, a) => {
      if (prices[a]! > 1e-9 * largest(prices)) tied.add(o);
    });
    if (tied.size === before) throw unsafe();
  }
}

/** Scaled so that the largest entry is 1 in absolute value. */
function unitSize(gains: readonly number[]): number[] {
  const size = gains.reduce((most, gain) => Math.max(most, Math.abs(gain)), 0);
  return gains.map((gain) => gain / size);
}

function unsafe(): NumericalError {
  return new NumericalError(
    'weak ties: whether the value is attained cannot be told in double precision; round the payoffs or bring them to similar sizes',
  );
}
