import { isUniqueOptimum, largest, NumericalError } from '@firstmover/programmes';
import type { BimatrixSolution } from './game.ts';
import { outcomeOf, sameValue, type Payoffs } from './payoffs.ts';
import { bestInRegion, interiorOf, regionOf, type RegionOptimum } from './region.ts';

/**
 * Optimal mixed commitment with ties for the leader: for each column the best mixture that makes it a best reply, and the best of those
 * (Conitzer & Sandholm, EC 2006, the multiple-LP algorithm).
 *
 * @param payoffs - of a checked game
 * @throws NumericalError when a column's value cannot be certified
 */
export function solveStrong(payoffs: Payoffs): BimatrixSolution {
  let candidates: RegionOptimum[] = [];
  let best = -Infinity;
  for (let reply = 0; reply < payoffs.columns; reply++) {
    if (largest(payoffs.leader[reply]!) < best - sameValue) continue;
    const candidate = bestInRegion(payoffs, regionOf(payoffs, [reply]));
    if (candidate === null) continue;
    candidates.push(candidate);
    best = Math.max(best, candidate.value);
  }
  candidates = candidates.filter(({ value }) => value >= best - sameValue);
  const chosen = candidates[0];
  if (chosen === undefined)
    throw new NumericalError('no follower action could be made a best reply: bring the payoffs to similar sizes or round them');
  const response = chosen.region.members[0]!;
  return {
    ...outcomeOf(payoffs, chosen.commitment, response),
    allOptimalReplies: candidates.map(({ region }) => region.members[0]!),
    attained: true,
    uniqueCommitment: isOnlyCommitment(candidates),
    interior: interiorOf(payoffs, chosen.region).commitment,
  };
}

/** Whether all optimal solutions of all programmes are one and the same mixture; null where that cannot be told in double precision. */
export function isOnlyCommitment(candidates: readonly RegionOptimum[]): boolean | null {
  const first = candidates[0]!.commitment;
  const same = candidates.every(({ commitment }) => commitment.every((probability, i) => Math.abs(probability - first[i]!) <= 1e-9));
  if (!same) return false;
  const answers = candidates.map(({ program, optimum }) => isUniqueOptimum(program, optimum));
  return answers.includes(false) ? false : answers.includes(null) ? null : true;
}
