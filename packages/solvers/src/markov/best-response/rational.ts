import type { FiniteModel, TieRule } from '@firstmover/core';
import { RefusedError } from '@firstmover/core';
import { finiteHorizon, leaderAndFollower } from '../policy-values/finite-horizon.ts';
import type { Automaton } from './automaton.ts';
import { automatonPolicy } from './automaton.ts';
import { createCeiling } from './ceiling.ts';
import type { LeaderRows, ResponseSearch } from './search.ts';

/** The most situations (rounds with a belief over states) of a rational follower that are told apart. */
export const RATIONAL_LIMIT = 1_000_000;

/** The most entries of all these beliefs together. */
const ENTRY_LIMIT = 20_000_000;

/** Beliefs of one round are equal when their probabilities, in units of this, round to the same integers. */
const GRAIN = 1e-13;

/**
 * The search for the best function of everything that the follower has observed and done. What it knows is a belief: the distribution over
 * states given its history. Beliefs are unfolded round by round, equal ones of a round merged, and then valued backwards
 * (Smallwood & Sondik, Operations Research 1973, on the beliefs that can be reached). At every belief ties are settled by the leader's value
 * of what follows, which makes the order lexicographic: the follower's return, then the leader's.
 *
 * @throws RefusedError (when run) at more than {@link RATIONAL_LIMIT} beliefs
 */
