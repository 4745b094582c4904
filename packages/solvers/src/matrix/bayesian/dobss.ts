import type { OptionsOf } from '@firstmover/core';
import { RefusedError, resolveOptions } from '@firstmover/core';
import type { LinearConstraint, MixedIntegerProgram } from '@firstmover/programmes';
import { largest, NumericalError, smallest, solveMixedIntegerProgram } from '@firstmover/programmes';
import { expected } from '../bimatrix/payoffs.ts';
import { bestInRegion, regionOf } from '../bimatrix/mixture-regions.ts';
import { validateBayesian, type BayesianGame, type BayesianSolution } from './game.ts';
import { profilePayoffs, scaleTypes, typeOutcomes, type ScaledTypes } from './harsanyi.ts';

/** The value of the replies found may differ from the bound by this, in units of the leader's payoff range. */
const SAME_VALUE = 1e-9;

/** The options of {@link solveDobss}. */
export const DOBSS_PARAMETERS = {
  nodeLimit: { kind: 'integer', min: 1, unset: 'that of the search', about: 'the most linear programmes to solve' },
} as const;

/** How long to search. */
export type DobssOptions = OptionsOf<typeof DOBSS_PARAMETERS>;

/**
 * Optimal mixed commitment with ties for the leader by one mixed-integer programme: DOBSS (Paruchuri et al., AAMAS 2008), with a whole variable
 * q_tj for every type t and column j and z_tij = x_i q_tj. Its rows with a large constant are replaced by the incentives
 * sum_i z_tij (F_tij - F_tik) >= 0 (Casorrán, Fortz, Labbé & Ordóñez, EJOR 2019), which need none and whose relaxation is exact for one type.
 * The replies found are solved for again by a linear programme of their own.
 *
 * @param game - any number of profiles; the programme is dense and has about types x columns^2 rows
 * @param options - how long to search
 * @throws InputError for a malformed game
 * @throws RefusedError when the programme is too large, or the search passes its limit
 * @throws NumericalError when the answer cannot be certified in double precision
 */
export function solveDobss(game: BayesianGame, options: DobssOptions = {}): BayesianSolution {
  const { nodeLimit } = resolveOptions(DOBSS_PARAMETERS, options, 'solveDobss');
  const checked = validateBayesian(game);
  const scaled = scaleTypes(checked);
  const payoffs = checked.types.flatMap(({ leaderPayoff }) => leaderPayoff.flat());
  const low = smallest(payoffs);
  const range = largest(payoffs) - low;
  const { program, replies } = dobssProgram(scaled, (payoff) => (range > 0 ? (payoff - low) / range : 0));
  const outcome = solveMixedIntegerProgram(program, nodeLimit === undefined ? {} : { nodeLimit });
  if (outcome.status === 'too-large')
    throw new RefusedError(`DOBSS: the search has not ended after ${outcome.nodes} linear programmes; use fewer types or actions`);
  if (outcome.status !== 'optimal') throw unsafe();
  const responses = replies.map((columns) => columns.findIndex((variable) => outcome.solution[variable] === 1));
  const commitment = bestCommitment(scaled, responses);
  const value = checked.types.reduce(
    (sum, { probability, leaderPayoff }, t) => sum + probability * expected(leaderPayoff, commitment, responses[t]!),
    0,
  );
  const bound = low + range * outcome.bound;
  // The sum over types is rounded, which matters where the leader's payoffs are all the same.
  const rounding = 1e-15 * Math.max(Math.abs(low), Math.abs(low + range)) * checked.types.length;
  if (!(Math.abs(value - bound) <= SAME_VALUE * range + rounding)) throw unsafe();
  return {
    commitmentClass: 'mixed',
    ties: 'strong',
    evidence: { kind: 'optimal', by: 'floating' },
    leaderValue: value,
    upperBound: Math.max(value, bound),
    ...typeOutcomes(scaled, commitment, responses),
    optimalReplies: null,
    attained: true,
    unique: null,
    interior: null,
    method: 'dobss',
  };
}

/** The best mixture that makes each type's column its best reply. */
function bestCommitment(scaled: ScaledTypes, responses: readonly number[]): readonly number[] {
  const changed = scaled.types.flatMap(({ columns }, t) =>
    Array.from({ length: columns }, (_unused, j) => responses.with(t, j)).filter((profile) => profile[t] !== responses[t]),
  );
  const rivals = changed.map((_unused, k) => k + 1);
  const payoffs = profilePayoffs(scaled, [responses, ...changed], () => rivals);
  const best = bestInRegion(payoffs, regionOf(payoffs, [0]));
  if (best === null) throw unsafe();
  return best.commitment;
}

/** The programme, and for every type the whole variable of each column. */
function dobssProgram(
  { game, types }: ScaledTypes,
  unit: (payoff: number) => number,
): { readonly program: MixedIntegerProgram; readonly replies: readonly (readonly number[])[] } {
  const rows = Array.from({ length: types[0]!.rows }, (_unused, i) => i);
  const total = types.reduce((sum, { columns }) => sum + columns, 0);
  const variables = rows.length + total * (1 + rows.length);
  const objective = new Array<number>(variables).fill(0);
  const constraints: LinearConstraint[] = [];
  type Entry = readonly [variable: number, coefficient: number];
  const add = (entries: readonly Entry[], relation: LinearConstraint['relation'], bound: number): void => {
    const coefficients = new Array<number>(variables).fill(0);
    for (const [variable, coefficient] of entries) coefficients[variable] = coefficient;
    constraints.push({ coefficients, relation, bound });
  };
  // Variables: x_i, then q_tj, then z_tij.
  const x = (i: number): Entry => [i, 1];
  add(rows.map(x), '=', 1);
  let before = 0;
  const replies = types.map((type, t) => {
    const columns = Array.from({ length: type.columns }, (_unused, j) => j);
    const offset = before;
    before += type.columns;
    const q = (j: number): number => rows.length + offset + j;
    const z = (i: number, j: number, coefficient: number): Entry => [rows.length + total + (offset + j) * rows.length + i, coefficient];
    const { probability, leaderPayoff } = game.types[t]!;
    for (const j of columns) {
      for (const i of rows) objective[z(i, j, 1)[0]] = probability * unit(leaderPayoff[i]![j]!);
      add([...rows.map((i) => z(i, j, 1)), [q(j), -1]], '=', 0);
      for (const k of columns) {
        const gains = type.advantage(j, k);
        if (gains.some((gain) => gain !== 0)) add(rows.map((i) => z(i, j, gains[i]!)), '>=', 0); // prettier-ignore
      }
    }
    for (const i of rows) add([...columns.map((j) => z(i, j, 1)), [i, -1]], '=', 0);
    return columns.map(q);
  });
  return { program: { objective, constraints, integers: replies.flat().map((column) => ({ column, upper: 1 })) }, replies };
}

function unsafe(): NumericalError {
  return new NumericalError('DOBSS: the value cannot be certified in double precision, bring the payoffs to similar sizes or round them');
}
