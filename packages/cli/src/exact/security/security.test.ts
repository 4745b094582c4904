import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstmover, jsonLines } from '../../io/fake-io.fixture.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'firstmover-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function file(content: unknown): string {
  const path = join(folder, 'game.json');
  writeFileSync(path, JSON.stringify(content));
  return path;
}

/** Test scheduling with five targets and one test (ASE 2013). */
const five = {
  kind: 'security',
  title: 'Five targets',
  defenderCovered: [2, 7, 6, 9, 9],
  defenderUncovered: [-10, -4, -1, -9, -9],
  attackerCovered: [-7, -1, -6, -3, -10],
  attackerUncovered: [4, 3, 5, 7, 3],
  resources: 1,
};
/** Targets in a square; one unit takes a row, the other a column (Korzhyk, Conitzer & Parr, AAAI 2010). */
const square = {
  kind: 'security',
  defenderCovered: [0, 0, 0, 0],
  defenderUncovered: [-1, -1, -1, -1],
  attackerCovered: [0, 0, 0, 0],
  attackerUncovered: [1, 1, 1, 1],
  resources: [[[0, 1], [2, 3]], [[0, 2], [1, 3]]], // prettier-ignore
};

interface Allocation {
  readonly probability: number;
  readonly targets: readonly number[];
  readonly schedules: readonly (number | null)[] | null;
}

/** How often a mixture covers each target. */
function coverageOf(mixture: readonly Allocation[], targets: number): number[] {
  return Array.from({ length: targets }, (_target, t) =>
    mixture.reduce((sum, allocation) => sum + (allocation.targets.includes(t) ? allocation.probability : 0), 0),
  );
}

