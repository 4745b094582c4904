import { describe, expect, it } from 'vitest';
import { createEnvironment } from '../environment/environment.ts';
import { RefusedError } from '../errors/errors.ts';
import type { Game, Rules } from '../game/game.ts';
import { defineGame } from '../game/game.ts';
import { randomStream } from '../random/random.ts';
import { discrete, valueAt } from '../spaces/spaces.ts';
import { refusal } from '../testing/refusal.ts';
import { drift, lottery, market, toyDescriptor, weather } from '../testing/toy-games.ts';
import type { FiniteModel } from './finite-model.ts';
import { finiteModel } from './finite-model.ts';

/** A game of one player on given states; actions 0 and 1. */
function walk<TState>(rules: Pick<Rules<TState>, 'initial' | 'step'>, observe: (state: TState) => number = () => 0): Game {
  return defineGame({
    id: 'toy/Walk-v1',
    rules: (): Rules<TState> => ({
      players: [{ name: 'walker', role: 'leader', observation: discrete(2), action: discrete(2) }],
      observe: (state) => observe(state),
      ...rules,
    }),
    descriptor: () => toyDescriptor([0, 1]),
  }).create();
}

const outcomes = (model: FiniteModel, slot: number): number[] =>
  Array.from(
    { length: (model.first[slot + 1] as number) - (model.first[slot] as number) },
    (_unused, k) => (model.first[slot] as number) + k,
  );

