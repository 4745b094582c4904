import { NumericalError } from '@firstmover/programmes';
import type { Interior, Region, RegionOptimum, Regions } from '../regions/regions.ts';
import { SAME_VALUE } from '../regions/regions.ts';
import type { CoverageConstraint, CoverageOptimum, CoverageProgram, CoverageSpace } from '../allocation/coverage-space.ts';
import { adverseAt, defenderAt, type Payoffs } from './payoffs.ts';

/** The defender's best coverage within a region: the targets that are attacked, and that must not be better for the attacker. */
export interface RegionCoverage extends RegionOptimum<CoverageOptimum> {
  /** The value by duality. */
  readonly upperBound: number;
}

/** Differences of scaled payoffs are off by this at most. */
const ROUNDING = 1e-14;
/** Two coverages closer than this are one. */
const SAME_COVERAGE = 1e-6;

/** A game with coverages as commitments, for the search over regions. */
export function coverageRegions(payoffs: Payoffs, space: CoverageSpace): Regions<CoverageOptimum, RegionCoverage> {
  const { targets } = payoffs;
  return {
    replies: targets,
    leastMargin: 1e-7,
    most: (target) => defenderAt(payoffs, target, 1),
    leaderPayoff: ({ coverage }, target) => defenderAt(payoffs, target, coverage[target]!),
    adverse: ({ coverage }) => adverseAt(payoffs, coverage),
    classes: () => {
      const seen = new Set<number>();
      return Array.from({ length: targets }, (_unused, t) => t).flatMap((target) => {
        if (seen.has(target)) return [];
        const members = equivalentTo(payoffs, space, target);
        for (const member of members) seen.add(member);
        return [members];
      });
    },
    region: (members) => regionOf(payoffs, members),
    best: (region) => bestInRegion(payoffs, space, region),
    interior: (region) => interiorOf(payoffs, space, region),
    avoid: (optimum) => avoidWithin(payoffs, space, optimum),
    tooThin: ({ members }) =>
      `the coverages at which target ${members[0]} is attacked are too few to tell whether it can be the only best one`,
  };
}

/** The region where the members are best. */
function regionOf({ targets }: Payoffs, members: readonly number[]): Region {
  return { members, others: Array.from({ length: targets }, (_unused, t) => t).filter((t) => !members.includes(t)) };
}

/** The targets that pay the attacker the same as `target` under every allocation, `target` among them. */
export function equivalentTo({ targets, attacker }: Payoffs, space: CoverageSpace, target: number): number[] {
  return Array.from({ length: targets }, (_unused, t) => t).filter((other) => {
    if (other === target) return true;
    // All units at home: the uncovered payoffs must agree.
    if (Math.abs(attacker.uncovered[other]! - attacker.uncovered[target]!) > ROUNDING) return false;
    const weights = new Array<number>(targets).fill(0);
    weights[other] = attacker.gap[other]!;
    weights[target] = -attacker.gap[target]!;
    return space.heaviest(weights) <= ROUNDING && space.heaviest(weights.map((weight) => -weight)) <= ROUNDING;
  });
}

/** "The attacker does not prefer `other` to the region's members", as a constraint; `extras` are the coefficients of the further variables. */
function incentive({ attacker }: Payoffs, region: Region, other: number, extras: readonly number[]): CoverageConstraint {
  const target = region.members[0]!;
  const coverage = new Array<number>(attacker.gap.length).fill(0);
  coverage[target] = attacker.gap[target]!;
  coverage[other] = -attacker.gap[other]!;
  // Where the constraint holds with equality when one, the other or both are covered, it must not fail by the last digit.
  const bound = attacker.uncovered[target]! - attacker.uncovered[other]!;
  const [mine, its] = [attacker.gap[target]!, attacker.gap[other]!];
  const exact = [0, mine, -its, mine - its].find((end) => Math.abs(bound - end) <= ROUNDING);
  return { coverage, extras, bound: exact ?? bound };
}

