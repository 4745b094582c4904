import { describe, expect, it } from 'vitest';
import { solveBimatrix } from '../../matrix/bimatrix/bimatrix.ts';
import { createReplyValues } from '../stochastic-commitment/reply-values.ts';
import { bestStationaryCommitment } from './stationary-commitment.ts';
import { processOfGame, type StochasticGame } from './stochastic-game.ts';
import { randomStochasticGame } from './stochastic-games.fixture.ts';

/** The value of every table of an even grid; two states, two leader actions. */
function gridOptimum(game: StochasticGame, points: number): number {
  const values = createReplyValues(processOfGame(game), 'test');
  let best = -Infinity;
  for (let a = 0; a < points; a++) {
    for (let b = 0; b < points; b++) {
      const [p, q] = [a / (points - 1), b / (points - 1)];
      best = Math.max(best, values.at(Float64Array.of(p, 1 - p, q, 1 - q)).leader);
    }
  }
  return best;
}

/** The value of a zero-sum 2x2 game. */
function zeroSum([[a, b], [c, d]]: readonly [readonly [number, number], readonly [number, number]]): number {
  const maximin = Math.max(Math.min(a, b), Math.min(c, d));
  const minimax = Math.min(Math.max(a, c), Math.max(b, d));
  return maximin === minimax ? maximin : (a * d - b * c) / (a + d - b - c);
}

/** Shapley's value iteration (1953): the row player's value of every state. */
function shapley(game: StochasticGame): number {
  let values = game.leaderReward.map(() => 0);
  for (let round = 0; round < 200; round++) {
    values = game.leaderReward.map((rewards, s) => {
      const later = (i: number, j: number): number =>
        rewards[i]![j]! + game.discount * game.transition[s]![i]![j]!.reduce((sum, p, next) => sum + p * values[next]!, 0);
      return zeroSum([
        [later(0, 0), later(0, 1)],
        [later(1, 0), later(1, 1)],
      ]);
    });
  }
  return values.reduce((sum, value, s) => sum + value * game.initialDistribution[s]!, 0);
}

/** The best that both together can do when they want the same. */
function cooperative(game: StochasticGame): number {
  let values = game.leaderReward.map(() => 0);
  for (let round = 0; round < 400; round++) {
    values = game.leaderReward.map((rewards, s) =>
      Math.max(
        ...rewards.flatMap((row, i) =>
          row.map((reward, j) => reward + game.discount * game.transition[s]![i]![j]!.reduce((sum, p, next) => sum + p * values[next]!, 0)),
        ),
      ),
    );
  }
  return values.reduce((sum, value, s) => sum + value * game.initialDistribution[s]!, 0);
}

