import { InputError, RefusedError, show } from '@firstmover/core';
import type { Process } from '../process/process.ts';

/** A discounted game of one leader and one follower who both see the state; index order state, leader action, follower action, next state. */
export interface StochasticGame {
  /** The leader's reward: [state][leader action][follower action]. */
  readonly leaderReward: readonly (readonly (readonly number[])[])[];
  /** The follower's reward: [state][leader action][follower action]. */
  readonly followerReward: readonly (readonly (readonly number[])[])[];
  /** The probability of each next state: [state][leader action][follower action][next state]. */
  readonly transition: readonly (readonly (readonly (readonly number[])[])[])[];
  /** The discount of both players' returns, at least 0 and below 1. */
  readonly discount: number;
  /** How likely each state is at the start. */
  readonly initialDistribution: readonly number[];
}

/** The most states of a stochastic game. */
export const STATE_LIMIT = 1000;

/** How far a distribution may be from summing to 1. */
const SUM_TOLERANCE = 1e-9;

/**
 * Checks that shapes agree, numbers are finite and distributions sum to 1.
 *
 * @param given - as read from a file or given by a caller
 * @returns the same game, typed
 * @throws InputError naming the entry otherwise; RefusedError beyond {@link STATE_LIMIT} states
 */
export function validateStochasticGame(given: { readonly [key in keyof StochasticGame]: unknown }): StochasticGame {
  const { leaderReward, followerReward, transition, discount, initialDistribution } = given as unknown as StochasticGame;
  const list = (value: unknown, where: string, length?: number, what = 'entries'): readonly unknown[] => {
    if (Array.isArray(value) && value.length > 0 && (length === undefined || value.length === length)) return value as unknown[];
    const has = Array.isArray(value) ? `has ${value.length} ${what}` : `is ${show(value)}`;
    throw new InputError(`${where} ${has}: expected a list of ${length ?? 'at least 1'} ${what}`);
  };
  const number = (value: unknown, where: string): void => {
    if (typeof value !== 'number' || !Number.isFinite(value)) throw new InputError(`${where} is ${show(value)}: expected a finite number`);
  };
  const distribution = (value: unknown, where: string, length: number): void => {
    let total = 0;
    list(value, where, length, 'probabilities').forEach((entry, k) => {
      number(entry, `${where}[${k}]`);
      if ((entry as number) < 0) throw new InputError(`${where}[${k}] is ${show(entry)}: expected a probability`);
      total += entry as number;
    });
    if (Math.abs(total - 1) > SUM_TOLERANCE) throw new InputError(`${where} sums to ${total}: expected 1`);
  };
  const states = list(leaderReward, 'leaderReward', undefined, 'states').length;
  if (states > STATE_LIMIT) throw new RefusedError(`the stochastic game has ${states} states: the limit is ${STATE_LIMIT}`);
  const rows = list(leaderReward[0], 'leaderReward[0]', undefined, 'leader actions').length;
  const columns = list(leaderReward[0]?.[0], 'leaderReward[0][0]', undefined, 'follower actions').length;
  const fields = { leaderReward, followerReward, transition };
  for (const [field, values] of Object.entries(fields)) {
    list(values, field, states, 'states').forEach((state, s) => {
      list(state, `${field}[${s}]`, rows, 'leader actions').forEach((row, i) => {
        list(row, `${field}[${s}][${i}]`, columns, 'follower actions').forEach((entry, j) => {
          const where = `${field}[${s}][${i}][${j}]`;
          if (field === 'transition') distribution(entry, where, states);
          else number(entry, where);
        });
      });
    });
  }
  if (typeof discount !== 'number' || !(discount >= 0 && discount < 1)) {
    throw new InputError(`discount is ${show(discount)}: expected a number of at least 0 and below 1`);
  }
  distribution(initialDistribution, 'initialDistribution', states);
  return { leaderReward, followerReward, transition, discount, initialDistribution };
}

/** The tables of a stochastic game: both players see the state. */
export function processOfGame(game: StochasticGame): Process {
  const { leaderReward, followerReward, transition, discount } = game;
  const states = leaderReward.length;
  const leaderActions = leaderReward[0]!.length;
  const followerActions = leaderReward[0]![0]!.length;
  const slots = states * leaderActions * followerActions;
  const place = (slot: number): [number, number, number] => [
    Math.floor(slot / leaderActions / followerActions),
    slot % leaderActions,
    Math.floor(slot / leaderActions) % followerActions,
  ];
  const read = (values: StochasticGame['leaderReward']): Float64Array =>
    Float64Array.from({ length: slots }, (_unused, slot) => {
      const [s, i, j] = place(slot);
      return values[s]![i]![j]!;
    });
  const first = new Int32Array(slots + 1);
  const next: number[] = [];
  const weight: number[] = [];
  for (let slot = 0; slot < slots; slot++) {
    const [s, i, j] = place(slot);
    transition[s]![i]![j]!.forEach((probability, successor) => {
      if (probability * discount === 0) return;
      next.push(successor);
      weight.push(probability * discount);
    });
    first[slot + 1] = next.length;
  }
  const [leader, follower] = [read(leaderReward), read(followerReward)];
  const own = Int32Array.from({ length: states }, (_unused, s) => s);
  return {
    states,
    leaderActions,
    followerActions,
    leaderObservations: states,
    leaderObservation: own,
    followerObservations: states,
    followerObservation: own,
    leaderReward: leader,
    followerReward: follower,
    first,
    next: Int32Array.from(next),
    weight: Float64Array.from(weight),
    initial: Float64Array.from(game.initialDistribution),
    order: null,
    contraction: discount,
    leaderTolerance: tolerance(leader, discount),
    followerTolerance: tolerance(follower, discount),
  };
}

/** 1e-9 of the range of returns, and never less than rounding. */
function tolerance(reward: Float64Array, discount: number): number {
  let [low, high] = [Infinity, -Infinity];
  for (const value of reward) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return (1e-9 * (high - low) + 1e-14 * Math.max(Math.abs(low), Math.abs(high))) / (1 - discount);
}
