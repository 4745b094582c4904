import { largest, NumericalError } from '@firstmover/programmes';
import type { CoverageOptimum, CoverageSpace } from '../allocation/coverage-space.ts';
import { adverseAt, sameValue, type Payoffs } from './payoffs.ts';
import { incentive, optimalFace, unit, type RegionOptimum } from './region.ts';

/** By this much, in units of the payoff range, a target must be worse for the attacker to count as avoided. */
const avoided = 1e-7;

/**
 * An optimal coverage of a region at which no tied target is worse for the defender than the value, or null.
 *
 * On the optimal face, targets that can be made strictly worse for the attacker are avoided together by a point of its relative interior; the
 * targets that tie everywhere on it must not hurt, which cuts the face, on which further targets may tie everywhere, and so on.
 *
 * @throws NumericalError when it cannot be told
 */
export function attaining(payoffs: Payoffs, space: CoverageSpace, best: RegionOptimum): CoverageOptimum | null {
  const { region, value, optimum } = best;
  if (adverseAt(payoffs, optimum.coverage) >= value - sameValue) return optimum;
  const { defender, targets } = payoffs;
  const face = optimalFace(payoffs, best);
  const tied = new Set<number>();
  for (;;) {
    const open = region.others.filter((other) => !tied.has(other));
    const outcome = space.maximise({
      coverage: new Array<number>(targets).fill(0),
      extras: [open.length > 0 ? 1 : 0],
      constraints: [
        ...open.map((other) => incentive(payoffs, region, other, [1])),
        ...[...tied].map((other) => ({
          coverage: unit(targets, other, -defender.gap[other]!),
          extras: [0],
          bound: defender.uncovered[other]! - value + sameValue,
        })),
        ...face.map((constraint) => ({ ...constraint, extras: [0] })),
        { coverage: new Array<number>(targets).fill(0), extras: [1], bound: 2 },
      ],
    });
    if (outcome === null) return null;
    if (open.length === 0 || outcome.value > avoided) {
      if (adverseAt(payoffs, outcome.coverage) < value - 10 * sameValue) throw unsafe();
      return outcome;
    }
    const prices = open.map((_unused, i) => outcome.multipliers[i]!);
    const before = tied.size;
    open.forEach((other, i) => {
      if (prices[i]! > 1e-9 * largest(prices)) tied.add(other);
    });
    if (tied.size === before) throw unsafe();
  }
}

function unsafe(): NumericalError {
  return new NumericalError(
    'weak ties: whether the value is attained cannot be told in double precision; round the payoffs or bring them to similar sizes',
  );
}
