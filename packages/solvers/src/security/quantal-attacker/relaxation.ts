import { NumericalError } from '@firstmover/programmes';
import { combMixture } from '../allocation/comb.ts';
import type { CoverageConstraint, CoverageOptimum, CoverageSpace } from '../allocation/coverage-space.ts';
import type { WeightedAllocation } from '../allocation/resources.ts';
import { envelopeAt, envelopeSlopeAt, greatestAt, type Envelope } from './term.ts';

/** The best coverage for the envelopes of all terms. */
export interface Relaxed {
  /** No implementable coverage in the box makes the sum of terms larger than this. */
  readonly bound: number;
  /** The size of the numbers that `bound` was computed from. */
  readonly mass: number;
  /** A coverage in the box that the resources can implement. */
  readonly coverage: readonly number[];
  /** Allocations that implement it. */
  mixture(): readonly WeightedAllocation[];
}

/**
 * Maximises the sum of envelopes over implementable coverages in their intervals; null when there is none. An envelope that changes by no more than
 * `negligible` may be taken for its top throughout.
 */
export type Relax = (envelopes: readonly Envelope[], negligible: number) => Relaxed | null;

const HALVINGS = 100;
/** The least price that is told from 0, relative to the largest slope. */
const CHEAPEST = 1e-18;
/** A price above which even a slope of 0 is worth nothing. */
const TINIEST = 1e-300;
const ROUNDS = 60;
/** Tangents this close to the envelope, relative to its size, are close enough. */
const CLOSE = 1e-8;

/** For identical units: one price for coverage, by bisection; any price gives a bound (Lagrange). */
export function relaxUnits(units: number): Relax {
  return (envelopes) => {
    if (envelopes.reduce((sum, { low }) => sum + low, 0) > units + 1e-12) return null;
    const at = (price: number): { readonly coverage: number[]; readonly used: number } => {
      const coverage = envelopes.map((envelope) => greatestAt(envelope, price));
      return { coverage, used: coverage.reduce((sum, c) => sum + c, 0) };
    };
    const boundAt = (price: number, coverage: readonly number[]): { readonly bound: number; readonly mass: number } => {
      let bound = price * units;
      let mass = bound;
      envelopes.forEach((envelope, t) => {
        const value = envelopeAt(envelope, coverage[t]!);
        bound += value - price * coverage[t]!;
        mass += Math.abs(value) + price * coverage[t]!;
      });
      return { bound, mass };
    };
    let wasteful = at(0);
    if (wasteful.used <= units) return { ...boundAt(0, wasteful.coverage), ...implement(wasteful.coverage) };
    let low = 0;
    // Above every slope all stay at the start of their intervals.
    let high = envelopes.reduce((most, envelope) => Math.max(most, envelopeSlopeAt(envelope, envelope.low)), TINIEST) * 1.001;
    const floor = high * CHEAPEST;
    let thrifty = at(high);
    for (let k = 0; k < HALVINGS && high - low > 1e-15 * high; k++) {
      const middle = low > high / 4 ? (low + high) / 2 : Math.sqrt(Math.max(low, floor) * high);
      const tried = at(middle);
      if (tried.used > units) {
        low = middle;
        wasteful = tried;
      } else {
        high = middle;
        thrifty = tried;
      }
      if (high <= floor) break;
    }
    const [one, other] = [boundAt(low, wasteful.coverage), boundAt(high, thrifty.coverage)];
    // What the cheaper price buys more, target by target, until the units are used.
    let rest = units - thrifty.used;
    const coverage = thrifty.coverage.map((c, t) => {
      const more = Math.min(Math.max(wasteful.coverage[t]! - c, 0), Math.max(rest, 0));
      rest -= more;
      return c + more;
    });
    return { ...(one.bound < other.bound ? one : other), ...implement(coverage) };
  };

  function implement(coverage: readonly number[]): Pick<Relaxed, 'coverage' | 'mixture'> {
    return { coverage, mixture: () => combMixture(coverage, units) };
  }
}

