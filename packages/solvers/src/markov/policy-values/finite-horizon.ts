import type { FiniteModel } from '@firstmover/core';
import { expectThing, followersOf, InputError, leadersOf, RefusedError, show } from '@firstmover/core';

/** What exact methods need to know about a model whose every play ends. */
export interface FiniteHorizon {
  /** The states in which the game goes on, every one before those it can lead to. */
  readonly order: Int32Array;
  /** The most steps that a play can take. */
  readonly horizon: number;
  /** The discount of returns. */
  readonly gamma: number;
  /** Per player, how far apart two returns must be to count as different: 1e-9 of the range of returns, and never less than rounding. */
  readonly tolerance: readonly number[];
  /** Per player, how far apart two returns can be: the range of its rewards, once per step. */
  readonly range: readonly number[];
}

/** The positions of a game's one leader and one follower, and how their actions make up a joint action. */
export interface Pair {
  /** The leader's position among the players. */
  readonly leader: number;
  /** The follower's position among the players. */
  readonly follower: number;
  /** How much one more in the leader's action adds to the joint action. */
  readonly leaderStride: number;
  /** How much one more in the follower's action adds to the joint action. */
  readonly followerStride: number;
}

const known = new WeakMap<FiniteModel, FiniteHorizon>();

/**
 * Orders the states of a model in which no state can come back; kept, so that asking again costs nothing.
 *
 * @throws RefusedError when some state can lead back to itself: returns then have no finite sum to add up step by step
 * @throws InputError for a discount that is not a finite number of at least 0
 */
export function finiteHorizon(model: FiniteModel): FiniteHorizon {
  let found = known.get(model);
  if (!found) known.set(model, (found = analyse(model)));
  return found;
}

function analyse(model: FiniteModel): FiniteHorizon {
  expectThing(model, 'a finite model', 'a solver');
  const { game, jointActions, first, next, ended } = model;
  const gamma = game.descriptor.gamma;
  if (!(gamma >= 0) || gamma === Infinity)
    throw new InputError(`gamma of ${game.id} is ${show(gamma)}: expected a finite number of at least 0`);
  const size = model.states.length;
  // Kahn's algorithm; a state that only ended games enter has no successors and no predecessors here.
  const incoming = new Int32Array(size);
  for (let outcome = 0; outcome < next.length; outcome++) if (ended[outcome] === 0) incoming[next[outcome]!]!++;
  const queue: number[] = [];
  for (let state = 0; state < size; state++) if (incoming[state] === 0) queue.push(state);
  const depth = new Int32Array(size);
  let horizon = 0;
  for (const state of queue) {
    const start = first[state * jointActions]!;
    const end = first[(state + 1) * jointActions]!;
    if (end > start) horizon = Math.max(horizon, depth[state]! + 1);
    for (let outcome = start; outcome < end; outcome++) {
      if (ended[outcome] !== 0) continue;
      const successor = next[outcome]!;
      depth[successor] = Math.max(depth[successor]!, depth[state]! + 1);
      if (--incoming[successor]! === 0) queue.push(successor);
    }
  }
  if (queue.length < size) {
    const state = incoming.findIndex((count) => count > 0);
    throw new RefusedError(
      `${game.id} can return to an earlier state, for example to or through ${show(model.states[state])}: exact returns need a game that surely ends, for example one that counts its rounds`,
    );
  }
  let steps = 0;
  for (let step = 0, weight = 1; step < horizon; step++, weight *= gamma) steps += weight;
  const bounds = model.rewards.map((column) => {
    let low = Infinity;
    let high = -Infinity;
    for (const reward of column) {
      low = Math.min(low, reward);
      high = Math.max(high, reward);
    }
    return [low, high] as const;
  });
  return {
    order: Int32Array.from(queue.filter((state) => first[(state + 1) * jointActions]! > first[state * jointActions]!)),
    horizon,
    gamma,
    // The second term is the rounding of sums of rewards that are large beside their range.
    tolerance: bounds.map(([low, high]) => steps * (1e-9 * (high - low) + 1e-14 * Math.max(Math.abs(low), Math.abs(high)))),
    range: bounds.map(([low, high]) => steps * (high - low)),
  };
}

/**
 * The leader and the follower of a two-player model.
 *
 * @throws RefusedError unless there is exactly one of each
 */
export function leaderAndFollower(model: FiniteModel): Pair {
  expectThing(model, 'a finite model', 'a solver');
  const leaders = leadersOf(model.game);
  const followers = followersOf(model.game);
  if (leaders.length !== 1 || followers.length !== 1) {
    throw new RefusedError(
      `${model.game.id} has ${leaders.length} leaders and ${followers.length} followers: exact best responses are computed for one leader and one follower`,
    );
  }
  const leader = leaders[0]!;
  const follower = followers[0]!;
  return {
    leader,
    follower,
    leaderStride: leader === 0 ? model.actionCounts[follower]! : 1,
    followerStride: leader === 0 ? 1 : model.actionCounts[leader]!,
  };
}
