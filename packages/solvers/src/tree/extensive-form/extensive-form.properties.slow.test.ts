import type { ExtensiveForm, GameNode, PayoffPair } from '@firstmover/core';
import { RefusedError } from '@firstmover/core';
import { expect, it } from 'vitest';
import { solveLinearProgram } from '@firstmover/programmes';
import { solveBimatrix } from '../../matrix/bimatrix/bimatrix.ts';
import { backwardInduction } from './backward-induction.ts';
import { solveExtensiveForm } from './extensive-form.ts';
import { reducedNormalForm } from './reduced-normal-form.ts';
import { countPlans } from './plans.ts';
import { randomTree } from './random-trees.fixture.ts';
import { sequenceForm } from './sequences.ts';
import { optimumOfPlans, searchMixture } from './strong.ts';

const MIXED = { commitment: 'mixed', ties: 'strong' } as const;

/** Random trees of at most so many pairs of plans, until there are enough. */
function* trees(count: number, pairs: number, options: Partial<Parameters<typeof randomTree>[1]> = {}): Generator<ExtensiveForm> {
  for (let seed = 0, given = 0; given < count; seed++) {
    const form = randomTree(seed, { depth: 3 + (seed % 2), actions: 2 + (seed % 2), ...options });
    const game = sequenceForm(form);
    const size = countPlans(game.leader) * countPlans(game.follower);
    if (size > pairs || size < 4) continue;
    given++;
    yield form;
  }
}

/** The same tree with other payoffs. */
function mapPayoffs(node: GameNode, change: (payoffs: PayoffPair) => PayoffPair): GameNode {
  if (node.kind === 'leaf') return { ...node, payoffs: change(node.payoffs) };
  return { ...node, payoffs: [0, 0], children: node.children.map((child) => mapPayoffs(child, change)) };
}

it(
  '1,000 random trees: the mixed-integer programme, the reduced normal form and a programme per plan agree to 1e-6 of the range',
  { timeout: 300_000 },
  async () => {
    let mixes = 0;
    for (const form of trees(1_000, 60)) {
      const game = sequenceForm(form);
      const normal = reducedNormalForm(game);
      const expected = solveBimatrix(normal, MIXED).leaderValue / normal.unit / game.scales[0].range;
      const { value, bound, realization } = await searchMixture(game, 60);
      expect(Math.abs(value - expected)).toBeLessThan(1e-6);
      expect(bound).toBeGreaterThanOrEqual(expected - 1e-9);
      expect(Math.abs(optimumOfPlans(game).value - expected)).toBeLessThan(1e-9);
      if (realization.some((probability) => probability > 0.001 && probability < 0.999)) mixes++;
    }
    expect(mixes).toBeGreaterThan(40);
  },
);

it('beyond 256 plans of the follower the mixed-integer programme answers, with a bound above the value over all plans', async () => {
  let solved = 0;
  for (let seed = 0; solved < 4; seed++) {
    const form = randomTree(seed, { depth: 6, actions: 2, stop: 0.05 });
    const game = sequenceForm(form);
    const plans = countPlans(game.follower);
    if (plans <= 256 || plans > 800) continue;
    solved++;
    const [{ low, range }] = game.scales;
    const { leaderValue: value, upperBound: bound, attained } = await solveExtensiveForm(form, MIXED);
    const expected = low + range * optimumOfPlans(game).value;
    expect(Math.abs(value - expected)).toBeLessThan(1e-6 * range);
    expect(bound).toBeGreaterThanOrEqual(expected);
    expect(bound - value).toBeLessThan(3e-6 * range);
    expect(attained).toBe(true);
  }
});

