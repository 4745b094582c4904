import { expectThing } from '@firstmover/core';
import type { FiniteModel } from '@firstmover/core';
import { finiteHorizon, leaderAndFollower } from '../policy-values/finite-horizon.ts';

/**
 * A game of one leader and one follower as flat tables. Slot (s * F + j) * M + i is follower action j and leader action i in state s, of F and M.
 */
export interface Process {
  /** The number of states. */
  readonly states: number;
  /** M. */
  readonly leaderActions: number;
  /** F. */
  readonly followerActions: number;
  /** How many observations the leader can make. */
  readonly leaderObservations: number;
  /** What it observes in each state. */
  readonly leaderObservation: Int32Array;
  /** How many observations the follower can make. */
  readonly followerObservations: number;
  /** What it observes in each state. */
  readonly followerObservation: Int32Array;
  /** Per slot, the leader's expected reward. */
  readonly leaderReward: Float64Array;
  /** Per slot, the follower's expected reward. */
  readonly followerReward: Float64Array;
  /** The moves of a slot are entries `first[slot]` to `first[slot + 1]` of the next two. */
  readonly first: Int32Array;
  /** Per move, the next state. */
  readonly next: Int32Array;
  /** Per move, its probability times the discount. */
  readonly weight: Float64Array;
  /** Per state, how likely the game starts there. */
  readonly initial: Float64Array;
  /** The states, each before those it leads to; null when states can come back (weights then shrink at every step). */
  readonly order: Int32Array | null;
  /** The most weight that a step passes on: below 1 where states can come back. */
  readonly contraction: number;
  /** How far apart two returns of the leader must be to differ. */
  readonly leaderTolerance: number;
  /** How far apart two returns of the follower must be to differ. */
  readonly followerTolerance: number;
}

/**
 * The tables of a model whose every play ends.
 *
 * @throws RefusedError for other models, and unless there is one leader and one follower
 */
export function processOf(model: FiniteModel): Process {
  expectThing(model, 'a finite model', 'a solver');
  const pair = leaderAndFollower(model);
  const { order, gamma, tolerance } = finiteHorizon(model);
  const states = model.states.length;
  const leaderActions = model.actionCounts[pair.leader]!;
  const followerActions = model.actionCounts[pair.follower]!;
  const slots = states * leaderActions * followerActions;
  const leaderReward = new Float64Array(slots);
  const followerReward = new Float64Array(slots);
  const first = new Int32Array(slots + 1);
  const next: number[] = [];
  const weight: number[] = [];
  for (let slot = 0; slot < slots; slot++) {
    const i = slot % leaderActions;
    const j = Math.floor(slot / leaderActions) % followerActions;
    const state = Math.floor(slot / leaderActions / followerActions);
    const joint = state * model.jointActions + i * pair.leaderStride + j * pair.followerStride;
    for (let outcome = model.first[joint]!; outcome < model.first[joint + 1]!; outcome++) {
      const share = model.probability[outcome]!;
      leaderReward[slot]! += share * model.rewards[pair.leader]![outcome]!;
      followerReward[slot]! += share * model.rewards[pair.follower]![outcome]!;
      if (model.ended[outcome] !== 0) continue;
      next.push(model.next[outcome]!);
      weight.push(gamma * share);
    }
    first[slot + 1] = next.length;
  }
  const initial = new Float64Array(states);
  for (const { state, probability } of model.initial) initial[state]! += probability;
  return {
    states,
    leaderActions,
    followerActions,
    leaderObservations: model.observationCounts[pair.leader]!,
    leaderObservation: model.observations[pair.leader]!,
    followerObservations: model.observationCounts[pair.follower]!,
    followerObservation: model.observations[pair.follower]!,
    leaderReward,
    followerReward,
    first,
    next: Int32Array.from(next),
    weight: Float64Array.from(weight),
    initial,
    order,
    contraction: gamma,
    leaderTolerance: tolerance[pair.leader]!,
    followerTolerance: tolerance[pair.follower]!,
  };
}
