import { describe, expect, it } from 'vitest';
import type { GameDefinition, GameId } from '../game/game.ts';
import { defineGame } from '../game/game.ts';
import { discrete } from '../spaces/spaces.ts';
import { refusal } from '../testing/refusal.ts';
import { toyDescriptor, weather } from '../testing/toy-games.ts';
import { createRegistry } from './registry.ts';

function trivial(id: GameId): GameDefinition {
  return defineGame({
    id,
    rules: () => ({
      players: [{ name: 'leader', role: 'leader', observation: discrete(1), action: discrete(1) }],
      initial: () => 0,
      step: () => ({ state: 0, rewards: [0], terminated: true }),
      observe: () => 0,
    }),
    descriptor: () => toyDescriptor([0, 0]),
  });
}

describe('createRegistry', () => {
  it('finds games by id, sorted, independent of the order of registration', () => {
    const registry = createRegistry();
    registry.register(trivial('b/Beta-v1'), weather);
    registry.register(trivial('a/Alpha-v1'));
    expect(registry.names('game')).toEqual(['a/Alpha-v1', 'b/Beta-v1', 'toy/Weather-v1']);
    expect(registry.find('game', 'toy/Weather-v1')).toBe(weather);
    expect(createRegistry().names('game')).toEqual([]);
  });

  it('takes the highest version where none is given, by number and not by text', () => {
    const registry = createRegistry();
    registry.register(trivial('a/Alpha-v9'), trivial('a/Alpha-v10'), trivial('a/Alpha-v2'), trivial('a/AlphaBeta-v11'));
    expect(registry.find('game', 'a/Alpha').id).toBe('a/Alpha-v10');
    expect(registry.find('game', 'a/Alpha-v2').id).toBe('a/Alpha-v2');
  });

  it('creates games with parameters', () => {
    const registry = createRegistry();
    registry.register(weather);
    expect(registry.find('game', 'toy/Weather-v1').create().parameters).toEqual({ rounds: 4 });
    expect(registry.find('game', 'toy/Weather').create({ rounds: 7 }).parameters).toEqual({ rounds: 7 });
    expect(refusal(() => registry.find('game', 'toy/Weather').create({ round: 7 }))).toBe(
      'unknown parameter of toy/Weather-v1 "round": did you mean rounds?',
    );
  });

  it('answers unknown ids with near matches or with all that exists', () => {
    const registry = createRegistry();
    expect(refusal(() => registry.find('game', 'x'))).toBe('unknown game id "x": what exists: nothing');
    registry.register(weather, trivial('a/Alpha-v1'));
    expect(refusal(() => registry.find('game', 'toy/Wether-v1'))).toBe('unknown game id "toy/Wether-v1": did you mean toy/Weather-v1?');
    expect(refusal(() => registry.find('game', 'weather'))).toBe('unknown game id "weather": did you mean toy/Weather-v1?');
    expect(refusal(() => registry.find('game', 'toy/Weather-v2'))).toContain('did you mean toy/Weather-v1?');
    expect(refusal(() => registry.find('game', 'zzzzzzzzzzzz').create())).toBe(
      'unknown game id "zzzzzzzzzzzz": what exists: a/Alpha-v1, toy/Weather-v1',
    );
  });

  it('refuses an id that is taken, and then registers none of the games given', () => {
    const registry = createRegistry();
    registry.register(weather);
    expect(refusal(() => registry.register(trivial('a/Alpha-v1'), trivial('toy/Weather-v1')))).toContain(
      'toy/Weather-v1 is registered already',
    );
    expect(refusal(() => registry.register(trivial('a/Beta-v1'), trivial('a/Beta-v1')))).toContain('a/Beta-v1 is registered already');
    expect(registry.names('game')).toEqual(['toy/Weather-v1']);
    expect(registry.find('game', 'toy/Weather-v1')).toBe(weather);
  });
});
