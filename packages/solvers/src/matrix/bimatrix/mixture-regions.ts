import type { LinearConstraint, LinearOptimum, LinearProgram } from '@firstmover/programmes';
import { largest, NumericalError, optimalFace, smallest, solveLinearProgram, tryLinearProgram } from '@firstmover/programmes';
import type { Interior, Region, RegionOptimum, Regions } from '../regions/regions.ts';
import { SAME_VALUE } from '../regions/regions.ts';
import { bestResponsesTo, INDIFFERENT, shortfall, weigh, type Payoffs } from './payoffs.ts';

/** The leader's best mixture within a region. */
export interface MixtureOptimum extends RegionOptimum<readonly number[]> {
  /** The programme solved; its first variables are the mixture. */
  readonly program: LinearProgram;
  /** Its outcome. */
  readonly optimum: LinearOptimum;
}

/** A game with mixtures of rows as commitments, for the search over regions. */
export function mixtureRegions(payoffs: Payoffs): Regions<readonly number[], MixtureOptimum> {
  const leaderPayoff = (mixture: readonly number[], reply: number): number => weigh(mixture, payoffs.leader[reply]!).sum;
  return {
    replies: payoffs.columns,
    leastMargin: 1e-9,
    most: (reply) => largest(payoffs.leader[reply]!),
    leaderPayoff,
    adverse: (mixture, { members }) =>
      smallest(bestResponsesTo(payoffs, mixture, members[0]!).map((reply) => leaderPayoff(mixture, reply))),
    classes: () => payoffs.classes(),
    region: (members) => regionOf(payoffs, members),
    best: (region) => bestInRegion(payoffs, region),
    interior: (region) => interiorOf(payoffs, region),
    avoid: (optimum) => avoidWithin(payoffs, optimum),
    tooThin: ({ members }) => `the region where follower action ${members[0]} is best is too thin to tell whether it has interior`,
  };
}

/** The region where the members, equivalent for the follower, are best. */
export function regionOf({ rivals, advantage }: Payoffs, members: readonly number[]): Region {
  const others = new Set(members.flatMap((member) => rivals(member)));
  return { members, others: [...others].filter((other) => advantage(members[0]!, other).some((gain) => gain !== 0)) };
}

/** How much better the members are than each of the others, per row: the region is where none of them is below 0 on average. */
function incentivesOf({ advantage }: Payoffs, { members, others }: Region): number[][] {
  return others.map((other) => advantage(members[0]!, other));
}

/**
 * Maximises the leader's worst payoff over the members within their region: max v, v <= x L_k for members k, x in the region
 * (for one member the programme of Conitzer & Sandholm 2006).
 *
 * @returns null when the region is empty
 * @throws NumericalError when the answer differs from its upper bound by duality
 */
export function bestInRegion(payoffs: Payoffs, region: Region): MixtureOptimum | null {
  const { members } = region;
  const incentives = incentivesOf(payoffs, region);
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
  if (!(Math.abs(bound - value) <= 10 * SAME_VALUE) || shortfall(payoffs, commitment, members[0]!) > INDIFFERENT) throw unsafe(members);
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
function normalise(weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

function unsafe(members: readonly number[]): NumericalError {
  return new NumericalError(
    `the value of follower action ${members[0]} cannot be certified in double precision: bring the payoffs to similar sizes or round them`,
  );
}

/**
 * Looks for a commitment at which every non-equivalent column is strictly worse: maximises the least advantage.
 */
function interiorOf(payoffs: Payoffs, region: Region): Interior {
  const { rows } = payoffs;
  const incentives = incentivesOf(payoffs, region);
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

/** Makes columns worse for the follower by the least advantage over them, on the face of the optimal mixtures of a region. */
function avoidWithin(
  payoffs: Payoffs,
  { region, value, program, optimum }: MixtureOptimum,
): ReturnType<Regions<readonly number[], MixtureOptimum>['avoid']> {
  const { rows, leader, advantage } = payoffs;
  const face = optimalFace(program, optimum);
  const padding = new Array<number>(program.objective.length - rows).fill(0);
  return (others, tied) => {
    // The last variable is the least advantage over the columns to be avoided.
    const constraints: LinearConstraint[] = [
      ...others.map((other) => ({
        coefficients: [...unitSize(advantage(region.members[0]!, other)), ...padding, -1],
        relation: '>=' as const,
        bound: 0,
      })),
      ...tied.map((other) => ({ coefficients: [...leader[other]!, ...padding, 0], relation: '>=' as const, bound: value })),
      ...face.map((constraint) => ({ ...constraint, coefficients: [...constraint.coefficients, 0] })),
    ];
    const outcome = solveLinearProgram({ objective: [...program.objective.map(() => 0), others.length > 0 ? 1 : 0], constraints });
    if (outcome.status !== 'optimal') return null;
    return {
      commitment: normalise(outcome.solution.slice(0, rows)),
      margin: outcome.value,
      prices: others.map((_unused, k) => -outcome.multipliers[k]!),
    };
  };
}

/** Scaled so that the largest entry is 1 in absolute value. */
function unitSize(gains: readonly number[]): number[] {
  const size = gains.reduce((most, gain) => Math.max(most, Math.abs(gain)), 0);
  return gains.map((gain) => gain / size);
}