it('when the time is up: refused without a mixture, the best so far with a bound otherwise', { timeout: 60_000 }, async () => {
  const form = randomTree(3, { depth: 9, actions: 2, stop: 0.02 });
  await expect(solveExtensiveForm(form, { ...MIXED, timeLimit: 0.001 })).rejects.toThrow(
    'no mixture was found within 0.001 seconds: raise the time limit or prune the tree',
  );
  const game = sequenceForm(form);
  let found: { readonly value: number; readonly bound: number } | undefined;
  // How far it comes in a time is the machine's: what it says must hold wherever it stops.
  for (let timeLimit = 0.3; found === undefined && timeLimit < 20; timeLimit *= 2) {
    found = await searchMixture(game, timeLimit).catch((error: unknown) => {
      expect(error).toBeInstanceOf(RefusedError);
      return undefined;
    });
  }
  expect(found!.bound).toBeGreaterThanOrEqual(found!.value);
  // A mixture that is worth 0.625 of the range is known.
  expect(found!.bound).toBeGreaterThanOrEqual(0.625 - 1e-6);
});

it('pure <= mixed, weak <= strong, and the value is at least what the leader gets without commitment', { timeout: 60_000 }, async () => {
  let perfect = 0;
  let gained = 0;
  for (const form of trees(120, 60, { join: 0 })) {
    const answer = async (commitment: 'mixed' | 'pure', ties: 'strong' | 'weak'): Promise<number> =>
      (await solveExtensiveForm(form, { commitment, ties })).leaderValue;
    const [strong, weak] = [await answer('mixed', 'strong'), await answer('mixed', 'weak')];
    const [pure, pureWeak] = [await answer('pure', 'strong'), await answer('pure', 'weak')];
    expect(pureWeak).toBeLessThanOrEqual(pure + 1e-9);
    expect(pure).toBeLessThanOrEqual(strong + 1e-6);
    expect(pureWeak).toBeLessThanOrEqual(weak + 1e-6);
    expect(weak).toBeLessThanOrEqual(strong + 1e-6);
    for (const ties of ['strong', 'weak'] as const) {
      const [without] = backwardInduction(form, ties).values;
      expect(without).toBeLessThanOrEqual(strong + 1e-6);
      if (without < strong - 0.01) gained++;
      perfect++;
    }
  }
  expect(perfect).toBe(240);
  expect(gained).toBeGreaterThan(20);
});

it('zero-sum trees: the value is the maximin of the normal form, under both tie rules', { timeout: 60_000 }, async () => {
  for (const form of trees(60, 60)) {
    const root = mapPayoffs(form.root, ([leader]) => [leader, -leader]);
    const game = sequenceForm({ root });
    const { leaderPayoff, unit } = reducedNormalForm(game);
    // Payoffs are at least 0, so that the guaranteed payoff may be a variable.
    const columns = leaderPayoff[0]!.map((_entry, j) => leaderPayoff.map((row) => row[j]!));
    const maximin = solveLinearProgram({
      objective: [...leaderPayoff.map(() => 0), 1],
      constraints: [
        ...columns.map((column) => ({ coefficients: [...column, -1], relation: '>=' as const, bound: 0 })),
        { coefficients: [...leaderPayoff.map(() => 1), 0], relation: '=', bound: 1 },
      ],
    });
    const value = game.scales[0].low + (maximin.status === 'optimal' ? maximin.value : NaN) / unit;
    expect((await solveExtensiveForm({ root }, MIXED)).leaderValue).toBeCloseTo(value, 6);
    expect((await solveExtensiveForm({ root }, { commitment: 'mixed', ties: 'weak' })).leaderValue).toBeCloseTo(value, 6);
  }
});

it('positive affine maps: of the follower change nothing, of the leader map the value', { timeout: 60_000 }, async () => {
  for (const form of trees(60, 60)) {
    const plain = { root: mapPayoffs(form.root, (payoffs) => payoffs) };
    const { leaderValue: value } = await solveExtensiveForm(plain, MIXED);
    const other = await solveExtensiveForm({ root: mapPayoffs(form.root, ([leader, follower]) => [leader, 3 * follower - 7]) }, MIXED);
    expect(other.leaderValue).toBeCloseTo(value, 6);
    const mapped = await solveExtensiveForm({ root: mapPayoffs(form.root, ([leader, follower]) => [0.5 * leader + 11, follower]) }, MIXED);
    expect(mapped.leaderValue).toBeCloseTo(0.5 * value + 11, 6);
  }
});
