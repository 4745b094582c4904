import type { FiniteChance, Game, Random, Rules } from '@firstmover/core';
import { box, defineGame, discrete, randomStream } from '@firstmover/core';

/** One random number source for tests. */
export const random: Random = randomStream(0, 'test').at(0, 0);

interface Pay {
  readonly leader: readonly (readonly number[])[];
  readonly row: readonly (readonly number[])[];
  readonly column: readonly (readonly number[])[];
}

/** Two followers play once one of several 2x2 games, which the leader chooses. */
export function chosenGame(games: readonly Pay[]): Game {
  return defineGame({
    id: 'test/Chosen-v1',
    rules: (): Rules<object, FiniteChance> => ({
      players: [
        { name: 'row', role: 'follower', observation: discrete(1), action: discrete(2) },
        { name: 'leader', role: 'leader', observation: discrete(1), action: discrete(games.length) },
        { name: 'column', role: 'follower', observation: discrete(1), action: discrete(2) },
      ],
      initial: () => ({}),
      step: (state, actions) => {
        const [i, chosen, j] = actions as [number, number, number];
        const { leader, row, column } = games[chosen]!;
        return { state, rewards: [row[i]![j]!, leader[i]![j]!, column[i]![j]!], terminated: true };
      },
      observe: () => 0,
    }),
  }).create();
}

export const pennies: Pay = { leader: [[4, 0], [0, 0]], row: [[1, -1], [-1, 1]], column: [[-1, 1], [1, -1]] }; // prettier-ignore
export const chicken: Pay = { leader: [[8, 0], [0, 0]], row: [[6, 2], [7, 0]], column: [[6, 7], [2, 0]] }; // prettier-ignore
/** The base game of k-implementation (Monderer & Tennenholtz 2004): two pure equilibria, off the diagonal. */
export const implementation: Pay = { leader: [[6, 10], [9, 4]], row: [[3, 6], [4, 2]], column: [[3, 4], [6, 2]] }; // prettier-ignore

/**
 * The base game with payments: the leader, who sees nothing, promises the followers what they get for their second action. It earns the sum of base
 * payoffs. Continuous: no finite model.
 */
export const payments: Game = defineGame({
  id: 'test/Payments-v1',
  rules: (): Rules<object, FiniteChance> => ({
    players: [
      { name: 'designer', role: 'leader', observation: discrete(1), action: box(0, 10, [2]) },
      { name: 'row', role: 'follower', observation: discrete(1), action: discrete(2) },
      { name: 'column', role: 'follower', observation: discrete(1), action: discrete(2) },
    ],
    initial: () => ({}),
    step: (state, actions) => {
      const [[toRow, toColumn], i, j] = actions as [[number, number], number, number];
      const [row, column] = [implementation.row[i]![j]!, implementation.column[i]![j]!];
      return { state, rewards: [row + column, row + i * toRow, column + j * toColumn], terminated: true };
    },
    observe: () => 0,
  }),
}).create();
