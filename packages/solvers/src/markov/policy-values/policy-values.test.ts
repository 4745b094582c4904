import type { Game } from '@firstmover/core';
import { createBatch, defineGame, deterministicPolicy, discrete, finiteModel, randomStream, tablePolicy } from '@firstmover/core';
import { describe, expect, it } from 'vitest';
import { evaluatePolicies } from './policy-values.ts';
import { SYMMETRIC_GAMES, iterated } from './iterated-games.fixture.ts';
import { randomGame, randomTable, testDescriptor } from './random-games.fixture.ts';

const dilemma = finiteModel(iterated(SYMMETRIC_GAMES['PrisonersDilemma']!));
const play = (leader: readonly number[], follower: readonly number[]): number[] =>
  evaluatePolicies(dilemma, [deterministicPolicy(leader, 2), deterministicPolicy(follower, 2)]);

/** A walk of `ends` steps with reward 1 in each, that ends after that many steps or never. */
function walk(gamma: number, ends: number | null): Game {
  return defineGame({
    id: 'test/Walk-v1',
    rules: () => ({
      players: [{ name: 'leader', role: 'leader' as const, observation: discrete(1), action: discrete(1) }],
      initial: () => 0,
      step: (at: number) => ({ state: ends === null ? 1 - at : at + 1, rewards: [1], terminated: at + 1 === ends }),
      observe: () => 0,
    }),
    descriptor: () => testDescriptor(gamma, [1, 1]),
  }).create();
}

describe('evaluatePolicies', () => {
  it('plays the iterated prisoner’s dilemma as computed by hand', () => {
    expect(play([0, 0, 0, 0, 0], [0, 0, 0, 0, 0])).toEqual([5, 5]);
    expect(play([1, 1, 1, 1, 1], [0, 0, 0, 0, 0])).toEqual([15, -15]);
    // Defect first, then copy, against a follower that always cooperates: 4 once, then 3.
    expect(play([1, 0, 0, 1, 1], [0, 0, 0, 0, 0])).toEqual([6, 3]);
    // Both copy, out of step: 4 and 1 in turn.
    expect(play([1, 0, 0, 1, 1], [0, 0, 1, 0, 1])).toEqual([0, 0]);
  });

  it('weighs a stochastic leader by its probabilities', () => {
    const half = tablePolicy(new Float64Array(10).fill(0.5), { observations: 5, actions: 2 });
    expect(evaluatePolicies(dilemma, [half, deterministicPolicy([0, 0, 0, 0, 0], 2)])).toEqual([10, -5]);
  });

  it('reads a policy from its rows of a shared table', () => {
    const shared = new Float64Array(20);
    for (let row = 0; row < 10; row++) shared[2 * row + (row < 5 ? 0 : 1)] = 1;
    const second = tablePolicy(shared, { observations: 5, actions: 2, offset: 5 });
    expect(evaluatePolicies(dilemma, [second, deterministicPolicy([0, 0, 0, 0, 0], 2)])).toEqual([15, -15]);
  });

  it('discounts by the game’s gamma', () => {
    const model = finiteModel(walk(0.5, 4));
    expect(evaluatePolicies(model, [deterministicPolicy([0], 1)])).toEqual([1.875]);
  });

  it('agrees with simulation on random stochastic games with two and three players', () => {
    const size = 10_000;
    for (let seed = 0; seed < 8; seed++) {
      const game = randomGame(seed, seed < 4 ? {} : { roles: ['follower', 'leader', 'follower'] });
      const model = finiteModel(game);
      const policies = game.players.map((_player, i) => randomTable(10 * seed + i, model.observationCounts[i]!, model.actionCounts[i]!));
      const batch = createBatch(game, { size, seed, model });
      const random = randomStream(seed, 'test/play');
      const actions = game.players.map(() => new Int32Array(size));
      const totals = game.players.map(() => new Float64Array(size));
      batch.reset();
      const over = (copy: number): boolean => batch.terminated[copy] === 1;
      for (let weight = 1; !batch.terminated.every((flag) => flag === 1); weight *= game.descriptor.gamma) {
        const running = Array.from({ length: size }, (_copy, copy) => copy).filter((copy) => !over(copy));
        for (const copy of running) {
          policies.forEach((policy, i) => (actions[i]![copy] = policy.act(batch.observations[i]![copy]!, random) as number));
        }
        batch.step(actions);
        for (const copy of running) totals.forEach((total, i) => (total[copy]! += weight * batch.rewards[i]![copy]!));
      }
      const exact = evaluatePolicies(model, policies);
      totals.forEach((total, i) => {
        const mean = total.reduce((sum, value) => sum + value, 0) / size;
        const variance = total.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / size;
        expect(Math.abs(mean - exact[i]!)).toBeLessThan(5 * Math.sqrt(variance / size) + 1e-9);
      });
    }
  });

  it('refuses a game that can return to an earlier state', () => {
    const model = finiteModel(walk(0.5, null));
    expect(() => evaluatePolicies(model, [deterministicPolicy([0], 1)])).toThrow(
      'test/Walk-v1 can return to an earlier state, for example to or through 0: exact returns need a game that surely ends',
    );
  });

  it('refuses tables that do not fit, with the row', () => {
    const fits = deterministicPolicy([0, 0, 0, 0, 0], 2);
    expect(() => evaluatePolicies(dilemma, [fits])).toThrow('1 policies for test/Iterated-v1: expected one per player, 2');
    expect(() => evaluatePolicies(dilemma, [deterministicPolicy([0, 0, 0], 2), fits])).toThrow(
      'the table of leader in test/Iterated-v1 is 3 x 2: expected 5 observations x 2 actions',
    );
    for (const row of [
      [NaN, 1],
      [0.5, 0.4],
      [-0.5, 1.5],
    ] as const) {
      const table = Float64Array.from([1, 0, 1, 0, ...row, 1, 0, 1, 0]);
      expect(() => evaluatePolicies(dilemma, [tablePolicy(table, { observations: 5, actions: 2 }), fits])).toThrow(
        'row 2 of the table of leader in test/Iterated-v1 is',
      );
    }
  });

  it('refuses a discount that is not a number of at least 0', () => {
    expect(() => evaluatePolicies(finiteModel(walk(NaN, 2)), [deterministicPolicy([0], 1)])).toThrow('gamma of test/Walk-v1 is NaN');
  });
});
