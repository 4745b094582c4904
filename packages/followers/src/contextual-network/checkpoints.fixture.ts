import type { FiniteModel, Policy, Random, TablePolicy } from '@firstmover/core';
import { deterministicPolicy } from '@firstmover/core';
import type { ContextualNetworkOptions } from './contextual-network.ts';

const LEVELS = 3;
const STRENGTHS = 4;

/** Draws the guards at each of so many places. */
export type Family = (places: number, random: Random) => number[];

const level = (random: Random): number => random.integer(LEVELS);

/** Leaders to train against: noise, and blocks of equal guards. */
export const trainingFamilies: { readonly [name: string]: Family } = {
  random: (places, random) => Array.from({ length: places }, () => level(random)),
  blocks(places, random) {
    const guards: number[] = [];
    while (guards.length < places) {
      const length = 1 + random.integer(10);
      guards.push(...new Array<number>(length).fill(level(random)));
    }
    return guards.slice(0, places);
  },
};

/** Leaders to be tested against, of structures that training does not have. */
export const testFamilies: { readonly [name: string]: Family } = {
  /** A pattern of two to six places, over and over. */
  periodic(places, random) {
    const pattern = Array.from({ length: 2 + random.integer(5) }, () => level(random));
    return Array.from({ length: places }, (_unused, place) => pattern[place % pattern.length]!);
  },
  /** Guards that rise or fall steadily from one end to the other. */
  ramps(places, random) {
    const from = level(random);
    const to = (from + 1 + random.integer(LEVELS - 1)) % LEVELS;
    const bend = 0.5 + random.uniform();
    return Array.from({ length: places }, (_unused, place) => {
      const share = places > 1 ? place / (places - 1) : 0;
      return Math.round(from + (to - from) * Math.min(1, share * bend));
    });
  },
  /** The same everywhere but for single gaps, about one in ten places. */
  gaps(places, random) {
    const guards = new Array<number>(places).fill(1 + random.integer(LEVELS - 1));
    for (let gap = 0; gap < Math.max(1, places / 10); gap++) guards[random.integer(places)] = 0;
    return guards;
  },
};

/** Draws a leader of one of some families. */
export function leadersOf(families: { readonly [name: string]: Family }, places: number): (random: Random) => TablePolicy {
  const list = Object.values(families);
  return (random) => deterministicPolicy(list[random.integer(list.length)]!(places, random), LEVELS);
}

/** The follower of the checkpoints with attention: it knows that places lie in a row, and where it is. */
export function attentiveOptions(places: number): ContextualNetworkOptions {
  return {
    encoder: {
      kind: 'attention',
      keys: (observation) => [observation as number],
      place: (observation) => [Math.floor((observation as number) / STRENGTHS)],
      heads: 13,
      reach: 6,
    },
    features: (observation) =>
      Array.from({ length: STRENGTHS }, (_unused, strength) => ((observation as number) % STRENGTHS === strength ? 1 : 0)),
    leaders: leadersOf(trainingFamilies, places),
    // Updates on about 5000 places, in minibatches of 80.
    copies: Math.round(5000 / places),
    learning: { minibatches: 64 },
  };
}

/** What the follower of the checkpoints earns against some guards. */
export interface Worth {
  /** By its policy. */
  readonly played: number;
  /** By a best response. */
  readonly best: number;
  /** By a worst response. */
  readonly worst: number;
}

/** Exact values by backward induction over places: every move leads to a later one. */
export function worthAgainst(model: FiniteModel, guards: ArrayLike<number>, policy: Policy, random: Random): Worth {
  const actions = (state: number): number => policy.act(model.observations[1]![state]!, random) as number;
  return {
    played: induce(model, (state, values) => values[guards[model.observations[0]![state]!]! * 2 + actions(state)]!),
    best: induce(model, (state, values) => Math.max(...values.subarray(guards[model.observations[0]![state]!]! * 2).subarray(0, 2))),
    worst: induce(model, (state, values) => Math.min(...values.subarray(guards[model.observations[0]![state]!]! * 2).subarray(0, 2))),
  };
}

/** The highest less the lowest return of the follower, whatever both players do. */
export function payoffRange(model: FiniteModel): number {
  return induce(model, (_state, values) => Math.max(...values)) - induce(model, (_state, values) => Math.min(...values));
}

function induce(model: FiniteModel, choose: (state: number, values: Float64Array) => number): number {
  const { first, next, probability, ended, jointActions, states, rewards, initial } = model;
  const place = (state: number): number => (states[state] as { readonly place: number }).place;
  const order = Array.from(states, (_record, state) => state).sort((a, b) => place(b) - place(a));
  const worth = new Float64Array(states.length);
  const values = new Float64Array(jointActions);
  for (const state of order) {
    if (first[state * jointActions] === first[(state + 1) * jointActions]) continue; // over
    values.fill(0);
    for (let joint = 0; joint < jointActions; joint++) {
      const row = state * jointActions + joint;
      for (let o = first[row]!; o < first[row + 1]!; o++) {
        values[joint]! += probability[o]! * (rewards[1]![o]! + (ended[o] === 0 ? worth[next[o]!]! : 0));
      }
    }
    worth[state] = choose(state, values);
  }
  return worth[initial[0]!.state]!;
}
