import { describe, expect, it } from 'vitest';
import type { BestResponseClass, TieRule } from '@firstmover/core';
import { deterministicPolicy, finiteModel, policyFromRows } from '@firstmover/core';
import { iterated, iteratedPrisonersDilemma, twelveGames } from '@firstmover/matrix-games';
import { evaluatePolicies, verifyCommitment } from '@firstmover/solvers';
import { optimalReplies } from './optimal-replies.ts';

const classes: readonly BestResponseClass[] = ['stationary', 'rational'];
const rules: readonly TieRule[] = ['strong', 'weak'];

describe('optimalReplies', () => {
  const tables = Array.from({ length: 32 }, (_table, index) => [16, 8, 4, 2, 1].map((bit) => (index & bit ? 1 : 0)));

  it.each(twelveGames.map((game) => [game.id, game] as const))('of every table of %s earn what the verifier says', (_id, definition) => {
    const model = finiteModel(definition.create());
    for (const table of tables) {
      const leader = deterministicPolicy(table, 2);
      const verified = verifyCommitment(model, leader, { followerClass: 'stationary' });
      for (const ties of rules) {
        const replies = optimalReplies(model, 0, table, { followerClass: 'stationary', ties });
        expect(replies?.length).toBeGreaterThan(0);
        for (const reply of replies ?? []) {
          const choices = reply.map((action) => action ?? 0);
          const [leaderValue, followerValue] = evaluatePolicies(model, [leader, deterministicPolicy(choices, 2)]);
          expect(leaderValue).toBeCloseTo(verified.leaderValue[ties], 9);
          expect(followerValue).toBeCloseTo(verified.followerValue, 9);
        }
      }
      const [strong, weak] = rules.map((ties) => optimalReplies(model, 0, table, { followerClass: 'stationary', ties })?.length ?? 0);
      if (verified.leaderValue.strong === verified.leaderValue.weak)
        expect([strong, weak]).toEqual([verified.optimalReplies, verified.optimalReplies]);
      else expect(strong! + weak!).toBeLessThanOrEqual(verified.optimalReplies);
    }
  });

  it('are sequences of actions for a follower that counts rounds', () => {
    const model = finiteModel(iteratedPrisonersDilemma.create({ steps: 3 }));
    expect(optimalReplies(model, 0, [1, 0, 0, 1, 1], { followerClass: 'rational', ties: 'strong' })).toEqual([[0, 0, 1]]);
    expect(optimalReplies(model, 0, [1, 1, 1, 1, 1], { followerClass: 'rational', ties: 'weak' })).toEqual([[1, 1, 1]]);
  });

  it('are all ways to play where nothing matters, and those that help or hurt the leader where only it is paid', () => {
    const constant = (entry: number): number[][] => Array.from({ length: 2 }, () => [entry, entry]);
    const leaderPayoff = [
      [0, 1],
      [0, 1],
    ];
    for (const followerClass of classes) {
      const nothing = finiteModel(iterated.create({ leaderPayoff: constant(1), followerPayoff: constant(2), steps: 2 }));
      expect(optimalReplies(nothing, 0, [0, 0, 0, 0, 0], { followerClass, ties: 'weak' })).toHaveLength(4);
      const leaderOnly = finiteModel(iterated.create({ leaderPayoff, followerPayoff: constant(2), steps: 2 }));
      const [best] = optimalReplies(leaderOnly, 0, [0, 0, 0, 0, 0], { followerClass, ties: 'strong' }) ?? [];
      const [worst] = optimalReplies(leaderOnly, 0, [0, 0, 0, 0, 0], { followerClass, ties: 'weak' }) ?? [];
      expect(best?.filter((action) => action !== null)).toEqual([1, 1]);
      expect(worst?.filter((action) => action !== null)).toEqual([0, 0]);
    }
  });

  it('are not listed beyond 65,536 ways to play', () => {
    const options = { followerClass: 'rational', ties: 'strong' } as const;
    expect(optimalReplies(finiteModel(iteratedPrisonersDilemma.create({ steps: 16 })), 0, [1, 0, 0, 1, 1], options)).toHaveLength(1);
    expect(optimalReplies(finiteModel(iteratedPrisonersDilemma.create({ steps: 17 })), 0, [1, 0, 0, 1, 1], options)).toBeNull();
  });

  it('agrees with a follower that is free where play never comes', () => {
    const model = finiteModel(iteratedPrisonersDilemma.create());
    const [reply] = optimalReplies(model, 0, [1, 0, 0, 1, 1], { followerClass: 'stationary', ties: 'strong' }) ?? [];
    expect(reply).toEqual([0, 0, 0, null, null]);
    const rows = (reply ?? []).map((action) => (action === 0 ? [1, 0] : [0.5, 0.5]));
    const [leaderValue] = evaluatePolicies(model, [deterministicPolicy([1, 0, 0, 1, 1], 2), policyFromRows(rows)]);
    expect(leaderValue).toBe(6);
  });
});
