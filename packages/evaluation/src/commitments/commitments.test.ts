import { describe, expect, it } from 'vitest';
import type { FollowerOracle } from '@firstmover/core';
import { deterministicPolicy } from '@firstmover/core';
import { battleOfTheSexes, escape, iteratedPrisonersDilemma } from '@firstmover/matrix-games';
import { measureGap, playReturns } from './play.ts';

const dilemma = iteratedPrisonersDilemma.create();
const copycat = deterministicPolicy([1, 0, 0, 1, 1], 2);

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
