import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError, RefusedError, box, finiteModel, simplex } from '@firstmover/core';
import { iteratedPrisonersDilemma } from '@firstmover/matrix-games';
import type { ContextEncoding, FollowerProblem } from './follower-problem.ts';
import { CONTEXT_ROW_LIMIT, agreeingContexts, contextEncoding, decodeContext, encodeContext, followerProblem } from './follower-problem.ts';
import { calmField, continuousField, emptyGame, noisyField, player, weather } from './games.fixture.ts';

const dilemma = iteratedPrisonersDilemma.create();

describe('a context', () => {
  it('is the answers in mixed radix, the first query most significant, as in the published encoding', () => {
    const encoding = contextEncoding(dilemma);
    expect(encoding).toEqual({
      queries: [0, 1, 2, 3, 4],
      leaderActions: 2,
      contexts: 32,
      observations: 5,
      actions: 2,
      leader: 0,
      follower: 1,
    });
    expect(encodeContext(encoding, [1, 0, 0, 0, 0])).toBe(16);
    expect(encodeContext(encoding, [1, 0, 0, 1, 1])).toBe(19);
    expect(encodeContext(encoding, Int32Array.of(0, 0, 0, 0, 1))).toBe(1);
  });

  it('is decoded into the answers that it encodes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 0, max: 6 }), fc.nat(), (leaderActions, count, pick) => {
        const contexts = leaderActions ** count;
        const queries = Array.from({ length: count }, (_unused, i) => i);
        const encoding: ContextEncoding = { queries, leaderActions, contexts, observations: 1, actions: 1 };
        const context = pick % contexts;
        const answers = new Int32Array(count).fill(-1);
        decodeContext(encoding, context, answers);
        expect(answers.every((answer) => answer >= 0 && answer < leaderActions)).toBe(true);
        expect(encodeContext(encoding, answers)).toBe(context);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('is different for different answers', () => {
    const encoding = contextEncoding(weather);
    const answers = new Int32Array(3);
    const seen = Array.from({ length: 8 }, (_unused, context) => {
      decodeContext(encoding, context, answers);
      return answers.join('');
    });
    expect(seen).toEqual(['000', '001', '010', '011', '100', '101', '110', '111']);
  });

  it('agrees with all that give the same of some answers, each once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), fc.array(fc.boolean(), { maxLength: 5 }), fc.nat(), (leaderActions, used, pick) => {
        const contexts = leaderActions ** used.length;
        const queries = used.map((_use, q) => q);
        const encoding: ContextEncoding = { queries, leaderActions, contexts, observations: 1, actions: 1 };
        const answersOf = (context: number): number[] => {
          const answers = new Int32Array(used.length);
          decodeContext(encoding, context, answers);
          return Array.from(answers);
        };
        const own = answersOf(pick % contexts);
        const expected = Array.from({ length: contexts }, (_unused, context) => context).filter((context) =>
          answersOf(context).every((answer, q) => !used[q] || answer === own[q]),
        );
        expect([...agreeingContexts(encoding, pick % contexts, used.map(Number))].sort((a, b) => a - b)).toEqual(expected);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('knows which player leads', () => {
    expect(contextEncoding(calmField)).toMatchObject({ leader: 1, follower: 0, contexts: 4, observations: 2 });
  });
});

describe('contextEncoding', () => {
  const shaped = (leaderActions: number, followerObservations: number, queries = 1): (() => unknown) => {
    const game = emptyGame([player('a', 'leader', queries, leaderActions), player('b', 'follower', followerObservations, 2)]);
    return () => contextEncoding(game);
  };

  it('allows tables up to the limit and refuses larger ones', () => {
    expect(CONTEXT_ROW_LIMIT).toBe(2 ** 20);
    expect(shaped(1024, 1024)).not.toThrow();
    expect(shaped(1024, 1025)).toThrow(RefusedError);
    expect(shaped(2, 1, 20)).not.toThrow();
    expect(shaped(2, 1, 21)).toThrow(RefusedError);
    expect(shaped(2, 1, 5000)).toThrow('needs Infinity contexts x 1 observations');
    expect(() => contextEncoding(iteratedPrisonersDilemma.create({ memoryLength: 2 }))).toThrow(
      'a contextual table for matrix/IteratedPrisonersDilemma-v1 needs 2097152 contexts x 21 observations: the limit is 1048576 rows; use the exact oracle',
    );
  });

  it.each([
    ['no follower', [player('a', 'leader', 1, 2)], 'test/Empty-v1 has 0 followers: a contextual table serves exactly one'],
    ['two followers', [player('a', 'leader', 1, 2), player('b', 'follower', 1, 2), player('c', 'follower', 1, 2)], 'has 2 followers'],
    ['two leaders', [player('a', 'leader', 1, 2), player('b', 'leader', 1, 2), player('c', 'follower', 1, 2)], 'has 2 leaders'],
    [
      'a leader that mixes',
      [player('a', 'leader', 1, simplex(2)), player('b', 'follower', 1, 2)],
      'the actions of a in test/Empty-v1 are a simplex space',
    ],
    ['a leader that sees vectors', [player('a', 'leader', box(0, 1, [2]), 2), player('b', 'follower', 1, 2)], 'the observations of a in'],
    ['a follower that sees vectors', [player('a', 'leader', 1, 2), player('b', 'follower', box(0, 1, [2]), 2)], 'the observations of b in'],
    ['a follower that mixes', [player('a', 'leader', 1, 2), player('b', 'follower', 1, simplex(3))], 'the actions of b in'],
  ])('refuses a game with %s', (_what, players, message) => {
    expect(() => contextEncoding(emptyGame(players))).toThrow(InputError);
    expect(() => contextEncoding(emptyGame(players))).toThrow(message);
  });
});

/** The contexts of all copies, from what they show. */
function contextsOf(problem: FollowerProblem): number[] {
  return Array.from(problem.observations, (index) => Math.floor(index / problem.encoding.observations));
}

describe('followerProblem', () => {
  it('counts every query and every step of every copy, and nothing else', () => {
    const problem = followerProblem(dilemma, { copies: 3, seed: 1 });
    expect(problem.steps).toBe(0);
    problem.reset();
    expect(problem.steps).toBe(15);
    const actions = Int32Array.of(0, 1, 0);
    for (let t = 1; t <= 10; t++) {
      problem.step(actions);
      expect(problem.steps).toBe(15 + 3 * t);
    }
    expect(Array.from(problem.terminated)).toEqual([1, 1, 1]);
    problem.step(actions);
    expect(problem.steps).toBe(45);
    problem.reset(Uint8Array.of(0, 1, 0));
    expect(problem.steps).toBe(50);
    problem.step(actions);
    expect(problem.steps).toBe(51);
  });

  it('pays what the game pays against the leader of the context, which the follower sees beside its own observation', () => {
    const problem = followerProblem(dilemma, { copies: 32, seed: 4 });
    problem.reset();
    const contexts = contextsOf(problem);
    const answers = contexts.map((context) => {
      const decoded = new Int32Array(5);
      decodeContext(problem.encoding, context, decoded);
      return decoded;
    });
    const seen = new Int32Array(32); // the joint observation: 0, then 1 + leader + 2 * follower
    for (let t = 0; t < 10; t++) {
      expect(Array.from(problem.observations)).toEqual(contexts.map((context, copy) => context * 5 + seen[copy]!));
      const actions = Int32Array.from({ length: 32 }, (_unused, copy) => (copy * 7 + t * 3) % 2);
      problem.step(actions);
      expect(Array.from(problem.executed)).toEqual(Array.from(actions));
      expect(Array.from(problem.asked)).toEqual(Array.from(seen));
      for (let copy = 0; copy < 32; copy++) {
        const leads = answers[copy]![seen[copy]!]!;
        const follows = actions[copy]!;
        // The follower's payoffs 3 1 / 4 2 by (own, leader's) action, less 2.5.
        expect(problem.rewards[copy]).toBe([3, 1, 4, 2][2 * follows + leads]! - 2.5);
        seen[copy] = 1 + leads + 2 * follows;
      }
    }
    expect(problem.terminated.every((flag) => flag === 1)).toBe(true);
    expect(problem.learn.every((flag) => flag === 1)).toBe(true);
  });

  it('deals leaders without replacement, in another order each time and for each seed', () => {
    const deals = (seed: number): number[][] => {
      const problem = followerProblem(dilemma, { copies: 8, seed });
      return Array.from({ length: 3 }, () =>
        Array.from({ length: 4 }, () => {
          problem.reset();
          return contextsOf(problem);
        }).flat(),
      );
    };
    const all = Array.from({ length: 32 }, (_unused, i) => i);
    for (const round of deals(1)) expect(round.toSorted((a, b) => a - b)).toEqual(all);
    expect(deals(1)[0]).not.toEqual(deals(1)[1]);
    expect(deals(1)).toEqual(deals(1));
    expect(deals(1)).not.toEqual(deals(2));
  });

  it('deals on across rounds when copies do not divide the leaders', () => {
    const problem = followerProblem(dilemma, { copies: 5, seed: 3 });
    const dealt: number[] = [];
    while (dealt.length < 64) {
      problem.reset();
      dealt.push(...contextsOf(problem));
    }
    expect(new Set(dealt.slice(0, 32)).size).toBe(32);
    expect(new Set(dealt.slice(32, 64)).size).toBe(32);
  });

  it.each([
    ['deterministic', dilemma],
    ['stochastic', noisyField],
    ['of random length', weather],
  ])('is the same with and without a model, %s', (_what, game) => {
    const trace = (problem: FollowerProblem): unknown[] => {
      const lines: unknown[] = [];
      problem.reset();
      for (let t = 0; t < 40; t++) {
        problem.step(Int32Array.from({ length: 6 }, (_unused, copy) => (copy + t) % problem.encoding.actions));
        lines.push([...problem.observations], [...problem.rewards], [...problem.terminated], problem.steps);
        problem.reset(problem.terminated.slice());
      }
      return lines;
    };
    const plain = trace(followerProblem(game, { copies: 6, seed: 2 }));
    expect(trace(followerProblem(game, { copies: 6, seed: 2, model: finiteModel(game) }))).toEqual(plain);
    expect(trace(followerProblem(game, { copies: 6, seed: 3 }))).not.toEqual(plain);
  });

  it('serves games without a model, and games whose follower comes first', () => {
    const problem = followerProblem(continuousField, { copies: 2, seed: 0 });
    problem.reset();
    problem.step(Int32Array.of(1, 0));
    expect(Array.from(problem.observations, (index) => index % 2)).toEqual([1, 0]);
  });
});
