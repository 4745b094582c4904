import type { FiniteModel, TablePolicy } from '@firstmover/core';
import { RefusedError, deterministicPolicy } from '@firstmover/core';
import { fixLeader } from '../fixed-players/fix-leader.ts';
import type { NormalForm } from '../../matrix/normal-form/normal-form.ts';
import { strategiesIn } from '../../matrix/normal-form/normal-form.ts';

/** The most profiles of followers' policies that an {@link inducedNormalForm} lists. */
export const NORMAL_FORM_LIMIT = 10_000;

/** The normal form of the followers' game against a fixed leader; strategies are deterministic stationary policies. */
export interface InducedNormalForm extends NormalForm {
  /** The followers' tables in a profile; action 0 at observations that are not reached. */
  policies(profile: number): TablePolicy[];
}

/**
 * The normal form that a leader's table induces among the followers. Each chooses, before anything is seen, a deterministic function of
 * its current observation, restricted to the observations that can be reached against that leader. Private information is covered, since
 * a policy says what each type does.
 *
 * @param model - a game that surely ends, with one leader and any number of followers
 * @param leader - the leader's table
 * @throws RefusedError beyond {@link NORMAL_FORM_LIMIT} profiles, or when the game can return to an earlier state
 * @throws InputError for several leaders or a table that does not fit
 */
export function inducedNormalForm(model: FiniteModel, leader: TablePolicy): InducedNormalForm {
  const game = fixLeader(model, leader);
  const { order, observations, reached, actionCounts, strides, jointActions, rewards, first, next, flow } = game;
  const strategies = reached.map((seen, i) => powerOf(actionCounts[i]!, seen.length));
  const profiles = strategies.reduce((product, count) => product * count, 1);
  if (profiles > NORMAL_FORM_LIMIT) {
    throw new RefusedError(
      `the followers of ${model.game.id} have ${profiles} profiles of stationary policies: exact equilibria are limited to ${NORMAL_FORM_LIMIT}; use iterated best response, fictitious play or a no-regret follower`,
    );
  }

  const columns = rewards.map(() => new Float64Array(profiles));
  const visits = new Float64Array(model.states.length);
  const choices = game.followers.map((place) => new Int32Array(game.model.observationCounts[place]!));
  const read = (profile: number): void => {
    strategiesIn(strategies, profile).forEach((strategy, i) => {
      const seen = reached[i]!;
      for (let k = seen.length - 1; k >= 0; k--) {
        choices[i]![seen[k]!] = strategy % actionCounts[i]!;
        strategy = Math.floor(strategy / actionCounts[i]!);
      }
    });
  };
  for (let profile = 0; profile < profiles; profile++) {
    read(profile);
    visits.fill(0);
    for (const { state, probability } of model.initial) visits[state]! += probability;
    for (let k = 0; k < order.length; k++) {
      const state = order[k]!;
      const mass = visits[state]!;
      if (mass === 0) continue;
      let slot = state * jointActions;
      for (let i = 0; i < strides.length; i++) slot += choices[i]![observations[i]![state]!]! * strides[i]!;
      for (let i = 0; i < columns.length; i++) columns[i]![profile]! += mass * rewards[i]![slot]!;
      for (let way = first[slot]!; way < first[slot + 1]!; way++) visits[next[way]!]! += mass * flow[way]!;
    }
  }
  return {
    strategies,
    payoffs: game.followers.map((i) => columns[i]!),
    leaderPayoff: columns[game.leader]!,
    policies(profile) {
      read(profile);
      return choices.map((chosen, i) => deterministicPolicy(chosen, actionCounts[i]!));
    },
  };
}

function powerOf(base: number, exponent: number): number {
  let product = 1;
  for (let k = 0; k < exponent; k++) product *= base;
  return product;
}
