import type { Game, GameDefinition } from '@firstmover/core';
import { InputError, RefusedError, createEnvironment, finiteModel } from '@firstmover/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bimatrix } from '../bimatrix/bimatrix.ts';
import { payoffsOf } from '../matrix-game/matrix-game.ts';
import {
  battleOfTheSexes,
  conitzer,
  dominantColumn,
  escape,
  maintain,
  modifiedPrisonersDilemma,
  outOfEquilibriumBattle,
} from './named-games.ts';
import { bimatrix, oneShotGame } from './one-shot.ts';

/** Rows of cells leader,follower as the literature lists them. */
const PUBLISHED: readonly (readonly [GameDefinition, string])[] = [
  [escape, '15,15 10,10 0,0 / 10,10 10,10 0,0 / 0,0 0,0 30,30'],
  [maintain, '20,15 0,0 0,0 / 30,0 10,5 0,0 / 0,0 0,0 5,10'],
  [battleOfTheSexes, '2,1 0,0 / 0,0 1,2'],
  [outOfEquilibriumBattle, '2,0.001 -5,0 / -5,0 1,2'],
  [modifiedPrisonersDilemma, '4,3 2,4 / 3,1 1,2'],
  [conitzer, '1,1 3,0 / 0,0 2,1'],
  [dominantColumn, '3,2 1,3 / 2,0 0,1'],
];
const named = PUBLISHED.map(([definition, cells]) => [definition.id, definition, cells] as const);

const once = (game: Game, actions: readonly (number | readonly number[])[]): ReturnType<ReturnType<typeof createEnvironment>['step']> => {
  const environment = createEnvironment(game);
  environment.reset();
  return environment.step(actions);
};

/** The leader's value of a mixture by definition: expected payoffs, best replies, ties for or against the leader. */
function valueOf({ leaderPayoff, followerPayoff }: Bimatrix, mixture: readonly number[], ties: 'strong' | 'weak'): number {
  const expected = (matrix: Bimatrix['leaderPayoff']): number[] =>
    (matrix[0] as readonly number[]).map((_entry, j) => mixture.reduce((sum, p, i) => sum + p * (matrix[i]?.[j] as number), 0));
  const follower = expected(followerPayoff);
  const replies = expected(leaderPayoff).filter((_value, j) => (follower[j] as number) >= Math.max(...follower) - 1e-12);
  return ties === 'strong' ? Math.max(...replies) : Math.min(...replies);
}

/** All mixtures of `rows` rows in multiples of 1/parts. */
function mixtures(rows: number, parts: number): number[][] {
  const counts = (left: number, places: number): number[][] =>
    places === 1
      ? [[left]]
      : Array.from({ length: left + 1 }, (_count, k) => counts(left - k, places - 1).map((rest) => [k, ...rest])).flat();
  return counts(parts, rows).map((row) => row.map((count) => count / parts));
}

