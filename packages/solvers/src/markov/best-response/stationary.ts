import type { FiniteModel, TieRule } from '@firstmover/core';
import { RefusedError, deterministicPolicy } from '@firstmover/core';
import { finiteHorizon, leaderAndFollower } from '../policy-values/finite-horizon.ts';
import { createCeiling } from './ceiling.ts';
import type { LeaderRows, ResponseSearch } from './search.ts';

/** The most stationary follower policies that are told apart. */
export const STATIONARY_LIMIT = 1_000_000;

const UNASSIGNED = -1;

/**
 * The search for the best deterministic function of the follower's current observation. The distribution over states is carried forward
 * round by round, and the search branches only where an observation that has no action yet comes into its support: policies that
 * differ at unreached observations only are one candidate. Branch and bound: what a follower that sees the state could still earn is the bound.
 *
 * @param slack - how far below its optimum the follower may stay: among what is left, `ties` decides (a second pass over the same tree)
 * @throws RefusedError (when run) at more than {@link STATIONARY_LIMIT} candidates
 */
// eslint-disable-next-line max-lines-per-function -- one backtracking search, whose stack is local for speed
export function stationarySearch(model: FiniteModel, ties: TieRule, slack = 0): ResponseSearch {
  const { leader, follower, leaderStride, followerStride } = leaderAndFollower(model);
  const { gamma, tolerance } = finiteHorizon(model);
  const { first, next, probability, ended, jointActions } = model;
  const leaderObservation = model.observations[leader]!;
  const followerObservation = model.observations[follower]!;
  const leaderReward = model.rewards[leader]!;
  const followerReward = model.rewards[follower]!;
  const followerActions = model.actionCounts[follower]!;
  const followerTolerance = tolerance[follower]!;
  const towards = ties === 'strong' ? 1 : -1;
  const size = model.states.length;

  const assigned = new Int32Array(model.observationCounts[follower]!);
  const best = new Int32Array(assigned.length);
  // A stack of supports, one round above the other; `place` is where a state lies in the topmost one.
  let states = new Int32Array(2 * size);
  let masses = new Float64Array(2 * size);
  const place = new Int32Array(size);
  // The round in progress: its support is entries `from` to `to` of the stack; the returns are those of the rounds before.
  let from = 0;
  let to = 0;
  let followerReturn = 0;
  let leaderReturn = 0;
  // The branchings on the way here: the round in which each was made, its observation, the action tried first and how many have been tried since.
  const branches: {
    from: number;
    to: number;
    followerReturn: number;
    leaderReturn: number;
    observation: number;
    start: number;
    tried: number;
  }[] = [];
  let depth = 0;

  const ceiling = createCeiling(model);
  let rows: LeaderRows;
  let examined = 0;
  let bestFollower = -Infinity;
  let bestLeader = 0;
  // In the second pass, what the follower must earn at least.
  let floor = -Infinity;

  const reserve = (needed: number): void => {
    if (needed <= states.length) return;
    const wider = new Int32Array(2 * needed);
    wider.set(states);
    states = wider;
    const wide = new Float64Array(2 * needed);
    wide.set(masses);
    masses = wide;
  };

  const enter = (): void => {
    from = to = 0;
    followerReturn = leaderReturn = 0;
    for (const { state, probability: mass } of model.initial) {
      const at = place[state]!;
      if (at < to && states[at] === state) {
        masses[at]! += mass;
      } else {
        place[state] = to;
        states[to] = state;
        masses[to++] = mass;
      }
    }
  };

  /** Plays the round in progress; returns -1, or a leader row that it lacks. */
  const playRound = (): number => {
    reserve(to + size);
    let top = to;
    for (let i = from; i < to; i++) {
      const state = states[i]!;
      const asked = leaderObservation[state]!;
      const choices = rows.counts[asked]!;
      if (choices === 0) return asked;
      const slot = state * jointActions + assigned[followerObservation[state]!]! * followerStride;
      const row = asked * rows.stride;
      for (let k = row; k < row + choices; k++) {
        const flow = masses[i]! * rows.probabilities[k]!;
        const joint = slot + rows.actions[k]! * leaderStride;
        const end = first[joint + 1]!;
        for (let outcome = first[joint]!; outcome < end; outcome++) {
          const share = flow * probability[outcome]!;
          followerReturn += share * followerReward[outcome]!;
          leaderReturn += share * leaderReward[outcome]!;
          const carried = ended[outcome] === 0 ? gamma * share : 0;
          if (carried === 0) continue;
          const successor = next[outcome]!;
          const at = place[successor]!;
          if (at >= to && at < top && states[at] === successor) {
            masses[at]! += carried;
          } else {
            place[successor] = top;
            states[top] = successor;
            masses[top++] = carried;
          }
        }
      }
    }
    from = to;
    to = top;
    return -1;
  };

  /** The most that the follower can still reach in total, given the actions it is already bound to in this round. */
  const bound = (): number => {
    let most = followerReturn;
    for (let i = from; i < to; i++) {
      const state = states[i]!;
      const action = assigned[followerObservation[state]!]!;
      most += masses[i]! * (action === UNASSIGNED ? ceiling.values[state]! : ceiling.actionValues[state * followerActions + action]!);
    }
    return most;
  };

  const unassigned = (): number => {
    for (let i = from; i < to; i++) if (assigned[followerObservation[states[i]!]!] === UNASSIGNED) return i;
    return -1;
  };

  const branch = (at: number): void => {
    const observation = followerObservation[states[at]!]!;
    const start = ceiling.favourites[states[at]!]!;
    assigned[observation] = start;
    const made = (branches[depth++] ??= { from, to, followerReturn, leaderReturn, observation, start, tried: 0 });
    made.from = from;
    made.to = to;
    made.followerReturn = followerReturn;
    made.leaderReturn = leaderReturn;
    made.observation = observation;
    made.start = start;
    made.tried = 0;
  };

  /** Goes back to the last branching with an action left to try, and tries it; false when there is none. */
  const backtrack = (): boolean => {
    for (; depth > 0; depth--) {
      const last = branches[depth - 1]!;
      if (++last.tried < followerActions) {
        assigned[last.observation] = (last.start + last.tried) % followerActions;
        ({ from, to, followerReturn, leaderReturn } = last);
        return true;
      }
      assigned[last.observation] = UNASSIGNED;
    }
    return false;
  };

  const record = (): void => {
    if (++examined > STATIONARY_LIMIT) {
      throw new RefusedError(
        `${model.game.players[follower]!.name} in ${model.game.id} has more than ${STATIONARY_LIMIT} stationary policies to compare: too many; ask for the rational follower or a smaller game`,
      );
    }
    if (floor > -Infinity) {
      if (followerReturn < floor || towards * (leaderReturn - bestLeader) <= 0) return;
    } else {
      const gain = followerReturn - bestFollower;
      if (gain < -followerTolerance) return;
      if (gain <= followerTolerance && towards * (leaderReturn - bestLeader) <= 0) return;
    }
    bestFollower = followerReturn;
    bestLeader = leaderReturn;
    best.set(assigned);
  };

  /** Searches the whole tree; returns -1, or a leader row that it lacks. */
  const traverse = (): number => {
    depth = 0;
    assigned.fill(UNASSIGNED);
    enter();
    do {
      while (to > from && bound() >= (floor > -Infinity ? floor : bestFollower - followerTolerance)) {
        const at = unassigned();
        if (at >= 0) {
          branch(at);
        } else {
          const missing = playRound();
          if (missing >= 0) return missing;
        }
      }
      if (to === from) record();
    } while (backtrack());
    return -1;
  };

  return {
    run(given) {
      rows = given;
      examined = 0;
      floor = bestFollower = -Infinity;
      ceiling.update(rows);
      const missing = traverse();
      if (missing >= 0 || slack === 0) return missing;
      floor = bestFollower - slack - followerTolerance;
      return traverse();
    },
    get leaderValue() {
      return bestLeader;
    },
    get followerValue() {
      return bestFollower;
    },
    get examined() {
      return examined;
    },
    policy: () =>
      deterministicPolicy(
        best.map((action) => Math.max(action, 0)),
        followerActions,
      ),
  };
}
