import { createEnvironment, createRegistry, defineGame, discrete, finiteModel } from '@firstmover/core';
import { checkGame } from '@firstmover/core/testing';
import { describe, expect, it } from 'vitest';
import { matrixGames, payoffsOf } from './index.ts';

const games = matrixGames.map((definition) => [definition.id, definition.create()] as const);

describe('the games of this package', () => {
  it('are 21 games with different ids that a registry takes', () => {
    const registry = createRegistry();
    registry.register(...matrixGames);
    expect(registry.names('game')).toHaveLength(21);
    expect(() => registry.find('game', 'matrix/IteratedPrisonerDilemma-v1')).toThrow('did you mean matrix/IteratedPrisonersDilemma-v1');
  });

  it.each(games)('%s keeps the rules of a game: pure, plain, and the same from its definition and its finite model', (_id, game) => {
    checkGame(game, { steps: 600 });
  });

  it.each([
    ['matrix/IteratedPrisonersDilemma-v1', { memory: 'other' }],
    ['matrix/IteratedPrisonersDilemma-v1', { memoryLength: 2 }],
    ['matrix/IteratedChicken-v1', { memory: 'other', memoryLength: 3, steps: 7, rewardOffset: 0 }],
    ['matrix/Iterated-v1', { leaderPayoff: [[1, 2, 3]], followerPayoff: [[3, 2, 1]], memoryLength: 2 }],
    ['matrix/Maintain-v1', { commitment: 'mixed' }],
    ['matrix/Conitzer-v1', { commitment: 'sampled' }],
    ['matrix/OutOfEquilibriumBattle-v1', { commitment: 'mixed', miscoordination: -1e6 }],
  ])('so does %s with %j', (id, parameters) => {
    const registry = createRegistry();
    registry.register(...matrixGames);
    checkGame(registry.find('game', id).create(parameters), { steps: 600 });
  });

  it.each(games)('%s keeps its rewards within the bounds of its descriptor, which its payoffs reach', (_id, game) => {
    const model = finiteModel(game);
    const rewards = model.rewards.flatMap((column) => Array.from(column));
    expect([Math.min(...rewards), Math.max(...rewards)]).toEqual(game.descriptor.rewardBounds);
    expect(game.descriptor.source).not.toBe('');
  });

  it.each(games)('%s knows its payoffs, and its state is JSON', (_id, game) => {
    const payoffs = payoffsOf(game);
    expect([payoffs?.leaderPayoff.length, payoffs?.leaderPayoff[0]?.length]).toEqual(
      game.players.map(({ action }) => (action as { n: number }).n),
    );
    const environment = createEnvironment(game);
    environment.reset();
    environment.step([0, 0]);
    const { state } = environment.snapshot();
    expect(JSON.parse(JSON.stringify(state))).toEqual(state);
  });

  it('knows no payoffs of games made elsewhere', () => {
    const other = defineGame({
      id: 'my/Other-v1',
      rules: () => ({
        players: [{ name: 'leader', role: 'leader', observation: discrete(1), action: discrete(2) }],
        initial: () => ({}),
        step: (state) => ({ state, rewards: [0], terminated: true }),
        observe: () => 0,
      }),
      descriptor: () => ({
        summary: '',
        utility: 'general-sum',
        commitment: 'pure',
        rewardBounds: [0, 0],
        gamma: 1,
        optima: [],
        source: '',
      }),
    });
    expect(payoffsOf(other.create())).toBeUndefined();
  });
});