/** For schedules: envelopes replaced by tangents, more of them where they are too far above (Kelley's cutting planes); any tangents give a bound. */
export function relaxSchedules(space: CoverageSpace): Relax {
  return (envelopes, negligible) => {
    const targets = envelopes.length;
    const zeros = new Array<number>(targets).fill(0);
    const size = envelopes.reduce(
      (most, envelope) => Math.max(most, Math.abs(envelopeAt(envelope, envelope.low)), Math.abs(envelopeAt(envelope, envelope.high))),
      Number.MIN_VALUE,
    );
    // A concave function is smallest at an end.
    const least = envelopes.map((envelope) => Math.min(envelopeAt(envelope, envelope.low), envelopeAt(envelope, envelope.high)) / size);
    const tops = envelopes.map((envelope) => envelopeAt(envelope, greatestAt(envelope, 0)));
    // Tangents that hardly rise beside others are what linear programmes fail at.
    const flat = tops.map((top, t) => (top / size - least[t]!) * size <= negligible);
    const unit = (t: number, entry: number): number[] => zeros.map((_unused, other) => (other === t ? entry : 0));
    const tangent = (t: number, c: number): CoverageConstraint => {
      const slope = envelopeSlopeAt(envelopes[t]!, c) / size;
      return { coverage: unit(t, -slope), extras: unit(t, 1), bound: envelopeAt(envelopes[t]!, c) / size - slope * c - least[t]! };
    };
    const box: CoverageConstraint[] = envelopes.flatMap(({ low, high }, t) => [
      ...(low > 0 ? [{ coverage: unit(t, -1), extras: zeros, bound: -low }] : []),
      ...(high < 1 ? [{ coverage: unit(t, 1), extras: zeros, bound: high }] : []),
    ]);
    const constraints = [
      ...box,
      ...envelopes.flatMap(({ low, high, bend }, t) =>
        flat[t]
          ? [{ coverage: zeros, extras: unit(t, 1), bound: tops[t]! / size - least[t]! }]
          : [...new Set([low, (low + bend) / 2, bend, high])].map((c) => tangent(t, c)),
      ),
    ];
    const constant = least.reduce((sum, value) => sum + value, 0);
    let last: Relaxed | null = null;
    for (let round = 1; ; round++) {
      let optimum: CoverageOptimum | null;
      try {
        optimum = space.maximise({ coverage: zeros, extras: zeros.map(() => 1), constraints });
      } catch (error) {
        // Tangents too alike: the last bound holds, or else the one that forgets what the resources can do.
        if (!(error instanceof NumericalError)) throw error;
        return last ?? separately(envelopes, tops, space, box);
      }
      if (optimum === null) return null;
      const coverage = optimum.coverage.map((c, t) => Math.min(Math.max(c, envelopes[t]!.low), envelopes[t]!.high));
      const { extras } = optimum;
      const over = envelopes.map((envelope, t) => (flat[t] ? 0 : extras[t]! + least[t]! - envelopeAt(envelope, coverage[t]!) / size));
      const bound = (optimum.upperBound + constant) * size;
      const mass = size * (targets + Math.abs(optimum.upperBound));
      const found = optimum;
      last = { bound, mass, coverage: found.coverage, mixture: () => found.mixture() };
      if (round === ROUNDS || bound < -1e-9 * mass || over.every((excess) => excess <= CLOSE)) return last;
      over.forEach((excess, t) => {
        if (excess > CLOSE) constraints.push(tangent(t, coverage[t]!));
      });
    }
  };
}

/** Every envelope at its top, whatever the resources can do elsewhere; with a coverage in the box that they can, null when there is none. */
function separately(
  envelopes: readonly Envelope[],
  tops: readonly number[],
  space: CoverageSpace,
  box: readonly CoverageConstraint[],
): Relaxed | null {
  const mass = tops.reduce((sum, top) => sum + Math.abs(top), 0);
  // Towards the better ends, as far as they matter.
  const rises = envelopes.map((envelope) => (envelopeAt(envelope, envelope.high) - envelopeAt(envelope, envelope.low)) / (mass || 1));
  const within = (constraints: readonly CoverageConstraint[], objective: readonly number[]): CoverageOptimum | null =>
    space.maximise({ coverage: objective, extras: envelopes.map(() => 0), constraints });
  let found: CoverageOptimum | null;
  try {
    found = within(box, rises.map((rise) => (Math.abs(rise) < 1e-6 ? 0 : rise))); // prettier-ignore
  } catch (error) {
    // A box too thin for a linear programme: any coverage will do, the bound holds all the same.
    if (!(error instanceof NumericalError)) throw error;
    found = within([], rises.map(() => 0)); // prettier-ignore
  }
  return found && { bound: tops.reduce((sum, top) => sum + top, 0), mass, coverage: found.coverage, mixture: () => found.mixture() };
}
