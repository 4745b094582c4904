import { createEnvironment, createRegistry } from '@firstmover/core';
import { checkGame } from '@firstmover/core/testing';
import { describe, expect, it } from 'vitest';
import { benchmarkGames, duopolyOptimum, linearQuadraticOptimum } from './index.ts';

const registry = createRegistry();
registry.register(...benchmarkGames);

/** The rewards of one joint action. */
function rewards(
  id: string,
  parameters: { [name: string]: unknown },
  x: readonly number[],
  y: readonly number[],
): readonly [number, number] {
  const environment = createEnvironment(registry.find('game', id).create(parameters));
  environment.reset();
  return environment.step([x, y]).rewards as [number, number];
}

/** The best leader reward over a grid of commitments, each answered by the best reply of a grid: the same for every coordinate. */
function searched(id: string, parameters: { [name: string]: unknown }, low: number, high: number, size = 1): number {
  const environment = createEnvironment(registry.find('game', id).create(parameters));
  const play = (x: number, y: number): readonly number[] => {
    environment.reset();
    return environment.step([new Array(size).fill(x), new Array(size).fill(y)]).rewards;
  };
  let best = -Infinity;
  for (let i = 0; i <= 400; i++) {
    const x = low + ((high - low) * i) / 400;
    let reply: readonly number[] = [-Infinity, -Infinity];
    for (let j = 0; j <= 400; j++) {
      const found = play(x, low + ((high - low) * j) / 400);
      if (found[1]! > reply[1]!) reply = found;
    }
    best = Math.max(best, reply[0]!);
  }
  return best;
}

describe('every game of this package', () => {
  it.each([
    ['benchmark/Checkpoints-v1', {}],
    ['benchmark/Checkpoints-v1', { places: 40, slip: 0.3 }],
    ['benchmark/Duopoly-v1', {}],
    ['benchmark/Duopoly-v1', { demand: 0.5, leaderCost: 1, followerCost: 0.2 }],
    ['benchmark/LinearQuadratic-v1', {}],
    ['benchmark/LinearQuadratic-v1', { size: 5, coupling: 3 }],
  ])('keeps the rules of a game: %s %j', (id, parameters) => {
    checkGame(registry.find('game', id).create(parameters), { steps: 500 });
  });
});

describe('the duopoly', () => {
  it('is worth 1/8 where Cournot competition is worth 1/9', () => {
    expect(duopolyOptimum(1, 0, 0)).toEqual({ leader: 0.5, follower: 0.25, leaderReturn: 0.125 });
    expect(rewards('benchmark/Duopoly-v1', {}, [0.5], [0.25])).toEqual([0.125, 0.0625]);
    const [cournot] = rewards('benchmark/Duopoly-v1', {}, [1 / 3], [1 / 3]);
    expect(cournot).toBeCloseTo(1 / 9, 12);
  });

  it.each([
    [1, 0, 0],
    [1, 0.1, 0.2],
    [0.8, 0.2, 0],
    [1, 0, 0.25],
  ])('demand %d, costs %d and %d: search finds the closed form', (demand, leaderCost, followerCost) => {
    const claimed = duopolyOptimum(demand, leaderCost, followerCost)!.leaderReturn;
    expect(Math.abs(searched('benchmark/Duopoly-v1', { demand, leaderCost, followerCost }, 0, 1) - claimed)).toBeLessThan(2e-3);
  });

  it('claims nothing where the leader had better drive the follower out', () => {
    expect(duopolyOptimum(1, 0, 0.9)).toBeUndefined();
    expect(registry.find('game', 'benchmark/Duopoly-v1').create({ followerCost: 0.9 }).descriptor.optima).toEqual([]);
  });
});

describe('the linear-quadratic game', () => {
  it.each([
    [1, 1],
    [1, 4],
    [3, 0.5],
    [2, 0],
  ])('of size %d with coupling %d: search finds the closed form', (size, coupling) => {
    const claimed = linearQuadraticOptimum(size, coupling).leaderReturn;
    expect(Math.abs(searched('benchmark/LinearQuadratic-v1', { size, coupling }, -1, 1, size) - claimed)).toBeLessThan(5e-3 * size);
  });
});
