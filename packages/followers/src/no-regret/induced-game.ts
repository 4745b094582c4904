import type { Chance, Game, Player, Policy, Random, TablePolicy, Value } from '@firstmover/core';
import { InputError, RefusedError, enumerateChance, followersOf, soleLeader } from '@firstmover/core';

/** The most joint actions of the followers in an induced game. */
export const INDUCED_LIMIT = 10_000;

/** Types that can come together, and what each joint action then pays. */
export interface TypeProfile {
  /** The type of each follower. */
  readonly types: readonly number[];
  /** How likely they are. */
  readonly probability: number;
  /** Per follower, its expected return by joint action (the first follower's most significant). */
  readonly utilities: readonly Float64Array[];
}

/** The Bayesian game that a leader induces among followers that choose once per episode, by their first observation, and hold that action. */
export interface InducedGame {
  /** Per follower, how many types (first observations) it can have. */
  readonly types: readonly number[];
  /** Per follower, how many actions. */
  readonly actions: readonly number[];
  /** How many joint actions. */
  readonly jointActions: number;
  /** The type profiles that occur. */
  readonly profiles: readonly TypeProfile[];
  /** Whether chance, or a leader that randomises, makes the same joint action pay differently. */
  readonly random: boolean;
}

/**
 * Works out the induced game exactly: every joint action is played against the leader along every way that chance can go.
 *
 * @param game - one leader, finite chance, followers with discrete spaces
 * @param leader - a table, whose probabilities are followed, or a policy that does not randomise
 * @throws InputError for other followers, or a policy that draws; RefusedError for more than {@link INDUCED_LIMIT} joint actions or too many
 * ways of chance
 */
export function inducedGame(game: Game, leader: Policy): InducedGame {
  const position = soleLeader(game);
  const followers = followersOf(game);
  const sizes = followers.map((follower) => {
    const { name, observation, action } = game.players[follower] as Player;
    if (observation.kind === 'discrete' && action.kind === 'discrete') return { types: observation.n, actions: action.n };
    throw new InputError(`${name} of ${game.id} has other than discrete spaces: an induced game needs discrete ones`);
  });
  const actions = sizes.map((size) => size.actions);
  const jointActions = actions.reduce((product, count) => product * count, 1);
  if (jointActions > INDUCED_LIMIT) {
    throw new RefusedError(
      `the followers of ${game.id} have ${jointActions} joint actions: the limit of an induced game is ${INDUCED_LIMIT}`,
    );
  }
  const profiles = new Map<string, { types: number[]; probability: number; utilities: Float64Array[] }>();
  let random = false;

  for (let joint = 0; joint < jointActions; joint++) {
    const held = digits(joint, actions);
    const forks = enumerateChance((chance) => play(game, position, leader, followers, held, chance));
    random ||= forks.length > 1;
    for (const { result, probability } of forks) {
      const key = result.types.join();
      let profile = profiles.get(key);
      if (!profile) {
        profile = { types: result.types, probability: 0, utilities: followers.map(() => new Float64Array(jointActions)) };
        profiles.set(key, profile);
      }
      // The types come before any action, so each joint action meets them equally often.
      if (joint === 0) profile.probability += probability;
      for (let f = 0; f < followers.length; f++) profile.utilities[f]![joint]! += probability * result.returns[f]!;
    }
  }
  for (const { probability, utilities } of profiles.values()) {
    for (const row of utilities) for (let joint = 0; joint < jointActions; joint++) row[joint]! /= probability;
  }
  return { types: sizes.map((size) => size.types), actions, jointActions, profiles: [...profiles.values()], random };
}

/** The digits of a joint action, the first follower's most significant. */
export function digits(joint: number, actions: readonly number[]): number[] {
  const out = new Array<number>(actions.length);
  for (let f = actions.length - 1; f >= 0; f--) {
    out[f] = joint % actions[f]!;
    joint = Math.floor(joint / actions[f]!);
  }
  return out;
}

/** One game of held actions along one way of chance. */
function play(
  game: Game,
  position: number,
  leader: Policy,
  followers: readonly number[],
  held: readonly number[],
  chance: Chance,
): { types: number[]; returns: number[] } {
  let state = game.initial(chance);
  const types = followers.map((follower) => game.observe(state, follower) as number);
  const returns = followers.map(() => 0);
  const joint = new Array<Value>(game.players.length);
  followers.forEach((follower, f) => (joint[follower] = held[f]!));
  for (;;) {
    joint[position] = answer(leader, game.observe(state, position), chance);
    const transition = game.step(state, joint.slice(), chance);
    followers.forEach((follower, f) => (returns[f]! += transition.rewards[follower]!));
    if (transition.terminated === true || transition.truncated === true) return { types, returns };
    state = transition.state;
  }
}

function answer(leader: Policy, observation: Value, chance: Chance): Value {
  if ((leader as Partial<TablePolicy>).kind !== 'table') return leader.act(observation, drawsNothing);
  const table = leader as TablePolicy;
  return chance.pick(Array.from({ length: table.actions }, (_unused, action) => table.probability(observation as number, action)));
}

function refuse(): never {
  throw new InputError('the leader of an induced game draws random numbers: expected a table or a policy that does not randomise');
}

const drawsNothing: Random = { uniform: refuse, integer: refuse, normal: refuse, pick: refuse };