// eslint-disable-next-line max-lines-per-function -- one backtracking search, whose stack is local for speed
export function rationalSearch(model: FiniteModel, ties: TieRule): ResponseSearch {
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

  // Node n is a belief: entries begin[n] to begin[n+1] of `states` and `masses`. Action a there is choice c = n * actions + a,
  // which earns the gains and leads along edges edgeBegin[c] to edgeBegin[c+1]. Edges 0 to `roots` lead to the first round.
  const begin: number[] = [0];
  const states: number[] = [];
  const masses: number[] = [];
  const edgeBegin: number[] = [];
  const edgeTarget: number[] = [];
  const edgeWeight: number[] = [];
  const followerGain: number[] = [];
  const leaderGain: number[] = [];
  const followerValue: number[] = [];
  const leaderValue: number[] = [];
  const chosen: number[] = [];
  let nodes = 0;
  let entries = 0;
  let edges = 0;
  let roots = 0;
  let rows: LeaderRows;

  // The round being made: its first node, the nodes that are surely in one state, the others.
  let roundStart = 0;
  const certain = new Int32Array(size);
  const uncertain = new Map<string, number>();
  // What a choice leads to, before it is split by what the follower then sees.
  const mass = new Float64Array(size);
  const reached = new Float64Array(size);
  let reachedCount = 0;
  const ceiling = createCeiling(model);
  const best = { follower: 0, leader: 0 };

  const deposit = (state: number, share: number): void => {
    if (share === 0) return;
    if (mass[state] === 0) reached[reachedCount++] = followerObservation[state]! * size + state;
    mass[state]! += share;
  };

  const clear = (): void => {
    while (reachedCount > 0) mass[reached[--reachedCount]! % size] = 0;
  };

  const addNode = (): number => {
    if (nodes >= RATIONAL_LIMIT || entries > ENTRY_LIMIT) {
      throw new RefusedError(
        `${model.game.players[follower]!.name} of ${model.game.id}, remembering everything, can be in more than ${RATIONAL_LIMIT} situations: too many; ask for the stationary follower or a smaller game`,
      );
    }
    begin[nodes + 1] = entries;
    return nodes++;
  };

  const certainNode = (state: number): number => {
    const node = certain[state]!;
    if (node >= roundStart && node < nodes && states[begin[node]!] === state && begin[node + 1] === begin[node]! + 1) return node;
    states[entries] = state;
    masses[entries++] = 1;
    return (certain[state] = addNode());
  };

  const uncertainNode = (from: number, to: number, total: number): number => {
    let key = '';
    const start = entries;
    for (let i = from; i < to; i++) {
      const state = reached[i]! % size;
      const share = mass[state]! / total;
      states[entries] = state;
      masses[entries++] = share;
      key += `${state}:${Math.round(share / GRAIN)} `;
    }
    let node = uncertain.get(key);
    if (node === undefined) uncertain.set(key, (node = addNode()));
    else entries = start;
    return node;
  };

  /** Makes an edge per observation among the deposits; `scale` discounts them. */
  const split = (scale: number): void => {
    if (reachedCount > 1) reached.subarray(0, reachedCount).sort();
    for (let from = 0; from < reachedCount;) {
      const observation = followerObservation[reached[from]! % size]!;
      let total = 0;
      let to = from;
      while (to < reachedCount && followerObservation[reached[to]! % size] === observation) total += mass[reached[to++]! % size]!;
      edgeTarget[edges] = to === from + 1 ? certainNode(reached[from]! % size) : uncertainNode(from, to, total);
      edgeWeight[edges++] = scale * total;
      from = to;
    }
    clear();
  };

  /** What an action leads to from a belief: sets the choice's gains and makes its edges; returns -1, or a row that it lacks. */
  const unfold = (node: number, action: number): number => {
    const c = node * followerActions + action;
    let followerSum = 0;
    let leaderSum = 0;
    for (let i = begin[node]!; i < begin[node + 1]!; i++) {
      const state = states[i]!;
      const asked = leaderObservation[state]!;
      const choices = rows.counts[asked]!;
      if (choices === 0) return asked;
      const row = asked * rows.stride;
      for (let k = row; k < row + choices; k++) {
        const flow = masses[i]! * rows.probabilities[k]!;
        const joint = state * jointActions + action * followerStride + rows.actions[k]! * leaderStride;
        const end = first[joint + 1]!;
        for (let outcome = first[joint]!; outcome < end; outcome++) {
          const share = flow * probability[outcome]!;
          followerSum += share * followerReward[outcome]!;
          leaderSum += share * leaderReward[outcome]!;
          if (ended[outcome] === 0) deposit(next[outcome]!, share);
        }
      }
    }
    followerGain[c] = followerSum;
    leaderGain[c] = leaderSum;
    split(gamma);
    edgeBegin[c + 1] = edges;
    return -1;
  };

  const follow = (edge: number, end: number, start: number, values: readonly number[]): number => {
    let total = start;
    for (let e = edge; e < end; e++) total += edgeWeight[e]! * values[edgeTarget[e]!]!;
    return total;
  };

  const settle = (node: number): void => {
    const choice = node * followerActions;
    let most = -Infinity;
    for (let c = choice; c < choice + followerActions; c++) {
      followerGain[c] = follow(edgeBegin[c]!, edgeBegin[c + 1]!, followerGain[c]!, followerValue);
      leaderGain[c] = follow(edgeBegin[c]!, edgeBegin[c + 1]!, leaderGain[c]!, leaderValue);
      most = Math.max(most, followerGain[c]!);
    }
    let pick = -1;
    for (let c = choice; c < choice + followerActions; c++) {
      if (followerGain[c]! < most - followerTolerance) continue;
      if (pick < 0 || towards * (leaderGain[c]! - leaderGain[pick]!) > 0) pick = c;
    }
    followerValue[node] = followerGain[pick]!;
    leaderValue[node] = leaderGain[pick]!;
    chosen[node] = pick;
  };

  const automaton = (): Automaton => {
    const actions = [0];
    const moves: number[] = [0];
    const observations: number[] = [];
    const targets: number[] = [];
    const labels = new Map<number, number>();
    const queue: number[] = [];
    const leave = (edge: number, end: number): void => {
      for (let e = edge; e < end; e++) {
        const target = edgeTarget[e]!;
        let label = labels.get(target);
        if (label === undefined) {
          labels.set(target, (label = actions.length));
          actions.push(chosen[target]! % followerActions);
          queue.push(target);
        }
        observations.push(followerObservation[states[begin[target]!]!]!);
        targets.push(label);
      }
      moves.push(targets.length);
    };
    leave(0, roots);
    for (const node of queue) leave(edgeBegin[chosen[node]!]!, edgeBegin[chosen[node]! + 1]!);
    return { actions, first: moves, observations, targets };
  };

  return {
    run(given) {
      rows = given;
      nodes = edges = entries = roundStart = 0;
      uncertain.clear();
      // A search that was given up leaves deposits behind.
      clear();
      ceiling.update(rows);
      const unknown = ceiling.missing(rows);
      if (unknown >= 0) return unknown;
      ceiling.updateAttained(rows);
      for (const start of model.initial) deposit(start.state, start.probability);
      split(1);
      roots = edges;
      let roundEnd = 0;
      edgeBegin[0] = edges;
      for (let node = 0; node < nodes; node++) {
        if (node === roundEnd) {
          roundStart = roundEnd = nodes;
          uncertain.clear();
        }
        // Where the state is known and the bound is attained, an action below the bound cannot be best.
        const state = begin[node + 1]! === begin[node]! + 1 ? states[begin[node]!]! : -1;
        const enough = state >= 0 && ceiling.attained[state] === 1 ? ceiling.values[state]! - followerTolerance : -Infinity;
        for (let action = 0; action < followerActions; action++) {
          const c = node * followerActions + action;
          if (state >= 0 && ceiling.actionValues[state * followerActions + action]! < enough) {
            followerGain[c] = -Infinity;
            leaderGain[c] = 0;
            edgeBegin[c + 1] = edges;
            continue;
          }
          const unknown = unfold(node, action);
          if (unknown >= 0) return unknown;
        }
      }
      for (let node = nodes - 1; node >= 0; node--) settle(node);
      best.follower = follow(0, roots, 0, followerValue);
      best.leader = follow(0, roots, 0, leaderValue);
      return -1;
    },
    get followerValue() {
      return best.follower;
    },
    get leaderValue() {
      return best.leader;
    },
    get examined() {
      return nodes;
    },
    policy: () => automatonPolicy(model, follower, automaton()),
  };
}
