import type { FiniteModel, BestResponseClass } from '@firstmover/core';
import { defineGame, discrete, finiteModel, policyFromRows, policyRows, randomStream } from '@firstmover/core';
import { describe, expect, it } from 'vitest';
import { bestResponse } from '../best-response/best-response.ts';
import { solveBimatrix } from '../../matrix/bimatrix/bimatrix.ts';
import type { PayoffMatrices } from '../../matrix/bimatrix/game.ts';
import { bestDeterministicCommitment } from '../deterministic-commitment/deterministic-commitment.ts';
import { SYMMETRIC_GAMES, iterated } from '../policy-values/iterated-games.fixture.ts';
import { randomGame, testDescriptor } from '../policy-values/random-games.fixture.ts';
import { historyOptimum } from '../history-optimum/history-optimum.ts';
import { verifyCommitment } from '../verify-commitment/verify-commitment.ts';
import { bestStochasticCommitment } from './stochastic-commitment.ts';

const defects = (policy: Parameters<typeof policyRows>[0]): number[] => policyRows(policy).map((row) => row[1]!);

/** The best strong value over tables whose rows lie on an even grid of two actions. */
function gridOptimum(model: FiniteModel, followerClass: BestResponseClass, points: number): number {
  const leader = model.game.players[0]!.role === 'leader' ? 0 : 1;
  const observations = model.observationCounts[leader]!;
  let best = -Infinity;
  for (let index = 0; index < points ** observations; index++) {
    const rows = Array.from({ length: observations }, (_unused, k) => (Math.floor(index / points ** k) % points) / (points - 1));
    const policy = policyFromRows(rows.map((p) => [p, 1 - p]));
    best = Math.max(best, bestResponse(model, policy, { followerClass, ties: 'strong' }).leaderValue);
  }
  return best;
}

/** One or two rounds of a bimatrix game in which nobody sees anything, so that the leader plays one mixture. */
function blindRounds({ leaderPayoff, followerPayoff }: PayoffMatrices, rounds: number): FiniteModel {
  const action = [discrete(leaderPayoff.length), discrete(leaderPayoff[0]!.length)];
  const game = defineGame({
    id: 'test/Blind-v1',
    rules: () => ({
      players: (['leader', 'follower'] as const).map((role, k) => ({ name: role, role, observation: discrete(1), action: action[k]! })),
      initial: () => 1,
      step: (round: number, [i, j]) => ({
        state: round + 1,
        rewards: [leaderPayoff[i as number]![j as number]!, followerPayoff[i as number]![j as number]!],
        terminated: round === rounds,
      }),
      observe: () => 0,
    }),
    descriptor: () => testDescriptor(1, [0, 9]),
  });
  return finiteModel(game.create());
}

