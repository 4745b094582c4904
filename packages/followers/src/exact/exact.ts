import type { FiniteModel, FollowerClass, FollowerOracle, Player, Policy, TieRule, Value } from '@firstmover/core';
import { InputError, cardinality, indexOf, show, soleLeader, tablePolicy, valueAt } from '@firstmover/core';
import { createResponder } from '@firstmover/solvers';

/** How an exact follower responds. */
export interface ExactOptions {
  /** What it may depend on (default `stationary`). */
  readonly followerClass?: FollowerClass;
  /** How it breaks ties (default `weak`, against the leader). */
  readonly ties?: TieRule;
  /** How often each observation is queried; it responds to the observed frequencies (default 1). */
  readonly samples?: number;
}

/**
 * The exact best response of a finite game's one follower as an oracle: queries the leader at all its observations, in one batch, and responds
 * to the answers. With one sample of a leader that randomises it responds to that sample, not to the leader
 * (see consistent answers among the conditions of the leader problem).
 *
 * @param model - a finite model with one leader and one follower that surely ends
 * @param options - follower class, tie rule and samples
 * @throws RefusedError where exact responses are not promised; InputError for options out of range
 */
export function exactFollower(model: FiniteModel, options: ExactOptions = {}): FollowerOracle {
  const { followerClass = 'stationary', ties = 'weak', samples = 1 } = options;
  if (!Number.isSafeInteger(samples) || samples < 1)
    throw new InputError(`samples of the exact oracle is ${show(samples)}: expected an integer of at least 1`);
  const { game } = model;
  const respond = createResponder(model, { followerClass, ties });
  const { observation, action } = game.players[soleLeader(game)] as Player;
  const count = cardinality(observation);
  const actions = cardinality(action);
  const queries: Value[] = [];
  for (let sample = 0; sample < samples; sample++) for (let index = 0; index < count; index++) queries.push(valueAt(observation, index));
  const query = { observations: queries };
  // Stationary responses are tables, which runs can share; policies with memory are made anew in each run.
  const known = followerClass === 'stationary' ? new Map<string, readonly Policy[]>() : undefined;

  return {
    name: 'exact',
    game,
    followerClass,
    ties,
    equilibrium: 'best response',
    queries: queries.length,
    earnsRewards: false,
    carriesOver: false,
    *respond() {
      const answers = yield query;
      const counts = new Float64Array(count * actions);
      answers.forEach((answer, i) => counts[(i % count) * actions + indexOf(action, answer)]!++);
      const key = counts.join();
      let policies = known?.get(key);
      if (!policies) {
        policies = [
          respond(
            tablePolicy(
              counts.map((times) => times / samples),
              { observations: count, actions },
            ),
          ).policy,
        ];
        if (known && known.size < 100_000) known.set(key, policies);
      }
      return { policies };
    },
  };
}
