import { InputError, createEnvironment, finiteModel } from '@firstmover/core';
import { checkGame } from '@firstmover/core/testing';
import { describe, expect, it } from 'vitest';
import { taxOptimum, taxOptimumOfLevels, taxReply, taxWelfare } from './optimum.ts';
import { tax } from './tax.ts';

const WORKERS = [
  [0.5, 0.5],
  [1, 0],
];

describe('the rules', () => {
  it('tax what is earned above the threshold', () => {
    const environment = createEnvironment(tax.create({ threshold: 0.25 }));
    environment.reset();
    const { rewards, terminated } = environment.step([[0.5], [0.5], [1]]);
    expect(terminated).toBe(true);
    // Worker 0 earns 1/4 and pays nothing; worker 1 earns 1 and pays 3/8.
    const [first, second] = [0.25 - 0.125 / 3, 1 - 0.375 - 1 / 3];
    expect(rewards[1]).toBeCloseTo(first, 12);
    expect(rewards[2]).toBeCloseTo(second, 12);
    expect(rewards[0]).toBeCloseTo((0.375 + 0.5 * first) / 2, 12);
  });

  it.each([{}, { levels: 5 }, { threshold: 0.3, workers: [[1, 0.2]], levels: 6, curvature: 1 }])(
    'are those of a game: %j',
    (parameters) => {
      checkGame(tax.create(parameters), { steps: 500 });
    },
  );

  it('have a finite model where rates and labour are levels, and refuse what is no worker', () => {
    expect(finiteModel(tax.create({ levels: 10 })).jointActions).toBe(11 ** 3);
    expect(() => tax.create({ workers: [[0, 1]] })).toThrow(InputError);
    expect(() => tax.create({ workers: [[1, 1, 1]] })).toThrow('expected a skill above 0 to 1');
  });

  it('make workers supply the labour that maximises their utility', () => {
    for (const [rate, skill, threshold] of [
      [0.4, 0.8, 0],
      [0.4, 0.9, 0.5],
      [0.4, 0.9, 0.7],
      [0.4, 0.5, 0.7],
    ] as const) {
      const game = tax.create({ workers: [[skill, 0]], threshold });
      const chance = { pick: () => 0, uniform: () => 0 };
      const utility = (labour: number): number => game.step({ incomes: [], taxes: [] }, [[rate], [labour]], chance).rewards[1]!;
      const reply = taxReply(rate, skill, { curvature: 2, threshold });
      expect(utility(reply.labour)).toBeCloseTo(reply.utility, 12);
      for (let i = 0; i <= 1000; i++) expect(utility(i / 1000)).toBeLessThanOrEqual(reply.utility + 1e-12);
    }
  });
});

describe('the optimal rate', () => {
  it.each([1, 2, 4])('is that of Saez on all income: (1 - g) / (1 - g + e), with e = 1 / %d', (curvature) => {
    const e = 1 / curvature;
    // Weights count by income, which is skill^(1 + e) times a common factor.
    const incomes = WORKERS.map(([skill]) => skill! ** (1 + e));
    const g = incomes.reduce((sum, income, i) => sum + income * WORKERS[i]![1]!, 0) / incomes.reduce((sum, income) => sum + income, 0);
    expect(taxOptimum({ workers: WORKERS, curvature, threshold: 0 }).rate).toBeCloseTo((1 - g) / (1 - g + e), 6);
    // The rate of most revenue is 1 / (1 + e).
    expect(taxOptimum({ workers: [[1, 0]], curvature, threshold: 0 }).rate).toBeCloseTo(1 / (1 + e), 6);
  });

  it.each([0.1, 0.25, 0.4])('is that of Saez on top incomes, above %d: (1 - g) / (1 - g + a e)', (threshold) => {
    const workers = [
      [0.3, 0.9],
      [0.9, 0.3],
      [1, 0.1],
    ];
    const problem = { workers, curvature: 4, threshold };
    const { rate, welfare } = taxOptimum(problem);
    const top = workers
      .map(([skill, weight]) => ({ weight: weight!, income: taxReply(rate, skill!, problem).income }))
      .filter(({ income }) => income > threshold + 1e-9);
    const total = (of: (worker: (typeof top)[number]) => number): number => top.reduce((sum, worker) => sum + of(worker), 0);
    const taxed = total(({ income }) => income - threshold);
    const g = total(({ income, weight }) => weight * (income - threshold)) / taxed;
    const a = total(({ income }) => income) / taxed;
    expect(rate).toBeCloseTo((1 - g) / (1 - g + a / 4), 5);
    for (let i = 0; i <= 1000; i++) expect(taxWelfare(i / 1000, problem)).toBeLessThanOrEqual(welfare + 1e-9);
  });

  it('of levels comes close to it', () => {
    const problem = { workers: WORKERS, curvature: 2, threshold: 0 };
    const { rate, welfare } = taxOptimum(problem);
    const levels = taxOptimumOfLevels(problem, 200);
    expect(Math.abs(levels.rate - rate)).toBeLessThan(0.02);
    expect(Math.abs(levels.strong - welfare)).toBeLessThan(0.001);
    expect(levels.weak).toBeLessThanOrEqual(levels.strong);
  });

  it('of levels is what the kit finds by trying everything', () => {
    // One worker: the kit searches tables of the leader.
    checkGame(tax.create({ workers: [[0.9, 0.2]], levels: 12, curvature: 2 }), { steps: 200 });
  });
});
