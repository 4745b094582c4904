import type { TieRule } from '@firstmover/core';
import type { Fraction, Fractions } from '@firstmover/programmes';
import { ratio, valueOfRow } from '@firstmover/programmes';
import { findInterior } from './interior.ts';
import type { Chosen } from './leaf.ts';
import { attaining, isOnlyCommitment } from './optima.ts';
import { commitmentOf } from './play.ts';
import { unitOf, type LinearCommitment } from './problem.ts';
import type { Found, LeafOptimum } from './search.ts';
import { search } from './search.ts';

/** An optimal commitment in exact fractions, with its proof. */
export interface LinearSolution {
  /** What the leader gets; a supremum where it is not attained. */
  readonly value: Fraction;
  /** The commitment, or the limit of those that come close. */
  readonly commitment: Fractions;
  /** What each type replies there, or on the way. */
  readonly replies: readonly number[];
  /** False for a supremum that no commitment reaches. */
  readonly attained: boolean;
  /** Whether no other commitment is optimal. */
  readonly unique: boolean;
  /** The replies to optimal commitments: per leaf and type, those of which the worst counts. */
  readonly optimal: readonly Chosen[];
  /** A commitment at which the replies, or others that always pay the same, are the only best ones; null where there is none, `all` where all commitments are. */
  readonly interior: Fractions | 'all' | null;
  /** Why nothing is worth more. */
  readonly found: Found;
}

/**
 * Solves a problem in exact fractions.
 *
 * @param ties - how an indifferent follower chooses
 * @param limit - the most linear programmes
 * @throws RefusedError beyond the limit
 */
export function solveLinear(problem: LinearCommitment, ties: TieRule, limit?: number): LinearSolution {
  const found = search(problem, ties, limit);
  const { chosen, attained } = choose(problem, found.optimal, ties);
  const { leaf } = chosen;
  const commitment = attained ?? commitmentOf(problem, chosen.point);
  const inside = ties === 'weak' && chosen.interior ? { commitment: chosen.interior } : findInterior(problem, leaf.chosen);
  return {
    value: ratio(found.value.n, found.value.d * unitOf(problem)),
    commitment,
    replies: [...leaf.chosen].map(([t, members]) => worstOf(problem, t, members, commitment)),
    attained: attained !== null,
    unique: isOnlyCommitment(problem, found.optimal),
    optimal: found.optimal.map((optimum) => optimum.leaf.chosen),
    interior: inside === null ? 'all' : 'commitment' in inside ? inside.commitment : null,
    found,
  };
}

/** The first leaf whose value is attained, and where; else the first of all. */
function choose(
  problem: LinearCommitment,
  optimal: readonly LeafOptimum[],
  ties: TieRule,
): { readonly chosen: LeafOptimum; readonly attained: Fractions | null } {
  const first = optimal[0]!;
  if (ties === 'strong') return { chosen: first, attained: commitmentOf(problem, first.point) };
  for (const chosen of optimal) {
    const attained = attaining(problem, chosen);
    if (attained !== null) return { chosen, attained };
  }
  return { chosen: first, attained: null };
}

/** The reply among some that pays the leader least. */
function worstOf({ types }: LinearCommitment, type: number, members: readonly number[], commitment: Fractions): number {
  const worth = members.map((j) => valueOfRow(types[type]!.replies[j]!.leader, commitment));
  return members[worth.indexOf(worth.reduce((a, b) => (b < a ? b : a)))]!;
}

/** What the followers get on average. */
export function followerValueOf(problem: LinearCommitment, replies: readonly number[], commitment: Fractions): Fraction[] {
  return problem.types.map(({ scale, replies: all }, t) =>
    ratio(valueOfRow(all[replies[t]!]!.follower, commitment), scale * commitment.denominator),
  );
}
