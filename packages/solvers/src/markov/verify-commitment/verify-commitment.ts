import type { BestResponseClass, FiniteModel, OptionsOf, TablePolicy, TieRule } from '@firstmover/core';
import { resolveOptions, tablePolicy } from '@firstmover/core';
import { bestResponse } from '../best-response/best-response.ts';
import { checkTable } from '../policy-values/check-table.ts';
import { evaluatePolicies } from '../policy-values/policy-values.ts';
import { finiteHorizon, leaderAndFollower } from '../policy-values/finite-horizon.ts';
import type { Check } from './check.ts';
import { checkRational } from './rational-check.ts';
import { checkStationary } from './stationary-check.ts';
import { stepInside, type TieValues } from './step-inside.ts';

/** The options of {@link verifyCommitment} that have a schema. */
export const VERIFY_PARAMETERS = {
  followerClass: { kind: 'choice', options: ['stationary', 'rational'], about: 'what the follower may depend on' },
  step: {
    kind: 'number',
    min: 1e-12,
    max: 0.999999,
    unset: 'no step',
    about:
      'looks for the small step that leaves ties behind at the least cost: rows of the commitment give this probability to another action',
  },
} as const;

/** What to verify. */
export interface VerifyOptions extends OptionsOf<typeof VERIFY_PARAMETERS> {
  /** A follower whose distance from a best response is to be measured. */
  readonly follower?: TablePolicy;
}

/** What a commitment is worth against followers that respond best, found without the searches that computed or learned it. */
export interface Verification {
  /** What the follower may depend on. */
  readonly followerClass: BestResponseClass;
  /** The leader's return against a best response, with ties broken for it (strong) and against it (weak). */
  readonly leaderValue: { readonly strong: number; readonly weak: number };
  /** The follower's return of a best response. */
  readonly followerValue: number;
  /** How many best responses there are, those that differ only where their own play never comes counted once. */
  readonly optimalReplies: number;
  /** How many policies (stationary) or histories (rational) were examined. */
  readonly examined: number;
  /** The returns with the given follower; null when none was given. */
  readonly played: { readonly leaderValue: number; readonly followerValue: number } | null;
  /**
   * What the given follower would gain by responding best, in units of return; null when none was given. A follower that randomises can
   * do better than every stationary deterministic one: then this is negative.
   */
  readonly followerGain: number | null;
  /**
   * A commitment that the step found, with its verified values; the commitment itself where no step raises the value with adverse ties. Null when no step was asked for.
   */
  readonly interior: { readonly policy: TablePolicy; readonly leaderValue: TieValues } | null;
}

/**
 * Verifies a leader's commitment by brute force. Every stationary follower policy on the reachable observations is evaluated in full, or
 * the tree of all histories of a rational follower is valued. It shares no search with {@link bestResponse}.
 *
 * @param model - a game that surely ends, with one leader and one follower
 * @param leader - the commitment
 * @param options - the follower class, which travels with the values, and a follower to measure
 * @throws RefusedError for other games, and beyond 2^20 policies or histories, or 500 rounds of a rational follower
 * @throws InputError when a table does not fit its player, or a step is no probability
 */
export function verifyCommitment(model: FiniteModel, leader: TablePolicy, options: VerifyOptions): Verification {
  const { followerClass, step } = resolveOptions(VERIFY_PARAMETERS, options, 'verifyCommitment', ['follower']);
  const { follower } = options;
  const pair = leaderAndFollower(model);
  checkTable(model, pair.leader, leader);
  const check = (table: TablePolicy): Check =>
    followerClass === 'stationary' ? checkStationary(model, table) : checkRational(model, table);
  const found = check(leader);
  let played: Verification['played'] = null;
  let followerGain: number | null = null;
  if (follower) {
    const returns = evaluatePolicies(model, pair.leader === 0 ? [leader, follower] : [follower, leader]);
    played = { leaderValue: returns[pair.leader]!, followerValue: returns[pair.follower]! };
    const gain = found.followerValue - played.followerValue;
    followerGain = Math.abs(gain) <= finiteHorizon(model).tolerance[pair.follower]! ? 0 : gain;
  }
  return {
    followerClass,
    ...found,
    played,
    followerGain,
    interior: step === undefined ? null : stepFrom(model, leader, followerClass, step, check),
  };
}

/** Candidates are compared by best responses; what is returned is verified. */
function stepFrom(
  model: FiniteModel,
  leader: TablePolicy,
  followerClass: BestResponseClass,
  step: number,
  check: (leader: TablePolicy) => Check,
): Verification['interior'] {
  const { observations, actions } = leader;
  const policyOf = (table: Float64Array): TablePolicy => tablePolicy(table, { observations, actions });
  const start = leader.table.slice(leader.offset * actions, (leader.offset + observations) * actions);
  const { table } = stepInside(start, actions, step, (near) => {
    const value = (ties: TieRule): number => bestResponse(model, policyOf(near), { followerClass, ties }).leaderValue;
    return { strong: value('strong'), weak: value('weak') };
  });
  const policy = policyOf(table);
  return { policy, leaderValue: check(policy).leaderValue };
}
