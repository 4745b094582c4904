import { randomStream } from '@firstmover/core';
import type { LinearConstraint, LinearOptimum, LinearProgram } from '@firstmover/programmes';
import { canRise, solveLinearProgram } from '@firstmover/programmes';
import type { Plan } from './plans.ts';
import { sequencesOf } from './plans.ts';
import type { SequenceForm, Side } from './sequences.ts';

/** The leader's best commitment among those to which a plan of the follower is a best response, on the scale 0..1. */
export interface PlanOptimum {
  /** The plan. */
  readonly plan: Plan;
  /** The leader's value. */
  readonly value: number;
  /** The probability of each sequence of the leader. */
  readonly realization: readonly number[];
  /** The programme solved; its first variables are the sequences of the leader. */
  readonly program: LinearProgram;
  /** Its outcome. */
  readonly optimum: LinearOptimum;
}

/** The constraints that make the variables from `offset` on the sequence probabilities of a player. */
export function flowConstraints({ sets }: Side, width: number, offset = 0): LinearConstraint[] {
  const row = (): number[] => new Array<number>(width).fill(0);
  const start = row();
  start[offset] = 1;
  return [
    { coefficients: start, relation: '=', bound: 1 },
    ...sets.map(({ sequence, first, actions }): LinearConstraint => {
      const coefficients = row();
      coefficients[offset + sequence] = -1;
      for (let a = 0; a < actions.length; a++) coefficients[offset + first + a] = 1;
      return { coefficients, relation: '=', bound: 0 };
    }),
  ];
}

/**
 * Maximises the leader's value over the commitments to which `plan` is a best response. The follower's best value is the least v that satisfies, at every information
 * set and for every action, v(set) >= what the action earns at once + sum of v over the sets that come next (duality in sequence form, von Stengel, GEB
 * 1996); the plan is best when it earns that.
 *
 * @returns null when the plan is never best
 * @throws NumericalError when the outcome cannot be certified
 */
export function bestAgainstPlan({ leader, follower, cells }: SequenceForm, plan: Plan): PlanOptimum | null {
  const sequences = leader.parents.length;
  const width = sequences + follower.sets.length;
  const row = (): number[] => new Array<number>(width).fill(0);
  const played = sequencesOf(follower, plan);
  const objective = row();
  // Per sequence of the follower: v(set) - sum of v(next sets) - payoff at once >= 0; for sequence 0 the plan's payoff takes the place of v(set).
  const rows = follower.parents.map(row);
  follower.sets.forEach(({ sequence, first, actions }, k) => {
    rows[sequence]![sequences + k]! -= 1;
    for (let a = 0; a < actions.length; a++) rows[first + a]![sequences + k]! += 1;
  });
  for (const cell of cells) {
    rows[cell.follower]![cell.leader]! -= cell.followerPayoff;
    if (played[cell.follower] === 0) continue;
    objective[cell.leader]! += cell.leaderPayoff;
    rows[0]![cell.leader]! += cell.followerPayoff;
  }
  const program: LinearProgram = {
    objective,
    constraints: [
      ...flowConstraints(leader, width),
      ...rows.map((coefficients): LinearConstraint => ({ coefficients, relation: '>=', bound: 0 })),
    ],
  };
  const optimum = solveLinearProgram(program);
  if (optimum.status !== 'optimal') return null;
  return { plan, value: optimum.value, realization: optimum.solution.slice(0, sequences), program, optimum };
}

/**
 * Whether all optimal solutions have the same sequence probabilities: no linear function of them, taken at random, varies over the
 * optimal ones. Null where that cannot be told.
 */
export function isUniqueRealization({ program, optimum, realization }: PlanOptimum): boolean | null {
  const random = randomStream(0, 'extensive-form/uniqueness');
  const direction = program.objective.map((_cost, j) => (j < realization.length ? 0.5 + random.uniform() : 0));
  const ways = [direction, direction.map((weight) => -weight)].map((gain) => canRise(program, optimum, gain));
  return ways.includes(true) ? false : ways.includes(null) ? null : true;
}
