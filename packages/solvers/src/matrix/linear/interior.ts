import type { ExactProgram, Fractions } from '@firstmover/programmes';
import type { Chosen } from './leaf.ts';
import { approximateLeaf, rivalsOf, solveLeaf } from './leaf.ts';
import type { LinearCommitment } from './problem.ts';
import { difference } from './problem.ts';

/**
 * Whether there is a commitment at which chosen replies are the only best ones of their types: the most by which they can all lead their rivals is
 * above 0. They must be best somewhere.
 *
 * @returns such a commitment, or multipliers of the rows of commitments and then of all leads, type by type, that prove that there is none; neither
 *   where there are no rivals
 */
export function findInterior(
  problem: LinearCommitment,
  chosen: Chosen,
): { readonly commitment: Fractions } | { readonly thin: Fractions } | null {
  const leads = [...chosen].flatMap(([t, members]) => {
    const { replies } = problem.types[t]!;
    return rivalsOf(problem, t, members).map((other) => difference(replies[members[0]!]!.follower, replies[other]!.follower));
  });
  if (leads.length === 0) return null;
  // The last variable is the smallest lead.
  const program: ExactProgram = {
    objective: [...problem.variables.map(() => 0n), 1n],
    rows: [
      ...problem.rows.map(({ slopes, constant, equal }) => ({ slopes: [...slopes, 0n], constant, equal })),
      ...leads.map(({ slopes, constant }) => ({ slopes: [...slopes, -1n], constant, equal: false })),
    ],
  };
  const optimum = solveLeaf(program, approximateLeaf(program)?.basis);
  if (optimum.status === 'infeasible') throw new RangeError('replies without a region have no interior');
  const { numerators, denominator } = optimum.point;
  if (numerators.at(-1)! > 0n) return { commitment: { numerators: numerators.slice(0, -1), denominator } };
  return { thin: optimum.multipliers };
}
