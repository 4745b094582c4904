import type { Game, Policy, Random } from '@firstmover/core';
import { box, defineContinuousGame, defineGame, discrete } from '@firstmover/core';

/**
 * Eight rounds at random places on a line from 0 to 1, which both players see: the guard does 0 or 1, and the visitor earns 1 for doing the same, the guard for the
 * visitor's doing 1. No table of the guard's answers exists.
 */
export const line: Game = defineContinuousGame({
  id: 'test/Line-v1',
  rules: () => ({
    players: [
      { name: 'guard', role: 'leader', observation: box(0, 1, [1]), action: discrete(2) },
      { name: 'visitor', role: 'follower', observation: box(0, 1, [1]), action: discrete(2) },
    ],
    initial: (chance) => ({ round: 0, place: chance.uniform() }),
    step: ({ round }: { readonly round: number; readonly place: number }, [guard, visitor], chance) => ({
      state: { round: round + 1, place: chance.uniform() },
      rewards: [visitor as number, guard === visitor ? 1 : 0],
      terminated: round === 7,
    }),
    observe: ({ place }) => [place],
  }),
}).create();

/** A guard that does 1 to the right of a threshold drawn from the whole line, and 0 to the left of it. */
export function randomGuard(random: Random): Policy {
  const threshold = random.uniform();
  return { act: (place) => ((place as readonly number[])[0]! > threshold ? 1 : 0) };
}

/** Two rounds of a guessing game: the guesser earns 1 for what the chooser does, which sees the round; the chooser earns 10 plus the round. */
export const guess: Game = defineGame({
  id: 'test/Guess-v1',
  rules: () => ({
    players: [
      { name: 'guesser', role: 'follower', observation: discrete(1), action: discrete(3) },
      { name: 'chooser', role: 'leader', observation: discrete(2), action: discrete(3) },
    ],
    initial: () => 0,
    step: (round: number, [guesser, chooser]) => ({
      state: round + 1,
      rewards: [guesser === chooser ? 1 : 0, 10 + round],
      terminated: round === 1,
    }),
    observe: (round, player) => (player === 1 ? Math.min(round, 1) : 0),
  }),
}).create();
