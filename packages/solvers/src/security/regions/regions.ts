// Optimal commitments by best-response regions, for every class of games in which the follower answers with one of finitely many replies and both payoffs are
// linear in the commitment. What a commitment is, and how the programmes are solved, is the class's own.
import { largest, NumericalError, smallest } from '@firstmover/programmes';

/** Leader values closer than this, in units of the payoff range, are equal. */
export const SAME_VALUE = 1e-11;

/** The commitments at which some replies, which no commitment tells apart for the follower, are best. */
export interface Region {
  /** The replies whose worst payoff counts for the leader. */
  readonly members: readonly number[];
  /** The replies that must not be better for the follower. */
  readonly others: readonly number[];
}

/** The leader's best commitment within a region, on the scale 0..1. */
export interface RegionOptimum<C> {
  /** Where. */
  readonly region: Region;
  /** The leader's worst payoff over the members. */
  readonly value: number;
  /** The commitment. */
  readonly commitment: C;
}

/** Whether a region has interior, with a commitment at which only its members are best replies; unclear when it is too thin to tell. */
export type Interior =
  { readonly exists: 'yes'; readonly commitment: readonly number[] } | { readonly exists: 'no' | 'unclear'; readonly commitment: null };

/** A commitment at which the follower dislikes some replies as much as possible. */
export interface Avoidance<C> {
  /** The commitment. */
  readonly commitment: C;
  /** By how much the least disliked of them is worse for the follower. */
  readonly margin: number;
  /** What each of them costs of the margin, at least 0. */
  readonly prices: readonly number[];
}

/** A class of games with commitments C, as the search over regions sees it. */
export interface Regions<C, Optimum extends RegionOptimum<C>> {
  /** How many replies the follower has. */
  readonly replies: number;
  /** A margin above this is no rounding error. */
  readonly leastMargin: number;
  /** No commitment makes a reply worth more than this to the leader. */
  most(reply: number): number;
  /** What a reply pays the leader. */
  leaderPayoff(commitment: C, reply: number): number;
  /** What the leader gets when an indifferent follower chooses against it, at a commitment of the region. */
  adverse(commitment: C, region: Region): number;
  /** All replies, those together that no commitment tells apart for the follower. */
  classes(): readonly (readonly number[])[];
  /** Where the members are best. */
  region(members: readonly number[]): Region;
  /** Maximises the leader's worst payoff over the members within their region; null where it is empty. */
  best(region: Region): Optimum | null;
  /** Looks for a commitment at which all others are strictly worse for the follower. */
  interior(region: Region): Interior;
  /**
   * Among the optima of a region, makes some other replies as bad for the follower as possible. The tied ones must pay the leader the
   * value at least.
   */
  avoid(optimum: Optimum): (others: readonly number[], tied: readonly number[]) => Avoidance<C> | null;
  /** What to say where it is unclear whether a region has interior. */
  tooThin(region: Region): string;
}

/**
 * Ties for the leader: for each reply the best commitment that makes it best, and the best of those (Conitzer & Sandholm, EC 2006).
 *
 * @returns the optima of all regions that could be best, and those that are, by reply; none where all regions are empty
 */
export function strongOptima<C, Optimum extends RegionOptimum<C>>(
  regions: Regions<C, Optimum>,
): { readonly all: readonly Optimum[]; readonly optimal: readonly Optimum[] } {
  const all: Optimum[] = [];
  let best = -Infinity;
  for (let reply = 0; reply < regions.replies; reply++) {
    if (regions.most(reply) < best - SAME_VALUE) continue;
    const optimum = regions.best(regions.region([reply]));
    if (optimum === null) continue;
    all.push(optimum);
    best = Math.max(best, optimum.value);
  }
  return { all, optimal: all.filter(({ value }) => value >= best - SAME_VALUE) };
}