describe('one-shot games', () => {
  it.each(named)('%s has the published payoffs, pays them once and ends', (_id, definition, cells) => {
    const game = definition.create();
    const payoffs = payoffsOf(game) as Bimatrix;
    cells.split(' / ').forEach((row, i) =>
      row.split(' ').forEach((cell, j) => {
        const expected = cell.split(',').map(Number);
        expect([payoffs.leaderPayoff[i]?.[j], payoffs.followerPayoff[i]?.[j]]).toEqual(expected);
        expect(once(game, [i, j])).toEqual({ observations: [0, 0], rewards: expected, terminated: true, truncated: false });
      }),
    );
    expect(finiteModel(game).states).toHaveLength(2);
    expect(game.descriptor).toMatchObject({ commitment: 'pure', gamma: 1 });
  });

  it.each(named)('%s declares the optima that hold: rows enumerated, mixtures searched', (_id, definition) => {
    const { descriptor, ...game } = definition.create();
    const payoffs = payoffsOf(definition.create()) as Bimatrix;
    const rows = payoffs.leaderPayoff.length;
    expect(new Set(descriptor.optima.map(({ commitment }) => commitment))).toEqual(new Set(['pure', 'mixed']));
    for (const { commitment, ties, leaderReturn } of descriptor.optima) {
      // 40 parts contain (1/4, 3/4, 0) and (1/2, 1/2); a vertex of a best-reply region is optimal, and all of them are multiples of 1/4 or rows.
      const candidates = commitment === 'pure' ? mixtures(rows, 1) : mixtures(rows, 40);
      const values = candidates.map((mixture) => valueOf(payoffs, mixture, ties));
      expect(Math.max(...values), `${game.id} ${commitment} ${ties}`).toBeCloseTo(leaderReturn, 12);
    }
  });

  it.each([
    [escape.id, escape, 30, 30],
    [maintain.id, maintain, 20, 27.5],
    [battleOfTheSexes.id, battleOfTheSexes, 2, 2],
    [outOfEquilibriumBattle.id, outOfEquilibriumBattle, 2, 2],
    [modifiedPrisonersDilemma.id, modifiedPrisonersDilemma, 2, 2],
    [conitzer.id, conitzer, 2, 2.5],
    [dominantColumn.id, dominantColumn, 1, 1],
  ] as const)('%s is worth the published values', (_id, definition, pure, mixed) => {
    const strong = definition
      .create()
      .descriptor.optima.filter(({ ties, followerClass }) => ties === 'strong' && followerClass === 'rational');
    expect(strong.map(({ commitment, leaderReturn }) => [commitment, leaderReturn])).toEqual([
      ['pure', pure],
      ['mixed', mixed],
    ]);
  });

  it('lists no mixed optimum for adverse ties where it is only a supremum', () => {
    const weakMixed = (definition: GameDefinition): number =>
      definition.create().descriptor.optima.filter(({ ties, commitment }) => ties === 'weak' && commitment === 'mixed').length;
    expect([maintain, conitzer].map(weakMixed)).toEqual([0, 0]);
    expect([escape, battleOfTheSexes].map(weakMixed)).toEqual([2, 2]);
  });

  it('tells pure from sampled commitment in the descriptor only', () => {
    const [pure, sampled] = ['pure', 'sampled'].map((commitment) => conitzer.create({ commitment })) as [Game, Game];
    expect(pure.players).toEqual(sampled.players);
    expect([pure.descriptor.commitment, sampled.descriptor.commitment]).toEqual(['pure', 'sampled']);
    expect(pure.players[0]?.action).toEqual({ kind: 'discrete', n: 2, labels: ['row 0', 'row 1'] });
  });

  it('takes a mixture as one action and pays the expectation', () => {
    const game = maintain.create({ commitment: 'mixed' });
    expect(game.players[0]?.action).toEqual({ kind: 'simplex', n: 3 });
    expect(once(game, [[0.25, 0.75, 0], 0]).rewards).toEqual([27.5, 3.75]);
    expect(once(game, [[0.25, 0.75, 0], 1]).rewards).toEqual([7.5, 3.75]);
    expect(() => once(game, [[0.5, 0.6, 0], 0])).toThrow(InputError);
    expect(() => once(game, [0, 0])).toThrow(InputError);
    expect(() => finiteModel(game)).toThrow(RefusedError);
    expect(game.descriptor.rewardBounds).toEqual([0, 30]);
  });

  it('pays every mixture the weighted average of its rows, within the bounds', () => {
    const weight = fc.integer({ min: 0, max: 1000 });
    const entry = fc.integer({ min: -50, max: 50 });
    const row = fc.tuple(entry, entry, entry);
    const matrix = fc.tuple(row, row);
    fc.assert(
      fc.property(matrix, matrix, weight, fc.integer({ min: 1, max: 1000 }), fc.nat(2), (leaderPayoff, followerPayoff, w0, w1, column) => {
        const given = { leaderPayoff, followerPayoff };
        const mixture = [w0 / (w0 + w1), w1 / (w0 + w1)] as const;
        const game = bimatrix.create({ ...given, commitment: 'mixed' });
        const mixed = once(game, [mixture, column]).rewards;
        const pure = [0, 1].map((i) => once(bimatrix.create(given), [i, column]).rewards);
        [0, 1].forEach((player) => {
          const average = (w0 * (pure[0]?.[player] as number) + w1 * (pure[1]?.[player] as number)) / (w0 + w1);
          expect(mixed[player]).toBeCloseTo(average, 9);
        });
        const [low, high] = game.descriptor.rewardBounds;
        expect(mixed.every((reward) => reward >= low - 1e-12 && reward <= high + 1e-12)).toBe(true);
      }),
      { seed: 2, numRuns: 200 },
    );
  });

  it('does not let a mixture that misses 1 earn more than its best row', () => {
    expect(once(conitzer.create({ commitment: 'mixed' }), [[0, 1 + 9e-7], 1]).rewards).toEqual([2, 1]);
  });

  it('changes the out-of-equilibrium battle by its parameters, and its optimum with them', () => {
    const game = outOfEquilibriumBattle.create({ leaderPrize: 1.5, miscoordination: 0 });
    expect(payoffsOf(game)?.leaderPayoff).toEqual([[1.5, 0], [0, 1]]); // prettier-ignore
    expect(new Set(game.descriptor.optima.map(({ leaderReturn }) => leaderReturn))).toEqual(new Set([1.5]));
    expect(outOfEquilibriumBattle.create({ leaderPrize: 0.5 }).descriptor.optima).toEqual([]);
    expect(outOfEquilibriumBattle.create({ miscoordination: 3 }).descriptor.optima).toEqual([]);
  });

  it('is made from any payoffs', () => {
    const coordination = oneShotGame({
      id: 'my/Coordination-v1',
      summary: 'Meet.',
      payoffs: { leaderPayoff: [[2, 0, 0], [0, 1, 0]], followerPayoff: [[2, 0, 0], [0, 1, 0]], followerActions: ['a', 'b', 'c'] }, // prettier-ignore
      source: 'by hand',
    });
    const game = coordination.create();
    expect(game.descriptor).toMatchObject({ utility: 'common-interest', rewardBounds: [0, 2], optima: [] });
    expect(game.players[1]?.action).toMatchObject({ n: 3, labels: ['a', 'b', 'c'] });
  });

  it.each([
    [{ leaderPayoff: [[1, 2]], followerPayoff: [[1, 2], [3, 4]] }, 'followerPayoff of matrix/Bimatrix-v1 has 2 rows: expected 1 as in leaderPayoff; give both matrices'], // prettier-ignore
    [
      {
        leaderPayoff: [
          [1, 2],
          [3, 4],
        ],
        followerPayoff: [
          [1, 2, 3],
          [4, 5, 6],
        ],
      },
      'row 0 of followerPayoff of matrix/Bimatrix-v1 has 3 entries: expected 2',
    ],
    [{ leaderPayoff: [[1, 2], [3]] }, 'row 1 of parameter leaderPayoff of matrix/Bimatrix-v1 has 1 entries: expected 2'],
    [
      {
        leaderPayoff: [
          [1, 1e999],
          [3, 4],
        ],
      },
      'entry [0][1] of parameter leaderPayoff of matrix/Bimatrix-v1 is Infinity',
    ],
    [{ leaderPayoff: 'NaN' }, 'expected a list of rows of numbers'],
    [{ leaderPayoff: [[]] }, 'a game needs actions'],
    [{ commitment: 'both' }, 'expected pure, sampled or mixed'],
  ])('refuses %j', (parameters, message) => {
    expect(() => bimatrix.create(parameters as Record<string, unknown>)).toThrow(InputError);
    expect(() => bimatrix.create(parameters as Record<string, unknown>)).toThrow(message);
  });

  it('refuses wrong names, and is not changed by what happens to the given matrix', () => {
    const payoffs = { leaderPayoff: [[1], [2]], followerPayoff: [[1], [2]] }; // prettier-ignore
    const make = (leaderActions: string[]): GameDefinition =>
      oneShotGame({ id: 'my/Game-v1', summary: '', source: '', payoffs: { ...payoffs, leaderActions } });
    expect(() => make(['a'])).toThrow('leaderActions of my/Game-v1 is ["a"]: expected 2 names');
    expect(() => make(['a', 'a'])).toThrow('has the name "a" twice');
    const game = make(['a', 'b']).create();
    (payoffs.leaderPayoff[0] as number[])[0] = 9;
    expect(once(game, [0, 0]).rewards).toEqual([1, 1]);
  });
});
