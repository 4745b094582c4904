// What a commitment is worth, found by plain enumeration of the rules: no search, model or oracle is shared with what learned it.
import type { Box, FollowerOracle, Game, Policy, TablePolicy, TieRule, Value } from '@firstmover/core';
import {
  cardinality,
  deterministicPolicy,
  enumerateChance,
  followersOf,
  indexOf,
  randomStream,
  respondTo,
  soleLeader,
  valueAt,
} from '@firstmover/core';
import { playReturns } from '@firstmover/evaluation';

const TOLERANCE = 1e-9;

/** The table of a leader that does not randomise, on finite spaces. */
export function tableOf(game: Game, leader: Policy): TablePolicy {
  const { observation, action } = game.players[soleLeader(game)]!;
  const random = randomStream(0, 'worth').at(0, 0);
  const choices = Array.from({ length: cardinality(observation) }, (_unused, i) =>
    indexOf(action, leader.act(valueAt(observation, i), random)),
  );
  return deterministicPolicy(choices, cardinality(action));
}

/**
 * What a commitment is worth in a game of one step without chance where followers choose numbers: each reply is found by pattern search on the follower's own payoff, one number after the
 * other, with steps that halve down to 1e-9. With several followers this is an equilibrium where none gains by a step.
 */
export function climbed(game: Game, commitment: Value): number {
  const noChance = { pick: () => 0, uniform: () => 0 };
  const followers = followersOf(game);
  const boxes = followers.map((i) => game.players[i]!.action as Box);
  const replies = boxes.map(({ shape, low, high }) => new Array<number>(shape[0]!).fill((low + high) / 2));
  const payoffs = (): readonly number[] => game.step(game.initial(noChance), [commitment, ...replies], noChance).rewards;
  for (let step = (boxes[0]!.high - boxes[0]!.low) / 4; step > 1e-9; step /= 2) {
    for (let moved = true; moved;) {
      moved = false;
      followers.forEach((player, f) => {
        const [reply, { low, high }] = [replies[f]!, boxes[f]!];
        reply.forEach((_number, i) => {
          for (const way of [step, -step]) {
            const [before, best] = [reply[i]!, payoffs()[player]!];
            reply[i] = Math.min(high, Math.max(low, before + way));
            if (payoffs()[player]! > best) moved = true;
            else reply[i] = before;
          }
        });
      });
    }
  }
  return payoffs()[0]!;
}

/** Expected returns of all players where everybody acts by policies without memory, along every way of chance. */
export function expectedReturns(game: Game, policies: readonly Policy[]): number[] {
  const random = randomStream(0, 'worth').at(0, 0);
  const forks = enumerateChance((chance) => {
    let state = game.initial(chance);
    const totals = game.players.map(() => 0);
    for (;;) {
      const actions = policies.map((policy, i) => policy.act(game.observe(state, i), random));
      const transition = game.step(state, actions, chance);
      transition.rewards.forEach((reward, i) => (totals[i]! += reward));
      if (transition.terminated === true || transition.truncated === true) return totals;
      state = transition.state;
    }
  });
  return game.players.map((_player, i) => forks.reduce((sum, { result, probability }) => sum + probability * result[i]!, 0));
}

/** The leader's mean return in episodes against the follower of an oracle. */
export function played(oracle: FollowerOracle, leader: Policy, episodes: number, seed: number): number {
  const random = randomStream(seed, 'learned/measure').at(0, 0);
  const replies = respondTo(oracle, leader, random).policies;
  return playReturns(oracle.game, [leader, ...replies], { episodes, seed, resamples: 100 }).returns[0]!.value;
}

/**
 * What a commitment is worth in a game in which followers act once and all of them see the same: for each thing that they can see, all profiles of their actions are played, and of
 * those from which none gains alone the one that is worst or best for the leader counts. With one follower that is its best response.
 */
export function worthOnce(game: Game, leader: Policy, ties: TieRule): number {
  const leads = soleLeader(game);
  const followers = followersOf(game);
  const counts = followers.map((i) => cardinality(game.players[i]!.action));
  const strides = counts.map((_count, i) => counts.slice(0, i).reduce((product, each) => product * each, 1));
  const profiles = counts.reduce((product, each) => product * each, 1);
  const random = randomStream(0, 'worth').at(0, 0);
  // Who sees what is decided by chance before anybody acts.
  const starts = new Map<string, readonly Float64Array[]>();
  for (let profile = 0; profile < profiles; profile++) {
    const taken = followers.map((i, f) => valueAt(game.players[i]!.action, Math.floor(profile / strides[f]!) % counts[f]!));
    const forks = enumerateChance((chance) => {
      let state = game.initial(chance);
      const seen = JSON.stringify(followers.map((i) => game.observe(state, i)));
      const totals = game.players.map(() => 0);
      for (;;) {
        const actions: Value[] = [];
        actions[leads] = leader.act(game.observe(state, leads), random);
        followers.forEach((i, f) => (actions[i] = taken[f]!));
        const transition = game.step(state, actions, chance);
        transition.rewards.forEach((reward, i) => (totals[i]! += reward));
        if (transition.terminated === true || transition.truncated === true) return { seen, totals };
        state = transition.state;
      }
    });
    for (const { result, probability } of forks) {
      let start = starts.get(result.seen);
      if (!start) starts.set(result.seen, (start = game.players.map(() => new Float64Array(profiles))));
      result.totals.forEach((total, i) => (start[i]![profile]! += probability * total));
    }
  }
  let worth = 0;
  for (const payoffs of starts.values()) {
    let chosen = ties === 'strong' ? -Infinity : Infinity;
    for (let profile = 0; profile < profiles; profile++) {
      const stable = followers.every((i, f) => {
        const own = profile - (Math.floor(profile / strides[f]!) % counts[f]!) * strides[f]!;
        for (let action = 0; action < counts[f]!; action++)
          if (payoffs[i]![own + action * strides[f]!]! > payoffs[i]![profile]! + TOLERANCE) return false;
        return true;
      });
      if (!stable) continue;
      const value = payoffs[leads]![profile]!;
      chosen = ties === 'strong' ? Math.max(chosen, value) : Math.min(chosen, value);
    }
    worth += chosen;
  }
  return worth;
}
