import { defineGame, discrete } from '@firstmover/core';
import type { CheckOracleOptions } from '@firstmover/core/testing';
import { checkOracle } from '@firstmover/core/testing';
import { expect, it } from 'vitest';
import { oracles } from './parts.generated.ts';

/** Two followers in a game of chicken, or in matching pennies, as the leader says: several equilibria, or none that is pure. */
const quarrel = defineGame({
  id: 'test/Quarrel-v1',
  rules: () => ({
    players: [
      { name: 'leader', role: 'leader' as const, observation: discrete(1), action: discrete(2) },
      { name: 'first', role: 'follower' as const, observation: discrete(1), action: discrete(2) },
      { name: 'second', role: 'follower' as const, observation: discrete(1), action: discrete(2) },
    ],
    initial: () => ({}),
    step: (state: object, actions: readonly unknown[]) => {
      const [lead, one, two] = actions as readonly [number, number, number];
      const chicken = [[6, 6], [2, 7], [7, 2], [0, 0]] as const; // prettier-ignore
      const pennies = [[1, 0], [0, 1], [0, 1], [1, 0]] as const; // prettier-ignore
      const [first, second] = (lead === 0 ? chicken : pennies)[2 * one + two]!;
      return { state, rewards: [one + 3 * two, first, second], terminated: true };
    },
    observe: () => 0,
  }),
  descriptor: () => ({ rewardBounds: [0, 7] as const, horizon: 1 }),
});

/** What the kit needs to know of an oracle: settings that must be given or make it quick, games and values in which its settings show. */
const known: { readonly [name: string]: CheckOracleOptions } = {
  quantal: { settings: { lambda: 1 } },
  'epsilon-optimal': { settings: { epsilon: 0.4 } },
  equilibrium: { games: [quarrel] },
  // A cycle is met, or nobody changes, within a round or two: how many more are allowed changes nothing.
  'iterated-best-response': { games: [quarrel], withoutEffect: ['rounds'] },
  'gradient-adapted': { pretrainingSteps: null, settings: { metaUpdates: 3, updates: 2, copies: 2 } },
  'no-regret': { settings: { updates: 2 } },
  // One sample of each observation is its own mean and its own distribution.
  'contextual-network': { settings: { samples: 2 } },
};

it.each(oracles.map((part) => [part.name, part] as const))('%s keeps the rules of an oracle', { timeout: 120_000 }, (name, part) => {
  expect(() => {
    checkOracle(part, known[name] ?? {});
  }).not.toThrow();
});
