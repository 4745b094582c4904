import type { Descriptor, Game, Player, Rules, TablePolicy } from '@firstmover/core';
import { defineGame, discrete, policyFromRows, randomStream } from '@firstmover/core';

/** What a random game is made with. */
export interface RandomGameOptions {
  /** Who plays, in this order (default: a leader and a follower, in either order). */
  readonly roles?: readonly Player['role'][];
  /** Whether followers see the whole state, the round included (default: one of a few random signals). */
  readonly informed?: boolean;
  /** The most rounds (default 7). */
  readonly states?: number;
  /** The most signals, and the most actions, of a player (default 3). */
  readonly choices?: number;
}

interface Place {
  /** States are numbered so that a step always leads to a higher one. */
  readonly at: number;
}

/** A descriptor for games that only tests know. */
export function testDescriptor(gamma: number, rewardBounds: readonly [number, number]): Descriptor {
  return { summary: 'A game for tests.', utility: 'general-sum', commitment: 'pure', rewardBounds, gamma, optima: [], source: 'test' };
}

/**
 * A small stochastic game for tests, the same for the same seed: a random start, random moves to higher states (so that a state may be reached
 * after different numbers of rounds), endings by chance, signals that several states share, and small integer rewards, so that ties are common.
 */
export function randomGame(seed: number, options: RandomGameOptions = {}): Game {
  const random = randomStream(seed, 'test/game');
  const below = (count: number): number => random.integer(count);
  const { states = 7, choices = 3 } = options;
  const roles = options.roles ?? (below(2) === 0 ? (['leader', 'follower'] as const) : (['follower', 'leader'] as const));
  const signals = roles.map((role) => (role === 'follower' && options.informed ? states + 1 : 1 + below(choices)));
  const actions = roles.map(() => 2 + below(choices - 1));
  const seen = roles.map((role, i) =>
    Array.from({ length: states + 1 }, (_s, state) => (role === 'follower' && options.informed ? state : below(signals[i]!))),
  );
  const joint = actions.reduce((product, count) => product * count, 1);
  const starts = Array.from({ length: 3 }, () => 1 + below(2));
  const moves = Array.from({ length: states }, (_s, state) =>
    Array.from({ length: joint }, () =>
      Array.from({ length: 1 + below(2) }, () => ({
        weight: 1 + below(3),
        next: Math.min(states, state + 1 + below(3)),
        ends: below(8) === 0,
        rewards: roles.map((role) => (role === 'leader' ? below(5) - 2 : below(2))),
      })),
    ),
  );
  const gamma = below(2) === 0 ? 1 : 0.75;
  return defineGame({
    id: 'test/Random-v1',
    rules: (): Rules<Place> => ({
      players: roles.map((role, i) => ({
        name: `${role} ${i}`,
        role,
        observation: discrete(signals[i]!),
        action: discrete(actions[i]!),
      })),
      initial: (chance) => ({ at: chance.pick(starts) }),
      step({ at }, given, chance) {
        const index = (given as readonly number[]).reduce((sum, action, i) => sum * actions[i]! + action, 0);
        const outcomes = moves[at]![index]!;
        const { next, ends, rewards } = outcomes[chance.pick(outcomes.map(({ weight }) => weight))]!;
        return { state: { at: next }, rewards, terminated: ends || next === states };
      },
      observe: ({ at }, player) => seen[player]![at]!,
    }),
    descriptor: () => testDescriptor(gamma, [-2, 2]),
  }).create();
}

/** A random table for a player of a game: rows are one-hot, mixtures of two actions, or uniform. */
export function randomTable(seed: number, observations: number, actions: number): TablePolicy {
  const random = randomStream(seed, 'test/table');
  return policyFromRows(
    Array.from({ length: observations }, () => {
      const weights = Array.from({ length: actions }, () => random.integer(3));
      weights[random.integer(actions)]! += 1;
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      return weights.map((weight) => weight / total);
    }),
  );
}