describe('finiteModel', () => {
  it('tabulates a small game exactly as worked out by hand', () => {
    // Heads or tails; action 0 stays, action 1 flips with probability 3/4 and ends the game with probability 1/2.
    const model = finiteModel(
      walk<{ coin: number }>(
        {
          initial: (chance) => ({ coin: chance.pick([1, 3]) }),
          step({ coin }, [act], chance) {
            if (act === 0) return { state: { coin }, rewards: [coin] };
            const flipped = chance.pick([1, 3]) === 1 ? 1 - coin : coin;
            return { state: { coin: flipped }, rewards: [0.5], terminated: chance.pick([1, 1]) === 1 };
          },
        },
        ({ coin }) => coin,
      ),
    );
    expect(model.states).toEqual([{ coin: 0 }, { coin: 1 }, { coin: 0 }, { coin: 1 }]);
    expect(model.initial).toEqual([
      { state: 0, probability: 0.25 },
      { state: 1, probability: 0.75 },
    ]);
    expect(model.jointActions).toBe(2);
    expect(model.actionCounts).toEqual([2]);
    expect(model.observationCounts).toEqual([2]);
    expect(Array.from(model.first)).toEqual([0, 1, 5, 6, 10, 10, 10, 10, 10]);
    // In the order of the picks: not flipped and on, not flipped and over, flipped and on, flipped and over. States 2 and 3 are over.
    expect(Array.from(model.next)).toEqual([0, 0, 2, 1, 3, 1, 1, 3, 0, 2]);
    expect(Array.from(model.probability)).toEqual([1, 0.125, 0.125, 0.375, 0.375, 1, 0.125, 0.125, 0.375, 0.375]);
    expect(Array.from(model.rewards[0] as Float64Array)).toEqual([0, 0.5, 0.5, 0.5, 0.5, 1, 0.5, 0.5, 0.5, 0.5]);
    expect(Array.from(model.ended)).toEqual([0, 0, 1, 0, 1, 0, 0, 1, 0, 1]);
    expect(Array.from(model.observations[0] as Int32Array)).toEqual([0, 1, 0, 1]);
    expect(model.initialTree).toEqual({ weights: [1, 3], branches: [0, 1] });
    expect(model.trees[0]).toBe(0);
    expect(model.trees[1]).toEqual({
      weights: [1, 3],
      branches: [
        { weights: [1, 1], branches: [1, 2] },
        { weights: [1, 1], branches: [3, 4] },
      ],
    });
    expect(model.trees[4]).toBeUndefined();
  });

  it('decodes joint actions with player 0 most significant, wherever the leader sits', () => {
    const model = finiteModel(market.create());
    expect(model.actionCounts).toEqual([2, 3, 4]);
    expect(model.jointActions).toBe(24);
    // From the first state, joint action j = (retail * 3 + price) * 4 + imports earns 100 retail + 10 price + imports.
    for (let j = 0; j < 24; j++) {
      const code = 100 * Math.floor(j / 12) + 10 * (Math.floor(j / 4) % 3) + (j % 4);
      const [outcome] = outcomes(model, j) as [number];
      expect(model.rewards.map((column) => column[outcome])).toEqual([code, code + 0.5, -code]);
    }
    // One first state, then 3 prices in each of rounds 1, 2 and 3.
    expect(model.states).toHaveLength(10);
    expect(model.ended.filter((end) => end === 1)).toHaveLength(3 * 24);
  });

  it('has probabilities that sum to one for every state and joint action, and leaves out what is impossible', () => {
    const model = finiteModel(weather.create());
    expect(model.initial.map(({ state }) => model.states[state])).toEqual([
      { round: 0, sky: 0, soil: 0 },
      { round: 0, sky: 2, soil: 0 },
      { round: 0, sky: 2, soil: 1 },
    ]);
    expect(model.initial.map(({ probability }) => probability)).toEqual([0.25, 0.25, 0.5]);
    const over = model.states.map((_state, s) => outcomes(model, s * model.jointActions).length === 0);
    model.states.forEach((_state, s) => {
      for (let j = 0; j < model.jointActions; j++) {
        const probabilities = outcomes(model, s * model.jointActions + j).map((outcome) => model.probability[outcome] as number);
        if (over[s]) expect(probabilities).toEqual([]);
        else expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
        expect(probabilities.every((p) => p > 0)).toBe(true);
      }
    });
    model.ended.forEach((end, outcome) => expect(end > 0).toBe(over[model.next[outcome] as number]));
    expect(new Set(model.ended)).toEqual(new Set([0, 1, 2]));
    expect(model.first).toHaveLength(model.states.length * model.jointActions + 1);
  });

  it('agrees with the frequencies of simulation in every state and joint action', () => {
    const game = weather.create({ rounds: 2 });
    const model = finiteModel(game);
    const index = new Map(
      model.states.map((state, s) => [`${outcomes(model, s * model.jointActions).length === 0} ${JSON.stringify(state)}`, s]),
    );
    const environment = createEnvironment(game, { seed: 21 });
    const random = randomStream(2, 'test/actions');
    const current = (): number => index.get(`${environment.snapshot().done} ${JSON.stringify(environment.snapshot().state)}`) as number;
    const counts = new Map<string, number>();
    const count = (key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1);
    for (let step = 0; step < 60_000; step++) {
      if (environment.snapshot().done) {
        environment.reset();
        count('start');
        count(`start ${current()}`);
        continue;
      }
      const slot = current() * model.jointActions + random.integer(model.jointActions);
      const joint = slot % model.jointActions;
      const { rewards, terminated, truncated } = environment.step([
        Math.floor(joint / 4),
        valueAt({ kind: 'multi-discrete', counts: [2, 2] }, joint % 4),
      ]);
      count(`${slot}`);
      count(`${slot} ${current()} ${rewards.join()} ${terminated ? 1 : truncated ? 2 : 0}`);
    }
    const agree = (total: number, seen: number, probability: number): void => {
      expect(Math.abs(seen / total - probability)).toBeLessThanOrEqual(5 * Math.sqrt((probability * (1 - probability)) / total) + 1e-12);
    };
    for (const { state, probability } of model.initial)
      agree(counts.get('start') as number, counts.get(`start ${state}`) ?? 0, probability);
    let compared = 0;
    for (let slot = 0; slot + 1 < model.first.length; slot++) {
      const total = counts.get(`${slot}`) ?? 0;
      const expected = new Map<string, number>();
      for (const outcome of outcomes(model, slot)) {
        const rewards = model.rewards.map((column) => column[outcome]).join();
        const key = `${slot} ${model.next[outcome]} ${rewards} ${model.ended[outcome]}`;
        expected.set(key, (expected.get(key) ?? 0) + (model.probability[outcome] as number));
      }
      if (total < 200) continue;
      for (const [key, probability] of expected) {
        agree(total, counts.get(key) ?? 0, probability);
        compared++;
      }
    }
    // Nothing was simulated that the model does not know: every count was of a slot, a start, or an expected outcome.
    const known = new Set<string>(['start', ...model.initial.map(({ state }) => `start ${state}`)]);
    for (let slot = 0; slot + 1 < model.first.length; slot++) {
      known.add(`${slot}`);
      for (const outcome of outcomes(model, slot)) {
        known.add(`${slot} ${model.next[outcome]} ${model.rewards.map((column) => column[outcome]).join()} ${model.ended[outcome]}`);
      }
    }
    expect([...counts.keys()].filter((key) => !known.has(key))).toEqual([]);
    expect(compared).toBeGreaterThan(100);
  });

  it('is kept per game', () => {
    const game = weather.create();
    expect(finiteModel(game)).toBe(finiteModel(game));
    expect(finiteModel(weather.create())).not.toBe(finiteModel(game));
  });

  it('tells states apart that JSON would write alike', () => {
    const model = finiteModel(
      walk<{ best: number | null }>({
        initial: () => ({ best: -Infinity }),
        step: ({ best }, [act]) => {
          if (best === -Infinity) return { state: { best: act === 0 ? null : Infinity }, rewards: [0] };
          return { state: { best }, rewards: [best === null ? 0.25 : 0.75], terminated: true };
        },
      }),
    );
    expect(model.states.slice(0, 3)).toEqual([{ best: -Infinity }, { best: null }, { best: Infinity }]);
    expect(Array.from(new Set(model.rewards[0] as Float64Array))).toEqual([0, 0.25, 0.75]);
    const sets = walk<{ seen: ReadonlySet<number> }>({
      initial: () => ({ seen: new Set() }),
      step: ({ seen }) => ({ state: { seen: new Set([...seen, 1]) }, rewards: [0] }),
    });
    expect(refusal(() => finiteModel(sets))).toBe('a state of toy/Walk-v1 holds a Map or Set: expected a plain record');
  });

  it('refuses games without one, by type of error and in words', () => {
    for (const [definition, message] of [
      [drift, 'toy/Drift-v1 draws continuous chance'],
      [lottery, 'host of toy/Lottery-v1 has a continuous box space'],
    ] as const) {
      expect(() => finiteModel(definition.create())).toThrow(RefusedError);
      expect(refusal(() => finiteModel(definition.create()))).toContain(message);
    }
    const wide = walk<number>({
      initial: (chance) => {
        for (let digit = 0; digit < 3; digit++) chance.pick(Array.from({ length: 50 }, () => 1));
        return 0;
      },
      step: (state) => ({ state, rewards: [0] }),
    });
    expect(() => finiteModel(wide)).toThrow(RefusedError);
    const many = defineGame({
      id: 'toy/Many-v1',
      rules: (): Rules<number> => ({
        players: [0, 1].map((i) => ({ name: `player ${i}`, role: 'leader', observation: discrete(1), action: discrete(2001) })),
        initial: () => 0,
        step: (state) => ({ state, rewards: [0, 0] }),
        observe: () => 0,
      }),
      descriptor: () => toyDescriptor([0, 0]),
    });
    expect(() => finiteModel(many.create())).toThrow(RefusedError);
    expect(refusal(() => finiteModel(many.create()))).toContain('toy/Many-v1 has 4004001 joint actions');
  });

  it('refuses observations outside their space and rewards that are not finite numbers, final states included', () => {
    const beyond = walk<number>({ initial: () => 0, step: () => ({ state: 2, rewards: [0], terminated: true }) }, (state) => state);
    expect(refusal(() => finiteModel(beyond))).toBe(
      'walker of toy/Walk-v1 observes 2 in state 2: expected a value of {"kind":"discrete","n":2}',
    );
    const costly = walk<number>({ initial: () => 0, step: (state, [act]) => ({ state, rewards: [act === 1 ? NaN : 0] }) });
    expect(refusal(() => finiteModel(costly))).toContain('toy/Walk-v1 returned rewards ["NaN"]');
  });
});
