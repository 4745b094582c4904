import { describe, expect, it } from 'vitest';
import type { Game } from '../game/game.ts';
import { randomStream } from '../random/random.ts';
import type { Value } from '../spaces/spaces.ts';
import { sample } from '../spaces/spaces.ts';
import { refusal } from '../testing/refusal.ts';
import { drift, lottery, market, toyGames, weather } from '../testing/toy-games.ts';
import type { Environment, EnvironmentSnapshot } from './environment.ts';
import { createEnvironment } from './environment.ts';

/** A joint action, or undefined where the trace resets. */
type Move = readonly Value[] | undefined;

const advance = (environment: Environment, move: Move): unknown => (move ? environment.step(move) : environment.reset());

/** Plays random joint actions, resetting without a seed; returns the moves, what each returned, and the snapshot before each. */
function play(environment: Environment, rows: number, seed = 1): { moves: Move[]; results: unknown[]; snapshots: EnvironmentSnapshot[] } {
  const random = randomStream(seed, 'test/actions');
  const moves: Move[] = [];
  const results: unknown[] = [];
  const snapshots: EnvironmentSnapshot[] = [];
  for (let row = 0; row < rows; row++) {
    const before = environment.snapshot();
    const move = before.done ? undefined : environment.game.players.map(({ action }) => sample(action, random));
    snapshots.push(before);
    moves.push(move);
    results.push(advance(environment, move));
  }
  return { moves, results, snapshots };
}

const named: readonly (readonly [string, Game])[] = toyGames.map((game) => [game.id, game]);
const chancy = named.filter(([id]) => id !== 'toy/Market-v1');

describe.each(named)('an environment of %s', (_id, game) => {
  it('continues bit-equal from a snapshot of any step, in another environment and after JSON', () => {
    const { moves, results, snapshots } = play(createEnvironment(game, { seed: 3, copy: 2 }), 200);
    snapshots.forEach((snapshot, row) => {
      const other = createEnvironment(game, { seed: 99 });
      other.reset();
      other.restore(JSON.parse(JSON.stringify(snapshot)) as EnvironmentSnapshot);
      for (let next = row; next < Math.min(row + 8, moves.length); next++) expect(advance(other, moves[next])).toStrictEqual(results[next]);
    });
  });

  it('can be restored to its own past', () => {
    const environment = createEnvironment(game, { seed: 3 });
    const { moves, results, snapshots } = play(environment, 40);
    environment.restore(snapshots[7] as EnvironmentSnapshot);
    expect(moves.slice(7).map((move) => advance(environment, move))).toStrictEqual(results.slice(7));
  });

  it('gives the same trace for the same seed', () => {
    const { results } = play(createEnvironment(game, { seed: 8 }), 300);
    expect(play(createEnvironment(game, { seed: 8 }), 300).results).toStrictEqual(results);
  });

  it('starts its stream again on a seeded reset, and continues with that seed', () => {
    const { moves, results } = play(createEnvironment(game, { seed: 8 }), 100);
    const environment = createEnvironment(game, { seed: 1 });
    play(environment, 33);
    expect(environment.reset({ seed: 8 })).toStrictEqual(results[0]);
    expect(moves.slice(1).map((move) => advance(environment, move))).toStrictEqual(results.slice(1));
  });
});

describe.each(chancy)('chance in %s', (_id, game) => {
  it('differs between seeds, copies and the episodes of one environment', () => {
    const { results } = play(createEnvironment(game, { seed: 8 }), 300);
    expect(play(createEnvironment(game, { seed: 9 }), 300).results).not.toEqual(results);
    expect(play(createEnvironment(game, { seed: 8, copy: 1 }), 300).results).not.toEqual(results);
    const environment = createEnvironment(game, { seed: 8 });
    const episodes = Array.from({ length: 20 }, () => {
      environment.reset();
      let text = '';
      for (let done = false; !done; done = environment.snapshot().done)
        text += JSON.stringify(environment.step(game.players.map(({ action }) => firstOf(action))));
      return text;
    });
    expect(new Set(episodes).size).toBeGreaterThan(1);
  });
});

function firstOf(space: Game['players'][number]['action']): Value {
  return sample(space, { uniform: () => 0.5, integer: () => 0, normal: () => 0, pick: () => 0 });
}

