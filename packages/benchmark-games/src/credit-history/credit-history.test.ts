import type { TablePolicy } from '@firstmover/core';
import { deterministicPolicy, finiteModel } from '@firstmover/core';
import { checkGame } from '@firstmover/core/testing';
import { bestDeterministicCommitment, bestResponse } from '@firstmover/solvers';
import { describe, expect, it } from 'vitest';
import { creditHistory, creditHistoryOptimum } from './credit-history.ts';

const CLASSES = ['stationary', 'rational'] as const;
const TIES = ['strong', 'weak'] as const;

/** Lends at the records that a function says. */
function lender(memory: number, lends: (record: number) => boolean): TablePolicy {
  return deterministicPolicy(
    Array.from({ length: 2 ** memory }, (_unused, record) => (lends(record) ? 1 : 0)),
    2,
  );
}

describe('the credit history', () => {
  it.each([1, 4])('with a memory of %d keeps the rules of a game', (memory) => {
    checkGame(creditHistory.create({ memory }), { steps: 500 });
  });

  it.each([1, 2, 3])('with a memory of %d has the optimum of the exact search', (memory) => {
    const model = finiteModel(creditHistory.create({ memory }));
    for (const followerClass of CLASSES) {
      for (const ties of TIES) {
        const { leaderValue } = bestDeterministicCommitment(model, { followerClass, ties });
        expect(creditHistoryOptimum(memory, followerClass)).toBeCloseTo(leaderValue, 9);
      }
    }
  });

  it.each([4, 6])('with a memory of %d is worth that much where clean records alone get credit', (memory) => {
    const model = finiteModel(creditHistory.create({ memory }));
    const policy = lender(memory, (record) => record === 0);
    for (const ties of TIES)
      expect(bestResponse(model, policy, { followerClass: 'rational', ties }).leaderValue).toBeCloseTo(3 * memory + 3, 9);
  });

  it.each([2, 3, 4])('is a loss to every lender that forgets one round of %d', (memory) => {
    const model = finiteModel(creditHistory.create({ memory }));
    const shorter = 2 ** (memory - 1);
    let best = -Infinity;
    for (let code = 0; code < 2 ** shorter; code++) {
      const policy = lender(memory, (record) => ((code >> (record % shorter)) & 1) === 1);
      best = Math.max(best, bestResponse(model, policy, { followerClass: 'rational', ties: 'strong' }).leaderValue);
    }
    expect(best).toBe(0);
  });
});
