import type { Chance } from '../game/chance.ts';
import type { Descriptor } from '../game/descriptor.ts';
import type { Game, GameDefinition, Rules } from '../game/game.ts';
import { defineContinuousGame, defineGame } from '../game/game.ts';
import { box, discrete, multiDiscrete, simplex } from '../spaces/spaces.ts';

/** A descriptor for a game that only tests know. */
export function toyDescriptor(rewardBounds: readonly [number, number], commitment: Descriptor['commitment'] = 'pure'): Descriptor {
  return { summary: 'A toy for tests.', utility: 'general-sum', commitment, rewardBounds, gamma: 1, optima: [], source: 'firstmover' };
}

interface Weather {
  readonly round: number;
  readonly sky: number;
  readonly soil: number;
}

/**
 * Chance in the first state and in every step: several picks, their number depending on earlier ones, some weights zero. An episode
 * terminates by chance or is truncated after `rounds`; the last step may say both.
 */
export const weather: GameDefinition = defineGame({
  id: 'toy/Weather-v1',
  parameters: { rounds: { kind: 'integer', min: 1, max: 100, default: 4, about: 'steps until an episode is cut short' } },
  rules: ({ rounds }): Rules<Weather> => ({
    players: [
      { name: 'forecaster', role: 'leader', observation: discrete(3, ['sun', 'cloud', 'rain']), action: discrete(2) },
      { name: 'farmer', role: 'follower', observation: multiDiscrete([3, 2]), action: multiDiscrete([2, 2]) },
    ],
    initial(chance) {
      const sky = chance.pick([1, 0, 3]);
      return { round: 0, sky, soil: sky === 2 ? chance.pick([1, 2]) : chance.pick([7]) };
    },
    step({ round, sky, soil }, actions, chance) {
      const [warn, [sow, water]] = actions as [number, [number, number]];
      const front = chance.pick([3 - sky, 0, sky + warn]);
      const next = front === 2 ? chance.pick([0, 1, 2]) : (sky + front + 1) % 3;
      const wet = water === 1 ? 1 : chance.pick([0.1, 0.2]);
      return {
        state: { round: round + 1, sky: next, soil: wet },
        rewards: [(warn === Number(next === 2) ? 1 : -0.1) + sow, sow * (soil + next) - 0.25 * water],
        terminated: chance.pick([9, 1]) === 1,
        truncated: round + 1 >= rounds,
      };
    },
    observe: ({ sky, soil }, player) => (player === 0 ? sky : [sky, soil]),
  }),
  descriptor: () => toyDescriptor([-0.25, 3]),
});

interface Market {
  readonly round: number;
  readonly price: number;
}

/** Three players, the leader in the middle, no chance: rewards spell out the joint action. Three rounds. */
export const market: GameDefinition = defineGame({
  id: 'toy/Market-v1',
  rules: (): Rules<Market> => ({
    players: [
      { name: 'retailer', role: 'follower', observation: discrete(3), action: discrete(2) },
      { name: 'producer', role: 'leader', observation: discrete(2), action: discrete(3) },
      { name: 'importer', role: 'follower', observation: discrete(2), action: discrete(4) },
    ],
    initial: () => ({ round: 0, price: 0 }),
    step({ round }, actions) {
      const [retail, price, imports] = actions as [number, number, number];
      const code = 100 * retail + 10 * price + imports;
      return { state: { round: round + 1, price }, rewards: [code, code + 0.5, -code], terminated: round === 2 };
    },
    observe: ({ round, price }, player) => (player === 0 ? price : round % 2),
  }),
  descriptor: () => toyDescriptor([-123, 123.5]),
});

interface Lottery {
  readonly round: number;
  readonly last: number;
}

/** Vectors everywhere: the leader sees a box and commits to a mixture, from which chance picks. Three rounds. */
export const lottery: GameDefinition = defineGame({
  id: 'toy/Lottery-v1',
  rules: (): Rules<Lottery> => ({
    players: [
      { name: 'host', role: 'leader', observation: box(0, 1, [2]), action: simplex(3) },
      { name: 'guest', role: 'follower', observation: box(0, 2, [1]), action: discrete(3) },
    ],
    initial: () => ({ round: 0, last: 0 }),
    step({ round }, actions, chance) {
      const [mixture, bet] = actions as [readonly number[], number];
      const last = chance.pick(mixture);
      return { state: { round: round + 1, last }, rewards: [mixture[bet] as number, Number(last === bet)], terminated: round === 2 };
    },
    observe: ({ round, last }, player) => (player === 0 ? [(round % 2) / 2, 0.25] : [last]),
  }),
  descriptor: () => toyDescriptor([0, 1], 'mixed'),
});

interface Drift {
  readonly round: number;
  readonly place: number;
}

/** Continuous chance in the first state and in every step; cut short after five rounds. */
export const drift: GameDefinition = defineContinuousGame({
  id: 'toy/Drift-v1',
  rules: (): Rules<Drift, Chance> => ({
    players: [
      { name: 'pilot', role: 'leader', observation: box(-Infinity, Infinity, [1]), action: discrete(2) },
      { name: 'wind', role: 'follower', observation: discrete(2), action: box(-1, 1, [1]) },
    ],
    initial: (chance) => ({ round: 0, place: chance.uniform() }),
    step({ round, place }, actions, chance) {
      const [steer, [gust]] = actions as [number, [number]];
      const next = place + (2 * steer - 1) * chance.uniform() + (chance.pick([1, 1]) === 1 ? gust : 0);
      return { state: { round: round + 1, place: next }, rewards: [Math.max(-1, Math.min(1, next)), gust], truncated: round === 4 };
    },
    observe: ({ place }, player) => (player === 0 ? [place] : Number(place > 0)),
  }),
  descriptor: () => toyDescriptor([-1, 1]),
});

/** One game of each kind. */
export const toyGames: readonly Game[] = [weather.create(), market.create(), lottery.create(), drift.create()];
