import type { ExtensiveForm, GameNode } from '@firstmover/core';
import { InputError, RefusedError } from '@firstmover/core';
import { describe, expect, it } from 'vitest';
import { NumericalError } from '@firstmover/programmes';
import { backwardInduction } from './backward-induction.ts';
import { solveExtensiveForm } from './extensive-form.ts';
import { centipede, chance, conitzer, entryDeterrence, follow, kuhnPoker, lead, leaf, simplePoker } from './known-trees.fixture.ts';
import { verifyTreeCommitment } from './verify-tree-commitment.ts';

const MIXED = { commitment: 'mixed', ties: 'strong' } as const;
const WEAK = { commitment: 'mixed', ties: 'weak' } as const;
const PURE = { commitment: 'pure', ties: 'strong' } as const;

describe('known games', () => {
  it.each([
    ['Kuhn poker', kuhnPoker(), -1 / 18],
    ['a simple poker game', simplePoker(), 1 / 3],
  ] as const)('%s: the strong and the weak value are the value of the zero-sum game', async (_name, form, value) => {
    const strong = await solveExtensiveForm(form, MIXED);
    const weak = await solveExtensiveForm(form, WEAK);
    expect([strong.leaderValue, strong.followerValue]).toEqual([expect.closeTo(value, 9), expect.closeTo(-value, 9)]);
    expect(strong.check.leader.weak).toBeCloseTo(value, 9);
    expect(weak.leaderValue).toBeCloseTo(value, 9);
    expect(weak.attained).toBe(true);
  });

  it('a simple poker game: the only optimum raises red and bluffs with one black card in three', async () => {
    const { commitment, unique, optimalReplies, leaderDecisions } = await solveExtensiveForm(simplePoker(), MIXED);
    expect(leaderDecisions.map(({ informationSet }) => informationSet)).toEqual(['red', 'black']);
    expect(commitment).toEqual([
      [expect.closeTo(1, 9), expect.closeTo(0, 9)],
      [expect.closeTo(1 / 3, 9), expect.closeTo(2 / 3, 9)],
    ]);
    expect(unique).toBe(true);
    expect(optimalReplies).toEqual([[0], [1]]);
  });

  it('Kuhn poker: the leader has a family of optima', async () => {
    const { commitment, unique } = await solveExtensiveForm(kuhnPoker(), MIXED);
    expect(unique).toBe(false);
    // Bet on a jack with some a of at most 1/3, on a king with 3a, call with a queen after a bet with a + 1/3.
    const bluff = commitment[0]![1]!;
    expect(bluff).toBeLessThan(1 / 3 + 1e-9);
    expect(commitment).toHaveLength(6);
  });

  it('the centipede: passing on with 1/7 earns 52/35, a pure plan 4/5, without commitment 2/5', async () => {
    const strong = await solveExtensiveForm(centipede(), MIXED);
    expect(strong.leaderValue).toBeCloseTo(52 / 35, 9);
    expect(strong.commitment).toEqual([
      [1, 0],
      [expect.closeTo(1 / 7, 9), expect.closeTo(6 / 7, 9)],
    ]);
    expect(strong).toMatchObject({ reply: [0, 1], optimalReplies: [[0, 1]], unique: true, attained: true });
    expect(strong.check.leader.weak).toBeCloseTo(0.2, 9);
    const weak = await solveExtensiveForm(centipede(), WEAK);
    expect(weak.leaderValue).toBeCloseTo(52 / 35, 9);
    expect(weak).toMatchObject({ attained: false, reply: [0, 1] });
    for (const ties of ['strong', 'weak'] as const) {
      const pure = await solveExtensiveForm(centipede(), { commitment: 'pure', ties });
      expect(pure).toMatchObject({ leaderValue: 0.8, commitment: [[1, 0], [1, 0]], unique: true }); // prettier-ignore
    }
    expect(backwardInduction(centipede(), 'strong')).toEqual({
      values: [expect.closeTo(0.4, 12), expect.closeTo(0.1, 12)],
      leader: [1, 1],
      follower: [1, 1],
    });
  });

  it('entry deterrence: the threat to fight keeps the entrant out, and is not carried out', async () => {
    const strong = await solveExtensiveForm(entryDeterrence(), MIXED);
    expect(strong).toMatchObject({ leaderValue: 2, followerValue: 0, reply: [1], unique: false });
    const pure = await solveExtensiveForm(entryDeterrence(), { commitment: 'pure', ties: 'weak' });
    expect(pure).toMatchObject({ leaderValue: 2, commitment: [[1, 0]], reply: [1], unique: true });
    expect(backwardInduction(entryDeterrence(), 'strong').values).toEqual([1, 1]);
  });

  it('what the follower sees matters: 5/2 where it does not see the row, 2 where it does', async () => {
    const unseen = await solveExtensiveForm(conitzer(false), MIXED);
    expect(unseen.leaderValue).toBeCloseTo(2.5, 9);
    expect(unseen).toMatchObject({ reply: [1], unique: true, commitment: [[expect.closeTo(0.5, 9), expect.closeTo(0.5, 9)]] });
    expect(await solveExtensiveForm(conitzer(false), WEAK)).toMatchObject({
      leaderValue: expect.closeTo(2.5, 9) as number,
      attained: false,
    });
    expect(await solveExtensiveForm(conitzer(false), PURE)).toMatchObject({ leaderValue: 2 });
    expect(await solveExtensiveForm(conitzer(true), MIXED)).toMatchObject({ leaderValue: 2, reply: [null, 1], commitment: [[0, 1]] });
  });
});

