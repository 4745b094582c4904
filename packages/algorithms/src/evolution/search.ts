import type { Metrics, Random, Savable } from '@firstmover/core';
import { InputError, cosTurns, log64, savedCount, sinTurns } from '@firstmover/core';
import { requireFinite } from '@firstmover/networks';

/** A black-box search for the point of highest value: it proposes points, is told their values, and moves. It is saved between `tell` and `ask`. */
export interface Search extends Savable {
  /** How many points it proposes at a time. */
  readonly population: number;
  /** Where it stands: the centre of its proposals. */
  readonly mean: Float32Array | Float64Array;
  /** Proposes points; they are overwritten by the next call and must be left as they are. */
  ask(): readonly Float64Array[];
  /**
   * Learns the values of the points proposed last, higher is better; only their order matters.
   *
   * @throws InputError before anything has moved, for values of the wrong number, values that are not finite, or nothing asked before
   */
  tell(values: ArrayLike<number>): Metrics;
}

/**
 * Checks what a search is told.
 *
 * @param name - the search, for the message
 * @param generation - of the points asked last, from 1; for the message
 * @throws InputError for nothing asked or a wrong number of values, and a NonFiniteError naming the first that is not finite
 */
export function checkValues(name: string, generation: number, asked: boolean, values: ArrayLike<number>, population: number): void {
  if (!asked) throw new InputError(`${name} is told values of points that it has not proposed: expected ask() before each tell()`);
  if (values.length !== population)
    throw new InputError(`${values.length} values for the ${population} points of ${name}: expected one each`);
  requireFinite(values, population, 'value', () => `generation ${generation} of ${name}`);
}

/** Fills an array with standard normal numbers, two from each pair of uniform ones (Box and Muller 1958). */
export function fillNormals(random: Random, out: Float64Array): void {
  for (let i = 0; i < out.length; i += 2) {
    const radius = Math.sqrt(-2 * log64(1 - random.uniform()));
    const turns = random.uniform();
    out[i] = radius * cosTurns(turns);
    if (i + 1 < out.length) out[i + 1] = radius * sinTurns(turns);
  }
}

/** The mean and the largest of some values. */
export function summarise(values: ArrayLike<number>): { readonly mean: number; readonly best: number } {
  let sum = 0;
  let best = -Infinity;
  for (let i = 0; i < values.length; i++) {
    sum += values[i]!;
    best = Math.max(best, values[i]!);
  }
  return { mean: sum / values.length, best };
}

/** The generation of a search, for saving, which has to wait for the values of points that were asked. */
export function savedGeneration(name: string, asked: () => boolean, get: () => number, set: (generation: number) => void): Savable {
  return savedCount(() => {
    if (asked()) throw new InputError(`${name} waits for the values of the points that it has proposed: save it after tell()`);
    return get();
  }, set);
}
