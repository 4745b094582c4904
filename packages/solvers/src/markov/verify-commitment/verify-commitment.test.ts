import { deterministicPolicy, finiteModel, policyFromRows, policyRows } from '@firstmover/core';
import { describe, expect, it } from 'vitest';
import { SYMMETRIC_GAMES, iterated } from '../policy-values/iterated-games.fixture.ts';
import { randomGame } from '../policy-values/random-games.fixture.ts';
import { verifyCommitment } from './verify-commitment.ts';

const dilemma = finiteModel(iterated(SYMMETRIC_GAMES['PrisonersDilemma']!));
const unfriendly = deterministicPolicy([1, 0, 0, 1, 1], 2);
const tables = Array.from({ length: 32 }, (_t, index) =>
  deterministicPolicy(
    [16, 8, 4, 2, 1].map((bit) => (index & bit ? 1 : 0)),
    2,
  ),
);

describe('verifyCommitment', () => {
  it('proves the published optimum of the prisoner’s dilemma for both classes', () => {
    expect(verifyCommitment(dilemma, unfriendly, { followerClass: 'stationary' })).toEqual({
      followerClass: 'stationary',
      leaderValue: { strong: 6, weak: 6 },
      followerValue: 3,
      optimalReplies: 1,
      examined: 32,
      played: null,
      followerGain: null,
      interior: null,
    });
    expect(verifyCommitment(dilemma, unfriendly, { followerClass: 'rational' })).toMatchObject({
      leaderValue: { strong: 4, weak: 4 },
      followerValue: 4,
      optimalReplies: 1,
    });
  });

  it('measures what a given follower would gain', () => {
    const always = (action: number): { played: unknown; followerGain: number | null } =>
      verifyCommitment(dilemma, unfriendly, {
        followerClass: 'stationary',
        follower: deterministicPolicy(new Array<number>(5).fill(action), 2),
      });
    expect(always(0)).toMatchObject({ played: { leaderValue: 6, followerValue: 3 }, followerGain: 0 });
    expect(always(1)).toMatchObject({ played: { leaderValue: -5, followerValue: -5 }, followerGain: 8 });
    expect(
      verifyCommitment(dilemma, unfriendly, { followerClass: 'rational', follower: deterministicPolicy([0, 0, 0, 0, 0], 2) }).followerGain,
    ).toBe(1);
  });

  it('finds unique best responses to 29 of 32 tables in the prisoner’s dilemma and to 28 to 32 in all twelve games', () => {
    for (const [name, payoffs] of Object.entries(SYMMETRIC_GAMES)) {
      const model = finiteModel(iterated(payoffs));
      const unique = tables.filter(
        (leader) => verifyCommitment(model, leader, { followerClass: 'stationary' }).optimalReplies === 1,
      ).length;
      expect(unique, name).toBeGreaterThanOrEqual(28);
      if (name === 'PrisonersDilemma') expect(unique).toBe(29);
    }
  });

  it('has a mean best-response value of 3.2125 a step over the 32 tables of the prisoner’s dilemma', () => {
    const values = tables.map((leader) => verifyCommitment(dilemma, leader, { followerClass: 'stationary' }).followerValue / 10 + 2.5);
    expect(values.reduce((sum, value) => sum + value, 0) / 32).toBeCloseTo(3.2125, 9);
  });

  it('values the tie at the stochastic optimum for and against the leader', () => {
    const tie = policyFromRows([
      [0, 1],
      [0.5, 0.5],
      [0.5, 0.5],
      [0, 1],
      [0, 1],
    ]);
    const { leaderValue, optimalReplies } = verifyCommitment(dilemma, tie, { followerClass: 'rational' });
    expect(leaderValue.strong).toBeCloseTo(8.5, 9);
    expect(leaderValue.weak).toBeLessThan(8);
    expect(optimalReplies).toBeGreaterThan(1);
  });

  it('says what is left after a small step away from ties', () => {
    const tie = policyFromRows([
      [0, 1],
      [0.5, 0.5],
      [0, 1],
    ]);
    const small = finiteModel(iterated(SYMMETRIC_GAMES['PrisonersDilemma']!, { memory: 'other' }));
    const { leaderValue, interior } = verifyCommitment(small, tie, { followerClass: 'rational', step: 0.002 });
    expect(leaderValue.strong - leaderValue.weak).toBeGreaterThan(0.5);
    // After cooperation the leader cooperates a little more, at 0.009 per thousandth.
    expect(policyRows(interior!.policy)).toEqual([
      [0, 1],
      [expect.closeTo(0.501, 12), expect.closeTo(0.499, 12)],
      [0, 1],
    ]);
    expect(interior!.leaderValue.weak).toBeCloseTo(8.491, 9);
    expect(interior!.leaderValue.strong).toBeCloseTo(8.491, 9);
    // A commitment that hangs on no tie stays where it is.
    const firm = verifyCommitment(dilemma, unfriendly, { followerClass: 'stationary', step: 0.01 });
    expect(firm.interior!.leaderValue.weak).toBeGreaterThanOrEqual(6);
    expect(() => verifyCommitment(dilemma, unfriendly, { followerClass: 'stationary', step: 0 })).toThrow(
      'step of verifyCommitment is 0: expected a',
    );
  });

  it('refuses beyond its sizes, and what does not fit', () => {
    const stochastic = (observations: number): ReturnType<typeof policyFromRows> =>
      policyFromRows(Array.from({ length: observations }, () => [0.5, 0.5]));
    const twoRounds = finiteModel(iterated(SYMMETRIC_GAMES['PrisonersDilemma']!, { depth: 2 }));
    expect(() => verifyCommitment(twoRounds, stochastic(21), { followerClass: 'stationary' })).toThrow(
      'follower in test/Iterated-v1 has 2097152 stationary policies on the observations it can reach: verification by full enumeration ends at 1048576',
    );
    const long = (steps: number): ReturnType<typeof finiteModel> => finiteModel(iterated(SYMMETRIC_GAMES['PrisonersDilemma']!, { steps }));
    expect(() => verifyCommitment(long(500), unfriendly, { followerClass: 'rational' })).toThrow('has more than 1048576 histories');
    expect(() => verifyCommitment(long(501), unfriendly, { followerClass: 'rational' })).toThrow('plays up to 501 rounds');
    expect(() => verifyCommitment(dilemma, stochastic(3), { followerClass: 'rational' })).toThrow('expected 5 observations x 2 actions');
    expect(() => verifyCommitment(dilemma, unfriendly, { followerClass: 'naive' as 'rational' })).toThrow(
      'followerClass of verifyCommitment is "naive"',
    );
    expect(() =>
      verifyCommitment(finiteModel(randomGame(1, { roles: ['leader', 'leader'] })), unfriendly, { followerClass: 'rational' }),
    ).toThrow('2 leaders and 0 followers');
  });
});
