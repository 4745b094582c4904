import type { Approximation, Fractions } from '@firstmover/programmes';
import { solveExactly } from '@firstmover/programmes';
import type { Leaf } from './leaf.ts';
import { approximateLeaf } from './leaf.ts';
import type { LinearCommitment } from './problem.ts';

/** A fraction over a positive denominator, not reduced: what the leader gets, times the total weight and the leader's scale. */
export interface Worth {
  /** Numerator. */
  readonly n: bigint;
  /** Denominator, positive. */
  readonly d: bigint;
}

/** a < b */
export function isBelow(a: Worth, b: Worth): boolean {
  return a.n * b.d < b.n * a.d;
}

/** Multipliers of the rows of a leaf, and the most that they let the leader get. */
export interface Bound {
  /** No commitment of the leaf is worth more. */
  readonly most: Worth;
  /** One per row of the leaf. */
  readonly multipliers: Fractions;
}

/** How far commitments go. */
export interface Cap {
  /** Multipliers of the rows of commitments whose sum falls by at least 1 with every variable. */
  readonly multipliers: Fractions;
  /** The constant of that sum times the denominator of the multipliers: no sum of variables is larger. */
  readonly far: bigint;
  /** Whether variables always have that sum. */
  readonly isSum: boolean;
}

/** Finds how far commitments go, by the linear programme of the largest sum of variables. */
export function capOf({ variables, rows }: LinearCommitment): Cap {
  const program = { objective: variables.map(() => 1n), rows };
  const outcome = solveExactly(program, approximateLeaf(program)?.basis);
  if (outcome.status !== 'optimal') throw new RangeError('commitments are none, or without bounds');
  const { numerators, denominator } = outcome.multipliers;
  const used = [...rows.keys()].filter((r) => numerators[r] !== 0n);
  const far = used.reduce((total, r) => total + numerators[r]! * rows[r]!.constant, 0n);
  const falls = (v: number): bigint => used.reduce((total, r) => total + numerators[r]! * rows[r]!.slopes[v]!, denominator);
  const isSum = used.every((r) => rows[r]!.equal) && variables.every((_name, v) => falls(v) === 0n);
  return { multipliers: outcome.multipliers, far, isSum };
}

/** By how much of the cap a function has to be mended so that no variable raises it: below 0 where all variables lower it and have a known sum. */
function excessOf({ isSum }: Cap, slopes: readonly bigint[]): bigint {
  const steepest = slopes.reduce((most, slope) => (slope > most ? slope : most), slopes[0] ?? 0n);
  return steepest > 0n || isSum ? steepest : 0n;
}

/** The most that a function can be at a commitment, by the cap alone. */
export function mostOf(cap: Cap, slopes: readonly bigint[], constant: bigint): Worth {
  const d = cap.multipliers.denominator;
  return { n: constant * d + excessOf(cap, slopes) * cap.far, d };
}

/** A whole number that a reply pays the leader at least. */
export function leastOf({ types }: LinearCommitment, cap: Cap, type: number, reply: number): bigint {
  const { slopes, constant } = types[type]!.replies[reply]!.leader;
  const { n, d } = mostOf(cap, slopes.map((slope) => -slope), -constant); // prettier-ignore
  return -(n / d) - 1n;
}

/** Adds as much of the cap to multipliers of a leaf's rows as it takes for no variable to raise the sum of objective and multiplier times row. */
export function mend({ rows }: LinearCommitment, { program, constant }: Leaf, cap: Cap, given: Fractions): Bound {
  const { numerators: weights, denominator } = given;
  const slopes = program.objective.map((slope) => slope * denominator);
  let n = constant * denominator;
  program.rows.forEach((row, r) => {
    const weight = weights[r]!;
    if (weight === 0n) return;
    n += weight * row.constant;
    for (let j = 0; j < slopes.length; j++) if (row.slopes[j] !== 0n) slopes[j]! += weight * row.slopes[j]!;
  });
  const excess = excessOf(cap, slopes);
  const scale = cap.multipliers.denominator;
  return {
    most: { n: n * scale + excess * cap.far, d: denominator * scale },
    multipliers: {
      numerators: weights.map((weight, r) => weight * scale + (r < rows.length ? excess * cap.multipliers.numerators[r]! : 0n)),
      denominator: denominator * scale,
    },
  };
}

/** The binary digits of the largest multiplier. */
const DIGITS = 60;
/** Farkas' proof that a leaf is empty bounds its worth by anything, taken often enough: so many times the size of the objective. */
const OFTEN = 8;

/**
 * The bound that the multipliers of a floating-point programme prove, as fractions over a power of two, and mended. Any multipliers of the right sign
 * prove one.
 */
export function boundOf(
  problem: LinearCommitment,
  leaf: Leaf,
  cap: Cap,
  { status, multipliers }: Pick<Approximation, 'status' | 'multipliers'>,
): Bound {
  const { rows } = leaf.program;
  const times = status === 'infeasible' ? oftenEnough(leaf, multipliers) : 1;
  // What a row's multiplier is worth in units of the objective.
  const exponents = leaf.units.rows.map((exponent) => leaf.units.objective - exponent);
  const signed = multipliers.map((value, r) => times * (rows[r]!.equal ? value : Math.max(value, 0)));
  const size = signed.reduce(
    (most, value, r) => (value === 0 ? most : Math.max(most, Math.log2(Math.abs(value)) + exponents[r]!)),
    -Infinity,
  );
  const shift = Number.isFinite(size) ? Math.max(0, DIGITS - Math.ceil(size)) : 0;
  const numerators = signed.map((value, r) => wholePart(value, exponents[r]! + shift));
  for (const [first, count, weight] of leaf.shares) share(numerators, first, count, weight << BigInt(shift));
  return mend(problem, leaf, cap, { numerators, denominator: 1n << BigInt(shift) });
}

function oftenEnough({ program, units }: Leaf, multipliers: readonly number[]): number {
  const constant = program.rows.reduce((total, row, r) => total + multipliers[r]! * fractionOfPower(row.constant, units.rows[r]!), 0);
  return constant < 0 ? (OFTEN * program.objective.length) / -constant : 0;
}

/** value / 2^exponent, at most 1 in size. */
function fractionOfPower(value: bigint, exponent: number): number {
  const kept = Math.min(exponent, 60);
  return Number(value >> BigInt(exponent - kept)) / 2 ** kept;
}

/** Multipliers of the several replies of a type add up to its weight. */
function share(numerators: bigint[], first: number, count: number, total: bigint): void {
  let sum = 0n;
  for (let r = first; r < first + count; r++) sum += numerators[r]!;
  let rest = total;
  for (let r = first; r < first + count; r++) {
    const part = r === first + count - 1 ? rest : sum === 0n ? 0n : (numerators[r]! * total) / sum;
    numerators[r] = part;
    rest -= part;
  }
}

/** value x 2^exponent without its fraction. */
function wholePart(value: number, exponent: number): bigint {
  if (value === 0) return 0n;
  const power = Math.ceil(Math.log2(Math.abs(value)));
  const digits = BigInt(Math.round(value * 2 ** (52 - power)));
  const left = exponent + power - 52;
  return left >= 0 ? digits << BigInt(left) : digits >> BigInt(-left);
}
