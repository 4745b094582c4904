import { describe, expect, it } from 'vitest';
import type { FollowerOracle } from '@firstmover/core';
import { deterministicPolicy, finiteModel } from '@firstmover/core';
import { battleOfTheSexes, escape, iteratedPrisonersDilemma, maintain } from '@firstmover/matrix-games';
import { assessCommitment } from './assess.ts';
import { measureGap, playReturns } from './play.ts';

const dilemma = iteratedPrisonersDilemma.create();
const model = finiteModel(dilemma);
const copycat = deterministicPolicy([1, 0, 0, 1, 1], 2);
const defector = deterministicPolicy([1, 1, 1, 1, 1], 2);

describe('assessCommitment', () => {
  it('measures the optimal commitment of the dilemma and a poor one', () => {
    expect(assessCommitment(model, copycat, { followerClass: 'stationary', optimum: 6 })).toEqual({
      followerClass: 'stationary',
      leaderValue: { strong: 6, weak: 6 },
      leaderRegret: { strong: 0, weak: 0 },
      bestResponseGap: null,
      overstatement: null,
    });
    expect(assessCommitment(model, defector, { followerClass: 'stationary', optimum: 6 }).leaderRegret).toEqual({ strong: 11, weak: 11 });
  });

  it('says what a follower leaves and what it makes the leader believe', () => {
    // Against a follower that always cooperates a defector seems to earn 15; it is worth -5, and the follower could gain 10.
    const naive = deterministicPolicy([0, 0, 0, 0, 0], 2);
    const { bestResponseGap, overstatement } = assessCommitment(model, defector, { followerClass: 'stationary', follower: naive });
    expect([bestResponseGap, overstatement]).toEqual([10, 20]);
  });

  it('tells the tie rules apart', () => {
    const { leaderValue, leaderRegret } = assessCommitment(finiteModel(maintain.create()), deterministicPolicy([2], 3), {
      followerClass: 'stationary',
      optimum: 20,
    });
    expect(leaderRegret!.weak).toBe(20 - leaderValue.weak);
    expect(() => assessCommitment(model, copycat, { followerClass: 'stationary', optimum: NaN })).toThrow('optimum NaN');
  });
});

describe('play', () => {
  it('averages episodes', () => {
    const { returns, episodes } = playReturns(dilemma, [copycat, deterministicPolicy([0, 0, 0, 0, 0], 2)], { episodes: 5 });
    expect(returns.map(({ value }) => value)).toEqual([6, 3]);
    expect(episodes[0]).toEqual([6, 6, 6, 6, 6]);
    expect(() => playReturns(dilemma, [copycat])).toThrow('1 policies for matrix/IteratedPrisonersDilemma-v1');
    expect(() => playReturns(dilemma, [copycat, copycat], { episodes: 1 })).toThrow('episodes 1');
  });

  it('measures a follower against an independent oracle', () => {
    const game = battleOfTheSexes.create();
    const oracle: FollowerOracle = {
      name: 'copies',
      game,
      followerClass: 'stationary',
      ties: 'weak',
      equilibrium: 'best response',
      queries: 1,
      earnsRewards: false,
      carriesOver: false,
      *respond() {
        const [action] = yield { observations: [0] };
        return { policies: [deterministicPolicy([action as number], 2)] };
      },
    };
    const found = measureGap(deterministicPolicy([0], 2), deterministicPolicy([1], 2), oracle, { episodes: 4 });
    expect(found.followerGain).toEqual({ value: 1, low: 1, high: 1 });
    expect([found.leaderReturn.value, found.independentLeaderReturn.value, found.oracle]).toEqual([0, 2, 'copies']);
    expect(escape.create().players).toHaveLength(2);
  });
});
