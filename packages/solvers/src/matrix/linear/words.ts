import type { ExactAnswer } from '@firstmover/core';
import type { Fraction, Fractions } from '@firstmover/programmes';
import { formatFraction, nearestDouble, ratio } from '@firstmover/programmes';
import type { LinearCommitment } from './problem.ts';

/** The fractions one by one. */
export function fractionsOf({ numerators, denominator }: Fractions): Fraction[] {
  return numerators.map((n) => ratio(n, denominator));
}

/** The nearest doubles. */
export function doublesNear(fractions: Fractions): number[] {
  return fractionsOf(fractions).map(nearestDouble);
}

/** Values and commitment as texts. */
export function exactValues(leaderValue: Fraction, followerValue: Fraction, commitment: Fractions): ExactAnswer<readonly string[]> {
  return {
    leaderValue: formatFraction(leaderValue),
    followerValue: formatFraction(followerValue),
    commitment: fractionsOf(commitment).map(formatFraction),
  };
}

/** A commitment inside a region; the even one where all are. */
export function insideOf({ variables }: LinearCommitment, interior: Fractions | 'all' | null): number[] | null {
  return interior === 'all' ? variables.map(() => 1 / variables.length) : interior && doublesNear(interior);
}