/** The supremum with ties against the leader. */
export interface WeakOptimum<C, Optimum> {
  /** The best of the regions that have interior. */
  readonly optimal: readonly Optimum[];
  /** The value, on the scale 0..1. */
  readonly value: number;
  /** A commitment that attains the value, or the limit of some that approach it. */
  readonly commitment: C;
  /** The reply there, or on the way to it. */
  readonly reply: number;
  /** Which of the two it is. */
  readonly attained: boolean;
  /** A commitment inside the region of the reply. */
  readonly interior: readonly number[];
}

/**
 * Ties against the leader: over regions with interior, the best commitment for the worst of the members (von Stengel & Zamir, GEB 2010). Those regions cover
 * all commitments, and inside one of them only members are best replies, which gives both directions.
 *
 * @returns null where no region with interior was found
 * @throws NumericalError when a region that matters is too thin to tell, or whether the value is attained
 */
export function weakOptimum<C, Optimum extends RegionOptimum<C>>(regions: Regions<C, Optimum>): WeakOptimum<C, Optimum> | null {
  const candidates = regions
    .classes()
    .flatMap((members) => regions.best(regions.region(members)) ?? [])
    .sort((a, b) => b.value - a.value || a.region.members[0]! - b.region.members[0]!);
  // From the best downwards; only regions with interior count, and the first of them sets the value.
  const found: { readonly best: Optimum; readonly interior: readonly number[] }[] = [];
  let value = -Infinity;
  for (const best of candidates) {
    if (best.value < value - SAME_VALUE) break;
    const interior = regions.interior(best.region);
    if (interior.exists === 'yes') {
      found.push({ best, interior: interior.commitment });
      value = Math.max(value, best.value);
    } else if (interior.exists === 'unclear' && value === -Infinity) {
      throw new NumericalError(`weak ties: ${regions.tooThin(best.region)}; round the payoffs`);
    }
  }
  if (found.length === 0) return null;
  let chosen = found[0]!;
  let attained: C | null = null;
  for (const candidate of found) {
    attained = attaining(regions, candidate.best);
    if (attained === null) continue;
    chosen = candidate;
    break;
  }
  const { region, commitment: limit } = chosen.best;
  const commitment = attained ?? limit;
  const against = region.members.map((member) => regions.leaderPayoff(commitment, member));
  return {
    optimal: found.map(({ best }) => best),
    value: chosen.best.value,
    commitment,
    reply: region.members[against.indexOf(smallest(against))]!,
    attained: attained !== null,
    interior: chosen.interior,
  };
}

/**
 * A commitment among the optimal ones of a region at which no tied reply is worse for the leader than the value, or null.
 *
 * On the optimal face, replies that can be made strictly worse for the follower are avoided together by a point of its relative interior; the
 * replies that tie everywhere on it must not hurt, which cuts the face, on which further replies may tie everywhere, and so on.
 *
 * @throws NumericalError when it cannot be told
 */
function attaining<C, Optimum extends RegionOptimum<C>>(regions: Regions<C, Optimum>, optimum: Optimum): C | null {
  const { region, value, commitment } = optimum;
  if (regions.adverse(commitment, region) >= value - SAME_VALUE) return commitment;
  const avoid = regions.avoid(optimum);
  const tied = new Set<number>();
  for (;;) {
    const others = region.others.filter((other) => !tied.has(other));
    const found = avoid(others, [...tied]);
    if (found === null) return null;
    if (others.length === 0 || found.margin > regions.leastMargin) {
      if (regions.adverse(found.commitment, region) < value - 10 * SAME_VALUE) throw unsafe();
      return found.commitment;
    }
    const before = tied.size;
    const dearest = largest(found.prices);
    others.forEach((other, k) => {
      if (found.prices[k]! > 1e-9 * dearest) tied.add(other);
    });
    if (tied.size === before) throw unsafe();
  }
}

function unsafe(): NumericalError {
  return new NumericalError(
    'weak ties: whether the value is attained cannot be told in double precision; round the payoffs or bring them to similar sizes',
  );
}
