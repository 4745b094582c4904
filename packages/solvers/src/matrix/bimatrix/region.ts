import type { LinearOptimum, LinearProgram } from '@firstmover/programmes';
import { NumericalError, smallest, solveLinearProgram, tryLinearProgram } from '@firstmover/programmes';
import { sameValue, shortfall, indifferent, weigh, type Payoffs } from './payoffs.ts';

/** The commitments to which some columns, equivalent for the follower, are best replies. */
export interface Region {
  /** The columns whose worst payoff counts for the leader. */
  readonly members: readonly number[];
  /** advantage(member, other) for each column that is not equivalent: the region is where all of them are at least 0. */
  readonly incentives: readonly (readonly number[])[];
  /** The columns that the incentives are about. */
  readonly others: readonly number[];
}

/** The leader's best commitment within a region, on the 0..1 scale. */
export interface RegionOptimum {
  /** Where. */
  readonly region: Region;
  /** The leader's worst payoff over the members. */
  readonly value: number;
  /** The mixture. */
  readonly commitment: readonly number[];
  /** The programme solved; its first variables are the mixture. */
  readonly program: LinearProgram;
  /** Its outcome. */
  readonly optimum: LinearOptimum;
}

/** The region where the members, equivalent for the follower, are best. */
export function regionOf({ rivals, advantage }: Payoffs, members: readonly number[]): Region {
  const others: number[] = [];
  const incentives: number[][] = [];
  for (const other of new Set(members.flatMap((member) => rivals(member)))) {
    const gains = advantage(members[0]!, other);
    if (gains.every((gain) => gain === 0)) continue;
    others.push(other);
    incentives.push(gains);
  }
  return { members, incentives, others };
}

/**
 * Maximises the leader's worst payoff over the members within their region: max v, v <= x L_k for members k, x in the region
 * (for one member the programme of Conitzer & Sandholm 2006).
 *
 * @returns null when the region is empty
 * @throws NumericalError when the answer differs from its upper bound by duality
 */
export function bestInRegion(payoffs: Payoffs, region: Region): RegionOptimum | null {
  const { members, incentives } = region;
  const several = members.length > 1;
  const columns = members.map((member) => payoffs.leader[member]!);
  const ones = new Array<number>(payoffs.rows).fill(1);
  const pad = (coefficients: readonly number[], last: number): readonly number[] => (several ? [...coefficients, last] : coefficients);
  const program: LinearProgram = {
    objective: several ? [...ones.map(() => 0), 1] : columns[0]!,
    constraints: [
      ...incentives.map((gains) => ({ coefficients: pad(gains, 0), relation: '>=' as const, bound: 0 })),
      { coefficients: pad(ones, 0), relation: '=', bound: 1 },
      ...(several ? columns.map((column) => ({ coefficients: [...column, -1], relation: '>=' as const, bound: 0 })) : []),
    ],
  };
  const optimum = solveLinearProgram(program);
  // Weak duality: in the region no mixture is worth more than max_i (sum_k w_k L_ik + sum_o u_o gain_io) for any u >= 0 and weights w.
  const prices = optimum.status === 'unbounded' ? [] : incentives.map((_unused, o) => -optimum.multipliers[o]!);
  if (optimum.status !== 'optimal') {
    const isEmpty = bestRow(payoffs.rows, incentives, prices) < 0;
    if (!isEmpty) throw unsafe(members);
    return null;
  }
  const commitment = normalise(optimum.solution.slice(0, payoffs.rows));
  const value = smallest(columns.map((column) => weigh(commitment, column).sum));
  const shares = several ? normalise(columns.map((_unused, k) => -optimum.multipliers[incentives.length + 1 + k]!)) : [1];
  const bound = bestRow(payoffs.rows, [...columns, ...incentives], [...shares, ...prices]);
  if (!(Math.abs(bound - value) <= 10 * sameValue) || shortfall(payoffs, commitment, members[0]!) > indifferent) throw unsafe(members);
  return { region, value, commitment, program, optimum };
}

/** max over rows of the weighted sum of columns. */
function bestRow(rows: number, columns: readonly (readonly number[])[], weights: readonly number[]): number {
  const totals = new Float64Array(rows);
  columns.forEach((column, k) => {
    if (weights[k] !== 0) for (let i = 0; i < rows; i++) totals[i]! += weights[k]! * column[i]!;
  });
  return totals.reduce((most, total) => Math.max(most, total), -Infinity);
}

/** Scales non-negative weights to sum 1. */
export function normalise(weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

function unsafe(members: readonly number[]): NumericalError {
  return new NumericalError(
    `the value of follower action ${members[0]} cannot be certified in double precision: bring the payoffs to similar sizes or round them`,
  );
}

/** Whether a region has interior, with a mixture to which only the members and equivalent columns are best replies; unclear when it is too thin to tell. */
export type Interior =
  { readonly exists: 'yes'; readonly commitment: readonly number[] } | { readonly exists: 'no' | 'unclear'; readonly commitment: null };

/**
 * Looks for a commitment at which every non-equivalent column is strictly worse: maximises the least advantage.
 */
export function interiorOf({ rows }: Payoffs, { incentives }: Region): Interior {
  if (incentives.length === 0) return { exists: 'yes', commitment: new Array<number>(rows).fill(1 / rows) };
  // Row by row and column by column on its own scale: whether the interior is empty does not depend on either.
  const rowScale = Array.from(
    { length: rows },
    (_unused, i) => incentives.reduce((most, gains) => Math.max(most, Math.abs(gains[i]!)), 0) || 1,
  );
  const scaled = incentives.map((gains) => {
    const relative = gains.map((gain, i) => gain / rowScale[i]!);
    const size = relative.reduce((most, gain) => Math.max(most, Math.abs(gain)), 0);
    return relative.map((gain) => gain / size);
  });
  // The last variable is the least advantage plus one, which is never negative.
  const outcome = tryLinearProgram({
    objective: [...rowScale.map(() => 0), 1],
    constraints: [
      ...scaled.map((gains) => ({ coefficients: [...gains, -1], relation: '>=' as const, bound: -1 })),
      { coefficients: [...rowScale.map(() => 1), 0], relation: '=', bound: 1 },
    ],
  });
  if (outcome?.status !== 'optimal') return { exists: 'unclear', commitment: null };
  const least = outcome.value - 1;
  if (least <= 1e-9) return { exists: least <= 1e-12 ? 'no' : 'unclear', commitment: null };
  return { exists: 'yes', commitment: normalise(rowScale.map((scale, i) => outcome.solution[i]! / scale)) };
}
