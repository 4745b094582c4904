// Commitments to which finitely many replies are made, and with which all payoffs are linear: mixtures of rows, coverages of targets, plans in a tree.
// Everything is in whole numbers, so that nothing is rounded.
import type { ExactRow, Fraction } from '@firstmover/programmes';

/** constant + slopes . v for commitments v. */
export type Affine = Pick<ExactRow, 'slopes' | 'constant'>;

/** What a commitment satisfies. */
export interface NamedRow extends ExactRow {
  /** What certificates call it. */
  readonly name: string;
  /** What it was multiplied by to be in whole numbers. */
  readonly scale: bigint;
}

/** A reply, by what it pays as a function of the commitment. */
export interface Reply {
  /** What certificates call it. */
  readonly name: string;
  /** What it pays the leader, times the problem's `leaderScale`. */
  readonly leader: Affine;
  /** What it pays the follower, times the type's `scale`. */
  readonly follower: Affine;
}

/** A follower that may come. */
export interface ReplyingType {
  /** How likely it is, in parts of the sum of all weights. */
  readonly weight: bigint;
  /** What its own payoffs were multiplied by to be in whole numbers. */
  readonly scale: bigint;
  /** What it may do. */
  readonly replies: readonly Reply[];
}

/** A Stackelberg problem with commitments v >= 0 between rows, which are a bounded set. */
export interface LinearCommitment {
  /** What certificates call the variables of a commitment. */
  readonly variables: readonly string[];
  /** What a commitment satisfies. */
  readonly rows: readonly NamedRow[];
  /** The followers that may come. */
  readonly types: readonly ReplyingType[];
  /** What the leader's payoffs were multiplied by to be in whole numbers. */
  readonly leaderScale: bigint;
}

/** What the leader's total, weights times payoffs in whole numbers, is divided by. */
export function unitOf({ types, leaderScale }: LinearCommitment): bigint {
  return types.reduce((sum, { weight }) => sum + weight, 0n) * leaderScale;
}

/** first - second */
export function difference(first: Affine, second: Affine): Affine {
  return { slopes: first.slopes.map((slope, v) => slope - second.slopes[v]!), constant: first.constant - second.constant };
}

/** Whether two functions are one. */
export function isSame(first: Affine, second: Affine): boolean {
  return first.constant === second.constant && first.slopes.every((slope, v) => slope === second.slopes[v]);
}

/** The least whole number by which some fractions become whole. */
export function commonDenominator(fractions: Iterable<Fraction>): bigint {
  let common = 1n;
  for (const { d } of fractions) {
    if (common % d === 0n) continue;
    let [x, y] = [common, d];
    while (y !== 0n) [x, y] = [y, x % y];
    common *= d / x;
  }
  return common;
}

/** A fraction times a multiple of its denominator. */
export function wholeNumber({ n, d }: Fraction, scale: bigint): bigint {
  return (n * scale) / d;
}
