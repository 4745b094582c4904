import type { BestResponseClass, FiniteModel, OptionsOf, Policy, ProvedAnswer, TablePolicy, TieRule } from '@firstmover/core';
import { RefusedError, resolveOptions, tablePolicy } from '@firstmover/core';
import { NumericalError } from '@firstmover/programmes';
import { bestResponse } from '../best-response/best-response.ts';
import { checkFollowerKnows } from '../history-optimum/history-optimum.ts';
import { processOf, type Process } from '../process/process.ts';
import { stepInside, type TieValues } from '../verify-commitment/step-inside.ts';
import { branchAndBound, type BoundedSearch, type SearchLimits } from './branch-and-bound.ts';
import { boundRational } from './rational-bound.ts';
import { createReplyValues } from './reply-values.ts';

/** The most entries of a leader's table that are searched. */
export const TABLE_LIMIT = 64;

/** The probability that a step inside gives to another action. */
export const STEP = 1e-3;

/** Replies of a follower that knows the state are told apart one by one up to two to this power. */
const FEW = 5;

/** The options of {@link bestStochasticCommitment}. */
export const STOCHASTIC_COMMITMENT_PARAMETERS = {
  followerClass: {
    kind: 'choice',
    options: ['stationary', 'rational'],
    about: "stationary: the follower's reply is a deterministic function of its observation; rational: of everything it has seen and done",
  },
  tolerance: {
    kind: 'number',
    min: 0,
    above: true,
    unset: '1e-7 of the range of returns',
    about: 'the search ends when value and bound are this close, in units of return',
  },
  boxes: {
    kind: 'integer',
    min: 1,
    unset: '20,000, fewer where the follower has more than 14 replies; for a rational follower 200, or 1,000 where it has at most 32',
    about: 'the most boxes of tables that are examined; the search ends with a wider gap then',
  },
} as const;

/** What to search for, and how long. */
export type StochasticCommitmentOptions = OptionsOf<typeof STOCHASTIC_COMMITMENT_PARAMETERS>;

/** The best table of probabilities that was found, the follower's best response to it, and an upper bound of all tables. Ties are for the leader. */
export interface StochasticCommitment extends ProvedAnswer<TablePolicy, Policy> {
  /** Probabilities per observation. */
  readonly commitmentClass: 'mixed';
  /** What the follower may depend on. */
  readonly followerClass: BestResponseClass;
  /** The leader's return when ties at the table are broken against it. */
  readonly weakValue: number;
  /** A table a small step away that hangs less on ties, and what it is worth. */
  readonly interior: {
    /** How much probability the moved rows give to another action. */
    readonly step: number;
    /** The table. */
    readonly policy: TablePolicy;
    /** What it is worth. */
    readonly leaderValue: TieValues;
  };
  /** How many boxes of tables were examined. */
  readonly boxes: number;
}

/**
 * The best stochastic table of the leader with an upper bound that is proved by branch and bound over its probabilities. Against a
 * stationary follower it has bounds per reply, against a rational one the best plan for every history inside each box (one with at most
 * 32 replies is bounded as a stationary one is). Optima sit on ties: `interior` says what is left a small step away. Plans for every
 * history give a bound that can stay loose where memory would help: in ten random games of up to seven rounds the gap after 100 boxes was
 * below 1e-4 of a payoff in five and up to 0.8 in the others.
 *
 * @param model - a game that surely ends, with one leader and one follower
 * @param options - the follower class and the limits of the search
 * @throws RefusedError for other games; for tables of more than {@link TABLE_LIMIT} entries; for a stationary follower with more than 1,024 replies; for a rational one
 * that cannot always tell the state
 * @throws InputError for limits that are not positive
 */
export function bestStochasticCommitment(model: FiniteModel, options: StochasticCommitmentOptions): StochasticCommitment {
  const { followerClass } = resolveOptions(STOCHASTIC_COMMITMENT_PARAMETERS, options, 'bestStochasticCommitment');
  const process = processOf(model);
  const { leaderObservations: observations, leaderActions: actions } = process;
  const name = model.game.id;
  checkTableSize(observations, actions, name);
  const precision = 100 * process.leaderTolerance;
  let found: BoundedSearch;
  if (followerClass === 'stationary') {
    const values = createReplyValues(process, name);
    found = branchAndBound(process, values, searchLimits(options, precision, boxesFor(values.replies.length)));
  } else {
    checkFollowerKnows(process, name);
    found = searchRational(process, options, precision);
  }
  const { best, upperBound, boxes } = found;
  const policy = tablePolicy(best.table, { observations, actions });
  const response = bestResponse(model, policy, { followerClass, ties: 'strong' });
  // The check: the search for the best response is another routine than the bounds.
  if (!(response.leaderValue >= best.value - 1e3 * process.leaderTolerance)) {
    throw new NumericalError(
      `${name}: a commitment of value ${best.value} is worth ${response.leaderValue} against a best response: the game is badly scaled`,
    );
  }
  const worth = (table: Float64Array, ties: TieRule): number =>
    bestResponse(model, tablePolicy(table, { observations, actions }), { followerClass, ties }).leaderValue;
  const valuesAt = (table: Float64Array): TieValues => ({ strong: worth(table, 'strong'), weak: worth(table, 'weak') });
  const inside = stepInside(best.table, actions, STEP, valuesAt);
  return {
    commitmentClass: 'mixed',
    optimalReplies: null,
    attained: true,
    unique: null,
    evidence: { kind: 'bounded', by: 'floating' },
    followerClass,
    ties: 'strong',
    leaderValue: best.value,
    upperBound: upperBound,
    followerValue: response.followerValue,
    commitment: policy,
    reply: response.policy,
    weakValue: worth(best.table, 'weak'),
    interior: { step: STEP, policy: tablePolicy(inside.table, { observations, actions }), leaderValue: inside.leaderValue },
    boxes,
  };
}

/**
 * Searches for the best table against a follower that knows the state. Such a follower answers a table with an action per state. Where
 * these replies are few, they are told apart as those of a stationary follower are, which gives a tight bound; otherwise boxes are
 * bounded by plans for every history.
 */
function searchRational(process: Process, options: StochasticCommitmentOptions, precision: number): BoundedSearch {
  const { states, followerActions, order } = process;
  if (order!.length * Math.log2(followerActions) > FEW) return boundRational(process, searchLimits(options, precision, 200));
  const known = { ...process, followerObservation: Int32Array.from({ length: states }, (_unused, s) => s), followerObservations: states };
  return branchAndBound(known, createReplyValues(known, 'the game'), searchLimits(options, precision, 1000));
}

/** How many boxes are examined by default: the time per box grows with the square of the replies. */
export function boxesFor(replies: number): number {
  return Math.ceil(Math.min(20_000, Math.max(50, 4e6 / replies / replies)));
}

/** Refuses tables that are too large to search. */
export function checkTableSize(observations: number, actions: number, name: string): void {
  if (observations * actions <= TABLE_LIMIT) return;
  throw new RefusedError(
    `the leader's table in ${name} has ${observations} x ${actions} entries: the best stochastic commitment is searched up to ${TABLE_LIMIT}; use a smaller memory or fewer actions`,
  );
}

/** The limits of a search; options are checked before. */
export function searchLimits(
  { tolerance, boxes }: Pick<StochasticCommitmentOptions, 'tolerance' | 'boxes'>,
  defaultTolerance: number,
  defaultBoxes: number,
): SearchLimits {
  return { tolerance: tolerance ?? Math.max(defaultTolerance, 1e-300), boxes: boxes ?? defaultBoxes };
}
