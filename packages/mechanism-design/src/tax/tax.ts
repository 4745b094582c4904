import type { GameDefinition } from '@firstmover/core';
import { InputError, box, defineGame, defineRules, discrete, drawBars, show } from '@firstmover/core';
import { labourCost, taxOptimum, taxOptimumOfLevels } from './optimum.ts';

interface State {
  /** The income of each worker; empty before. */
  readonly incomes: readonly number[];
  /** The tax of each. */
  readonly taxes: readonly number[];
}

/**
 * `mechanism/Tax-v1`: the government commits to a tax rate on income above a threshold; workers of different skill choose how much to work. Utilities are
 * quasi-linear with a constant elasticity of income, so that the optimal rate is Saez's (2001): (1 - g) / (1 - g + a e).
 */
export const tax: GameDefinition = defineGame({
  id: 'mechanism/Tax-v1',
  parameters: {
    workers: {
      kind: 'matrix',
      default: [
        [0.5, 0.5],
        [1, 0],
      ],
      about:
        'a row per worker: skill (income per unit of labour, above 0 to 1), and what a unit of its utility is worth, in units of revenue (0 to 1)',
    },
    curvature: { kind: 'integer', min: 1, max: 20, default: 2, about: 'one over the elasticity of income' },
    threshold: { kind: 'number', min: 0, max: 1, default: 0, about: 'the income above which the tax applies' },
    levels: {
      kind: 'integer',
      min: 0,
      max: 1000,
      default: 0,
      about: 'rates and labour are multiples of 1 / levels: then the game has a finite model; 0 for any',
    },
  },
  rules({ workers, curvature, threshold, levels }) {
    workers.forEach((row) => {
      const [skill, weight] = row as [number, number];
      if (row.length !== 2 || !(skill > 0 && skill <= 1 && weight >= 0 && weight <= 1))
        throw new InputError(`a worker of mechanism/Tax-v1 is ${show(row)}: expected a skill above 0 to 1 and a weight from 0 to 1`);
    });
    const observation = discrete(1, ['start']);
    const action = levels === 0 ? box(0, 1, [1]) : discrete(levels + 1);
    const read = (value: unknown): number => (levels === 0 ? (value as readonly number[])[0]! : (value as number) / levels);
    return defineRules({
      players: [
        { name: 'government', role: 'leader', observation, action },
        ...workers.map((_row, i) => ({ name: `worker ${i}`, role: 'follower' as const, observation, action })),
      ],
      initial: (): State => ({ incomes: [], taxes: [] }),
      step(_state: State, [rate, ...labours]) {
        const incomes = labours.map((labour, i) => read(labour) * workers[i]![0]!);
        const taxes = incomes.map((income) => read(rate) * Math.max(0, income - threshold));
        const utilities = labours.map((labour, i) => incomes[i]! - taxes[i]! - labourCost(read(labour), curvature));
        const welfare = utilities.reduce((sum, utility, i) => sum + taxes[i]! + workers[i]![1]! * utility, 0);
        return { state: { incomes, taxes }, rewards: [welfare / workers.length, ...utilities], terminated: true };
      },
      observe: () => 0,
      draw: ({ incomes, taxes }) =>
        drawBars(
          workers.flatMap((_row, i) => [
            { label: `worker ${i}: income`, value: incomes[i] ?? 0, tone: 'follower' as const },
            { label: `worker ${i}: tax`, value: taxes[i] ?? 0 },
          ]),
          1,
        ),
    });
  },
  descriptor({ levels, ...problem }) {
    const { welfare } = taxOptimum(problem);
    const some = levels === 0 ? { strong: welfare, weak: welfare } : taxOptimumOfLevels(problem, levels);
    return {
      summary: 'A tax rate on the income of workers who choose how much to work.',
      rewardBounds: [-1, 1],
      horizon: 1,
      optima: (['strong', 'weak'] as const).map((ties) => ({
        leaderReturn: some[ties],
        commitment: 'pure' as const,
        followerClass: 'stationary' as const,
        ties,
        source: levels === 0 ? 'Saez (2001): rate = (1 - g) / (1 - g + a e) (taxOptimum)' : 'all rates and all labour (taxOptimumOfLevels)',
      })),
      source: 'Saez, Using Elasticities to Derive Optimal Income Tax Rates (Review of Economic Studies 2001), with finitely many workers',
    };
  },
});
