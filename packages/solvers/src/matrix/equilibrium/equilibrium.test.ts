import { InputError, RefusedError, randomStream } from '@firstmover/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NormalForm } from '../normal-form/normal-form.ts';
import type { Equilibrium, Selection } from './equilibrium.ts';
import { solveEquilibrium } from './equilibrium.ts';
import type { EquilibriumConcept } from './gaps.ts';
import { equilibriumGap } from './gaps.ts';
import { pureNashEquilibria } from './pure-nash.ts';

const CONCEPTS: readonly EquilibriumConcept[] = ['nash', 'correlated', 'coarse-correlated'];

/** Two players, given as [row pays, column pays] cells; the leader wants what is listed last. */
function twoPlayers(cells: readonly (readonly (readonly [number, number])[])[], leaderPayoff: readonly number[]): NormalForm {
  const flat = cells.flat();
  return {
    strategies: [cells.length, cells[0]!.length],
    payoffs: [flat.map(([row]) => row), flat.map(([, column]) => column)],
    leaderPayoff,
  };
}

const pennies = twoPlayers([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]], [4, 0, 0, 0]); // prettier-ignore
const chicken = twoPlayers([[[6, 6], [2, 7]], [[7, 2], [0, 0]]], [1, 0, 0, 0]); // prettier-ignore
const implementation = twoPlayers([[[3, 3], [6, 4]], [[4, 6], [2, 2]]], [6, 10, 9, 4]); // prettier-ignore

function randomForm(seed: number, levels = 8): NormalForm {
  const random = randomStream(seed, 'test/normal form').at(0, 0);
  const strategies = Array.from({ length: 2 + random.integer(2) }, () => 2 + random.integer(3));
  const profiles = strategies.reduce((product, count) => product * count, 1);
  const column = (): number[] => Array.from({ length: profiles }, () => random.integer(levels));
  return { strategies, payoffs: strategies.map(column), leaderPayoff: column() };
}

function solveOr<TError>(solve: () => Equilibrium, refused: new (...given: never[]) => TError): Equilibrium | undefined {
  try {
    return solve();
  } catch (error) {
    if (error instanceof refused) return undefined;
    throw error;
  }
}

const dense = (game: NormalForm, { profiles, probabilities }: Equilibrium): number[] => {
  const distribution = new Array<number>(game.leaderPayoff.length).fill(0);
  profiles.forEach((profile, k) => (distribution[profile] = probabilities[k]!));
  return distribution;
};

/** The largest gain of any player by any deviation, from the definitions: every map of told strategies to taken ones. */
function plainGap({ strategies, payoffs }: NormalForm, distribution: readonly number[], concept: EquilibriumConcept): number {
  const digits = (profile: number): number[] => {
    const result: number[] = [];
    for (let i = strategies.length - 1; i >= 0; i--) {
      result.unshift(profile % strategies[i]!);
      profile = Math.floor(profile / strategies[i]!);
    }
    return result;
  };
  const index = (chosen: readonly number[]): number => chosen.reduce((sum, choice, i) => sum * strategies[i]! + choice, 0);
  let most = 0;
  strategies.forEach((count, i) => {
    const swaps: ((told: number) => number)[] = [];
    for (let to = 0; to < count; to++) {
      if (concept === 'correlated') for (let from = 0; from < count; from++) swaps.push((told) => (told === from ? to : told));
      else swaps.push(() => to);
    }
    for (const swap of swaps) {
      let gain = 0;
      distribution.forEach((mass, profile) => {
        const chosen = digits(profile);
        chosen[i] = swap(chosen[i]!);
        gain += mass * (payoffs[i]![index(chosen)]! - payoffs[i]![profile]!);
      });
      most = Math.max(most, gain);
    }
  });
  return most;
}

