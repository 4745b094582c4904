import type { GameDefinition, GameId } from '../game/game.ts';
import { defineGame } from '../game/game.ts';
import { box, discrete } from '../spaces/spaces.ts';

const meeting = (id: GameId, followers: number): GameDefinition =>
  defineGame({
    id,
    rules: () => ({
      players: [
        { name: 'leader', role: 'leader' as const, observation: discrete(1), action: discrete(2) },
        ...Array.from({ length: followers }, (_unused, i) => ({
          name: `follower ${i}`,
          role: 'follower' as const,
          observation: discrete(1),
          action: discrete(2),
        })),
      ],
      initial: () => ({}),
      step: (state: object, actions: readonly unknown[]) => {
        const [lead, ...others] = actions as readonly number[];
        return {
          state,
          rewards: [lead! + 2 * others[0]!, ...others.map((reply, i) => (reply === (lead! + i) % 2 ? 1 : 0.25))],
          terminated: true,
        };
      },
      observe: () => 0,
    }),
    descriptor: () => ({ summary: 'Who meets the leader earns.', rewardBounds: [0, 3] as const, horizon: 1 }),
  });

/** One step, one follower. */
const one = meeting('toy/Meeting-v1', 1);

/** One step, two followers. */
const two = meeting('toy/Crowd-v1', 2);

/** Two steps with chance, in which the follower sees what the leader did before. */
const chase = defineGame({
  id: 'toy/Chase-v1',
  rules: () => ({
    players: [
      { name: 'leader', role: 'leader' as const, observation: discrete(2), action: discrete(2) },
      { name: 'follower', role: 'follower' as const, observation: discrete(2), action: discrete(2) },
    ],
    initial: (chance) => ({ round: 0, last: chance.pick([2, 1]) }),
    step: ({ round }: { readonly round: number; readonly last: number }, actions: readonly unknown[], chance) => {
      const [lead, reply] = actions as readonly [number, number];
      const met = lead === reply ? 1 : 0;
      return {
        state: { round: round + 1, last: lead },
        rewards: [met * (1 + lead), met + 0.25 * reply],
        terminated: round === 1 || chance.pick([3, 1]) === 1,
      };
    },
    observe: ({ last }) => last,
  }),
  descriptor: () => ({ summary: 'A chase.', rewardBounds: [0, 2] as const, horizon: 2 }),
});

/** One step on boxes. */
const market = defineGame({
  id: 'toy/Duopoly-v1',
  rules: () => ({
    players: [
      { name: 'leader', role: 'leader' as const, observation: discrete(1), action: box(0, 1, [1]) },
      { name: 'follower', role: 'follower' as const, observation: discrete(1), action: box(0, 1, [1]) },
    ],
    initial: () => ({}),
    step: (state: object, actions: readonly unknown[]) => {
      const [[x], [y]] = actions as readonly [readonly [number], readonly [number]];
      return { state, rewards: [x * (1 - x - y), y * (1 - x - y)], terminated: true };
    },
    observe: () => 0,
  }),
  descriptor: () => ({ summary: 'Two quantities.', rewardBounds: [-1, 1] as const, horizon: 1 }),
});

/** A follower that does not care what it does. */
const indifferent = defineGame({
  id: 'toy/Indifferent-v1',
  rules: () => ({
    players: [
      { name: 'leader', role: 'leader' as const, observation: discrete(1), action: discrete(2) },
      { name: 'follower', role: 'follower' as const, observation: discrete(1), action: discrete(2) },
    ],
    initial: () => ({}),
    step: (state: object, actions: readonly unknown[]) => ({
      state,
      rewards: [(actions[0] as number) + 2 * (actions[1] as number), 1],
      terminated: true,
    }),
    observe: () => 0,
  }),
  descriptor: () => ({ summary: 'Ties are all there is.', rewardBounds: [0, 3] as const, horizon: 1 }),
});

/** Small games that differ in what parts may need or show: followers, steps, chance, spaces, ties. */
export const oracleGames: readonly GameDefinition[] = [one, chase, two, market, indifferent];
