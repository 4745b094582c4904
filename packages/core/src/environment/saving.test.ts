import { expect, it } from 'vitest';
import { finiteModel } from '../model/finite-model.ts';
import { randomStream } from '../random/random.ts';
import type { SavedState } from '../saved-state/saved-state.ts';
import { flatten, sample, width } from '../spaces/spaces.ts';
import type { SavableWork } from '../testing/check-continuation.ts';
import { checkContinuation } from '../testing/check-continuation.ts';
import { echo } from '../testing/scripted-oracles.ts';
import { toyGames } from '../testing/toy-games.ts';
import { columnOf, createBatch } from './batch.ts';

const games = [...toyGames, echo];

it.each([
  ...games.map((game) => [`${game.id} by definition`, game, undefined] as const),
  ...games.flatMap((game) => {
    try {
      return [[`${game.id} by its model`, game, finiteModel(game)] as const];
    } catch {
      return [];
    }
  }),
])('a batch saved between two steps continues bit for bit: %s', (_name, game, model) => {
  const make = (): SavableWork => {
    const batch = createBatch(game, { size: 3, seed: 2, firstCopy: 1, ...(model ? { model } : {}) });
    const columns = game.players.map(({ action }) => columnOf(action, 3));
    const stream = randomStream(1, 'players').at(0, 0);
    return {
      target: {
        save: () => [batch.save(), stream.save()],
        restore(state) {
          const [first, second] = state as SavedState[];
          batch.restore(first);
          stream.restore(second);
        },
      },
      advance() {
        const over = batch.terminated.map((ended, copy) => ended | batch.truncated[copy]!);
        if (over.includes(1)) batch.reset(over);
        game.players.forEach(({ action }, i) => {
          for (let copy = 0; copy < 3; copy++) flatten(action, sample(action, stream), columns[i]!, copy * width(action));
        });
        batch.step(columns);
        return [...batch.observations, ...batch.rewards].map((column) => Array.from(column));
      },
    };
  };
  expect(
    checkContinuation(
      make,
      20,
      Array.from({ length: 20 }, (_unused, k) => k),
    ),
  ).toBeGreaterThan(200);
});

it('a batch refuses states that its model does not have', () => {
  const batch = createBatch(echo, { size: 2, model: finiteModel(echo) });
  const saved = batch.save() as { parts: Record<string, SavedState> };
  const wrong = { ...saved, parts: { ...saved.parts, states: Int32Array.of(0, 10_000) } };
  expect(() => batch.restore(wrong)).toThrow('states of batch: found');
});