describe('bestStationaryCommitment', () => {
  it('of one state is the bimatrix game over again (500 games)', () => {
    for (let seed = 0; seed < 500; seed++) {
      const game = randomStochasticGame(seed, { states: 1, rows: 2 + (seed % 2), columns: 2 + (seed % 3 === 0 ? 1 : 0) });
      const { leaderValue: value } = solveBimatrix(
        { leaderPayoff: game.leaderReward[0]!, followerPayoff: game.followerReward[0]! },
        { commitment: 'mixed', ties: 'strong' },
      );
      const found = bestStationaryCommitment(game);
      expect(Math.abs(found.leaderValue - value / 0.2), `seed ${seed}`).toBeLessThan(1e-5);
      expect(found.upperBound - found.leaderValue).toBeLessThan(1e-5);
    }
  });

  it('of two states is what a dense grid approaches from below, with a certificate, and verified after a step', () => {
    let gained = 0;
    for (let seed = 0; seed < 40; seed++) {
      const game = randomStochasticGame(seed, { discount: [0, 0.5, 0.8, 0.95][seed % 4]! });
      const grid = gridOptimum(game, 41);
      const found = bestStationaryCommitment(game);
      const scale = 9 / (1 - game.discount);
      expect(found.leaderValue, `seed ${seed}`).toBeGreaterThanOrEqual(grid - 1e-9 * scale);
      expect(found.leaderValue - grid, `seed ${seed}`).toBeLessThan(0.02 * scale);
      expect(found.upperBound, `seed ${seed}`).toBeGreaterThanOrEqual(found.leaderValue);
      expect(found.upperBound - found.leaderValue, `seed ${seed}`).toBeLessThan(1.1e-7 * scale);
      expect(found.weakValue).toBeLessThanOrEqual(found.leaderValue);
      expect(found.interior.leaderValue.weak).toBeGreaterThanOrEqual(found.weakValue);
      expect(found.interior.leaderValue.weak).toBeLessThanOrEqual(found.upperBound);
      expect(found.optimalReplies).toContainEqual(found.reply);
      if (found.leaderValue > grid + 1e-6) gained++;
    }
    // The games are rich enough for optima off the grid.
    expect(gained).toBeGreaterThan(7);
  });

  it('of a myopic follower and leader is a bimatrix game per state (300 games)', () => {
    for (let seed = 100; seed < 400; seed++) {
      const size = seed % 10 === 0 ? { states: 3, columns: 3 } : { states: 2, columns: 2 };
      const game = randomStochasticGame(seed, { ...size, discount: 0 });
      const values = game.leaderReward.map(
        (leaderPayoff, s) =>
          solveBimatrix({ leaderPayoff, followerPayoff: game.followerReward[s]! }, { commitment: 'mixed', ties: 'strong' }).leaderValue,
      );
      const expected = values.reduce((sum, value, s) => sum + value * game.initialDistribution[s]!, 0);
      const found = bestStationaryCommitment(game);
      expect(Math.abs(found.leaderValue - expected), `seed ${seed}`).toBeLessThan(1e-5);
    }
  });

  it('keeps a reply that is best at one point alone: found by 100,000 games, of which 21 had a bound below the value', () => {
    const half = [[[0.5, 0.5], [0.5, 0.5]], [[0.5, 0.5], [0.5, 0.5]]]; // prettier-ignore
    const games = [
      [[[[8, 9], [0, 9]], [[0, 1], [1, 5]]], [[[3, 1], [2, 2]], [[3, 6], [4, 2]]]], // prettier-ignore
      [[[[2, 5], [0, 7]], [[3, 4], [5, 6]]], [[[8, 4], [4, 4]], [[3, 9], [6, 4]]]], // prettier-ignore
      [[[[4, 4], [5, 2]], [[6, 6], [8, 5]]], [[[5, 9], [4, 4]], [[6, 4], [4, 7]]]], // prettier-ignore
      [[[[4, 3], [4, 0]], [[8, 4], [3, 3]]], [[[4, 6], [1, 1]], [[2, 3], [3, 2]]]], // prettier-ignore
    ] as const;
    for (const [leaderReward, followerReward] of games) {
      for (const discount of [0, 0.3]) {
        for (const first of [0.2, 0.25, 0.4, 0.5, 2 / 3]) {
          const game = { leaderReward, followerReward, transition: [half, half], discount, initialDistribution: [first, 1 - first] };
          const now = leaderReward.map(
            (leaderPayoff, s) =>
              solveBimatrix({ leaderPayoff, followerPayoff: followerReward[s]! }, { commitment: 'mixed', ties: 'strong' }).leaderValue,
          );
          const mean = (now[0]! + now[1]!) / 2;
          const expected = first * now[0]! + (1 - first) * now[1]! + (discount / (1 - discount)) * mean;
          const found = bestStationaryCommitment(game);
          expect(found.upperBound).toBeGreaterThan(expected - 1e-8);
          expect(found.leaderValue).toBeCloseTo(expected, 5);
        }
      }
    }
  });

  it('a zero-sum game that once ended in NaN has the value of value iteration', () => {
    const { leaderReward, ...rest } = randomStochasticGame(315_767_828, { discount: 0.3 });
    const zeroSum = leaderReward.map((state) => state.map((row) => row.map((reward) => -reward)));
    const found = bestStationaryCommitment({ ...rest, leaderReward, followerReward: zeroSum });
    expect(found.leaderValue).toBeCloseTo(5.319727891156463, 6);
    expect(found.upperBound).toBeGreaterThanOrEqual(5.319727891156463 - 1e-9);
  });

  it('does not depend on the units of the payoffs', () => {
    const game = randomStochasticGame(0);
    const scaled = (values: StochasticGame['leaderReward'], factor: number, shift: number): StochasticGame['leaderReward'] =>
      values.map((state) => state.map((row) => row.map((value) => factor * value + shift)));
    const { leaderValue } = bestStationaryCommitment(game);
    for (const factor of [1e-6, 1, 1e6]) {
      const other = {
        ...game,
        leaderReward: scaled(game.leaderReward, factor, factor),
        followerReward: scaled(game.followerReward, factor, -factor),
      };
      expect(bestStationaryCommitment(other).leaderValue / factor - 1 / (1 - game.discount)).toBeCloseTo(leaderValue, 4);
    }
  });

  it('of a zero-sum game is Shapley’s value (200 games)', () => {
    for (let seed = 0; seed < 200; seed++) {
      const random = randomStochasticGame(seed, seed < 10 ? {} : { discount: 0.5 });
      const game = { ...random, followerReward: random.leaderReward.map((state) => state.map((row) => row.map((reward) => -reward))) };
      expect(Math.abs(bestStationaryCommitment(game).leaderValue - shapley(game)), `seed ${seed}`).toBeLessThan(1e-5);
    }
  });

  it('of a team is the best both can do together', () => {
    for (let seed = 0; seed < 10; seed++) {
      const random = randomStochasticGame(seed, { states: 3 });
      const game = { ...random, followerReward: random.leaderReward };
      expect(bestStationaryCommitment(game).leaderValue).toBeCloseTo(cooperative(game), 8);
    }
  });

  it('ends at a limit of boxes with a bound that holds, and refuses what is too large or malformed', () => {
    const game = randomStochasticGame(0);
    const full = bestStationaryCommitment(game);
    const cut = bestStationaryCommitment(game, { boxes: 5 });
    expect(cut.boxes).toBeLessThanOrEqual(6);
    expect(cut.upperBound).toBeGreaterThanOrEqual(full.leaderValue);
    expect(cut.upperBound).toBeGreaterThan(full.upperBound);
    expect(() => bestStationaryCommitment(randomStochasticGame(0, { states: 33 }))).toThrow('33 x 2 entries');
    expect(() => bestStationaryCommitment(randomStochasticGame(0, { states: 13 }))).toThrow('more than 1024 deterministic replies');
    expect(() => bestStationaryCommitment({ ...game, discount: 1 })).toThrow('discount is 1: expected a number of at least 0 and below 1');
    expect(() => bestStationaryCommitment({ ...game, initialDistribution: [1, 1] })).toThrow('initialDistribution sums to 2: expected 1');
    expect(() => bestStationaryCommitment({ ...game, followerReward: game.followerReward.slice(1) })).toThrow(
      'followerReward has 1 states: expected a list of 2 states',
    );
    const wrong = game.leaderReward.map((state, s) =>
      state.map((row, i) => row.map((value, j) => (s === 1 && i === 0 && j === 1 ? NaN : value))),
    );
    expect(() => bestStationaryCommitment({ ...game, leaderReward: wrong })).toThrow('leaderReward[1][0][1] is NaN');
    expect(() => bestStationaryCommitment(game, { tolerance: 0 })).toThrow('tolerance of bestStationaryCommitment is 0: expected a');
    expect(() => bestStationaryCommitment(game, { boxes: 0.5 })).toThrow('boxes of bestStationaryCommitment is 0.5: expected an integer');
  });
});
