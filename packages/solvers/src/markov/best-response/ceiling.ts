import type { FiniteModel } from '@firstmover/core';
import { finiteHorizon, leaderAndFollower } from '../policy-values/finite-horizon.ts';
import type { LeaderRows } from './search.ts';

/** What the follower could earn if it saw the state: a bound for every follower, by which searches leave out what cannot be best. */
export interface Ceiling {
  /** Per state, the most that the follower can earn from there. */
  readonly values: Float64Array;
  /** Per state and action, the most that the follower can earn when it begins with that action. */
  readonly actionValues: Float64Array;
  /** Per state, an action that begins best. */
  readonly favourites: Int32Array;
  /** Per state, whether a follower that is sure to be there earns the whole bound: playing favourites, it stays sure of the state. */
  readonly attained: Uint8Array;
  /** Recomputes the values against a leader; where a row has not been given, the leader does what is best for the follower. */
  update(rows: LeaderRows): void;
  /** Recomputes `attained`, after an update with the same rows; a row that has not been given attains nothing. */
  updateAttained(rows: LeaderRows): void;
  /** Plays favourites from the first states: the first leader observation met whose row has not been given, or -1. */
  missing(rows: LeaderRows): number;
}

/** The scratch memory of a {@link Ceiling}. */
export function createCeiling(model: FiniteModel): Ceiling {
  const { leader, follower, leaderStride, followerStride } = leaderAndFollower(model);
  const { order, gamma } = finiteHorizon(model);
  const { first, next, probability, ended, jointActions } = model;
  const leaderObservation = model.observations[leader]!;
  const followerObservation = model.observations[follower]!;
  const followerReward = model.rewards[follower]!;
  const followerActions = model.actionCounts[follower]!;
  const size = model.states.length;
  const values = new Float64Array(size);
  const actionValues = new Float64Array(size * followerActions);
  const favourites = new Int32Array(size);
  const attained = new Uint8Array(size);
  // Per follower observation, the state it was last seen in and during which check.
  const seenState = new Int32Array(model.observationCounts[follower]!);
  const seenIn = new Float64Array(seenState.length);
  let check = 0;
  // States visited by a walk.
  const queue = new Int32Array(size);
  const visited = new Uint8Array(size);

  const valueOf = (slot: number): number => {
    const end = first[slot + 1]!;
    let value = 0;
    for (let outcome = first[slot]!; outcome < end; outcome++) {
      const later = ended[outcome] === 0 ? gamma * values[next[outcome]!]! : 0;
      value += probability[outcome]! * (followerReward[outcome]! + later);
    }
    return value;
  };

  const staysSure = (slot: number): boolean => {
    for (let outcome = first[slot]!; outcome < first[slot + 1]!; outcome++) {
      if (ended[outcome] !== 0) continue;
      const successor = next[outcome]!;
      const seen = followerObservation[successor]!;
      if (attained[successor] === 0 || (seenIn[seen] === check && seenState[seen] !== successor)) return false;
      seenIn[seen] = check;
      seenState[seen] = successor;
    }
    return true;
  };

  return {
    values,
    actionValues,
    favourites,
    attained,
    update(rows) {
      for (let i = order.length - 1; i >= 0; i--) {
        const state = order[i]!;
        const asked = leaderObservation[state]!;
        const choices = rows.counts[asked]!;
        const row = asked * rows.stride;
        let most = -Infinity;
        for (let action = 0; action < followerActions; action++) {
          const slot = state * jointActions + action * followerStride;
          let value = 0;
          if (choices > 0) {
            for (let k = row; k < row + choices; k++) value += rows.probabilities[k]! * valueOf(slot + rows.actions[k]! * leaderStride);
          } else {
            value = -Infinity;
            for (let k = 0; k < rows.stride; k++) value = Math.max(value, valueOf(slot + k * leaderStride));
          }
          actionValues[state * followerActions + action] = value;
          if (value > most) {
            most = value;
            favourites[state] = action;
          }
        }
        values[state] = most;
      }
    },
    updateAttained(rows) {
      for (let i = order.length - 1; i >= 0; i--) {
        const state = order[i]!;
        const row = leaderObservation[state]! * rows.stride;
        const choices = rows.counts[leaderObservation[state]!]!;
        const slot = state * jointActions + favourites[state]! * followerStride;
        let sure = choices > 0;
        check++;
        for (let k = row; k < row + choices && sure; k++) sure = staysSure(slot + rows.actions[k]! * leaderStride);
        attained[state] = sure ? 1 : 0;
      }
    },
    missing(rows) {
      visited.fill(0);
      let count = 0;
      const visit = (state: number): void => {
        if (visited[state] === 0) queue[count++] = state;
        visited[state] = 1;
      };
      for (const start of model.initial) visit(start.state);
      for (let i = 0; i < count; i++) {
        const state = queue[i]!;
        const asked = leaderObservation[state]!;
        const choices = rows.counts[asked]!;
        if (choices === 0) return asked;
        const slot = state * jointActions + favourites[state]! * followerStride;
        for (let k = asked * rows.stride; k < asked * rows.stride + choices; k++) {
          const joint = slot + rows.actions[k]! * leaderStride;
          for (let outcome = first[joint]!; outcome < first[joint + 1]!; outcome++) if (ended[outcome] === 0) visit(next[outcome]!);
        }
      }
      return -1;
    },
  };
}
