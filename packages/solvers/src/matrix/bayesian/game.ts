import type { ProvedAnswer } from '@firstmover/core';
import { InputError, show } from '@firstmover/core';
import { validateBimatrix, type PayoffMatrices, type BimatrixOptions } from '../bimatrix/game.ts';

/** One kind of follower that the leader may face. */
export interface FollowerType extends PayoffMatrices {
  /** How likely it is, above 0. */
  readonly probability: number;
}

/** A leader against a follower of unknown type; all matrices have the same rows, each type its own columns. */
export interface BayesianGame {
  /** The types; their probabilities add up to 1. */
  readonly types: readonly FollowerType[];
}

/** Which problem to solve. */
export type BayesianOptions = BimatrixOptions;

/** An optimal commitment against followers that know their type; the reply is a column per type, and so is each of all optimal replies. */
export interface BayesianSolution extends ProvedAnswer<readonly number[], readonly number[]> {
  /** Probabilities of rows, or one row. */
  readonly commitmentClass: 'mixed' | 'pure';
  /** The payoff of each type at the commitment, of which `followerValue` is the mean. */
  readonly followerValues: readonly number[];
  /** All columns that are best for each type at `commitment`. */
  readonly bestResponses: readonly (readonly number[])[];
  /** A commitment towards which a small step makes all replies strict; null where there is none or the method does not look for it. */
  readonly interior: readonly number[] | null;
  /** How the answer was found: a programme per profile of replies, one mixed-integer programme, or a scan of the rows. */
  readonly method: 'profiles' | 'dobss' | 'scan';
}

/** Probabilities may miss a sum of 1 by this. */
const TOLERANCE = 1e-9;

/**
 * Checks that probabilities are positive and add up to 1, and that every type has two rectangular matrices of one shape with the same rows.
 *
 * @param game - as read from a file or given by a caller
 * @returns the same game, typed, with probabilities that add up to 1 up to rounding
 * @throws InputError with one line that names the entry, as in `types[1].followerPayoff[2][1]`
 */
export function validateBayesian(game: { readonly types: unknown }): BayesianGame {
  const given: unknown = game.types;
  if (!Array.isArray(given) || given.length === 0) throw new InputError(`types is ${show(given)}: expected a list of types, at least one`);
  const types = Array.from(given, (type: unknown, t): FollowerType => {
    if (typeof type !== 'object' || type === null) {
      throw new InputError(`types[${t}] is ${show(type)}: expected an object with the keys probability, leaderPayoff, followerPayoff`);
    }
    const { probability, leaderPayoff, followerPayoff } = type as { readonly [key in keyof FollowerType]: unknown };
    if (typeof probability !== 'number' || !(probability > 0 && probability <= 1)) {
      throw new InputError(
        `types[${t}].probability is ${show(probability)}: expected a number above 0 and at most 1; leave out a type that does not occur`,
      );
    }
    return { probability, ...validateBimatrix({ leaderPayoff, followerPayoff }, `types[${t}].`) };
  });
  const rows = types[0]!.leaderPayoff.length;
  types.forEach(({ leaderPayoff }, t) => {
    if (leaderPayoff.length !== rows) {
      throw new InputError(
        `types[${t}].leaderPayoff has ${leaderPayoff.length} rows but types[0].leaderPayoff has ${rows}: the leader has the same actions against every type`,
      );
    }
  });
  const total = types.reduce((sum, { probability }) => sum + probability, 0);
  if (Math.abs(total - 1) > TOLERANCE) throw new InputError(`the probabilities of types add up to ${total}: expected 1`);
  return { types: types.map((type) => ({ ...type, probability: type.probability / total })) };
}
