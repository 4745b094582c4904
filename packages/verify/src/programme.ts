import type { Fraction } from './fraction.ts';
import { ZERO, add, isEqual, isLess, print, times } from './fraction.ts';

/** Numbers by name: a point by its variables, multipliers by rows. What is not named is 0. */
export type Named = ReadonlyMap<string, Fraction>;

/** constant + sum of slope x variable */
export interface Affine {
  /** Its value where all variables are 0. */
  readonly constant: Fraction;
  /** What a unit of each variable adds. */
  readonly slopes: Named;
}

/** What must be at least 0, or 0 where it says so. */
export interface Row {
  /** What multipliers call it. */
  readonly name: string;
  /** The function. */
  readonly side: Affine;
  /** Whether it is 0. */
  readonly equal?: boolean;
}

/** Makes an affine function. */
export const affine = (constant: Fraction, slopes: Iterable<readonly [string, Fraction]> = []): Affine => ({
  constant,
  slopes: new Map(slopes),
});

/** first + factor x second */
export function plus(first: Affine, factor: Fraction, second: Affine): Affine {
  const slopes = new Map(first.slopes);
  for (const [name, slope] of second.slopes) slopes.set(name, add(slopes.get(name) ?? ZERO, times(factor, slope)));
  return { constant: add(first.constant, times(factor, second.constant)), slopes };
}

/** Its value at a point. */
export function valueAt({ constant, slopes }: Affine, point: Named): Fraction {
  return [...slopes].reduce((sum, [name, slope]) => add(sum, times(slope, point.get(name) ?? ZERO)), constant);
}

/**
 * The most that an objective can be where the rows hold and variables are at least 0 (but for those that are free), by weak duality: objective
 * + sum of multiplier x row is at least the objective there, and where it rises with no variable, its constant is the most that it can be.
 *
 * @throws Error where the multipliers prove nothing
 */
export function boundBy(objective: Affine, rows: readonly Row[], multipliers: Named, free: readonly string[] = []): Fraction {
  let sum = objective;
  for (const [name, multiplier] of multipliers) {
    const row = rows.find((candidate) => candidate.name === name);
    if (!row) throw new Error(`there is no row "${name}"`);
    if (!row.equal && isLess(multiplier, ZERO)) throw new Error(`the multiplier of row "${name}" is below 0`);
    sum = plus(sum, multiplier, row.side);
  }
  for (const [name, slope] of sum.slopes)
    if (isLess(ZERO, slope) || (free.includes(name) && !isEqual(slope, ZERO)))
      throw new Error(`the multipliers leave ${print(slope)} of variable "${name}"`);
  return sum.constant;
}

/** @throws Error for a point that breaks a row, or has a variable below 0 */
export function mustHold(rows: readonly Row[], point: Named, what: string): void {
  for (const [name, value] of point) if (isLess(value, ZERO)) throw new Error(`${what} is none: variable "${name}" is below 0`);
  for (const { name, side, equal } of rows) {
    const value = valueAt(side, point);
    if (isLess(value, ZERO) || (equal && !isEqual(value, ZERO)))
      throw new Error(`${what} is none: row "${name}" is off by ${print(value)}`);
  }
}
