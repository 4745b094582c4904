import { InputError, RefusedError, createRegistry, finiteModel } from '@firstmover/core';
import { checkGame } from '@firstmover/core/testing';
import { describe, expect, it } from 'vitest';
import { mechanismGames } from './index.ts';

const registry = createRegistry();
registry.register(...mechanismGames);

describe('every game of this package', () => {
  it.each([
    ['mechanism/MatrixDesign-v1', {}],
    ['mechanism/MatrixDesign-v1', { payments: 'whole', paymentWeight: 1, largestPayment: 3 }],
    ['mechanism/SimpleAllocation-v1', {}],
    ['mechanism/SimpleAllocation-v1', { items: 5, messages: 2 }],
    ['mechanism/SequentialPrice-v1', {}],
    ['mechanism/SequentialPrice-v1', { prices: 0, messages: 3 }],
    ['mechanism/SequentialPrice-v1', { setting: 'grid', buyers: 3, types: 3, messages: 2, prices: 2 }],
    ['mechanism/SequentialPrice-v1', { messages: 1 }],
  ])('keeps the rules of a game: %s %j', (id, parameters) => {
    checkGame(registry.find('game', id).create(parameters), { steps: 1000 });
  });

  it.each([
    ['mechanism/MatrixDesign-v1', { payments: 'whole', largestPayment: 2 }],
    ['mechanism/SimpleAllocation-v1', {}],
    ['mechanism/SequentialPrice-v1', {}],
  ])('has a finite model where its spaces are finite, within the bounds of its rewards: %s %j', (id, parameters) => {
    const game = registry.find('game', id).create(parameters);
    const rewards = finiteModel(game).rewards.flatMap((column) => Array.from(column));
    expect(Math.min(...rewards)).toBeGreaterThanOrEqual(game.descriptor.rewardBounds[0]);
    expect(Math.max(...rewards)).toBeLessThanOrEqual(game.descriptor.rewardBounds[1]);
  });

  it('says what cannot be', () => {
    expect(() => registry.find('game', 'mechanism/MatrixDesign-v1').create({ rowPayoff: [[1, 2, 3]] })).toThrow(
      'expected the shape of rowPayoff, 1 x 3',
    );
    expect(() => registry.find('game', 'mechanism/SequentialPrice-v1').create({ types: 4 })).toThrow('have no effect with setting pi');
    expect(() => registry.find('game', 'mechanism/SequentialPrice-v1').create({ setting: 'grid', buyers: 8, messages: 10 })).toThrow(
      RefusedError,
    );
    expect(() => registry.find('game', 'mechanism/SimpleAllocation-v1').create({ messages: 0 })).toThrow(InputError);
  });
});
