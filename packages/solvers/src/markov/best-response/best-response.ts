import type { BestResponseClass, FiniteModel, Policy, TablePolicy, TieRule } from '@firstmover/core';
import { InputError, resolveOptions, show } from '@firstmover/core';
import { checkTable } from '../policy-values/check-table.ts';
import { leaderAndFollower } from '../policy-values/finite-horizon.ts';
import { rationalSearch } from './rational.ts';
import type { LeaderRows, ResponseOptions, ResponseSearch } from './search.ts';
import { RESPONSE_PARAMETERS, leaderRows } from './search.ts';
import { stationarySearch } from './stationary.ts';

/** A best response of the follower, with the class and tie rule it is best for. */
export interface BestResponse<TClass extends BestResponseClass = BestResponseClass> {
  /** What the follower may depend on. */
  readonly followerClass: TClass;
  /** How it breaks ties. */
  readonly ties: TieRule;
  /** The leader's expected return. */
  readonly leaderValue: number;
  /** The follower's expected return. */
  readonly followerValue: number;
  /**
   * The response. Stationary: a one-hot table, action 0 at observations that are not reached. Rational: a policy with memory, to be reset at
   * the start of every episode.
   */
  readonly policy: TClass extends 'stationary' ? TablePolicy : Policy;
  /** How many candidates were told apart: complete policies (stationary) or situations of the follower (rational). */
  readonly examined: number;
}

/** Answers leaders of one game with best responses. */
export type Responder<TClass extends BestResponseClass = BestResponseClass> = (leader: TablePolicy) => BestResponse<TClass>;

/**
 * Makes a responder: the follower's best response to a leader's table, exact for stochastic leaders and chance, with scratch memory kept
 * between calls. Stationary followers are searched by branching over reached observations, rational ones by dynamic programming on
 * beliefs. Returns within 1e-9 of the range of returns count as ties.
 *
 * @param model - a game that surely ends, with one leader and one follower
 * @param options - follower class, tie rule and slack: with slack, the response of the worst (weak) or best (strong) case for the leader among all
 * within it, as in robust commitment (Pita et al., AIJ 2010); `followerValue` is what that response earns
 * @throws RefusedError for other games
 * @throws InputError for an unknown class or tie rule, or slack that is negative or of a rational follower. The responder throws it for a table that does not fit, and a RefusedError when more
 * than a million stationary policies differ in play, or a rational follower can be in more than a million situations
 */
export function createResponder<TClass extends BestResponseClass>(
  model: FiniteModel,
  options: ResponseOptions & { readonly followerClass: TClass },
): Responder<TClass> {
  const { followerClass, ties } = options;
  const { leader } = leaderAndFollower(model);
  const search = createSearch(model, options);
  const rows = leaderRows(model.observationCounts[leader]!, model.actionCounts[leader]!);
  return (policy) => {
    checkTable(model, leader, policy);
    fill(rows, policy);
    search.run(rows);
    return {
      followerClass,
      ties,
      leaderValue: search.leaderValue,
      followerValue: search.followerValue,
      policy: search.policy() as BestResponse<TClass>['policy'],
      examined: search.examined,
    };
  };
}

const responders = new WeakMap<FiniteModel, Map<string, Responder>>();

/** The follower's best response to one leader: {@link createResponder}, kept per model, class and tie rule. */
export function bestResponse<TClass extends BestResponseClass>(
  model: FiniteModel,
  leader: TablePolicy,
  options: ResponseOptions & { readonly followerClass: TClass },
): BestResponse<TClass> {
  let kept = responders.get(model);
  if (!kept) responders.set(model, (kept = new Map()));
  const key = `${options.followerClass} ${options.ties} ${options.slack ?? 0}`;
  let responder = kept.get(key);
  if (!responder) kept.set(key, (responder = createResponder(model, options)));
  return responder(leader) as BestResponse<TClass>;
}

/** The search for a follower class and tie rule. */
export function createSearch(model: FiniteModel, options: ResponseOptions): ResponseSearch {
  const { followerClass, ties, slack } = resolveOptions(RESPONSE_PARAMETERS, options, 'a best response');
  if (slack > 0 && followerClass === 'rational')
    throw new InputError(`slack ${show(slack)} of a rational follower: near-optimal responses are computed for stationary followers only`);
  return followerClass === 'stationary' ? stationarySearch(model, ties, slack) : rationalSearch(model, ties);
}

function fill(rows: LeaderRows, policy: TablePolicy): void {
  const { table, offset, actions, observations } = policy;
  for (let observation = 0; observation < observations; observation++) {
    const row = observation * actions;
    let count = 0;
    for (let action = 0; action < actions; action++) {
      const share = table[offset * actions + row + action]!;
      if (share === 0) continue;
      rows.actions[row + count] = action;
      rows.probabilities[row + count++] = share;
    }
    rows.counts[observation] = count;
  }
}
