import type { OptionsOf, ProvedAnswer } from '@firstmover/core';
import { resolveOptions } from '@firstmover/core';
import { NumericalError } from '@firstmover/programmes';
import { branchAndBound } from '../stochastic-commitment/branch-and-bound.ts';
import { createReplyValues } from '../stochastic-commitment/reply-values.ts';
import { STEP, boxesFor, checkTableSize, searchLimits } from '../stochastic-commitment/stochastic-commitment.ts';
import { stepInside, type TieValues } from '../verify-commitment/step-inside.ts';
import { followerOptimum } from './follower-optimum.ts';
import { processOfGame, validateStochasticGame, type StochasticGame } from './stochastic-game.ts';

/** The options of {@link bestStationaryCommitment}. */
export const STATIONARY_COMMITMENT_PARAMETERS = {
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
    unset: '20,000, fewer where the follower has more than 14 replies',
    about: 'the most boxes of commitments that are examined; the search ends with a wider gap then',
  },
} as const;

/** How long to search. */
export type StationaryCommitmentOptions = OptionsOf<typeof STATIONARY_COMMITMENT_PARAMETERS>;

/**
 * The best stationary commitment of a stochastic game that was found, probabilities [state][leader action], and an upper bound of all. Returns are discounted sums. Against a
 * stationary leader a rational follower needs no memory: it replies with an action per state. Ties are for the leader.
 */
export interface StationaryCommitment extends ProvedAnswer<readonly (readonly number[])[], readonly number[]> {
  /** Probabilities per state. */
  readonly commitmentClass: 'stationary';
  /** The follower knows the state and looks ahead. */
  readonly followerClass: 'rational';
  /** All replies, as actions per state, that are best at the commitment and give the leader its value. */
  readonly optimalReplies: readonly (readonly number[])[];
  /** The leader's return when ties at the commitment are broken against it. */
  readonly weakValue: number;
  /** A commitment a small step away that hangs less on ties, and what it is worth. */
  readonly interior: {
    /** How much probability the moved rows give to another action. */
    readonly step: number;
    /** The probabilities: [state][leader action]. */
    readonly commitment: readonly (readonly number[])[];
    /** What it is worth. */
    readonly leaderValue: TieValues;
  };
  /** How many boxes of commitments were examined. */
  readonly boxes: number;
}

/**
 * The best stationary commitment of a small discounted stochastic game, by branch and bound over the leader's probabilities. Its upper
 * bound holds for all of them. Finding the best is NP-hard (Letchford et al., AAAI 2012), and a leader that may use its memory can be
 * worth more (Vorobeychik & Singh, AAAI 2012).
 *
 * @throws InputError for a game that is malformed; RefusedError for more than 64 probabilities or 1,024 replies; NumericalError when the answer fails its check
 */
export function bestStationaryCommitment(game: StochasticGame, options: StationaryCommitmentOptions = {}): StationaryCommitment {
  validateStochasticGame(game);
  const process = processOfGame(game);
  const { states, leaderActions: actions } = process;
  checkTableSize(states, actions, 'the stochastic game');
  const values = createReplyValues(process, 'the stochastic game');
  const limits = searchLimits(
    resolveOptions(STATIONARY_COMMITMENT_PARAMETERS, options, 'bestStationaryCommitment'),
    100 * process.leaderTolerance,
    boxesFor(values.replies.length),
  );
  const { best, upperBound, boxes } = branchAndBound(process, values, limits);
  const rows = (table: Float64Array): number[][] =>
    Array.from({ length: states }, (_unused, s) => Array.from(table.subarray(s * actions, (s + 1) * actions)));
  const { follower, leader, weak, optimal, followerValues, leaderValues } = values.at(best.table);
  // The check: the follower's optimum by policy iteration, which knows nothing of the list of replies.
  const optimum = followerOptimum(process, best.table);
  if (!(Math.abs(optimum - follower) <= 10 * process.followerTolerance)) {
    throw new NumericalError(
      `the follower's best reply is worth ${follower} by enumeration and ${optimum} by policy iteration: the game is badly scaled`,
    );
  }
  const followerValue = followerValues[optimal]!;
  const optimalReplies = values.replies
    .filter(
      (_reply, k) => followerValues[k]! >= follower - process.followerTolerance && leaderValues[k]! >= leader - process.leaderTolerance,
    )
    .map((reply) => Array.from(reply));
  const inside = stepInside(best.table, actions, STEP, (table) => {
    const near = values.at(table);
    return { strong: near.leader, weak: near.weak };
  });
  return {
    commitmentClass: 'stationary',
    followerClass: 'rational',
    ties: 'strong',
    leaderValue: best.value,
    upperBound: upperBound,
    followerValue,
    commitment: rows(best.table),
    reply: Array.from(values.replies[optimal]!),
    optimalReplies,
    attained: true,
    unique: null,
    evidence: { kind: 'bounded', by: 'floating' },
    weakValue: weak,
    interior: { step: STEP, commitment: rows(inside.table), leaderValue: inside.leaderValue },
    boxes,
  };
}