describe('small and unusual trees', () => {
  const answer = async (root: GameNode): Promise<readonly number[]> => {
    const all: number[] = [];
    for (const commitment of ['mixed', 'pure'] as const)
      for (const ties of ['strong', 'weak'] as const) all.push((await solveExtensiveForm({ root }, { commitment, ties })).leaderValue);
    return all;
  };

  it('are answered by all four methods', async () => {
    expect(await answer(leaf(3, 4))).toEqual([3, 3, 3, 3]);
    expect(await answer(chance({ a: leaf(1, 0), b: leaf(2, 0) }))).toEqual([1.5, 1.5, 1.5, 1.5]);
    expect(await answer(lead('alone', { a: leaf(1, 0), b: leaf(2, 0) }))).toEqual([2, 2, 2, 2]);
    expect(await answer(follow('alone', { a: leaf(1, 0), b: leaf(2, 0) }))).toEqual([2, 1, 2, 1]);
    expect(await answer(follow('one action', { a: leaf(-7, 0) }))).toEqual([-7, -7, -7, -7]);
  });

  it('payoffs on the way are added up', async () => {
    const then = { ...lead('then', { c: leaf(5, 0), d: leaf(0, 0) }), payoffs: [1, 2] as const };
    const root = { ...follow('pay?', { a: leaf(1, 1), b: then }), payoffs: [10, 20] as const };
    expect(await solveExtensiveForm({ root }, MIXED)).toMatchObject({ leaderValue: 16, followerValue: 22, reply: [1] });
  });

  it('branches that chance never takes count for nothing', async () => {
    const root: GameNode = {
      kind: 'chance',
      actions: ['a', 'b'],
      probabilities: [1, 0],
      children: [leaf(1, 1), follow('never', { a: leaf(9, 9), b: leaf(5, 8) })],
    };
    expect(await solveExtensiveForm({ root }, MIXED)).toMatchObject({ leaderValue: 1, reply: [null], optimalReplies: [[null]] });
  });

  it('a tree a thousand moves deep is solved', async () => {
    let root: GameNode = leaf(1000, 0);
    for (let k = 999; k >= 0; k--)
      root = k % 2 === 0 ? lead(`${k}`, { on: root, stop: leaf(k, 1) }) : follow(`${k}`, { on: root, stop: leaf(0, -1) });
    expect(await solveExtensiveForm({ root }, { commitment: 'pure', ties: 'strong' })).toMatchObject({ leaderValue: 1000 });
    expect(backwardInduction({ root }, 'strong').values).toEqual([1000, 0]);
  });
});

