import { describe, expect, it } from 'vitest';
import type { FollowerOracle, TablePolicy } from '@firstmover/core';
import { defineGame, deterministicPolicy, discrete, finiteModel, policyFromRows } from '@firstmover/core';
import { iteratedPrisonersDilemma, oneShotGame } from '@firstmover/matrix-games';
import { createProver } from './prove.ts';

const dilemma = iteratedPrisonersDilemma.create();
const model = finiteModel(dilemma);
const copycat = deterministicPolicy([1, 0, 0, 1, 1], 2);
const defector = deterministicPolicy([1, 1, 1, 1, 1], 2);

/** An oracle whose follower does the same whatever the leader does. */
function stubborn(policy: TablePolicy, game = dilemma): FollowerOracle {
  return {
    name: 'stubborn',
    game,
    followerClass: 'stationary',
    ties: 'weak',
    equilibrium: 'none',
    queries: 0,
    earnsRewards: false,
    carriesOver: false,

    *respond() {
      return { policies: [policy] };
    },
  };
}

describe('prove', () => {
  const prover = createProver(dilemma, model, 0);

  it('proves the optimal commitment of the dilemma and bounds a poor one', () => {
    expect(prover.prove(copycat, undefined, undefined)).toMatchObject({
      commitmentClass: 'pure',
      followerClass: 'stationary',
      ties: 'weak',
      leaderValue: 6,
      strongValue: 6,
      upperBound: 6,
      leaderRegret: 0,
      evidence: { kind: 'optimal', by: 'enumeration' },
      bestResponseGap: null,
      apparentValue: null,
    });
    expect(prover.prove(defector, undefined, undefined)).toMatchObject({
      leaderValue: -5,
      upperBound: 6,
      leaderRegret: 11,
      evidence: { kind: 'bounded', by: 'enumeration' },
    });
  });

  it('says what a follower leaves and what it makes the leader believe', () => {
    // Against a follower that always cooperates a defector seems to earn 15; it is worth -5, and the follower could gain 10.
    const naive = stubborn(deterministicPolicy([0, 0, 0, 0, 0], 2));
    const { bestResponseGap, apparentValue, leaderValue, exactContexts } = prover.prove(defector, naive, undefined, true);
    expect([bestResponseGap, apparentValue, leaderValue]).toEqual([10, 15, -5]);
    expect(exactContexts!.of).toBe(32);
    expect(exactContexts!.optimal).toBeLessThan(32);
    expect(prover.evaluate(defector, naive, 3)).toEqual({ kind: 'exact', leaderValue: -5, followerValue: -5, bestResponseGap: 10 });
  });

  it('tells the tie rules apart', () => {
    const payoffs = { leaderPayoff: [[1, 3], [2, 2]], followerPayoff: [[0, 0], [0, 1]] }; // prettier-ignore
    const game = oneShotGame({
      id: 'test/Tie-v1',
      summary: 'A row in which the follower is indifferent.',
      payoffs,
      source: 'our own',
    }).create();
    const verdict = createProver(game, finiteModel(game), 0).prove(deterministicPolicy([0], 2), undefined, undefined);
    expect(verdict).toMatchObject({ leaderValue: 1, strongValue: 3, upperBound: 2, leaderRegret: 1 });
  });

  it('knows no bound for a table of probabilities, since only deterministic tables are enumerated', () => {
    const half = policyFromRows(Array.from({ length: 5 }, () => [0.5, 0.5]));
    expect(prover.prove(half, undefined, undefined)).toMatchObject({
      commitmentClass: 'mixed',
      upperBound: null,
      evidence: { kind: 'verified' },
    });
  });

  it('simulates where nothing can be computed, and says so', () => {
    // Without a model: as a game that chance makes too large would be.
    const blind = createProver(dilemma, undefined, 0);
    const naive = stubborn(deterministicPolicy([0, 0, 0, 0, 0], 2));
    const evaluation = blind.evaluate(defector, naive, 1);
    expect(evaluation).toEqual({ kind: 'simulated', leaderValue: 15 });
    expect(blind.prove(defector, naive, evaluation)).toMatchObject({
      leaderValue: 15,
      followerValue: null,
      strongValue: null,
      evidence: { kind: 'simulated', episodes: 32 },
      notVerified: 'matrix/IteratedPrisonersDilemma-v1 has no finite model',
    });
    expect(() => blind.prove(defector, undefined, undefined)).toThrow('cannot be told');
  });

  it('of a game with two followers is by simulation', () => {
    const three = defineGame({
      id: 'test/Three-v1',
      rules: () => ({
        players: ['a', 'b', 'c'].map((name, i) => ({
          name,
          role: i === 0 ? ('leader' as const) : ('follower' as const),
          observation: discrete(1),
          action: discrete(2),
        })),
        initial: () => ({}),
        step: (state) => ({ state, rewards: [1, 0, 0], terminated: true }),
        observe: () => 0,
      }),
    }).create();
    const each = deterministicPolicy([0], 2);
    const oracle: FollowerOracle = {
      ...stubborn(each, three),

      *respond() {
        return { policies: [each, each] };
      },
    };
    const twice = createProver(three, finiteModel(three), 0);
    const evaluation = twice.evaluate(each, oracle, 1);
    expect(twice.prove(each, oracle, evaluation)).toMatchObject({ leaderValue: 1, evidence: { kind: 'simulated' }, play: null });
  });
});