describe('solveEquilibrium', () => {
  it('lists and selects the pure equilibria of the base game of k-implementation (Monderer & Tennenholtz 2004)', () => {
    expect(pureNashEquilibria(implementation)).toEqual([1, 2]);
    const chosen = (selection: Selection): readonly number[] =>
      solveEquilibrium(implementation, { equilibrium: 'nash', selection }).profiles;
    expect([chosen('leader-best'), chosen('leader-worst'), chosen('first'), chosen('welfare')]).toEqual([[1], [2], [1], [1]]);
  });

  it('mixes half and half in matching pennies, whatever is asked for', () => {
    for (const equilibrium of CONCEPTS) {
      const answer = solveEquilibrium(pennies, { equilibrium, selection: 'leader-worst' });
      expect(answer.values.map(Math.abs)).toEqual([expect.closeTo(0, 7), expect.closeTo(0, 7)]);
      if (equilibrium === 'coarse-correlated') continue;
      expect(answer.probabilities.map((p) => expect.closeTo(p, 9) as number)).toEqual([0.25, 0.25, 0.25, 0.25]);
      expect(answer.leaderValue).toBeCloseTo(1, 9);
    }
  });

  it('finds the correlated equilibrium of chicken with the highest welfare, 21/4 each (Aumann 1974)', () => {
    const { profiles, probabilities, values } = solveEquilibrium(chicken, { equilibrium: 'correlated', selection: 'welfare' });
    expect(profiles).toEqual([0, 1, 2]);
    expect(probabilities[0]).toBeCloseTo(1 / 2, 9);
    expect(probabilities[1]).toBeCloseTo(1 / 4, 9);
    expect(values[0]).toBeCloseTo(21 / 4, 9);
    expect(values[1]).toBeCloseTo(21 / 4, 9);
  });

  it('returns equilibria of 200 random games of two and three players, by a check from the definitions, each concept wider than the one before', () => {
    let mixed = 0;
    let refused = 0;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), (seed) => {
        const game = randomForm(seed);
        const values: Record<string, number> = {};
        for (const equilibrium of CONCEPTS) {
          for (const selection of ['leader-best', 'leader-worst', 'welfare'] as const) {
            const answer = solveOr(() => solveEquilibrium(game, { equilibrium, selection }), RefusedError);
            if (!answer) {
              refused++;
              expect([equilibrium, game.strategies.length, pureNashEquilibria(game)]).toEqual(['nash', 3, []]);
              continue;
            }
            const distribution = dense(game, answer);
            if (equilibrium === 'nash' && answer.profiles.length > 1) mixed++;
            const gap = plainGap(game, distribution, equilibrium);
            expect(gap).toBeLessThanOrEqual(1e-7);
            expect(Math.max(0, equilibriumGap(game, distribution, equilibrium))).toBeCloseTo(gap, 9);
            expect(distribution.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
            values[`${equilibrium} ${selection}`] = answer.leaderValue;
          }
        }
        for (const [narrow, wide] of [
          ['nash', 'correlated'],
          ['correlated', 'coarse-correlated'],
        ]) {
          if (values[`${narrow} leader-best`] === undefined) continue;
          expect(values[`${wide} leader-best`]).toBeGreaterThanOrEqual(values[`${narrow} leader-best`]! - 1e-7);
          expect(values[`${wide} leader-worst`]).toBeLessThanOrEqual(values[`${narrow} leader-worst`]! + 1e-7);
        }
      }),
      { seed: 1, numRuns: 200 },
    );
    expect(mixed).toBeGreaterThan(20);
    expect(refused).toBeGreaterThan(5);
  });

  it('does not depend on the scale and origin of payoffs', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_000_000 }),
        fc.constantFrom(0.001, 0.5, 3000),
        fc.constantFrom(-50, 0, 7),
        (seed, scale, origin) => {
          const game = randomForm(seed, 1000);
          const moved = {
            ...game,
            payoffs: game.payoffs.map((payoff, i) => Array.from(payoff as number[], (pay) => pay * scale * (i + 1) + origin)),
          };
          for (const equilibrium of CONCEPTS) {
            const [one, other] = [game, moved].map((form) =>
              solveOr(() => solveEquilibrium(form, { equilibrium, selection: 'leader-best' }), RefusedError),
            );
            if (!one) expect(other).toBeUndefined();
            else expect(other?.leaderValue).toBeCloseTo(one.leaderValue, 3);
          }
        },
      ),
      { seed: 2, numRuns: 60 },
    );
  });

  it('solves correlated equilibria that are too degenerate for the plain programme', () => {
    const random = randomStream(0, 'test').at(0, 0);
    const column = (): number[] => Array.from({ length: 100 }, () => random.integer(1_000_000));
    for (let run = 0; run < 5; run++) {
      const game = { strategies: [10, 10], payoffs: [column(), column()], leaderPayoff: column() };
      const answer = solveEquilibrium(game, { equilibrium: 'correlated', selection: 'leader-best' });
      expect(plainGap(game, dense(game, answer), 'correlated')).toBeLessThan(0.1);
    }
  });

  it('refuses three players without a pure equilibrium, and says what to use', () => {
    // The first two play matching pennies; the third looks on.
    const pay = (k: number): number[] => [0, 1, 2, 3].flatMap((cell) => [pennies.payoffs[k]![cell]!, pennies.payoffs[k]![cell]!]);
    const game = { strategies: [2, 2, 2], payoffs: [pay(0), pay(1), [0, 1, 0, 1, 0, 1, 0, 1]], leaderPayoff: new Array<number>(8).fill(0) };
    expect(() => solveEquilibrium(game, { equilibrium: 'nash', selection: 'first' })).toThrow(RefusedError);
    expect(() => solveEquilibrium(game, { equilibrium: 'nash', selection: 'first' })).toThrow('ask for a correlated equilibrium');
    expect(solveEquilibrium(game, { equilibrium: 'correlated', selection: 'welfare' }).values[2]).toBeCloseTo(1, 6);
  });

  it('refuses concepts, rules and games that do not exist', () => {
    const options = { equilibrium: 'nash', selection: 'first' } as const;
    expect(() => solveEquilibrium(chicken, { ...options, equilibrium: 'perfect' as 'nash' })).toThrow(
      'equilibrium "perfect": expected nash, correlated',
    );
    expect(() => solveEquilibrium(chicken, { ...options, selection: 'fair' as 'first' })).toThrow('selection "fair": expected leader-best');
    expect(() => solveEquilibrium(chicken, { ...options, equilibrium: 'correlated' })).toThrow('selection "first" of correlated');
    expect(() => solveEquilibrium({ ...chicken, leaderPayoff: [0] }, options)).toThrow('the leader has 1 payoffs: expected 4');
    expect(() => solveEquilibrium({ ...chicken, leaderPayoff: [0, 0, NaN, 0] }, options)).toThrow(
      'profile 2 is NaN: expected a finite number',
    );
    expect(() => solveEquilibrium({ ...chicken, strategies: [2, 0] }, options)).toThrow(InputError);
  });
});

describe('equilibriumGap', () => {
  it('is what the best deviation gains', () => {
    expect(equilibriumGap(chicken, [1, 0, 0, 0], 'nash')).toBe(1);
    expect(equilibriumGap(chicken, [0, 1, 0, 0], 'nash')).toBeLessThanOrEqual(0);
    // Told to be nice, staying nice pays (6 + 2) / 3 and daring 7 / 3, of the whole.
    expect(equilibriumGap(chicken, [1 / 3, 1 / 3, 1 / 3, 0], 'correlated')).toBeCloseTo(0, 12);
  });

  it('takes only distributions, and for Nash only independent ones', () => {
    expect(() => equilibriumGap(chicken, [1, 0, 0], 'nash')).toThrow('expected 4');
    expect(() => equilibriumGap(chicken, [0.5, 0, 0, 0.4], 'correlated')).toThrow('sums to 0.9');
    expect(() => equilibriumGap(chicken, [2, -1, 0, 0], 'correlated')).toThrow('profile 1 is -1');
    expect(() => equilibriumGap(chicken, [0.5, 0, 0, 0.5], 'nash')).toThrow('mixes independently');
  });
});
