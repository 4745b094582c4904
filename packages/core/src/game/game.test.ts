import { describe, expect, expectTypeOf, it } from 'vitest';
import { discrete } from '../spaces/spaces.ts';
import { refusal } from '../testing/refusal.ts';
import { drift, market, toyDescriptor, weather } from '../testing/toy-games.ts';
import type { GameDefinition, GameId, Player, Rules } from './game.ts';
import { defineGame, followersOf, leadersOf, soleLeader } from './game.ts';

function withPlayers(players: readonly Pick<Player, 'name' | 'role'>[], id: GameId = 'toy/Players-v1'): GameDefinition {
  return defineGame({
    id,
    rules: (): Rules<number> => ({
      players: players.map((player) => ({ ...player, observation: discrete(1), action: discrete(1) })),
      initial: () => 0,
      step: () => ({ state: 0, rewards: players.map(() => 0), terminated: true }),
      observe: () => 0,
    }),
    descriptor: () => toyDescriptor([0, 0]),
  });
}

describe('defineGame', () => {
  it('fixes parameters before it asks for rules and descriptor', () => {
    const game = weather.create({ rounds: 2 });
    expect(game).toMatchObject({ id: 'toy/Weather-v1', parameters: { rounds: 2 }, chance: 'finite' });
    expect(game.step({ round: 1, sky: 0, soil: 0 }, [0, [0, 1]], { pick: () => 0, uniform: () => 0 })).toMatchObject({ truncated: true });
    expect(weather.create().parameters).toEqual({ rounds: 4 });
    expect(drift.create().chance).toBe('continuous');
  });

  it('refuses parameters that do not exist or are out of range, naming the game', () => {
    expect(refusal(() => weather.create({ rouns: 3 }))).toBe('unknown parameter of toy/Weather-v1 "rouns": did you mean rounds?');
    expect(refusal(() => weather.create({ rounds: 0 }))).toBe('parameter rounds of toy/Weather-v1 is 0: expected an integer from 1 to 100');
    expect(refusal(() => market.create({ rounds: 0 }))).toBe('unknown parameter of toy/Market-v1 "rounds": what exists: nothing');
  });

  it.each([
    'Escape',
    'matrix/Escape',
    'matrix/escape-v1',
    'Matrix/Escape-v1',
    'matrix/Escape-v0',
    'matrix/Escape-v01',
    'a/b/Escape-v1',
    'matrix/Es cape-v1',
    '',
  ])('refuses the id %o', (id) => {
    expect(refusal(() => withPlayers([], id as GameId))).toContain(`game id ${JSON.stringify(id)}: expected namespace/Name-vN`);
  });

  it('refuses players of one name and games without a leader', () => {
    const twins = withPlayers([
      { name: 'a', role: 'leader' },
      { name: 'a', role: 'follower' },
    ]);
    expect(refusal(() => twins.create())).toBe('players of toy/Players-v1 are named ["a","a"]: expected different names');
    expect(refusal(() => withPlayers([{ name: 'a', role: 'follower' }]).create())).toContain("no player with role 'leader'");
    expect(refusal(() => withPlayers([]).create())).toContain("no player with role 'leader'");
  });

  it('types the parameters that rules receive, choices by their options', () => {
    defineGame({
      id: 'toy/Typed-v1',
      parameters: {
        memory: { kind: 'choice', options: ['joint', 'other'], default: 'joint', about: 'what is seen' },
        steps: { kind: 'integer', min: 1, max: 9, default: 3, about: 'rounds' },
      },
      rules: (parameters): Rules<number> => {
        expectTypeOf(parameters.memory).toEqualTypeOf<'joint' | 'other'>();
        expectTypeOf(parameters.steps).toEqualTypeOf<number>();
        return { players: [], initial: () => 0, step: () => ({ state: 0, rewards: [] }), observe: () => 0 };
      },
      descriptor: () => toyDescriptor([0, 0]),
    });
  });

  it('does not let a finite game draw real numbers, by type', () => {
    defineGame({
      id: 'toy/Untyped-v1',
      rules: (): Rules<number> => ({
        players: [],
        // @ts-expect-error: only defineContinuousGame hands out chance.uniform
        initial: (chance) => chance.uniform(),
        step: () => ({ state: 0, rewards: [] }),
        observe: () => 0,
      }),
      descriptor: () => toyDescriptor([0, 0]),
    });
  });
});

describe('roles', () => {
  it('are positions among the players', () => {
    expect(leadersOf(market.create())).toEqual([1]);
    expect(followersOf(market.create())).toEqual([0, 2]);
    expect(soleLeader(market.create())).toBe(1);
  });

  it('allow several leaders, which methods for one leader refuse', () => {
    const game = withPlayers([
      { name: 'a', role: 'leader' },
      { name: 'b', role: 'follower' },
      { name: 'c', role: 'leader' },
    ]).create();
    expect(leadersOf(game)).toEqual([0, 2]);
    expect(refusal(() => soleLeader(game))).toBe('toy/Players-v1 has 2 leaders: expected exactly one for this method');
  });
});