describe('security documents', () => {
  it('of the five-target game are worth 11775/19151, and a mixture over single targets implements the coverage', async () => {
    const path = file(five);
    const outcome = await firstmover('exact', path, '--json');
    expect(outcome).toMatchObject({ code: 0, err: '' });
    const [answer] = jsonLines(outcome);
    expect(answer).toMatchObject({
      input: path,
      kind: 'security',
      params: null,
      commitmentClass: 'mixed',
      reply: 2,
      ties: 'strong',
      followerClass: null,
      attackerModel: null,
      attained: true,
      attackSet: [0, 1, 2, 3, 4],
      optimalReplies: [2],
      unique: true,
    });
    expect(answer?.['leaderValue']).toBeCloseTo(11775 / 19151, 12);
    expect(answer?.['evidence']).toEqual({ kind: 'optimal', by: 'rational' });
    expect(answer?.['exact']).toMatchObject({ leaderValue: '11775/19151' });
    coverageOf(answer?.['mixture'] as Allocation[], 5).forEach((c, t) =>
      expect(c).toBeCloseTo((answer?.['commitment'] as number[])[t]!, 12),
    );
    const [weak] = jsonLines(await firstmover('exact', path, '--json', '--ties', 'weak'));
    expect(weak).toMatchObject({ ties: 'weak', attained: false });
    expect(weak?.['leaderValue']).toBeCloseTo(11775 / 19151, 12);
    const { out } = await firstmover('exact', path, '--ties', 'weak');
    expect(out).toContain(
      'game.json: Five targets\n\n  leader value    11775/19151 (0.61485)  a supremum: mixtures of allocations come as close as you like, none',
    );
    expect(out).toContain('The limit of coverages that come close:');
    expect(out).toContain('if it chose the worst for the defender, that would get -8.32259.');
  });

  it('with schedules are answered by what the units can do: three quarters each, where marginals promise all', async () => {
    const path = file(square);
    const [answer] = jsonLines(await firstmover('exact', path, '--json'));
    expect(answer).toMatchObject({ leaderValue: -0.25, followerValue: 0.25, commitment: [0.75, 0.75, 0.75, 0.75] });
    for (const { targets, schedules } of answer?.['mixture'] as Allocation[]) {
      const reached = schedules!.flatMap((schedule, unit) => (schedule === null ? [] : square.resources[unit]![schedule]!));
      expect([...new Set(reached)].sort()).toEqual(targets);
    }
    const { out } = await firstmover('exact', path);
    expect(out).toContain('  probability  targets covered at once  schedule of each unit\n          1/4  ');
  });

  it.each([
    ['qr', { kind: 'qr', lambda: 0.76 }, 'exp(0.76 x its expected payoff)'],
    ['suqr', { kind: 'suqr', w1: -9.85, w2: 0.37, w3: 0.15 }, 'exp(-9.85 x coverage + 0.37 x reward + 0.15 x penalty)'],
  ])(
    'with an attacker model %s come with a bound and with chances that add up to its value, and nothing hangs on ties',
    async (_kind, model, formula) => {
      for (const game of [five, square]) {
        const path = file({ ...game, attackerModel: model });
        const [answer] = jsonLines(await firstmover('exact', path, '--json'));
        const { leaderValue, upperBound } = answer as { leaderValue: number; upperBound: number };
        expect(answer).toMatchObject({
          attackerModel: model,
          ties: null,
          optimalReplies: null,
          unique: null,
          attackSet: null,
        });
        expect(upperBound).toBeGreaterThanOrEqual(leaderValue);
        expect(upperBound - leaderValue).toBeLessThan(2.1e-5);
        const [coverage, chances] = [answer?.['commitment'] as number[], answer?.['reply'] as number[]];
        const exponents = coverage.map((c, t) => {
          const [reward, penalty] = [game.attackerUncovered[t]!, game.attackerCovered[t]!];
          return 'lambda' in model
            ? model.lambda! * ((1 - c) * reward + c * penalty)
            : model.w1! * c + model.w2! * reward + model.w3! * penalty;
        });
        const total = exponents.reduce((sum, exponent) => sum + Math.exp(exponent), 0);
        chances.forEach((chance, t) => expect(chance).toBeCloseTo(Math.exp(exponents[t]!) / total, 9));
        const worth = chances.reduce(
          (sum, q, t) => sum + q * (coverage[t]! * game.defenderCovered[t]! + (1 - coverage[t]!) * game.defenderUncovered[t]!),
          0,
        );
        expect(worth).toBeCloseTo(leaderValue, 9);
        const { out } = await firstmover('exact', path);
        expect(out).toContain(`chances in proportion to ${formula}.`);
        expect(out).toContain('proved: no commitment of this class earns more');
        expect(out).not.toContain('Ties are');
      }
      const refused = await firstmover('exact', file({ ...five, attackerModel: model }), '--ties', 'strong');
      expect(refused).toMatchObject({ code: 2, out: '' });
      expect(refused.err).toMatch(
        /^firstmover: ties strong does nothing for [^\n]*: in a security game with an attackerModel nothing hangs on ties; leave it out\n$/,
      );
    },
  );

  it('with thousands of targets are cut for people', async () => {
    const list = (payoff: (t: number) => number): number[] => Array.from({ length: 3000 }, (_target, t) => payoff(t));
    const large = { ...five, defenderCovered: list(() => 0), defenderUncovered: list(() => -1), attackerCovered: list(() => 0), attackerUncovered: list((t) => 1 + t / 3000), resources: 300 }; // prettier-ignore
    const { code, out } = await firstmover('exact', file(large));
    expect(code).toBe(0);
    expect(out.split('\n').length).toBeLessThan(90);
    expect(out).toContain('more; --json has all');
  });

  it.each([
    [{ ...five, defenderCovered: undefined }, 'defenderCovered is undefined: expected an array of numbers, one per target'],
    [{ ...five, attackerUncovered: [4, 3, 5] }, 'attackerUncovered has 3 entries but defenderCovered has 5: give one per target'],
    [{ ...five, attackerCovered: [-7, 'one', -6, -3, -10] }, 'attackerCovered[1] is "one": expected a number or a fraction'],
    [
      { ...five, defenderUncovered: [3, -4, -1, -9, -9] },
      'defenderCovered[0] is 2 but defenderUncovered[0] is 3: coverage must not hurt the defender',
    ],
    [
      { ...five, resources: undefined },
      'resources is undefined: expected a number of identical units, or a list of schedules for each unit',
    ],
    [{ ...five, resources: -1 }, 'resources is -1: expected a number of identical units'],
    [{ ...five, resources: [[[0, 9]]] }, 'resources[0][0][1] is 9: expected the number of a target, from 0 to 4'],
    [{ ...five, resource: 1 }, 'unknown key of'],
    [{ ...five, attackerModel: 'qr' }, 'attackerModel is "qr": expected {"kind":"qr","lambda":1} or'],
    [{ ...five, attackerModel: { kind: 'logit', lambda: 1 } }, 'unknown attackerModel kind "logit": what exists: qr, suqr'],
    [{ ...five, attackerModel: { kind: 'qr' } }, 'attackerModel.lambda is undefined: expected a finite number'],
    [{ ...five, attackerModel: { kind: 'qr', lambda: -1 } }, 'attackerModel.lambda is -1: expected a number of at least 0'],
    [{ ...five, attackerModel: { kind: 'suqr', w1: -9, w2: 1, w4: 1 } }, 'unknown field of attackerModel suqr "w4"'],
    [{ ...five, attackerModel: { kind: 'qr', lambda: 1e9 } }, 'so precise an attacker is rational, leave attackerModel out'],
  ])('%j', async (document, message) => {
    const { code, out, err } = await firstmover('exact', file(document));
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^firstmover: [^\n]*game\.json[^\n]*\n$/);
    expect(err).toContain(message);
  });
});
