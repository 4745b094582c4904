import type { TieRule } from '@firstmover/core';
import type { Fraction, Fractions } from '@firstmover/programmes';
import { formatFraction, nearestDouble, ratio, valueOfRow } from '@firstmover/programmes';
import { coverages, coveredSets } from '../../matrix/linear/coverages.ts';
import { areSettled, leastTotal } from '../../matrix/linear/optima.ts';
import { bestReplies } from '../../matrix/linear/play.ts';
import type { LinearCommitment } from '../../matrix/linear/problem.ts';
import type { LinearSolution } from '../../matrix/linear/solve.ts';
import { followerValueOf, solveLinear } from '../../matrix/linear/solve.ts';
import { fractionsOf } from '../../matrix/linear/words.ts';
import { combMixture } from '../allocation/comb.ts';
import type { Allocation, Schedules } from '../allocation/resources.ts';
import type { SecurityGame, SecuritySolution } from './game.ts';

/** The most targets of identical units, and the most sets of targets that units with schedules can cover, for which fractions are quick. */
const LARGEST = { targets: 100, sets: 200 } as const;

/**
 * The optimal commitment in exact fractions, by one linear programme per attacked target.
 *
 * @returns null where the game is too large for it
 */
export function solveExactSecurity(game: SecurityGame<Fraction>, ties: TieRule): SecuritySolution | null {
  const targets = game.defenderCovered.length;
  if (isUnits(game.resources)) {
    if (targets > LARGEST.targets) return null;
    const units = game.resources;
    const problem = coverages(game, units);
    const solved = solveLinear(problem, ties);
    // With ties for the defender, no more coverage than it takes.
    const commitment = ties === 'strong' ? leastTotal(problem, solved.found.optimal[0]!) : solved.commitment;
    const covered = ({ numerators, denominator }: Fractions): Fraction[] =>
      Array.from({ length: targets }, (_unused, t) => ratio(numerators[t] ?? 0n, denominator));
    return outcomeOf(problem, solved, commitment, ties, covered, (coverage) =>
      combMixture(coverage.map(nearestDouble), nearestDouble(units)),
    );
  }
  const allocations = allocationsOf(game.resources);
  if (allocations === null) return null;
  const problem = coveredSets(game, allocations.map((allocation) => allocation.targets)); // prettier-ignore
  const solved = solveLinear(problem, ties);
  const covered = ({ numerators, denominator }: Fractions): Fraction[] =>
    Array.from({ length: targets }, (_unused, t) =>
      ratio(
        allocations.reduce((sum, allocation, k) => (allocation.targets.includes(t) ? sum + numerators[k]! : sum), 0n),
        denominator,
      ),
    );
  const shares = fractionsOf(solved.commitment).map(nearestDouble);
  // Different mixtures can be one coverage.
  const within = Array.from({ length: targets }, (_unused, t) =>
    allocations.map((allocation) => (allocation.targets.includes(t) ? 1n : 0n)),
  );
  const unique = solved.unique || areSettled(problem, solved.found.optimal, within);
  return outcomeOf(problem, { ...solved, unique }, solved.commitment, ties, covered, () =>
    allocations.flatMap((allocation, k) => (shares[k]! > 0 ? [{ ...allocation, probability: shares[k]! }] : [])),
  );
}

function isUnits(resources: SecurityGame<Fraction>['resources']): resources is Fraction {
  return !Array.isArray(resources);
}

/** One allocation per set of targets that the units can cover at once; null where there are too many. */
function allocationsOf(units: readonly Schedules[]): Allocation[] | null {
  let sets = new Map<string, Allocation>([['', { targets: [], schedules: [] }]]);
  for (const schedules of units) {
    const next = new Map<string, Allocation>();
    for (const { targets, schedules: taken } of sets.values()) {
      for (const choice of [null, ...schedules.keys()]) {
        const covered = [...new Set([...targets, ...(choice === null ? [] : schedules[choice]!)])].sort((a, b) => a - b);
        const key = covered.join();
        if (!next.has(key)) next.set(key, { targets: covered, schedules: [...taken!, choice] });
      }
      if (next.size > LARGEST.sets) return null;
    }
    sets = next;
  }
  return [...sets.values()];
}

function outcomeOf(
  problem: LinearCommitment,
  { value, replies, attained, unique, optimal, interior }: LinearSolution,
  commitment: Fractions,
  ties: TieRule,
  covered: (commitment: Fractions) => Fraction[],
  mixtureOf: (coverage: readonly Fraction[]) => SecuritySolution['mixture'],
): SecuritySolution {
  const coverage = covered(commitment);
  const [followerValue] = followerValueOf(problem, replies, commitment) as [Fraction];
  const attackSet = bestReplies(problem, 0, commitment);
  const worst = attackSet.map((t) => valueOfRow(problem.types[0]!.replies[t]!.leader, commitment)).reduce((a, b) => (b < a ? b : a));
  const leaderValue = nearestDouble(value);
  return {
    commitmentClass: 'mixed',
    followerClass: null,
    ties,
    evidence: { kind: 'optimal', by: 'rational' },
    leaderValue,
    upperBound: leaderValue,
    followerValue: nearestDouble(followerValue),
    commitment: coverage.map(nearestDouble),
    reply: replies[0]!,
    optimalReplies: optimal.flatMap((chosen) => chosen.get(0)!).sort((a, b) => a - b),
    attained,
    unique,
    mixture: mixtureOf(coverage),
    attackSet,
    weakValue: nearestDouble(ratio(worst, commitment.denominator * problem.leaderScale)),
    interior: interior === 'all' ? coverage.map(nearestDouble) : interior && covered(interior).map(nearestDouble),
    exact: {
      leaderValue: formatFraction(value),
      followerValue: formatFraction(followerValue),
      commitment: coverage.map(formatFraction),
    },
  };
}
