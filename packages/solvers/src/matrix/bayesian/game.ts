import type { ExactAnswer, OptionsOf, ProvedAnswer } from '@firstmover/core';
import { InputError, show } from '@firstmover/core';
import { compareFractions, minus, nearestDouble, over, plus, ratio, type Fraction } from '@firstmover/programmes';
import type { FractionType } from '../linear/matrices.ts';
import { readPayoff } from '../linear/payoff.ts';
import { BIMATRIX_PARAMETERS, readMatrices, type PayoffMatrices } from '../bimatrix/game.ts';

/** One kind of follower that the leader may face. */
export interface FollowerType<TPayoff = number> extends PayoffMatrices<TPayoff> {
  /** How likely it is, above 0. */
  readonly probability: TPayoff;
}

/** A leader against a follower of unknown type; all matrices have the same rows, each type its own columns. */
export interface BayesianGame<TPayoff = number> {
  /** The types; their probabilities add up to 1. */
  readonly types: readonly FollowerType<TPayoff>[];
}

/** The options of `solveBayesian`. */
export const BAYESIAN_PARAMETERS: Pick<typeof BIMATRIX_PARAMETERS, 'commitment' | 'ties'> = {
  commitment: BIMATRIX_PARAMETERS.commitment,
  ties: BIMATRIX_PARAMETERS.ties,
};

/** Which problem to solve. */
export type BayesianOptions = OptionsOf<typeof BAYESIAN_PARAMETERS>;

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
  /** Values and commitment as texts of fractions. */
  readonly exact: ExactAnswer<readonly string[]>;
  /** How the answer was found: a programme per profile of replies, one mixed-integer programme, or a scan of the rows. */
  readonly method: 'profiles' | 'dobss' | 'scan';
}

/** Probabilities may miss a sum of 1 by this. */
const TOLERANCE = 1e-9;
const ONE = ratio(1n, 1n);

/**
 * Checks that probabilities are positive and add up to 1, and that every type has two rectangular matrices of one shape with the same rows.
 *
 * @param game - as read from a file or given by a caller
 * @returns the same game in fractions, with probabilities that add up to 1
 * @throws InputError with one line that names the entry, as in `types[1].followerPayoff[2][1]`
 */
export function readBayesian(game: { readonly types: unknown }): { readonly types: readonly FractionType[] } {
  const given: unknown = game.types;
  if (!Array.isArray(given) || given.length === 0) throw new InputError(`types is ${show(given)}: expected a list of types, at least one`);
  const types = Array.from(given, (type: unknown, t): FractionType => {
    if (typeof type !== 'object' || type === null) {
      throw new InputError(`types[${t}] is ${show(type)}: expected an object with the keys probability, leaderPayoff, followerPayoff`);
    }
    const { probability, leaderPayoff, followerPayoff } = type as { readonly [key in keyof FollowerType]: unknown };
    return {
      probability: readProbability(probability, `types[${t}].probability`),
      ...readMatrices({ leaderPayoff, followerPayoff }, `types[${t}].`),
    };
  });
  const rows = types[0]!.leaderPayoff.length;
  types.forEach(({ leaderPayoff }, t) => {
    if (leaderPayoff.length !== rows) {
      throw new InputError(
        `types[${t}].leaderPayoff has ${leaderPayoff.length} rows but types[0].leaderPayoff has ${rows}: the leader has the same actions against every type`,
      );
    }
  });
  const total = types.map(({ probability }) => probability).reduce(plus);
  if (Math.abs(nearestDouble(minus(total, ONE))) > TOLERANCE)
    throw new InputError(`the probabilities of types add up to ${nearestDouble(total)}: expected 1`);
  return { types: types.map((type) => ({ ...type, probability: over(type.probability, total) })) };
}

function readProbability(given: unknown, path: string): Fraction {
  const probability = typeof given === 'number' && !Number.isFinite(given) ? null : readPayoff(given, path);
  if (probability !== null && probability.n > 0n && compareFractions(probability, ONE) <= 0) return probability;
  throw new InputError(`${path} is ${show(given)}: expected a number above 0 and at most 1; leave out a type that does not occur`);
}

/** How many profiles of replies there are. */
export function countProfiles(types: readonly FractionType[]): number {
  return types.reduce((product, { leaderPayoff }) => product * leaderPayoff[0]!.length, 1);
}
