import type { FiniteModel, BestResponseClass, Policy, ProvedAnswer, TablePolicy, TieRule } from '@firstmover/core';
import { RefusedError, deterministicPolicy } from '@firstmover/core';
import { bestResponse, createSearch } from '../best-response/best-response.ts';
import type { ResponseOptions } from '../best-response/search.ts';
import { leaderRows } from '../best-response/search.ts';
import { finiteHorizon, leaderAndFollower } from '../policy-values/finite-horizon.ts';

/** Games with at most this many leader tables are always enumerated. */
export const COMMITMENT_LIMIT: number = 1 << 20;

/** Beyond that, the most tables that may differ in play. */
export const DIFFERENT_LIMIT: number = 1 << 17;

/** Marks, in a commitment, an observation at which the action makes no difference: none of the leader's choices there changes the outcome. */
export const FREE: number = -1;

/**
 * The best deterministic commitments of a game. The commitment is the first of the optimal tables as a policy, with action 0 where it is
 * free; the reply is the follower's best response to it.
 */
export interface DeterministicCommitment extends ProvedAnswer<TablePolicy, Policy> {
  /** One action per observation. */
  readonly commitmentClass: 'pure';
  /** What the follower may depend on. */
  readonly followerClass: BestResponseClass;
  /** How it breaks ties. */
  readonly ties: TieRule;
  /** All optimal tables, as one action per leader observation, or {@link FREE}; in increasing order. */
  readonly optimalCommitments: readonly (readonly number[])[];
  /** The follower's return at each of them. */
  readonly followerValues: readonly number[];
  /** How many complete tables they stand for. */
  readonly optimalTables: number;
  /** How many leader tables were answered, those that differ only where they are free counted once. */
  readonly evaluated: number;
}

/** The number of deterministic tables of a game's leader: actions to the power of observations (Infinity beyond the range of numbers). */
export function leaderTables(model: FiniteModel): number {
  const { leader } = leaderAndFollower(model);
  let tables = 1;
  for (let observation = 0; observation < model.observationCounts[leader]!; observation++) tables *= model.actionCounts[leader]!;
  return tables;
}

/**
 * The best deterministic commitments of the leader, by a joint search over both players' policies. The leader's action at an observation
 * is branched over only when the search for the follower's best response needs to know it, so that tables which differ elsewhere are
 * answered once. The answer is exact, and so is the list of optimal commitments, within 1e-9 of the range of returns.
 *
 * @param model - a game that surely ends, with one leader and one follower
 * @param options - follower class and tie rule
 * @throws RefusedError for other games; when there are more than {@link COMMITMENT_LIMIT} tables, more than {@link DIFFERENT_LIMIT} of which
 * have to be answered; and beyond the limits of best responses
 */
export function bestDeterministicCommitment(model: FiniteModel, options: ResponseOptions): DeterministicCommitment {
  const { leader } = leaderAndFollower(model);
  const tolerance = finiteHorizon(model).tolerance[leader]!;
  const search = createSearch(model, options);
  const observations = model.observationCounts[leader]!;
  const actions = model.actionCounts[leader]!;
  const tables = leaderTables(model);
  const rows = leaderRows(observations, actions);
  rows.probabilities.fill(1);
  const table = new Int32Array(observations).fill(FREE);
  const give = (observation: number, action: number): void => {
    table[observation] = action;
    rows.actions[observation * actions] = action;
    rows.counts[observation] = action === FREE ? 0 : 1;
  };

  let found: { readonly table: readonly number[]; readonly leaderValue: number; readonly followerValue: number }[] = [];
  let best = -Infinity;
  let evaluated = 0;
  const record = (): void => {
    if (++evaluated > DIFFERENT_LIMIT && tables > COMMITMENT_LIMIT) {
      throw new RefusedError(
        `${model.game.id} has ${tables} deterministic leader tables, of which more than ${DIFFERENT_LIMIT} differ in play: too many to enumerate; use a smaller memory or fewer actions`,
      );
    }
    const { leaderValue, followerValue } = search;
    if (leaderValue < best - tolerance) return;
    if (leaderValue > best + tolerance) found = [];
    best = Math.max(best, leaderValue);
    found.push({ table: Array.from(table), leaderValue, followerValue });
  };

  // Depth first: the observations given so far, in the order in which the search asked for them.
  const path: number[] = [];
  let done = false;
  while (!done) {
    const asked = search.run(rows);
    if (asked >= 0) {
      path.push(asked);
      give(asked, 0);
      continue;
    }
    record();
    while (path.length > 0 && table[path.at(-1)!] === actions - 1) give(path.pop()!, FREE);
    const last = path.at(-1);
    if (last === undefined) done = true;
    else give(last, table[last]! + 1);
  }

  const optimal = found.filter(({ leaderValue }) => leaderValue >= best - tolerance).sort((a, b) => compare(a.table, b.table));
  const chosen = optimal[0]!;
  const policy = deterministicPolicy(
    chosen.table.map((action) => (action === FREE ? 0 : action)),
    actions,
  );
  const optimalTables = optimal.reduce(
    (sum, entry) => sum + entry.table.reduce((product, action) => (action === FREE ? product * actions : product), 1),
    0,
  );
  return {
    commitmentClass: 'pure',
    followerClass: options.followerClass,
    ties: options.ties,
    leaderValue: chosen.leaderValue,
    upperBound: chosen.leaderValue,
    followerValue: chosen.followerValue,
    optimalCommitments: optimal.map((entry) => entry.table),
    followerValues: optimal.map((entry) => entry.followerValue),
    optimalTables,
    optimalReplies: null,
    attained: true,
    unique: optimalTables === 1,
    evidence: { kind: 'optimal', by: 'enumeration' },
    commitment: policy,
    reply: bestResponse(model, policy, options).policy,
    evaluated,
  };
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return 0;
}
