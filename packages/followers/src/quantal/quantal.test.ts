import type { TablePolicy } from '@firstmover/core';
import { deterministicPolicy, finiteModel, policyRows, respondTo } from '@firstmover/core';
import { iteratedPrisonersDilemma, maintain } from '@firstmover/matrix-games';
import { describe, expect, it } from 'vitest';
import { random } from '../equilibrium/induced-games.fixture.ts';
import { exactFollower } from '../exact/exact.ts';
import { quantalFollower } from './quantal.ts';

describe('the quantal follower', () => {
  it('answers a mixture of rows with the softmax of its payoffs', () => {
    const oracle = quantalFollower(maintain.create({ commitment: 'mixed' }), { lambda: 0.5 });
    const [policy] = respondTo(oracle, { act: () => [0.25, 0.5, 0.25] }, random).policies;
    // Columns pay 15/4, 5/2 and 5/2.
    const weights = [3.75, 2.5, 2.5].map((pay) => Math.exp(0.5 * pay));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    expect(policyRows(policy as TablePolicy)[0]).toEqual(weights.map((weight) => expect.closeTo(weight / total, 12) as number));
  });

  it('goes from uniform play to the best response', () => {
    const model = finiteModel(iteratedPrisonersDilemma.create());
    const grim = deterministicPolicy([0, 0, 1, 1, 1], 2);
    const rows = (lambda: number): number[][] =>
      policyRows(respondTo(quantalFollower(model, { lambda }), grim, random).policies[0] as TablePolicy);
    expect(rows(0)).toEqual([0, 1, 2, 3, 4].map(() => [0.5, 0.5]));
    const best = policyRows(respondTo(exactFollower(model), grim, random).policies[0] as TablePolicy);
    const sharp = rows(20);
    // After mutual cooperation the last round does not count: a stationary follower cooperates for ten rounds.
    for (const seen of [0, 1]) expect(sharp[seen]).toEqual(best[seen]!.map((p) => expect.closeTo(p, 3) as number));
  });

  it('refuses precisions out of range', () => {
    expect(() => quantalFollower(maintain.create(), { lambda: -1 })).toThrow(
      'lambda of the quantal oracle is -1: expected a finite number of at least 0',
    );
  });
});
