import type { FiniteModel, ProvedAnswer } from '@firstmover/core';
import { RefusedError } from '@firstmover/core';
import { processOf, type Process } from '../process/process.ts';
import type { RowBox } from '../process/row-box.ts';
import { payoffFrontiers, type Pair } from './frontier.ts';

/** The most states of a game whose history-dependent optimum is computed. */
export const HISTORY_LIMIT = 20_000;

/**
 * The most that a leader with unlimited memory earns from a rational follower with ties for the leader. The leader's plan may depend on
 * everything that both have seen and on public draws. So the value is an upper bound for every class of commitments. The plan itself is
 * not listed.
 */
export interface HistoryOptimum extends ProvedAnswer<null, null> {
  /** Plans for every history. */
  readonly commitmentClass: 'history';
  /** The follower remembers everything. */
  readonly followerClass: 'rational';
  /**
   * The pairs of returns (leader, follower) between which the optimum trades off. They are the corners of the set of what can be reached;
   * null where the start is drawn from several states.
   */
  readonly frontier: readonly Pair[] | null;
  /** The most corners of any state's set. */
  readonly corners: number;
}

/**
 * The best commitment to a plan for every history, against a follower that remembers everything, with ties broken for the leader.
 *
 * @param model - a game that surely ends, with one leader and one follower that knows the state: different next states look different to it
 * @throws RefusedError for other games, and beyond {@link HISTORY_LIMIT} states
 */
export function historyOptimum(model: FiniteModel): HistoryOptimum {
  const process = processOf(model);
  checkFollowerKnows(process, model.game.id);
  return optimumOf(process);
}

/** The optimum of a process in which the follower knows the state, the leader's actions inside a box. */
export function optimumOf(process: Process, box?: RowBox): HistoryOptimum {
  const prospects = payoffFrontiers(process, process.order!, box);
  let [leaderValue, followerValue] = [0, 0];
  let starts = 0;
  let frontier: readonly Pair[] | null = null;
  process.initial.forEach((share, s) => {
    const prospect = prospects[s];
    if (share === 0 || !prospect) return;
    const [leader, follower] = prospect.frontier.at(-1)!;
    leaderValue += share * leader;
    followerValue += share * follower;
    frontier = starts++ === 0 ? prospect.frontier : null;
  });
  const corners = prospects.reduce((most, prospect) => Math.max(most, prospect?.frontier.length ?? 0), 0);
  return {
    commitmentClass: 'history',
    followerClass: 'rational',
    ties: 'strong',
    leaderValue,
    upperBound: leaderValue,
    followerValue,
    commitment: null,
    reply: null,
    optimalReplies: null,
    attained: true,
    unique: null,
    evidence: { kind: 'optimal', by: 'floating' },
    frontier,
    corners,
  };
}

/**
 * Checks that a follower that remembers what it saw and did always knows the state.
 *
 * @throws RefusedError otherwise, and beyond {@link HISTORY_LIMIT} states
 */
export function checkFollowerKnows(process: Process, name: string): void {
  const { states, leaderActions, followerActions, followerObservation, first, next, initial } = process;
  if (states > HISTORY_LIMIT)
    throw new RefusedError(`${name} has ${states} states: the history-dependent optimum is computed up to ${HISTORY_LIMIT}`);
  const distinct = (reached: Iterable<number>): boolean => {
    const states = new Set(reached);
    return new Set(Array.from(states, (s) => followerObservation[s]!)).size === states.size;
  };
  const starts = Array.from(initial.keys()).filter((s) => initial[s]! > 0);
  let known = distinct(starts);
  for (let choice = 0; choice < states * followerActions && known; choice++) {
    known = distinct(next.subarray(first[choice * leaderActions], first[(choice + 1) * leaderActions]));
  }
  if (known) return;
  throw new RefusedError(
    `the follower of ${name} cannot always tell the state: the history-dependent optimum is computed where it can; ask for the stationary follower`,
  );
}
