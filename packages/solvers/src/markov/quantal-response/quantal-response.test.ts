import { InputError, RefusedError, defineGame, discrete, finiteModel, policyFromRows, policyRows } from '@firstmover/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestResponse } from '../best-response/best-response.ts';
import { evaluatePolicies } from '../policy-values/policy-values.ts';
import { SYMMETRIC_GAMES, iterated } from '../policy-values/iterated-games.fixture.ts';
import { randomGame, randomTable, testDescriptor } from '../policy-values/random-games.fixture.ts';
import { quantalResponse } from './quantal-response.ts';

/** One follower sees one of two types, the leader mixes over two rows. */
const oneShot = finiteModel(
  defineGame({
    id: 'test/OneShot-v1',
    rules: () => ({
      players: [
        { name: 'leader', role: 'leader' as const, observation: discrete(1), action: discrete(2) },
        { name: 'follower', role: 'follower' as const, observation: discrete(2), action: discrete(3) },
      ],
      initial: (chance) => chance.pick([1, 3]),
      step: (type: number, actions) => {
        const [row, column] = actions as [number, number];
        return { state: type, rewards: [0, (1 + type) * column * (row - 0.25)], terminated: true };
      },
      observe: (type, player) => (player === 1 ? type : 0),
    }),
    descriptor: () => testDescriptor(1, [-1, 3]),
  }).create(),
);

const softmax = (values: readonly number[]): number[] => {
  const weights = values.map((value) => Math.exp(value - Math.max(...values)));
  return weights.map((weight) => weight / weights.reduce((sum, other) => sum + other, 0));
};

describe('quantalResponse', () => {
  it('is the softmax of expected payoffs where the follower acts once', () => {
    const leader = policyFromRows([[0.4, 0.6]]);
    const { policies, iterations } = quantalResponse(oneShot, leader, { lambda: 2 });
    const rows = [0, 1].map((type) => softmax([0, 1, 2].map((column) => 2 * (1 + type) * column * 0.35)));
    expect(iterations).toBe(2);
    expect(policyRows(policies[0]!)).toEqual(rows.map((row) => row.map((p) => expect.closeTo(p, 12) as number)));
  });

  it('is uniform at precision 0', () => {
    const model = finiteModel(randomGame(4));
    const l = model.game.players[0]!.role === 'leader' ? 0 : 1;
    const leader = randomTable(4, model.observationCounts[l]!, model.actionCounts[l]!);
    for (const row of policyRows(quantalResponse(model, leader, { lambda: 0 }).policies[0]!)) {
      for (const p of row) expect(p).toBeCloseTo(1 / row.length, 12);
    }
  });

  it('earns what a best response earns as precision grows, where the follower sees the state', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), (seed) => {
        const model = finiteModel(randomGame(seed, { informed: true }));
        const [l, f] = model.game.players[0]!.role === 'leader' ? [0, 1] : [1, 0];
        const leader = randomTable(seed, model.observationCounts[l]!, model.actionCounts[l]!);
        const best = bestResponse(model, leader, { followerClass: 'stationary', ties: 'strong' }).followerValue;
        const earned = [1, 10, 1000].map((lambda) => {
          const [follower] = quantalResponse(model, leader, { lambda }).policies;
          return evaluatePolicies(model, l === 0 ? [leader, follower!] : [follower!, leader])[f]!;
        });
        expect(earned[2]).toBeCloseTo(best, 2);
        expect(Math.max(...earned)).toBeLessThanOrEqual(best + 1e-9);
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it('is a fixed point in iterated games, with values computed by hand-made deviations at one state in time', () => {
    // Against unconditional cooperation in one observation the value of an action is its payoff plus a constant: softmax of payoffs.
    const model = finiteModel(iterated(SYMMETRIC_GAMES['PrisonersDilemma']!));
    const { policies, residual } = quantalResponse(model, policyFromRows(Array.from({ length: 5 }, () => [1, 0])), { lambda: 0.7 });
    const [cooperate, defect] = [0, 1].map((action) => {
      const rows = Array.from({ length: 5 }, () => (action === 0 ? [1, 0] : [0, 1]));
      return evaluatePolicies(model, [policyFromRows(Array.from({ length: 5 }, () => [1, 0])), policyFromRows(rows)])[1]! / 10;
    }) as [number, number];
    expect(residual).toBeLessThanOrEqual(1e-9);
    expect(policies[0]!.probability(0, 1)).toBeCloseTo(softmax([0.7 * cooperate, 0.7 * defect])[1]!, 8);
  });

  it('solves the logit equations of two followers (McKelvey & Palfrey 1995: an uneven matching pennies)', () => {
    const pay = [[9, 0], [0, 1]]; // prettier-ignore
    const model = finiteModel(
      defineGame({
        id: 'test/Uneven-v1',
        rules: () => ({
          players: [
            { name: 'leader', role: 'leader' as const, observation: discrete(1), action: discrete(1) },
            { name: 'row', role: 'follower' as const, observation: discrete(1), action: discrete(2) },
            { name: 'column', role: 'follower' as const, observation: discrete(1), action: discrete(2) },
          ],
          initial: () => 0,
          step: (state: number, actions) => {
            const [, i, j] = actions as [number, number, number];
            return { state, rewards: [0, pay[i]![j]!, i === j ? 0 : 1], terminated: true };
          },
          observe: () => 0,
        }),
        descriptor: () => testDescriptor(1, [0, 9]),
      }).create(),
    );
    for (const lambda of [0.5, 2, 8]) {
      const [row, column] = quantalResponse(model, policyFromRows([[1]]), { lambda }).policies;
      const [p, q] = [row!.probability(0, 0), column!.probability(0, 0)];
      expect(p).toBeCloseTo(1 / (1 + Math.exp(lambda * (1 - q - 9 * q))), 7);
      expect(q).toBeCloseTo(1 / (1 + Math.exp(lambda * (p - (1 - p)))), 7);
    }
  });

  it('returns fixed points only: on random games it settles or refuses', () => {
    let settled = 0;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), fc.constantFrom(0.5, 3, 10), (seed, lambda) => {
        const model = finiteModel(randomGame(seed, { roles: ['leader', 'follower', 'follower'] }));
        const leader = randomTable(seed, model.observationCounts[0]!, model.actionCounts[0]!);
        try {
          expect(quantalResponse(model, leader, { lambda }).residual).toBeLessThanOrEqual(1e-9);
          settled++;
        } catch (error) {
          expect(error).toBeInstanceOf(RefusedError);
        }
      }),
      { seed: 3, numRuns: 60 },
    );
    expect(settled).toBeGreaterThan(50);
  });

  it('refuses where it does not settle, and says how far it got', () => {
    const refusals = Array.from({ length: 40 }, (_unused, seed) => {
      const model = finiteModel(randomGame(seed, { roles: ['leader', 'follower', 'follower'] }));
      const leader = randomTable(seed, model.observationCounts[0]!, model.actionCounts[0]!);
      try {
        return quantalResponse(model, leader, { lambda: 5000 }).residual;
      } catch (error) {
        return error;
      }
    });
    const errors = refusals.filter((result) => typeof result !== 'number');
    expect(errors.length).toBeGreaterThan(0);
    for (const error of errors) {
      expect(error).toBeInstanceOf(RefusedError);
      expect((error as Error).message).toMatch(/did not settle at lambda 5000 .* use a smaller lambda/);
    }
  });

  it('refuses precisions out of range', () => {
    for (const lambda of [-1, NaN, Infinity]) {
      expect(() => quantalResponse(oneShot, policyFromRows([[1, 0]]), { lambda })).toThrow(InputError);
    }
  });
});
