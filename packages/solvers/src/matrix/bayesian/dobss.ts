import type { OptionsOf } from '@firstmover/core';
import { RefusedError, resolveOptions } from '@firstmover/core';
import type { LinearConstraint, MixedIntegerProgram } from '@firstmover/programmes';
import { NumericalError, nearestDouble, ratio, solveMixedIntegerProgram } from '@firstmover/programmes';
import { doublesOf } from '../linear/doubles.ts';
import { approximateLeaf, leafOf, solveLeaf } from '../linear/leaf.ts';
import { mixtures } from '../linear/matrices.ts';
import { commitmentOf, worthOf } from '../linear/play.ts';
import { unitOf, type LinearCommitment } from '../linear/problem.ts';
import type { Payoff } from '../linear/payoff.ts';
import { readBayesian, type BayesianGame, type BayesianSolution } from './game.ts';
import { typeOutcomes } from './outcome.ts';

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
 * The commitment to the replies found is solved for in exact fractions; that no others are better is proved in double precision.
 *
 * @param game - any number of profiles; the programme is dense and has about types x columns^2 rows
 * @param options - how long to search
 * @throws InputError for a malformed game
 * @throws RefusedError when the programme is too large, or the search passes its limit
 * @throws NumericalError when the answer cannot be certified in double precision
 */
export function solveDobss(game: BayesianGame<Payoff>, options: DobssOptions = {}): BayesianSolution {
  const { nodeLimit } = resolveOptions(DOBSS_PARAMETERS, options, 'solveDobss');
  const problem = mixtures(readBayesian(game).types);
  const payoffs = problem.types.flatMap(({ replies }) => replies.flatMap(({ leader }) => leader.slopes));
  const low = payoffs.reduce((a, b) => (b < a ? b : a));
  const range = payoffs.reduce((a, b) => (b > a ? b : a)) - low;
  const { program, replies } = dobssProgram(problem, low, range);
  const outcome = solveMixedIntegerProgram(program, nodeLimit === undefined ? {} : { nodeLimit });
  if (outcome.status === 'too-large')
    throw new RefusedError(`DOBSS: the search has not ended after ${outcome.nodes} linear programmes; use fewer types or actions`);
  if (outcome.status !== 'optimal') throw unsafe();
  const responses = replies.map((columns) => columns.findIndex((variable) => outcome.solution[variable] === 1));
  // The best mixture that makes each type's column its best reply.
  const { program: region } = leafOf(problem, new Map(responses.map((j, t) => [t, [j]])), () => 0n);
  const best = solveLeaf(region, approximateLeaf(region)?.basis);
  if (best.status === 'infeasible') throw unsafe();
  const commitment = commitmentOf(problem, best.point);
  const worth = worthOf(problem, responses.map((j) => [j]), commitment); // prettier-ignore
  const value = ratio(worth, commitment.denominator * unitOf(problem));
  const unit = nearestDouble(ratio(range, problem.leaderScale));
  const bound = nearestDouble(ratio(low, problem.leaderScale)) + unit * outcome.bound;
  const leaderValue = nearestDouble(value);
  // The sum over types is rounded, which matters where the leader's payoffs are all the same.
  const rounding = 1e-15 * Math.max(Math.abs(leaderValue), Math.abs(bound)) * problem.types.length;
  if (!(Math.abs(leaderValue - bound) <= SAME_VALUE * unit + rounding)) throw unsafe();
  return {
    commitmentClass: 'mixed',
    ties: 'strong',
    evidence: { kind: 'optimal', by: 'floating' },
    ...typeOutcomes(problem, value, commitment, responses),
    upperBound: Math.max(leaderValue, bound),
    optimalReplies: null,
    attained: true,
    unique: null,
    interior: null,
    method: 'dobss',
  };
}

/** The programme, payoffs on the scale 0..1, and for every type the whole variable of each column. */
function dobssProgram(
  { variables: names, types }: LinearCommitment,
  low: bigint,
  range: bigint,
): { readonly program: MixedIntegerProgram; readonly replies: readonly (readonly number[])[] } {
  const rows = [...names.keys()];
  const weights = types.reduce((sum, { weight }) => sum + weight, 0n);
  const total = types.reduce((sum, { replies }) => sum + replies.length, 0);
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
  const replies = types.map(({ weight, replies: all }) => {
    const columns = [...all.keys()];
    const offset = before;
    before += all.length;
    const q = (j: number): number => rows.length + offset + j;
    const z = (i: number, j: number, coefficient: number): Entry => [rows.length + total + (offset + j) * rows.length + i, coefficient];
    for (const j of columns) {
      for (const i of rows) objective[z(i, j, 1)[0]] = range === 0n ? 0 : nearestDouble(ratio(weight * (all[j]!.leader.slopes[i]! - low), weights * range)); // prettier-ignore
      add([...rows.map((i) => z(i, j, 1)), [q(j), -1]], '=', 0);
      for (const k of columns) {
        const gains = doublesOf(rows.map((i) => all[j]!.follower.slopes[i]! - all[k]!.follower.slopes[i]!));
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
