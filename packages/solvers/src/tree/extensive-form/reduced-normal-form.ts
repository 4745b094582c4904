import { RefusedError } from '@firstmover/core';
import type { PayoffMatrices } from '../../matrix/bimatrix/game.ts';
import type { Plan } from './plans.ts';
import { countPlans, plansOf, sequencesOf } from './plans.ts';
import type { SequenceForm } from './sequences.ts';

/** The most cells of a reduced normal form of a tree. */
export const PLAN_LIMIT = 40_000;

/** A tree as a bimatrix game: what each pair of pure plans earns. Payoffs are `unit` times those above the lowest one of the tree. */
export interface ReducedNormalForm extends PayoffMatrices {
  /** What the leader's payoffs were multiplied by. */
  readonly unit: number;
  /** The leader's plans, the rows. */
  readonly leaderPlans: readonly Plan[];
  /** The follower's plans, the columns. */
  readonly followerPlans: readonly Plan[];
}

/**
 * The reduced normal form: plans that differ only at information sets that they never come to themselves are one.
 *
 * @throws RefusedError beyond {@link PLAN_LIMIT} pairs of plans
 */
export function reducedNormalForm({ leader, follower, cells, scales }: SequenceForm): ReducedNormalForm {
  const [rows, columns] = [countPlans(leader), countPlans(follower)];
  if (rows * columns > PLAN_LIMIT) {
    throw new RefusedError(
      `the game tree has ${rows} x ${columns} pure plans: its normal form is limited to ${PLAN_LIMIT} pairs; only strong ties go beyond`,
    );
  }
  const first = wholeNumbers(cells.map((cell) => cell.leaderPayoff * scales[0].range));
  const second = wholeNumbers(cells.map((cell) => cell.followerPayoff * scales[1].range));
  const leaderPlans = [...plansOf(leader)];
  const followerPlans = [...plansOf(follower)];
  const replies = followerPlans.map((plan) => sequencesOf(follower, plan));
  const leaderPayoff: number[][] = [];
  const followerPayoff: number[][] = [];
  for (const plan of leaderPlans) {
    const played = sequencesOf(leader, plan);
    const open = [...cells.keys()].filter((c) => played[cells[c]!.leader] === 1);
    const total = (payoffs: readonly number[], reply: Uint8Array): number =>
      open.reduce((sum, c) => (reply[cells[c]!.follower] === 0 ? sum : sum + payoffs[c]!), 0);
    leaderPayoff.push(replies.map((reply) => total(first.values, reply)));
    followerPayoff.push(replies.map((reply) => total(second.values, reply)));
  }
  return { leaderPayoff, followerPayoff, unit: first.unit, leaderPlans, followerPlans };
}

/** The most that payoffs are multiplied by to become whole. */
const LARGEST_UNIT = 10_000;

/**
 * Multiples of some numbers that are whole where there are any, so that sums of them are equal where they should be. Else the numbers
 * themselves.
 */
function wholeNumbers(values: readonly number[]): { readonly values: readonly number[]; readonly unit: number } {
  for (let unit = 1; unit <= LARGEST_UNIT; unit++) {
    const isWhole = (value: number): boolean => Math.abs(value * unit - Math.round(value * unit)) <= 1e-12 * unit * Math.max(1, value);
    if (values.every(isWhole)) return { values: values.map((value) => Math.round(value * unit)), unit };
  }
  return { values, unit: 1 };
}