describe('createEnvironment', () => {
  it('returns what the definition says, by player', () => {
    const environment = createEnvironment(market.create());
    expect(environment.reset()).toEqual({ observations: [0, 0, 0] });
    expect(environment.step([1, 2, 3])).toEqual({
      observations: [2, 1, 1],
      rewards: [123, 123.5, -123],
      terminated: false,
      truncated: false,
    });
    expect(environment.step([0, 1, 0])).toEqual({ observations: [1, 0, 0], rewards: [10, 10.5, -10], terminated: false, truncated: false });
    expect(environment.step([0, 0, 1])).toEqual({ observations: [0, 1, 1], rewards: [1, 1.5, -1], terminated: true, truncated: false });
  });

  it('draws chance from counters: the number of draws in one step does not shift the next', () => {
    // Wet soil (water = 1) makes one pick less; the picks of the following step must stay the same.
    const ends = [0, 1].map((water) => {
      const environment = createEnvironment(weather.create({ rounds: 50 }), { seed: 4 });
      environment.reset();
      const first = environment.step([0, [0, water]]);
      return [first.observations[0], environment.step([0, [0, 1]])];
    });
    expect(ends[0]).toStrictEqual(ends[1]);
  });

  it('reports a step that terminates and would be truncated as terminated', () => {
    const environment = createEnvironment(weather.create({ rounds: 1 }));
    const kinds = new Set<string>();
    for (let episode = 0; episode < 100; episode++) {
      environment.reset();
      const { terminated, truncated } = environment.step([0, [0, 0]]);
      kinds.add(`${terminated} ${truncated}`);
    }
    expect([...kinds].sort()).toEqual(['false true', 'true false']);
  });

  it('refuses a step before the first reset and after the end of an episode', () => {
    const environment = createEnvironment(drift.create());
    expect(refusal(() => environment.step([0, [0]]))).toBe('step before reset: call reset first');
    environment.reset();
    for (let round = 0; round < 5; round++) environment.step([0, [0]]);
    expect(refusal(() => environment.step([0, [0]]))).toBe('step after the end of the episode: call reset first');
    environment.reset();
    expect(environment.step([0, [0]]).truncated).toBe(false);
  });

  it.each([
    [market, [0, 0], '2 actions for toy/Market-v1: expected one per player (retailer, producer, importer)'],
    [market, [0, 3, 0], 'action 3 of producer in toy/Market-v1: expected a value of {"kind":"discrete","n":3}'],
    [market, [0, undefined, 0], 'action undefined of producer'],
    [market, [0, 0.5, 0], 'action 0.5 of producer'],
    [lottery, [[0.5, 0.6, 0], 0], 'action [0.5,0.6,0] of host in toy/Lottery-v1: expected a value of {"kind":"simplex","n":3}'],
    [lottery, [[NaN, 1, 0], 0], 'action ["NaN",1,0] of host'],
    [drift, [0, [1.5]], 'action [1.5] of wind'],
    [drift, [0, 0.5], 'action 0.5 of wind'],
  ])('refuses joint actions of %o outside the action spaces and plays on', (definition, actions, message) => {
    const environment = createEnvironment(definition.create());
    environment.reset();
    const before = environment.snapshot();
    expect(refusal(() => environment.step(actions as Value[]))).toContain(message);
    expect(environment.snapshot()).toEqual(before);
  });

  it.each([[[0]], [[0, NaN, 0]], [[0, Infinity, 0]], [[0, 0, 0, 0]]])('refuses the rewards %j of a broken game', (rewards) => {
    const game = market.create();
    const environment = createEnvironment({ ...game, step: (state) => ({ state, rewards }) });
    environment.reset();
    expect(refusal(() => environment.step([0, 0, 0]))).toContain('expected one finite number per player (3)');
  });

  it('refuses seeds and copies out of range, and keeps its stream when it does', () => {
    for (const seed of [-1, 0.5, NaN]) expect(refusal(() => createEnvironment(weather.create(), { seed }))).toContain(`seed ${seed}`);
    for (const copy of [-1, 0.5, NaN, 2 ** 32])
      expect(refusal(() => createEnvironment(weather.create(), { copy }))).toContain(`copy ${copy}`);
    const environment = createEnvironment(weather.create(), { seed: 5 });
    environment.reset();
    const before = environment.snapshot();
    expect(refusal(() => environment.reset({ seed: -1 }))).toContain('seed -1');
    expect(environment.snapshot()).toEqual(before);
  });
});
