import type { Chance, Descriptor, FiniteChance, Game, Player, Rules, Space, Transition } from '@firstmover/core';
import { defineContinuousGame, defineGame, discrete } from '@firstmover/core';

function descriptor(): Descriptor {
  return {
    summary: 'A game for tests.',
    utility: 'general-sum',
    commitment: 'pure',
    rewardBounds: [-10, 10],
    gamma: 1,
    optima: [],
    source: 'firstmover',
  };
}

/** A player of a game for tests. */
export function player(name: string, role: Player['role'], observation: Space | number, action: Space | number): Player {
  const space = (given: Space | number): Space => (typeof given === 'number' ? discrete(given) : given);
  return { name, role, observation: space(observation), action: space(action) };
}

/** A game of one round in which nothing is earned, for its players' spaces alone. */
export function emptyGame(players: readonly Player[]): Game {
  return defineGame({
    id: 'test/Empty-v1',
    rules: (): Rules<object> => ({
      players,
      initial: () => ({}),
      step: (state) => ({ state, rewards: players.map(() => 0), terminated: true }),
      observe: () => 0,
    }),
    descriptor,
  }).create();
}

interface Field {
  readonly round: number;
  readonly ripe: number;
}

/**
 * Three rounds in which a grower may sow, which pays 2.5 in the next round, or pick, which pays 1 at once; the owner, whose observation
 * is the same, takes a tenth of it or gives a tenth more. Both rewards carry noise of one half either way. Without time, discounted
 * forever, sowing wins; over three rounds picking does, 3 to 2.5. The grower is player 0.
 */
function fieldRules<TChance extends FiniteChance>(noise: (chance: TChance) => number): Rules<Field, TChance> {
  return {
    players: [player('grower', 'follower', 2, 2), player('owner', 'leader', 2, 2)],
    initial: () => ({ round: 0, ripe: 0 }),
    step({ round, ripe }, actions, chance): Transition<Field> {
      const [sow, give] = actions as [number, number];
      const earned = ripe === 1 ? 2.5 : 1 - sow;
      const share = earned * (give === 1 ? 1.1 : 0.9);
      const error = noise(chance);
      return {
        state: { round: round + 1, ripe: ripe === 0 ? sow : 0 },
        rewards: [share + error, 2 * earned - share - error],
        terminated: round === 2,
      };
    },
    observe: ({ ripe }) => ripe,
  };
}

/** The field game with noise that chance picks. */
export const noisyField: Game = defineGame({
  id: 'test/NoisyField-v1',
  rules: () => fieldRules<FiniteChance>((chance) => (chance.pick([1, 1]) === 1 ? 0.5 : -0.5)),
  descriptor,
}).create();

/** The field game with uniform noise: it has no finite model. */
export const continuousField: Game = defineContinuousGame({
  id: 'test/ContinuousField-v1',
  rules: () => fieldRules<Chance>((chance) => chance.uniform() - 0.5),
  descriptor,
}).create();

/** The field game without noise. */
export const calmField: Game = defineGame({ id: 'test/CalmField-v1', rules: () => fieldRules<FiniteChance>(() => 0), descriptor }).create();

/**
 * Two rounds in either of three weathers, drawn anew each round; the follower earns 1 for the action that fits the weather and what the
 * leader does there (weather + leader's action, modulo 3), the leader 1 for the follower's action 0. Lasts a third round half of the time.
 */
export const weather: Game = defineGame({
  id: 'test/Weather-v1',
  rules: (): Rules<{ readonly round: number; readonly sky: number }> => ({
    players: [player('forecaster', 'leader', 3, 2), player('farmer', 'follower', 3, 3)],
    initial: (chance) => ({ round: 0, sky: chance.pick([1, 2, 3]) }),
    step({ round, sky }, actions, chance) {
      const [shift, action] = actions as [number, number];
      const ends = round === 2 || (round === 1 && chance.pick([1, 1]) === 1);
      return {
        state: { round: round + 1, sky: chance.pick([3, 2, 1]) },
        rewards: [Number(action === 0), Number(action === (sky + shift) % 3)],
        terminated: ends,
      };
    },
    observe: ({ sky }) => sky,
  }),
  descriptor,
}).create();

/**
 * One round in one of three rooms, seen by the leader only: the follower wins or loses 1 by a coin when it plays 0, and the opposite when
 * it plays 1; the leader, whatever it does, earns 1 when the follower plays 0. The follower cannot gain.
 */
export const coin: Game = defineGame({
  id: 'test/Coin-v1',
  rules: (): Rules<{ readonly room: number }> => ({
    players: [player('owner', 'leader', 3, 2), player('gambler', 'follower', 1, 2)],
    initial: (chance) => ({ room: chance.pick([1, 1, 1]) }),
    step(state, actions, chance) {
      const side = chance.pick([1, 1]) === 1 ? 1 : -1;
      return { state, rewards: [1 - (actions[1] as number), actions[1] === 0 ? side : -side], terminated: true };
    },
    observe: ({ room }, index) => (index === 0 ? room : 0),
  }),
  descriptor,
}).create();
