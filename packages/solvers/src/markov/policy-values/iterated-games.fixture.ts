import type { Game } from '@firstmover/core';
import { defineGame, discrete } from '@firstmover/core';
import { testDescriptor } from './random-games.fixture.ts';

/** The payoffs of a symmetric 2x2 game as (leader, follower) at (0,0), (0,1), (1,0), (1,1); the leader's action comes first. */
type Payoffs = readonly (readonly [number, number])[];

/** The twelve symmetric 2x2 games with payoffs 1 to 4. */
export const SYMMETRIC_GAMES: { readonly [name: string]: Payoffs } = {
  PrisonersDilemma: [
    [3, 3],
    [1, 4],
    [4, 1],
    [2, 2],
  ],
  StagHunt: [
    [4, 4],
    [1, 3],
    [3, 1],
    [2, 2],
  ],
  Assurance: [
    [4, 4],
    [1, 2],
    [2, 1],
    [3, 3],
  ],
  Coordination: [
    [4, 4],
    [2, 1],
    [1, 2],
    [3, 3],
  ],
  MixedHarmony: [
    [4, 4],
    [3, 1],
    [1, 3],
    [2, 2],
  ],
  Harmony: [
    [4, 4],
    [3, 2],
    [2, 3],
    [1, 1],
  ],
  NoConflict: [
    [4, 4],
    [2, 3],
    [3, 2],
    [1, 1],
  ],
  Deadlock: [
    [2, 2],
    [1, 4],
    [4, 1],
    [3, 3],
  ],
  PrisonersDelight: [
    [1, 1],
    [2, 4],
    [4, 2],
    [3, 3],
  ],
  Hero: [
    [1, 1],
    [3, 4],
    [4, 3],
    [2, 2],
  ],
  Battle: [
    [2, 2],
    [3, 4],
    [4, 3],
    [1, 1],
  ],
  Chicken: [
    [3, 3],
    [2, 4],
    [4, 2],
    [1, 1],
  ],
};

interface Rounds {
  readonly round: number;
  /** The last joint actions, 1 + 2 * follower + leader each, oldest first; 0 before there is one. */
  readonly past: readonly number[];
}

/**
 * An iterated 2x2 game for tests: both players see the last joint actions, in the order start, CC, DC, CD, DD (leader first), or the other's last action;
 * rewards are payoffs less 2.5.
 */
export function iterated(
  payoffs: Payoffs,
  options: { readonly steps?: number; readonly memory?: 'joint' | 'other'; readonly depth?: number } = {},
): Game {
  const { steps = 10, memory = 'joint', depth = 1 } = options;
  let joints = 0;
  for (let k = 0, width = 1; k <= depth; k++, width *= 4) joints += width;
  const observation = discrete(memory === 'joint' ? joints : 3);
  const observe = (past: readonly number[], player: number): number => {
    const last = past.at(-1) ?? 0;
    if (memory === 'other') return last === 0 ? 0 : 1 + (player === 0 ? (last - 1) >> 1 : (last - 1) & 1);
    // Histories of fewer rounds come first: 0, then 1-4, then 5-20.
    return past.reduce((index, joint) => index * 4 + joint, 0);
  };
  return defineGame({
    id: 'test/Iterated-v1',
    rules: () => ({
      players: [
        { name: 'leader', role: 'leader', observation, action: discrete(2) },
        { name: 'follower', role: 'follower', observation, action: discrete(2) },
      ],
      initial: (): Rounds => ({ round: 0, past: [] }),
      step({ round, past }, [leader, follower]) {
        const [mine, yours] = payoffs[2 * leader + follower]!;
        return {
          state: { round: round + 1, past: [...past, 1 + 2 * follower + leader].slice(-depth) },
          rewards: [mine - 2.5, yours - 2.5],
          terminated: round + 1 === steps,
        };
      },
      observe: ({ past }, player) => observe(past, player),
    }),
    descriptor: () => testDescriptor(1, [-1.5, 1.5]),
  }).create();
}
