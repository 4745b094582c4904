import { describe, expect, it } from 'vitest';
import type { Game } from '../game/game.ts';
import { finiteModel } from '../model/finite-model.ts';
import { randomStream } from '../random/random.ts';
import { packState } from '../saved-state/pack.ts';
import type { Value } from '../spaces/spaces.ts';
import { flatten, sample, width } from '../spaces/spaces.ts';
import { refusal } from '../testing/refusal.ts';
import { drift, lottery, market, toyGames, weather } from '../testing/toy-games.ts';
import type { Batch, Column } from './batch.ts';
import { columnOf, createBatch } from './batch.ts';
import { createEnvironment } from './environment.ts';

const SIZE = 5;

/** Everything that a batch shows, copied. */
function shown(batch: Batch): unknown {
  return [batch.observations, batch.rewards, batch.terminated, batch.truncated].map((part) => structuredClone(part));
}

/** What a batch shows of one copy. */
function shownOf(batch: Batch, copy: number): unknown {
  return [
    batch.game.players.map(({ observation }, i) => {
      const size = width(observation);
      return Array.from((batch.observations[i] as Column).subarray(copy * size, (copy + 1) * size));
    }),
    batch.rewards.map((column) => column[copy]),
    batch.terminated[copy],
    batch.truncated[copy],
  ];
}

function columns(game: Game, joint: readonly (readonly Value[])[]): Column[] {
  return game.players.map(({ action }, i) => {
    const column = columnOf(action, joint.length);
    joint.forEach((actions, copy) => flatten(action, actions[i] as Value, column, copy * width(action)));
    return column;
  });
}

const finite = new Set(['toy/Weather-v1', 'toy/Market-v1']);

describe.each(toyGames.map((game) => [game.id, game] as const))('batches of %s', (id, game) => {
  it('equal single environments bit for bit over thousands of steps with partial resets and partial steps', () => {
    const seed = 12;
    const batches = [
      createBatch(game, { size: SIZE, seed }),
      ...(finite.has(id) ? [createBatch(game, { size: SIZE, seed, model: finiteModel(game) })] : []),
    ];
    expect(batches).toHaveLength(finite.has(id) ? 2 : 1);
    const singles = Array.from({ length: SIZE }, (_unused, copy) => createEnvironment(game, { seed, copy }));
    const expected: unknown[] = Array.from({ length: SIZE });
    const random = randomStream(3, 'test/batch');
    let resets = 0;
    let steps = 0;
    for (let round = 0; round < 1000; round++) {
      // Copies over are mostly reset; running ones are now and then reset in the middle, or left out of a step.
      const reset = Uint8Array.from(singles, (single) => Number(random.uniform() < (single.snapshot().done ? 0.7 : 0.03)));
      const step = Uint8Array.from(singles, () => Number(random.uniform() < 0.9));
      const joint = singles.map(() => game.players.map(({ action }) => sample(action, random)));
      singles.forEach((single, copy) => {
        let rewards = (expected[copy] as unknown[] | undefined)?.[1] ?? game.players.map(() => 0);
        if (reset[copy] === 1) {
          expected[copy] = [flat(game, single.reset().observations), rewards, 0, 0];
          resets++;
        }
        if (step[copy] === 0 || single.snapshot().done) return;
        const result = single.step(joint[copy] as Value[]);
        rewards = result.rewards;
        expected[copy] = [flat(game, result.observations), rewards, Number(result.terminated), Number(result.truncated)];
        steps++;
      });
      for (const batch of batches) {
        batch.reset(reset);
        batch.step(columns(game, joint), step);
        expect(expected.map((shownYet, copy) => shownYet && shownOf(batch, copy))).toStrictEqual(expected);
      }
    }
    expect(resets).toBeGreaterThan(500);
    expect(steps).toBeGreaterThan(3000);
  });

  it('leave alone what is over and what the mask leaves out', () => {
    const batch = createBatch(game, { size: 2, seed: 1 });
    const actions = columns(
      game,
      [0, 1].map((copy) => game.players.map(({ action }) => sample(action, randomStream(copy, 'one')))),
    );
    expect(batch.terminated).toEqual(Uint8Array.of(1, 1));
    batch.step(actions);
    expect(batch.rewards.every((column) => column.every((reward) => reward === 0))).toBe(true);
    batch.reset(Uint8Array.of(0, 1));
    expect(Array.from(batch.terminated)).toEqual([1, 0]);
    for (let round = 0; round < 10; round++) batch.step(actions);
    const ended = shown(batch);
    batch.step(actions);
    expect(shown(batch)).toStrictEqual(ended);
    batch.reset();
    const begun = shown(batch);
    batch.step(actions, Uint8Array.of(0, 0));
    expect(shown(batch)).toStrictEqual(begun);
    batch.step(actions, Uint8Array.of(1, 0));
    expect(shown(batch)).not.toEqual(begun);
  });
});

function flat(game: Game, observations: readonly Value[]): number[][] {
  return game.players.map(({ observation }, i) => {
    const row: number[] = [];
    flatten(observation, observations[i] as Value, row);
    return row;
  });
}

