import { randomStream } from '@firstmover/core';
import type { StochasticGame } from './stochastic-game.ts';

/** A random stochastic game with integer rewards from 0 to 9. */
export function randomStochasticGame(
  seed: number,
  { states = 2, rows = 2, columns = 2, discount = 0.8 }: { states?: number; rows?: number; columns?: number; discount?: number } = {},
): StochasticGame {
  const random = randomStream(seed, 'test/stochastic-game');
  const table = <T>(entry: () => T): T[][][] =>
    Array.from({ length: states }, () => Array.from({ length: rows }, () => Array.from({ length: columns }, entry)));
  const distribution = (): number[] => {
    const weights = Array.from({ length: states }, () => 1 + random.integer(4));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return weights.map((weight) => weight / total);
  };
  return {
    leaderReward: table(() => random.integer(10)),
    followerReward: table(() => random.integer(10)),
    transition: table(distribution),
    discount,
    initialDistribution: distribution(),
  };
}
