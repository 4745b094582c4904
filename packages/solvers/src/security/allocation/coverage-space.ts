import type { LinearConstraint } from '@firstmover/programmes';
import { NumericalError, solveLinearProgram } from '@firstmover/programmes';
import { combMixture } from './comb.ts';
import { heaviestAllocation } from './heaviest.ts';
import type { Allocation, Resources, Schedules, WeightedAllocation } from './resources.ts';

/** coverage . c + extras . z <= bound */
export interface CoverageConstraint {
  /** One coefficient per target. */
  readonly coverage: readonly number[];
  /** One coefficient per further variable. */
  readonly extras: readonly number[];
  /** The right side. */
  readonly bound: number;
}

/** Maximise coverage . c + extras . z over coverages c that the resources can implement and further variables z >= 0. */
export interface CoverageProgram {
  /** What a unit of coverage of each target is worth. */
  readonly coverage: readonly number[];
  /** What a unit of each further variable is worth. */
  readonly extras: readonly number[];
  /** All of the form <=. */
  readonly constraints: readonly CoverageConstraint[];
}

/** An optimal coverage. */
export interface CoverageOptimum {
  /** The objective. */
  readonly value: number;
  /** No implementable coverage is worth more than this, by duality. */
  readonly upperBound: number;
  /** The probability that each target is covered. */
  readonly coverage: readonly number[];
  /** The further variables. */
  readonly extras: readonly number[];
  /** The multiplier of each constraint, at least 0. */
  readonly multipliers: readonly number[];
  /** Allocations that implement the coverage. */
  mixture(): WeightedAllocation[];
}

/** The coverages that resources can implement. */
export interface CoverageSpace {
  /**
   * Solves a linear programme over them.
   *
   * @returns null when no coverage satisfies the constraints
   * @throws NumericalError when the outcome cannot be certified
   */
  maximise(program: CoverageProgram): CoverageOptimum | null;
  /** The most that one allocation weighs: the largest value of weights . c over implementable c. */
  heaviest(weights: readonly number[]): number;
}

/** A reduced cost below this, relative to the weights it is computed from, is zero. */
const NEGLIGIBLE = 1e-11;

/**
 * The coverages that are implemented by some mixture over allocations. With identical units that is every c within 0..1 whose sum is at most
 * their number; with schedules it is the convex hull of the allocations, found one by one as the programme asks for them (column generation).
 *
 * @param resources - checked
 * @param targets - how many targets there are
 */
export function coverageSpace(resources: Resources, targets: number): CoverageSpace {
  return typeof resources === 'number' ? boxSpace(resources, targets) : hullSpace(resources, targets);
}

function boxSpace(units: number, targets: number): CoverageSpace {
  return {
    maximise({ coverage, extras, constraints }) {
      const unit = (t: number): number[] => coverage.map((_unused, other) => (other === t ? 1 : 0));
      const none = extras.map(() => 0);
      const outcome = solveLinearProgram({
        objective: [...coverage, ...extras],
        constraints: [
          ...constraints.map(asRow),
          { coefficients: [...coverage.map(() => 1), ...none], relation: '<=', bound: units },
          ...coverage.map((_unused, t): LinearConstraint => ({ coefficients: [...unit(t), ...none], relation: '<=', bound: 1 })),
        ],
      });
      if (outcome.status === 'infeasible') return null;
      if (outcome.status !== 'optimal') throw unsafe();
      const found = outcome.solution.slice(0, targets).map((c) => Math.min(c, 1));
      return {
        value: outcome.value,
        upperBound: outcome.value,
        coverage: found,
        extras: outcome.solution.slice(targets),
        multipliers: outcome.multipliers.slice(0, constraints.length),
        mixture: () => combMixture(found, units),
      };
    },
    heaviest(weights) {
      const sorted = weights.filter((weight) => weight > 0).sort((a, b) => b - a);
      return sorted.reduce((sum, weight, k) => sum + weight * Math.min(Math.max(units - k, 0), 1), 0);
    },
  };
}

function hullSpace(units: readonly Schedules[], targets: number): CoverageSpace {
  const known: Allocation[] = [];
  const keys = new Set<string>();
  add({ targets: [], schedules: units.map(() => null) });

  function add(allocation: Allocation): boolean {
    const key = allocation.targets.join();
    if (keys.has(key)) return false;
    keys.add(key);
    known.push(allocation);
    return true;
  }

  function maximise({ coverage, extras, constraints }: CoverageProgram): CoverageOptimum | null {
    for (;;) {
      const columns = known.slice();
      const outcome = solveLinearProgram({
        objective: [...columns.map((column) => sum(column, coverage)), ...extras],
        constraints: [
          ...constraints.map((constraint): LinearConstraint => ({
            coefficients: [...columns.map((column) => sum(column, constraint.coverage)), ...constraint.extras],
            relation: '<=',
            bound: constraint.bound,
          })),
          { coefficients: [...columns.map(() => 1), ...extras.map(() => 0)], relation: '=', bound: 1 },
        ],
      });
      if (outcome.status === 'unbounded') throw unsafe();
      // The column that improves most, or that mends Farkas' proof most: one search for both.
      const prices = outcome.multipliers;
      const weights = new Array<number>(targets).fill(0);
      let mass = Math.abs(prices.at(-1)!);
      for (let t = 0; t < targets; t++) {
        let weight = outcome.status === 'optimal' ? coverage[t]! : 0;
        mass += Math.abs(weight);
        constraints.forEach((constraint, i) => {
          const term = prices[i]! * constraint.coverage[t]!;
          weight -= term;
          mass += Math.abs(term);
        });
        weights[t] = weight;
      }
      const { weight, allocation } = heaviestAllocation(units, weights);
      const gain = weight - prices.at(-1)!;
      if (gain > NEGLIGIBLE * mass && add(allocation)) continue;
      if (outcome.status === 'infeasible') {
        if (gain > NEGLIGIBLE * mass) throw unsafe();
        return null;
      }
      const share = outcome.solution.slice(0, columns.length);
      const total = share.reduce((partial, p) => partial + p, 0);
      const mixture = columns.flatMap((column, k) => (share[k]! > 0 ? [{ ...column, probability: share[k]! / total }] : []));
      const found = new Array<number>(targets).fill(0);
      for (const { targets: covered, probability } of mixture) for (const t of covered) found[t]! += probability;
      return {
        value: outcome.value,
        upperBound: outcome.value + Math.max(gain, 0),
        coverage: found.map((c) => Math.min(c, 1)),
        extras: outcome.solution.slice(columns.length),
        multipliers: prices.slice(0, constraints.length),
        mixture: () => mixture,
      };
    }
  }

  return { maximise, heaviest: (weights) => heaviestAllocation(units, weights).weight };
}

function asRow({ coverage, extras, bound }: CoverageConstraint): LinearConstraint {
  return { coefficients: [...coverage, ...extras], relation: '<=', bound };
}

function unsafe(): NumericalError {
  return new NumericalError('coverage: the best one cannot be certified in double precision, bring the payoffs to similar sizes');
}

/** The sum of weights over the covered targets; 0 where only rounding errors are left of it. */
function sum({ targets }: Allocation, weights: readonly number[]): number {
  let total = 0;
  let mass = 0;
  for (const t of targets) {
    total += weights[t]!;
    mass += Math.abs(weights[t]!);
  }
  return Math.abs(total) <= 1e-14 * mass ? 0 : total;
}
