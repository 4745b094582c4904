import type { FollowerClass, FollowerOracle, Game, Player, Policy, Random, TablePolicy, TieRule, Value } from '@firstmover/core';
import { InputError, cardinality, contains, followersOf, show, soleLeader, valueAt } from '@firstmover/core';

/** A follower given by a function. */
export interface FunctionFollowerOptions {
  /** The leader observations that are asked, in this order, in one batch; `all` asks every one once. */
  readonly queries: 'all' | readonly Value[];
  /**
   * How the followers respond: one policy per follower, in the order of the players. A policy with memory must be new in each call. Randomness comes
   * from the second argument only.
   */
  readonly respond: (answers: readonly Value[], random: Random) => readonly Policy[];
  /** What it is called in output (default `function`). */
  readonly name?: string;
  /** What its policies are (default `given by a function`). */
  readonly equilibrium?: string;
  /** The class of its policies (default `stationary`). */
  readonly followerClass?: FollowerClass;
  /** How it breaks ties (default `unspecified`). */
  readonly ties?: TieRule | 'unspecified';
}

/**
 * A follower oracle from any function of the leader's answers.
 *
 * @param game - any game with one leader
 * @param options - what to ask and how to respond
 * @throws InputError for a query that the leader cannot see, or `all` where observations cannot be listed. Runs throw it where the function does not
 * return one policy per follower, or a table that does not fit
 */
export function functionFollower(game: Game, options: FunctionFollowerOptions): FollowerOracle {
  const {
    queries,
    respond,
    name = 'function',
    equilibrium = 'given by a function',
    followerClass = 'stationary',
    ties = 'unspecified',
  } = options;
  const leader = game.players[soleLeader(game)]!;
  const followers = followersOf(game).map((i) => game.players[i]!);
  if (typeof respond !== 'function')
    throw new InputError(`respond of oracle ${name} is ${show(respond)}: expected a function of the answers`);
  const observations = queries === 'all' ? everyObservation(leader, game) : queries;
  if (!Array.isArray(observations))
    throw new InputError(`queries of oracle ${name} are ${show(queries)}: expected all or a list of observations`);
  for (const asked of observations) {
    if (!contains(leader.observation, asked as Value))
      throw new InputError(`oracle ${name} asks ${show(asked)}: expected an observation of ${leader.name}, ${show(leader.observation)}`);
  }
  const query = { observations: observations as readonly Value[] };
  return {
    name,
    game,
    followerClass,
    ties,
    equilibrium,
    queries: observations.length,
    earnsRewards: false,
    carriesOver: false,
    *respond({ random }) {
      const answers = observations.length > 0 ? yield query : [];
      const policies = respond(answers, random);
      checkPolicies(policies, followers, name);
      return { policies };
    },
  };
}

function everyObservation({ name, observation }: Player, game: Game): readonly Value[] {
  const count = cardinality(observation);
  if (count === Infinity)
    throw new InputError(
      `queries "all" of ${name} in ${game.id}: its ${observation.kind} observations cannot be listed; give the observations to ask`,
    );
  return Array.from({ length: count }, (_unused, index) => valueAt(observation, index));
}

function checkPolicies(policies: readonly Policy[], followers: readonly Player[], name: string): void {
  if (!Array.isArray(policies) || policies.length !== followers.length)
    throw new InputError(`oracle ${name} returned ${show(policies)}: expected a list of policies, one per follower (${followers.length})`);
  followers.forEach((follower, i) => {
    const policy = policies[i] as Policy & Partial<TablePolicy>;
    if (typeof policy?.act !== 'function')
      throw new InputError(`oracle ${name} returned ${show(policy)} for ${follower.name}: expected a policy with act`);
    if (policy.kind !== 'table') return;
    const [seen, taken] = [cardinality(follower.observation), cardinality(follower.action)];
    if (policy.observations !== seen || policy.actions !== taken)
      throw new InputError(
        `oracle ${name} returned a table of ${policy.observations} x ${policy.actions} for ${follower.name}: expected ${seen} observations x ${taken} actions`,
      );
  });
}
