import { NumericalError } from '@firstmover/programmes';
import type { CoverageConstraint, CoverageOptimum, CoverageProgram, CoverageSpace } from '../allocation/coverage-space.ts';
import { sameValue, type Payoffs } from './payoffs.ts';

/** The coverages at which some targets, which no coverage tells apart for the attacker, are best for it. */
export interface Region {
  /** The targets whose worst payoff counts for the defender. */
  readonly members: readonly number[];
  /** The targets that must not be better. */
  readonly others: readonly number[];
}

/** The defender's best coverage within a region, on the 0..1 scale. */
export interface RegionOptimum {
  /** Where. */
  readonly region: Region;
  /** The defender's worst payoff over the members. */
  readonly value: number;
  /** The same by duality. */
  readonly upperBound: number;
  /** The programme solved. */
  readonly program: CoverageProgram;
  /** Its outcome. */
  readonly optimum: CoverageOptimum;
}

/** Differences of scaled payoffs are off by this at most. */
const rounding = 1e-14;
/** Two coverages closer than this are one. */
const sameCoverage = 1e-6;

/** The region where the members are best. */
export function regionOf({ targets }: Payoffs, members: readonly number[]): Region {
  return { members, others: Array.from({ length: targets }, (_unused, t) => t).filter((t) => !members.includes(t)) };
}

/** The targets that pay the attacker the same as `target` under every allocation, `target` among them. */
export function equivalentTo({ targets, attacker }: Payoffs, space: CoverageSpace, target: number): number[] {
  return Array.from({ length: targets }, (_unused, t) => t).filter((other) => {
    if (other === target) return true;
    // All units at home: the uncovered payoffs must agree.
    if (Math.abs(attacker.uncovered[other]! - attacker.uncovered[target]!) > 1e-14) return false;
    const weights = new Array<number>(targets).fill(0);
    weights[other] = attacker.gap[other]!;
    weights[target] = -attacker.gap[target]!;
    return space.heaviest(weights) <= 1e-14 && space.heaviest(weights.map((weight) => -weight)) <= 1e-14;
  });
}

/** "The attacker does not prefer `other` to the region's members", as a constraint; `extras` are the coefficients of the further variables. */
export function incentive({ attacker }: Payoffs, region: Region, other: number, extras: readonly number[]): CoverageConstraint {
  const target = region.members[0]!;
  const coverage = new Array<number>(attacker.gap.length).fill(0);
  coverage[target] = attacker.gap[target]!;
  coverage[other] = -attacker.gap[other]!;
  // Where the constraint holds with equality when one, the other or both are covered, it must not fail by the last digit.
  const bound = attacker.uncovered[target]! - attacker.uncovered[other]!;
  const [mine, its] = [attacker.gap[target]!, attacker.gap[other]!];
  const exact = [0, mine, -its, mine - its].find((end) => Math.abs(bound - end) <= rounding);
  return { coverage, extras, bound: exact ?? bound };
}

/** Maximises the defender's worst payoff over the members within their region; null when it is empty. */
export function bestInRegion(payoffs: Payoffs, space: CoverageSpace, region: Region): RegionOptimum | null {
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
  return { region, value: optimum.value + constant, upperBound: optimum.upperBound + constant, program, optimum };
}

/** Whether a region has interior, and a coverage well inside it: maximises by how much every other target is worse for the attacker. */
export function interiorOf(
  payoffs: Payoffs,
  space: CoverageSpace,
  region: Region,
): { readonly exists: 'yes' | 'no' | 'unclear'; readonly coverage: readonly number[] | null } {
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
  if (margin <= 1e-9) return { exists: margin <= 1e-12 ? 'no' : 'unclear', coverage: null };
  return { exists: 'yes', coverage: optimum!.coverage };
}

/** Whether all optimal coverages of all regions are one: the smallest and largest coverage of every target on the optimal face. */
export function isOnlyCoverage(payoffs: Payoffs, space: CoverageSpace, found: readonly RegionOptimum[]): boolean {
  const first = found[0]!.optimum.coverage;
  const near = (coverage: readonly number[]): boolean => coverage.every((c, t) => Math.abs(c - first[t]!) <= sameCoverage);
  if (!found.every(({ optimum }) => near(optimum.coverage))) return false;
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
export function optimalFace(payoffs: Payoffs, { region, value }: RegionOptimum): CoverageConstraint[] {
  const { defender, targets } = payoffs;
  // In units of coverage, so that the slack for rounding does not depend on how much a target matters.
  const enough = region.members
    .filter((member) => defender.gap[member]! > sameValue)
    .map((member) => ({
      coverage: unit(targets, member, -1),
      extras: [],
      bound: (defender.uncovered[member]! - value) / defender.gap[member]! + sameValue,
    }));
  return [...region.others.map((other) => incentive(payoffs, region, other, [])), ...enough];
}

/** A list with one entry that is not zero. */
export function unit(targets: number, target: number, size: number): number[] {
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