describe('refusals', () => {
  const failure = async (form: ExtensiveForm, options: object = {}): Promise<Error> => {
    try {
      await solveExtensiveForm(form, { ...MIXED, ...options });
    } catch (error) {
      return error as Error;
    }
    throw new Error('no error');
  };

  it('a player that forgets its own moves', async () => {
    const after = lead('forgets', { a: leaf(0, 0), b: leaf(1, 1) });
    const error = await failure({ root: lead('first', { a: after, b: after }) });
    expect(error).toBeInstanceOf(RefusedError);
    expect(error.message).toMatch(/^the leader comes to information set "forgets" after different moves of its own: it must remember/);
    const absent = await failure({ root: follow('again', { a: follow('again', { a: leaf(0, 0), b: leaf(0, 0) }), b: leaf(0, 0) }) });
    expect(absent).toBeInstanceOf(RefusedError);
  });

  it('payoffs too close to tell a tie from a preference', async () => {
    const error = await failure({ root: follow('which', { a: leaf(0, 1), b: leaf(1, 1 + 1e-12), c: leaf(0, 0) }) });
    expect(error).toBeInstanceOf(NumericalError);
  });

  it('what is too large', async () => {
    const wide = (player: typeof lead, prefix: string): GameNode =>
      chance(
        Object.fromEntries(
          Array.from({ length: 30 }, (_unused, k) => [`${k}`, player(`${prefix}${k}`, { a: leaf(k % 5, k % 3), b: leaf(k % 7, k % 2) })]),
        ),
      );
    const form = { root: chance({ a: wide(lead, 'l'), b: wide(follow, 'f') }) };
    // Ties everywhere: the strong optimum suffers from an adverse follower, so that plans would have to be listed.
    expect((await failure(form, { ties: 'weak' })).message).toMatch(/^the game tree has 1073741824 x 1073741824 pure plans/);
    expect((await failure(form, { commitment: 'pure' })).message).toMatch(/^the leader has 1073741824 pure plans/);
    expect(await failure(form, { commitment: 'pure' })).toBeInstanceOf(RefusedError);
    // A mixture is within reach; its optimal replies are too many to list.
    expect(await solveExtensiveForm(form, MIXED)).toMatchObject({
      optimalReplies: expect.anything() as unknown,
      unique: false,
    });
  });

  it.each([
    [{ commitment: 'memory-1' }, 'commitment of solveExtensiveForm is "memory-1": expected mixed or pure'],
    [{ ties: 'any' }, 'ties of solveExtensiveForm is "any": expected strong or weak'],
    [{ timeLimit: 0 }, 'timeLimit of solveExtensiveForm is 0: expected a finite number above 0'],
    [{ timeLimit: 5, commitment: 'pure' }, 'timeLimit 5 does nothing for pure commitment: leave it out'],
  ])('options %j', async (options, message) => {
    const error = await failure(simplePoker(), options);
    expect(error).toBeInstanceOf(InputError);
    expect(error.message).toBe(message);
  });

  it('backward induction under imperfect information', () => {
    expect(() => backwardInduction(simplePoker(), 'strong')).toThrow(/"after a raise" of the follower has 2 nodes: .* perfect information/);
  });

  it('a commitment that does not fit', () => {
    const check = (commitment: (readonly number[] | null)[]) => () => verifyTreeCommitment(simplePoker(), commitment);
    expect(check([[1, 0]])).toThrow('commitment has 1 rows: expected 2, one per information set of the leader');
    expect(check([[1, 0], [0.5, 0.6]])).toThrow('at information set "black" is [0.5,0.6]: expected 2 probabilities with sum 1, or null'); // prettier-ignore
    expect(verifyTreeCommitment(simplePoker(), [[1, 0], [0, 1]]).leader).toEqual({ strong: 0, weak: 0 }); // prettier-ignore
  });
});
