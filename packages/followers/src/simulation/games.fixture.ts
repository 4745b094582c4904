import type { Chance, Game, GameDefinition, Rules } from '@firstmover/core';
import { defineContinuousGame, defineGame, discrete } from '@firstmover/core';
import { player } from '../contextual/games.fixture.ts';

/** One round of three players, the leader in the middle: rewards spell out the joint action. */
export const spelling: Game = defineGame({
  id: 'test/Spelling-v1',
  rules: (): Rules<{ readonly round: number; readonly code: number }> => ({
    players: [player('first', 'follower', 4, 2), player('leader', 'leader', 4, 3), player('last', 'follower', 4, 4)],
    initial: () => ({ round: 0, code: 0 }),
    step({ round }, actions) {
      const [first, leader, last] = actions as [number, number, number];
      const code = 100 * first + 10 * leader + last;
      return { state: { round: round + 1, code }, rewards: [code, code + 0.5, -code], terminated: round === 2 };
    },
    observe: ({ round }, index) => (index === 1 ? round : 3 - round),
  }),
  descriptor: () => ({ rewardBounds: [-123, 123.5] }),
}).create();

/** Three rounds of continuous chance, the first move of the follower changes how much is drawn: rewards are the draws. Cut short at the end. */
export const draws: Game = defineContinuousGame({
  id: 'test/Draws-v1',
  rules: (): Rules<{ readonly round: number; readonly type: number; readonly last: number }, Chance> => ({
    players: [player('leader', 'leader', 1, 2), player('follower', 'follower', 3, 2)],
    initial: (chance) => ({ round: 0, type: chance.pick([1, 1, 1]), last: 0 }),
    step({ round, type }, [, act], chance) {
      if (act === 1) chance.uniform();
      const last = chance.uniform();
      return { state: { round: round + 1, type, last }, rewards: [0, last], truncated: round === 2 };
    },
    observe: ({ type }, index) => (index === 0 ? 0 : type),
  }),
  descriptor: () => ({ rewardBounds: [0, 3] }),
}).create();

/**
 * A simultaneous game of two followers with payoffs of their own; the leader's action is added to what the first follower earns when it plays
 * action 0. Rows are the actions of the first.
 */
export function pairGame(first: readonly (readonly number[])[], second: readonly (readonly number[])[]): Game {
  const entries = [...first, ...second].flat();
  return defineGame({
    id: 'test/Pair-v1',
    rules: (): Rules<object> => ({
      players: [
        player('leader', 'leader', 1, 2),
        player('row', 'follower', 1, first.length),
        player('column', 'follower', 1, first[0]!.length),
      ],
      initial: () => ({}),
      step(state, actions) {
        const [leader, row, column] = actions as [number, number, number];
        const bonus = row === 0 ? leader : 0;
        return { state, rewards: [row + column, first[row]![column]! + bonus, second[row]![column]!], terminated: true };
      },
      observe: () => 0,
    }),
    descriptor: () => ({ rewardBounds: [Math.min(0, ...entries), 1 + Math.max(...entries)] }),
  }).create();
}

/**
 * Two followers with private types in 0, 1 send messages in 0, 1; the leader sees the messages and picks one of the followers, who earns 1
 * when its type is 1 and half when it is 0. Types are drawn independently, 1 with probability 1/4 and 1/2, or alike where `alike`.
 */
export const claims: GameDefinition = defineGame({
  id: 'test/Claims-v1',
  parameters: { alike: { kind: 'choice', options: ['no', 'yes'], default: 'no', about: 'whether both types are the same' } },
  rules: ({
    alike,
  }): Rules<{
    readonly types: readonly [number, number];
    readonly messages: readonly [number, number] | null;
    readonly over: boolean;
  }> => ({
    players: [
      { name: 'leader', role: 'leader', observation: discrete(5), action: discrete(2) },
      player('one', 'follower', 2, 2),
      player('two', 'follower', 2, 2),
    ],
    initial(chance) {
      const one = chance.pick([3, 1]);
      return { types: [one, alike === 'yes' ? one : chance.pick([1, 1])], messages: null, over: false };
    },
    // First the followers send messages, whatever the leader does; then the leader picks, whatever they do.
    step({ types, messages }, actions) {
      const [picked, one, two] = actions as [number, number, number];
      if (!messages) return { state: { types, messages: [one, two], over: false }, rewards: [0, 0, 0] };
      const worth = types[picked as 0 | 1] === 1 ? 1 : 0.5;
      return {
        state: { types, messages, over: true },
        rewards: [worth, picked === 0 ? worth : 0, picked === 1 ? worth : 0],
        terminated: true,
      };
    },
    observe({ types, messages }, index) {
      if (index > 0) return types[(index - 1) as 0 | 1];
      return messages ? 1 + messages[0] + 2 * messages[1] : 0;
    },
  }),
  descriptor: () => ({ rewardBounds: [0, 1] }),
});
