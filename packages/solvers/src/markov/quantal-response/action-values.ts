import type { FixedLeaderGame } from '../fixed-players/fix-leader.ts';

/** What each action is worth to each follower at each of its observations, under the followers' own play. */
export interface ActionValues {
  /** Per follower, rows of actions: the expected return from then on, over the states that it faces at the observation. */
  readonly values: readonly Float64Array[];
  /** Per follower and observation, the discounted expected number of visits. */
  readonly weights: readonly Float64Array[];
  /** Recomputes both for tables of the followers. */
  update(tables: readonly Float64Array[]): void;
}

/** The scratch memory of {@link ActionValues}. */
export function actionValues(game: FixedLeaderGame): ActionValues {
  const { model, followers, order, actionCounts, strides, jointActions, observations, rewards, first, next, flow } = game;
  const visits = new Float64Array(model.states.length);
  const returns = followers.map(() => new Float64Array(model.states.length));
  const weights = followers.map((place) => new Float64Array(model.observationCounts[place]!));
  const values = weights.map((seen, i) => new Float64Array(seen.length * actionCounts[i]!));
  const shares = new Float64Array(followers.length);

  return {
    values,
    weights,
    update(tables) {
      const read = (state: number, joint: number): void => {
        for (let i = 0; i < shares.length; i++) {
          const action = Math.floor(joint / strides[i]!) % actionCounts[i]!;
          shares[i] = tables[i]![observations[i]![state]! * actionCounts[i]! + action]!;
        }
      };
      visits.fill(0);
      for (const { state, probability } of model.initial) visits[state]! += probability;
      for (const state of order) {
        if (visits[state] === 0) continue;
        for (let joint = 0; joint < jointActions; joint++) {
          read(state, joint);
          const mass = shares.reduce((product, share) => product * share, visits[state]!);
          const slot = state * jointActions + joint;
          for (let way = first[slot]!; way < first[slot + 1]!; way++) visits[next[way]!]! += mass * flow[way]!;
        }
      }
      weights.forEach((column) => column.fill(0));
      values.forEach((column) => column.fill(0));
      returns.forEach((column) => column.fill(0));
      for (let k = order.length - 1; k >= 0; k--) {
        const state = order[k]!;
        for (let i = 0; i < followers.length; i++) weights[i]![observations[i]![state]!]! += visits[state]!;
        for (let joint = 0; joint < jointActions; joint++) {
          read(state, joint);
          const slot = state * jointActions + joint;
          for (let i = 0; i < followers.length; i++) {
            let worth = rewards[followers[i]!]![slot]!;
            for (let way = first[slot]!; way < first[slot + 1]!; way++) worth += flow[way]! * returns[i]![next[way]!]!;
            let others = 1;
            for (let other = 0; other < shares.length; other++) if (other !== i) others *= shares[other]!;
            returns[i]![state]! += others * shares[i]! * worth;
            const action = Math.floor(joint / strides[i]!) % actionCounts[i]!;
            values[i]![observations[i]![state]! * actionCounts[i]! + action]! += visits[state]! * others * worth;
          }
        }
      }
      values.forEach((column, i) => {
        for (let k = 0; k < column.length; k++) {
          const weight = weights[i]![Math.floor(k / actionCounts[i]!)]!;
          if (weight > 0) column[k]! /= weight;
        }
      });
    },
  };
}
