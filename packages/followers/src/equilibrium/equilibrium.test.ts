import type { FollowerOracle, Policy, TablePolicy, Value } from '@firstmover/core';
import {
  InputError,
  RefusedError,
  deterministicPolicy,
  finiteModel,
  greedyChoices,
  leaderProblem,
  randomStream,
  respondTo,
} from '@firstmover/core';
import { iteratedPrisonersDilemma } from '@firstmover/matrix-games';
import { describe, expect, it } from 'vitest';
import { exactFollower } from '../exact/exact.ts';
import { equilibriumFollowers } from './equilibrium.ts';
import { chicken, chosenGame, implementation, payments, pennies, random } from './induced-games.fixture.ts';

const game = chosenGame([implementation, chicken, pennies]);
const model = finiteModel(game);
const choose = (action: number): Policy => deterministicPolicy([action], 3);
const played = (oracle: FollowerOracle, leader: Policy, stream = random): number[] =>
  respondTo(oracle, leader, stream).policies.map((policy) => greedyChoices(policy as TablePolicy)[0]!);

describe('followers in equilibrium', () => {
  it('play the pure Nash equilibrium that is best or worst for the leader, or first', () => {
    expect(played(equilibriumFollowers(model, { selection: 'leader-best' }), choose(0))).toEqual([0, 1]);
    expect(played(equilibriumFollowers(model), choose(0))).toEqual([1, 0]);
    expect(played(equilibriumFollowers(model, { selection: 'first' }), choose(0))).toEqual([0, 1]);
  });

  it('say what they are', () => {
    const oracle = equilibriumFollowers(game, { equilibrium: 'correlated', selection: 'leader-best' });
    expect(oracle).toMatchObject({
      name: 'correlated',
      queries: 1,
      ties: 'strong',
      equilibrium: 'correlated, leader-best',
      followerClass: 'stationary',
    });
    expect(equilibriumFollowers(game, { selection: 'welfare' }).ties).toBe('unspecified');
  });

  it.each([
    ['nash', 2, 'leader-worst', [0.25, 0.25, 0.25, 0.25]],
    ['correlated', 1, 'welfare', [0.5, 0.25, 0.25, 0]],
  ] as const)('draw one profile per run: %s of game %d', (equilibrium, chosen, selection, shares) => {
    const oracle = equilibriumFollowers(model, { equilibrium, selection });
    const counts = [0, 0, 0, 0];
    const stream = randomStream(1, 'draws');
    for (let run = 0; run < 2000; run++) {
      const [i, j] = played(oracle, choose(chosen), stream.at(run, 0)) as [number, number];
      counts[2 * i + j]!++;
    }
    shares.forEach((share, k) => expect(Math.abs(counts[k]! / 2000 - share)).toBeLessThan(0.04));
    // The same stream draws the same profile.
    expect(played(oracle, choose(chosen), stream.at(7, 0))).toEqual(played(oracle, choose(chosen), stream.at(7, 0)));
  });

  it('pay the leader, in expectation, what the equilibrium is worth', () => {
    // Leader-best correlated equilibrium of chicken: (C, C) half of the time, worth 8.
    const problem = leaderProblem(equilibriumFollowers(model, { equilibrium: 'correlated', selection: 'leader-best' }), {
      copies: 500,
      model,
    });
    problem.reset();
    let earned = 0;
    for (let step = 0; step < 8; step++) {
      problem.step(new Int32Array(500).fill(1));
      earned += problem.rewards.reduce((sum, reward) => sum + reward, 0);
      problem.reset(problem.terminated);
    }
    expect(earned / 2000).toBeGreaterThan(3.7);
    expect(earned / 2000).toBeLessThan(4.3);
  });

  it('are the exact follower where there is one', () => {
    const dilemma = finiteModel(iteratedPrisonersDilemma.create());
    for (const [selection, ties] of [
      ['leader-worst', 'weak'],
      ['leader-best', 'strong'],
    ] as const) {
      for (let index = 0; index < 32; index++) {
        const leader = deterministicPolicy(
          Array.from({ length: 5 }, (_unused, i) => (index >> i) & 1),
          2,
        );
        const value = (oracle: FollowerOracle): number => {
          const problem = leaderProblem(oracle, { copies: 1, model: dilemma });
          let earned = 0;
          problem.reset();
          while (problem.terminated[0] === 0) {
            problem.step(Int32Array.of(leader.act(problem.observations[0]!, random) as number));
            earned += problem.rewards[0]!;
          }
          return earned;
        };
        expect(value(equilibriumFollowers(dilemma, { selection }))).toBe(value(exactFollower(dilemma, { ties })));
      }
    }
  });

  it('answer leaders whose actions are vectors: payments that implement an outcome', () => {
    const oracle = equilibriumFollowers(payments);
    const pay = (amounts: Value): number[] => played(oracle, { act: () => amounts });
    // Without payments both equilibria exist; 3.01 and more to the row player alone makes its second action dominant.
    expect(pay([0, 0])).toEqual([0, 1]);
    expect(pay([4.5, 0])).toEqual([1, 0]);
    expect(pay([4.5, 4.5])).toEqual([1, 1]);
    // 2 + 4 against 6: the row player does not care, and the leader's worst case decides.
    expect(pay([4, 5])).toEqual([1, 1]);
  });

  it('respond to frequencies where each observation is asked several times', () => {
    const answers = [0, 1, 1, 1];
    const asked: Policy = { act: () => answers.shift()! };
    const oracle = equilibriumFollowers(model, { samples: 4 });
    expect(oracle.queries).toBe(4);
    // A quarter of the base game and three of chicken: still off the diagonal.
    const [i, j] = played(oracle, asked);
    expect(i! + j!).toBe(1);
  });

  it('refuse options out of range and games without followers', () => {
    expect(() => equilibriumFollowers(model, { selection: 'fair' as 'first' })).toThrow(InputError);
    expect(() => equilibriumFollowers(model, { samples: 0 })).toThrow('samples of the equilibrium oracle is 0');
    const alone = { ...game, players: game.players.filter(({ role }) => role === 'leader') };
    expect(() => equilibriumFollowers(alone)).toThrow('has no followers');
    expect(() => equilibriumFollowers({ ...payments, chance: 'continuous' })).toThrow(RefusedError);
  });
});