/** Maximises the defender's worst payoff over the members within their region; null when it is empty. */
function bestInRegion(payoffs: Payoffs, space: CoverageSpace, region: Region): RegionCoverage | null {
  const { members, others } = region;
  const { defender, targets } = payoffs;
  const several = members.length > 1;
  const first = members[0]!;
  const program: CoverageProgram = {
    coverage: several ? new Array<number>(targets).fill(0) : unit(targets, first, defender.gap[first]!),
    extras: several ? [1] : [],
    constraints: [
      ...others.map((other) => incentive(payoffs, region, other, several ? [0] : [])),
      ...(several ? members : []).map((member) => ({
        coverage: unit(targets, member, -defender.gap[member]!),
        extras: [1],
        bound: defender.uncovered[member]!,
      })),
    ],
  };
  const optimum = space.maximise(program);
  if (optimum === null) return null;
  const constant = several ? 0 : defender.uncovered[first]!;
  return { region, value: optimum.value + constant, upperBound: optimum.upperBound + constant, commitment: optimum };
}

/** Whether a region has interior, and a coverage well inside it: maximises by how much every other target is worse for the attacker. */
function interiorOf(payoffs: Payoffs, space: CoverageSpace, region: Region): Interior {
  const none = new Array<number>(payoffs.targets).fill(0);
  const optimum = space.maximise({
    coverage: none,
    extras: [1],
    constraints: [
      ...region.others.map((other) => incentive(payoffs, region, other, [1])),
      // Alone against nothing the margin would have no limit.
      { coverage: none, extras: [1], bound: 2 },
    ],
  });
  const margin = optimum === null ? -1 : optimum.extras[0]!;
  if (margin <= 1e-9) return { exists: margin <= 1e-12 ? 'no' : 'unclear', commitment: null };
  return { exists: 'yes', commitment: optimum!.coverage };
}

/** Whether all optimal coverages of all regions are one: the smallest and largest coverage of every target on the optimal face. */
export function isOnlyCoverage(payoffs: Payoffs, space: CoverageSpace, found: readonly RegionCoverage[]): boolean {
  const first = found[0]!.commitment.coverage;
  const near = (coverage: readonly number[]): boolean => coverage.every((c, t) => Math.abs(c - first[t]!) <= SAME_COVERAGE);
  if (!found.every(({ commitment }) => near(commitment.coverage))) return false;
  return found.every((best) => {
    const constraints = optimalFace(payoffs, best);
    return first.every((_unused, t) =>
      [1, -1].every((sign) => {
        const end = space.maximise({ coverage: unit(payoffs.targets, t, sign), extras: [], constraints });
        if (end === null) throw unsafe();
        return near(end.coverage);
      }),
    );
  });
}

/** The constraints that describe all optimal coverages of a region: every member covered enough for the value. */
function optimalFace(payoffs: Payoffs, { region, value }: RegionCoverage): CoverageConstraint[] {
  const { defender, targets } = payoffs;
  // In units of coverage, so that the slack for rounding does not depend on how much a target matters.
  const enough = region.members
    .filter((member) => defender.gap[member]! > SAME_VALUE)
    .map((member) => ({
      coverage: unit(targets, member, -1),
      extras: [],
      bound: (defender.uncovered[member]! - value) / defender.gap[member]! + SAME_VALUE,
    }));
  return [...region.others.map((other) => incentive(payoffs, region, other, [])), ...enough];
}

/** Makes targets worse for the attacker by the least advantage over them, on the face of the optimal coverages of a region. */
function avoidWithin(
  payoffs: Payoffs,
  space: CoverageSpace,
  optimum: RegionCoverage,
): ReturnType<Regions<CoverageOptimum, RegionCoverage>['avoid']> {
  const { defender, targets } = payoffs;
  const { region, value } = optimum;
  const face = optimalFace(payoffs, optimum);
  const none = new Array<number>(targets).fill(0);
  return (others, tied) => {
    const found = space.maximise({
      coverage: none,
      extras: [others.length > 0 ? 1 : 0],
      constraints: [
        ...others.map((other) => incentive(payoffs, region, other, [1])),
        ...tied.map((other) => ({
          coverage: unit(targets, other, -defender.gap[other]!),
          extras: [0],
          bound: defender.uncovered[other]! - value + SAME_VALUE,
        })),
        ...face.map((constraint) => ({ ...constraint, extras: [0] })),
        { coverage: none, extras: [1], bound: 2 },
      ],
    });
    return found && { commitment: found, margin: found.value, prices: found.multipliers.slice(0, others.length) };
  };
}

/** A list with one entry that is not zero. */
function unit(targets: number, target: number, size: number): number[] {
  const list = new Array<number>(targets).fill(0);
  list[target] = size;
  return list;
}

/** What is thrown when a proof fails. */
export function unsafe(): NumericalError {
  return new NumericalError(
    'security game: the best coverage cannot be certified in double precision; round the payoffs or bring them to similar sizes',
  );
}