describe('createBatch', () => {
  it('gives a copy the same numbers whatever the number of copies', () => {
    const traces = [2, 4].map((size) => {
      const game = weather.create();
      const batch = createBatch(game, { size, seed: 7, model: finiteModel(game) });
      const joint = Array.from({ length: size }, (_unused, copy) => [copy % 2, [1, copy % 2]]);
      return Array.from({ length: 200 }, () => {
        const over = batch.terminated.map((flag, copy) => flag | (batch.truncated[copy] as number));
        batch.reset(over);
        batch.step(columns(game, joint));
        return [shownOf(batch, 0), shownOf(batch, 1)];
      });
    });
    expect(traces[0]).toStrictEqual(traces[1]);
  });

  it.each(['model', 'definition'])('gives copies the same numbers in two halves as in one batch, by %s', (how) => {
    const game = weather.create();
    const given = how === 'model' ? { model: finiteModel(game) } : {};
    const whole = createBatch(game, { size: 8, seed: 7, ...given });
    const halves = [0, 4].map((firstCopy) => createBatch(game, { size: 4, seed: 7, firstCopy, ...given }));
    const joint = Array.from({ length: 8 }, (_unused, copy) => [copy % 2, [1, (copy >> 1) % 2]]);
    for (let round = 0; round < 200; round++) {
      [whole, ...halves].forEach((batch, i) => {
        batch.reset(batch.terminated.map((flag, copy) => flag | (batch.truncated[copy] as number)));
        batch.step(columns(game, i === 0 ? joint : joint.slice(4 * (i - 1), 4 * i)));
      });
      for (let copy = 0; copy < 8; copy++) expect(shownOf(halves[copy >> 2]!, copy & 3)).toStrictEqual(shownOf(whole, copy));
    }
    const single = createEnvironment(game, { seed: 7, copy: 5 });
    const part = createBatch(game, { size: 1, seed: 7, firstCopy: 5, ...given });
    part.reset();
    expect(flat(game, single.reset().observations)).toEqual((shownOf(part, 0) as [number[][]])[0]);
  });

  it('moves all copies by one call where a game can, as by a call each', () => {
    const game = weather.create();
    const calls: number[] = [];
    const together: Game = {
      ...game,
      together: {
        initial(count, chance) {
          calls.push(count);
          return Array.from({ length: count }, (_unused, k) => game.initial(chance(k)));
        },
        step(states, actions, chance) {
          calls.push(states.length);
          return states.map((state, k) => game.step(state, actions[k]!, chance(k)));
        },
      },
    };
    const [alone, all] = [game, together].map((each) => createBatch(each, { size: 5, seed: 7 })) as [Batch, Batch];
    const joint = Array.from({ length: 5 }, (_unused, copy) => [copy % 2, [1, (copy >> 1) % 2]]);
    let expected = 0;
    for (let round = 0; round < 100; round++) {
      const over = alone.terminated.map((flag, copy) => flag | (alone.truncated[copy] as number));
      for (const batch of [alone, all]) {
        batch.reset(over);
        batch.step(columns(game, joint), Uint8Array.of(1, 1, round % 2, 1, 1));
      }
      for (let copy = 0; copy < 5; copy++) expect(shownOf(all, copy)).toStrictEqual(shownOf(alone, copy));
      expected += 2;
    }
    expect(calls).toHaveLength(expected);
    expect(packState(all.save())).toEqual(packState(alone.save()));
  });

  it('keeps indices in 32-bit integers and vectors in flat rows', () => {
    const batch = createBatch(lottery.create(), { size: 3 });
    batch.reset();
    expect(batch.observations[0]).toEqual(Float64Array.of(0, 0.25, 0, 0.25, 0, 0.25));
    expect(createBatch(market.create(), { size: 3 }).observations[1]).toEqual(new Int32Array(3));
  });

  it.each([
    [weather, 'model'],
    [weather, 'definition'],
    [market, 'model'],
    [market, 'definition'],
  ] as const)('refuses an action of %o outside its space by %s, instead of reading another entry of the tables', (definition, how) => {
    const game = definition.create();
    const batch = createBatch(game, how === 'model' ? { size: 1, model: finiteModel(game) } : { size: 1 });
    batch.reset();
    if (definition === market) {
      expect(refusal(() => batch.step([Int32Array.of(0), Int32Array.of(3), Int32Array.of(0)]))).toContain(
        'action 3 of producer in toy/Market-v1',
      );
      expect(refusal(() => batch.step([Int32Array.of(0), Int32Array.of(-1), Int32Array.of(0)]))).toContain('action -1 of producer');
      expect(refusal(() => batch.step([Int32Array.of(0), Float64Array.of(0.5), Int32Array.of(0)]))).toContain('action 0.5 of producer');
    } else {
      expect(refusal(() => batch.step([Int32Array.of(0), Float64Array.of(0, 2)]))).toContain('action [0,2] of farmer in toy/Weather-v1');
    }
  });

  it('refuses the rewards of a broken game', () => {
    const batch = createBatch({ ...drift.create(), step: (state) => ({ state, rewards: [NaN, 0] }) }, { size: 1 });
    batch.reset();
    expect(refusal(() => batch.step([Int32Array.of(0), Float64Array.of(0)]))).toContain(
      'rewards ["NaN",0]: expected one finite number per player',
    );
  });

  it('refuses impossible sizes and seeds and the model of another game', () => {
    const game = weather.create();
    for (const size of [0, -1, 1.5, NaN]) expect(refusal(() => createBatch(game, { size }))).toContain(`batch size ${size}`);
    expect(refusal(() => createBatch(game, { size: 1, seed: -1 }))).toContain('seed -1');
    for (const firstCopy of [-1, 0.5, 2 ** 32 - 1]) {
      expect(refusal(() => createBatch(game, { size: 2, firstCopy }))).toContain(`firstCopy ${firstCopy} of 2 copies`);
    }
    expect(refusal(() => createBatch(game, { size: 1, model: finiteModel(weather.create({ rounds: 9 })) }))).toBe(
      'the model given for a batch of toy/Weather-v1 is of another game: expected finiteModel(game)',
    );
  });
});
