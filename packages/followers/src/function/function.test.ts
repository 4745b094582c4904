import type { Policy } from '@firstmover/core';
import { InputError, deterministicPolicy, leaderProblem, respondTo } from '@firstmover/core';
import { iteratedPrisonersDilemma } from '@firstmover/matrix-games';
import { describe, expect, it } from 'vitest';
import { payments, random } from '../equilibrium/induced-games.fixture.ts';
import { functionFollower } from './function.ts';

const game = iteratedPrisonersDilemma.create();
const mirror = (answers: readonly unknown[]): Policy[] => [deterministicPolicy(answers as number[], 2)];

describe('a follower given by a function', () => {
  it('hears the answers to all observations, or to those it asks, in order', () => {
    const leader = deterministicPolicy([1, 0, 0, 1, 1], 2);
    const all = functionFollower(game, { queries: 'all', respond: mirror, name: 'mirror' });
    expect(all).toMatchObject({ name: 'mirror', queries: 5, ties: 'unspecified', followerClass: 'stationary' });
    expect(respondTo(all, leader, random).policies[0]!.act(0, random)).toBe(1);
    const heard: unknown[] = [];
    const some = functionFollower(game, { queries: [4, 1], respond: (answers) => (heard.push(...answers), mirror([0, 0, 0, 0, 0])) });
    respondTo(some, leader, random);
    expect(heard).toEqual([1, 0]);
  });

  it('may ask nothing, and draw from its stream', () => {
    const oracle = functionFollower(game, {
      queries: [],
      respond: (_answers, stream) => [deterministicPolicy(new Array<number>(5).fill(stream.integer(2)), 2)],
    });
    const problem = leaderProblem(oracle, { copies: 4, seed: 3 });
    problem.reset();
    while (problem.terminated.includes(0)) problem.step(new Int32Array(4));
    expect(problem.querySteps).toBe(0);
  });

  it('is checked before it runs', () => {
    expect(() => functionFollower(game, { queries: [5], respond: mirror })).toThrow('oracle function asks 5: expected an observation of');
    expect(() => functionFollower(game, { queries: 3 as never, respond: mirror })).toThrow('expected all or a list');
    expect(() => functionFollower(game, { queries: 'all', respond: 0 as never })).toThrow(InputError);
    const blind = { ...payments, players: payments.players.map((player) => ({ ...player, observation: player.action })) };
    expect(() => functionFollower(blind, { queries: 'all', respond: mirror })).toThrow('cannot be listed; give the observations to ask');
  });

  it('is checked in every run', () => {
    const run = (respond: () => readonly Policy[]): (() => unknown) => {
      const oracle = functionFollower(game, { queries: [], respond });
      return () => respondTo(oracle, deterministicPolicy([0, 0, 0, 0, 0], 2), random);
    };
    expect(run(() => [])).toThrow('expected a list of policies, one per follower (1)');
    expect(run(() => [{} as Policy])).toThrow('expected a policy with act');
    expect(run(() => [deterministicPolicy([0, 1], 2)])).toThrow(
      'returned a table of 2 x 2 for follower: expected 5 observations x 2 actions',
    );
    expect(run(() => [{ act: () => 0 }])).not.toThrow();
  });
});
