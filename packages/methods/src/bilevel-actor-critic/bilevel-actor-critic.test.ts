import { bindPart, finiteModel } from '@firstmover/core';
import type { Game, TablePolicy } from '@firstmover/core';
import { conitzer, escape, iteratedPrisonersDilemma, maintain, twelveGames } from '@firstmover/matrix-games';
import { simpleAllocation } from '@firstmover/mechanism-design';
import { bestResponse } from '@firstmover/solvers';
import { describe, expect, it } from 'vitest';
import { startMethod } from '../part/start.ts';
import { bilevelActorCriticMethod } from './bilevel-actor-critic.ts';

function solved(game: ReturnType<typeof escape.create>, updates: number, seed: number): TablePolicy {
  const run = startMethod(bilevelActorCriticMethod, game, { seed });
  for (let update = 0; update < updates; update++) run.update();
  return run.leader('greedy') as TablePolicy;
}

describe('bi-level actor-critic', () => {
  it.each([
    ['Escape', escape, 2],
    ['Maintain', maintain, 0],
    ['Conitzer', conitzer, 1],
  ] as const)('finds the pure Stackelberg answer of %s, on ten seeds', (_name, definition, row) => {
    for (let seed = 0; seed < 10; seed++) expect(solved(definition.create(), 400, seed).probability(0, row)).toBe(1);
  });

  it('is stage-wise in repeated games: mutual defection in the dilemma, where a commitment to a policy is worth 6', () => {
    const game = iteratedPrisonersDilemma.create();
    for (let seed = 0; seed < 3; seed++) {
      const policy = solved(game, 2000, seed);
      expect(bestResponse(finiteModel(game), policy, { followerClass: 'stationary', ties: 'weak' }).leaderValue).toBe(-5);
    }
  });

  it('answers as an oracle with the reply at each observation', () => {
    const run = startMethod(bilevelActorCriticMethod, escape.create(), { seed: 1 });
    for (let update = 0; update < 400; update++) run.update();
    const oracle = run.oracle()!;
    expect(oracle.queries).toBe(1);
    const response = oracle.respond({ random: undefined as never });
    response.next();
    const { value } = response.next([2]);
    expect(((value as { policies: TablePolicy[] }).policies[0] as TablePolicy).probability(0, 2)).toBe(1);
    expect(run.steps).toEqual({ pretraining: 0, leader: 400 * 8 });
  });

  it('is reproducible', () => {
    const game = twelveGames[2]!.create();
    const [one, two] = [4, 4].map((seed) => {
      const run = startMethod(bilevelActorCriticMethod, game, { seed });
      return Array.from({ length: 20 }, () => run.update()['return']);
    });
    expect(two).toEqual(one);
  });

  it('refuses games where the players see different things', () => {
    const start = (game: Game): unknown => startMethod(bilevelActorCriticMethod, game);
    expect(() => start(iteratedPrisonersDilemma.create({ memory: 'other' }))).toThrow('do not see the same');
    expect(() => start(simpleAllocation.create())).toThrow('do not see the same');
    expect(() => start(maintain.create({ commitment: 'mixed' }))).toThrow();
    expect(() => bindPart(bilevelActorCriticMethod, { epsilon: 2 })).toThrow(
      'epsilon of method bilevel-actor-critic is 2: expected a number from 0 to 1',
    );
  });
});