describe('bestStochasticCommitment', () => {
  it('is worth 9.838304 with the small memory against a stationary follower, certified to 3e-6', () => {
    const model = finiteModel(iterated(SYMMETRIC_GAMES['PrisonersDilemma']!, { memory: 'other' }));
    const found = bestStochasticCommitment(model, { followerClass: 'stationary', tolerance: 1e-6 });
    expect(found.leaderValue).toBeCloseTo(9.838304, 6);
    expect(found.upperBound).toBeLessThan(9.838304 + 3e-6);
    expect(defects(found.commitment)).toEqual([1, expect.closeTo(0.426478, 6), 1]);
    expect(found.weakValue).toBeLessThan(9);
    expect(found.interior.leaderValue.weak).toBeCloseTo(found.interior.leaderValue.strong, 9);
    expect(found.interior.leaderValue.weak).toBeGreaterThan(9.82);
    expect(verifyCommitment(model, found.commitment, { followerClass: 'stationary' }).leaderValue.strong).toBeCloseTo(found.leaderValue, 9);
  });

  it('is worth 10 with the full memory against a stationary follower', () => {
    const model = finiteModel(iterated(SYMMETRIC_GAMES['PrisonersDilemma']!));
    const found = bestStochasticCommitment(model, { followerClass: 'stationary', tolerance: 1e-6 });
    expect(found.leaderValue).toBeCloseTo(10, 6);
    expect(found.upperBound).toBeLessThan(10 + 1e-6);
  });

  it.each(['joint', 'other'] as const)('is worth 17/2 with memory %s against a rational follower', (memory) => {
    const model = finiteModel(iterated(SYMMETRIC_GAMES['PrisonersDilemma']!, { memory }));
    const found = bestStochasticCommitment(model, { followerClass: 'rational' });
    expect(found.leaderValue).toBeCloseTo(8.5, 9);
    expect(found.upperBound).toBeCloseTo(8.5, 9);
    expect(found.followerClass).toBe('rational');
  });

  it('gains nothing from mixing in the other eleven games, with either memory and follower', () => {
    for (const [name, payoffs] of Object.entries(SYMMETRIC_GAMES)) {
      if (name === 'PrisonersDilemma') continue;
      const value = name === 'Deadlock' || name === 'PrisonersDelight' ? 5 : 15;
      for (const memory of ['joint', 'other'] as const) {
        for (const followerClass of ['stationary', 'rational'] as const) {
          const found = bestStochasticCommitment(finiteModel(iterated(payoffs, { memory })), { followerClass });
          expect(found.leaderValue, `${name} ${memory} ${followerClass}`).toBeCloseTo(value, 9);
          expect(found.upperBound, `${name} ${memory} ${followerClass}`).toBeLessThan(value + 3.1e-6);
        }
      }
    }
  });

  it('of a leader without memory is the mixed commitment of the round, against either follower (1,000 games)', { timeout: 120_000 }, () => {
    for (let seed = 0; seed < 1000; seed++) {
      const random = randomStream(seed, 'test/blind');
      const [rows, columns, rounds] = seed % 20 === 0 ? [3, 3, 2] : [2, 2, 1];
      const matrix = (): number[][] => Array.from({ length: rows }, () => Array.from({ length: columns }, () => random.integer(10)));
      const stage = { leaderPayoff: matrix(), followerPayoff: matrix() };
      const value = rounds * solveBimatrix(stage, { commitment: 'mixed', ties: 'strong' }).leaderValue;
      const model = blindRounds(stage, rounds);
      for (const followerClass of seed % 10 === 0 ? (['stationary', 'rational'] as const) : (['stationary'] as const)) {
        const found = bestStochasticCommitment(model, { followerClass });
        expect(Math.abs(found.leaderValue - value), `seed ${seed} ${followerClass}`).toBeLessThan(1e-5);
        expect(found.upperBound).toBeGreaterThanOrEqual(value - 1e-9);
      }
    }
  });

  it('lies between a grid of tables and its certificate in random games with chance and hidden states', () => {
    let gained = 0;
    for (let seed = 0; seed < 40; seed++) {
      const model = finiteModel(randomGame(seed));
      const leader = model.game.players[0]!.role === 'leader' ? 0 : 1;
      if (model.actionCounts[leader] !== 2) continue;
      const found = bestStochasticCommitment(model, { followerClass: 'stationary', boxes: 1000 });
      const grid = gridOptimum(model, 'stationary', 6);
      expect(found.leaderValue, `seed ${seed}`).toBeGreaterThanOrEqual(grid - 1e-7);
      expect(found.upperBound, `seed ${seed}`).toBeGreaterThanOrEqual(found.leaderValue);
      expect(found.upperBound - found.leaderValue, `seed ${seed}`).toBeLessThan(2e-4);
      const pure = bestDeterministicCommitment(model, { followerClass: 'stationary', ties: 'strong' });
      if (found.leaderValue > pure.leaderValue + 1e-6) gained++;
    }
    expect(gained).toBeGreaterThan(3);
  });

  it('lies between the best deterministic table and a certificate that no table of a grid exceeds when the follower is rational', () => {
    for (let seed = 0; seed < 8; seed++) {
      const model = finiteModel(randomGame(seed, { informed: true }));
      const leader = model.game.players[0]!.role === 'leader' ? 0 : 1;
      if (model.actionCounts[leader] !== 2) continue;
      const found = bestStochasticCommitment(model, { followerClass: 'rational', boxes: 9 });
      const pure = bestDeterministicCommitment(model, { followerClass: 'rational', ties: 'strong' });
      expect(found.leaderValue, `seed ${seed}`).toBeGreaterThanOrEqual(pure.leaderValue - 1e-9);
      expect(found.upperBound, `seed ${seed}`).toBeGreaterThanOrEqual(found.leaderValue);
      expect(found.upperBound, `seed ${seed}`).toBeGreaterThanOrEqual(gridOptimum(model, 'rational', 6) - 1e-9);
      expect(found.upperBound, `seed ${seed}`).toBeLessThanOrEqual(historyOptimum(model).leaderValue + 1e-9);
    }
  });

  it('refuses what is too large, hidden from a rational follower, or no limit', () => {
    const dilemma = SYMMETRIC_GAMES['PrisonersDilemma']!;
    const twoRounds = finiteModel(iterated(dilemma, { depth: 2 }));
    expect(() => bestStochasticCommitment(twoRounds, { followerClass: 'stationary' })).toThrow('more than 1024 deterministic replies');
    const hidden = finiteModel(randomGame(3, { roles: ['leader', 'follower'] }));
    expect(() => bestStochasticCommitment(hidden, { followerClass: 'rational' })).toThrow('cannot always tell the state');
    const model = finiteModel(iterated(dilemma));
    expect(() => bestStochasticCommitment(model, { followerClass: 'stationary', tolerance: -1 })).toThrow(
      'tolerance of bestStochasticCommitment is -1',
    );
    expect(() => bestStochasticCommitment(model, { followerClass: 'naive' as 'rational' })).toThrow(
      'followerClass of bestStochasticCommitment is "naive"',
    );
  });
});
