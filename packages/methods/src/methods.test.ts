import { readdirSync } from 'node:fs';
import type { TablePolicy } from '@firstmover/core';
import { finiteModel } from '@firstmover/core';
import { duopoly } from '@firstmover/benchmark-games';
import { battleOfTheSexes, escape, iteratedPrisonersDilemma } from '@firstmover/matrix-games';
import { matrixDesign } from '@firstmover/mechanism-design';
import { bestResponse } from '@firstmover/solvers';
import { describe, expect, it } from 'vitest';
import type { Method } from './index.ts';
import { THEOREM_CONDITIONS, concurrent, contextual, leaders, methods, stackelbergPomdp, tabularQ } from './index.ts';

const onQueries = methods.filter(({ name }) => name !== 'implicit-gradient');

/** The exact value, against weak ties, of the leader that a method ends with. */
function value(method: Method, definition: typeof escape, updates: number, seed: number): number {
  const game = definition.create();
  const model = finiteModel(game);
  const run = method.start(game, { seed, model, ...(method.name === 'recurrent' ? { pretrainingSteps: 12_000 } : {}) });
  while (run.phase === 'pretraining') run.update();
  for (let update = 0; update < updates; update++) run.update();
  return bestResponse(model, run.leader('greedy') as TablePolicy, { followerClass: 'stationary', ties: 'weak' }).leaderValue;
}

describe('the list of methods', () => {
  it('has one entry per folder of this package at least, with different names and all conditions', () => {
    const folders = readdirSync(new URL('.', import.meta.url), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const names = methods.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { name } of folders) if (name !== 'method' && name !== 'leaders') expect(names).toContain(name);
    for (const { conditions, citation, summary } of methods) {
      expect(Object.keys(conditions)).toEqual(Object.keys(THEOREM_CONDITIONS));
      expect(citation.length).toBeGreaterThan(10);
      expect(summary).toMatch(/\.$/);
    }
  });
});

describe('on one-shot games', () => {
  it.each(onQueries.filter(({ name }) => name !== 'concurrent').map((method) => [method.name, method] as const))(
    '%s finds the battle of the sexes',
    (_name, method) => {
      for (const seed of [0, 1]) expect(value(method, battleOfTheSexes, 50, seed)).toBe(2);
    },
  );

  it('is caught in the near optimum of Escape only where followers are carried over', () => {
    const inside = stackelbergPomdp({ critic: 'plain' });
    for (const seed of [0, 1, 2]) {
      expect(value(concurrent(), escape, 200, seed)).toBe(15);
      expect(value(inside, escape, 100, seed)).toBe(30);
    }
  });
});

it('contextual needs far fewer leader steps for the dilemma than followers that learn anew: in the median of five seeds', () => {
  const game = iteratedPrisonersDilemma.create();
  const model = finiteModel(game);
  const stepsToOptimum = (method: Method, seed: number): number => {
    const run = method.start(game, { seed, model });
    for (let update = 0; update < 200; update++) {
      run.update();
      if (run.phase === 'pretraining' || run.steps.leader === 0) continue;
      const { leaderValue } = bestResponse(model, run.leader('greedy') as TablePolicy, { followerClass: 'stationary', ties: 'weak' });
      if (leaderValue === 6) return run.steps.leader;
    }
    return Infinity;
  };
  const median = (method: Method): number => [1, 2, 3, 4, 5].map((seed) => stepsToOptimum(method, seed)).sort((a, b) => a - b)[2]!;
  const [few, many] = [median(contextual()), median(tabularQ())];
  expect(many).toBeLessThan(Infinity);
  expect(many / few).toBeGreaterThan(10);
});

it.each(leaders.map((leader) => [leader.name] as const))('%s leads by name', (leader) => {
  for (const seed of [0, 1]) expect(value(contextual({ leader }), escape, leader === 'dqn' || leader === 'sac' ? 400 : 60, seed)).toBe(30);
});

it.each(onQueries.map((method) => [method.name, method] as const))('%s is reproducible', (_name, method) => {
  const game = escape.create();
  const [one, two, other] = [5, 5, 6].map((seed) => {
    const run = method.start(game, {
      seed,
      model: finiteModel(game),
      ...(method.name === 'contextual' || method.name === 'recurrent' ? { pretrainingSteps: 500 } : {}),
    });
    return Array.from({ length: 6 }, () => run.update()['return']);
  });
  expect(two).toEqual(one);
  expect(other).not.toEqual(one);
});

it('says what a method cannot serve', () => {
  expect(() => contextual().start(matrixDesign.create())).toThrow('has 2 followers');
  expect(() => tabularQ().start(duopoly.create())).toThrow('tabular Q-learning needs discrete ones');
  expect(() => contextual({ leader: 'pop' })).toThrow('unknown leader "pop"');
  expect(() => stackelbergPomdp({ leader: 'reinforce' })).toThrow(
    'critic centralised of stackelbergPomdp has no effect with leader reinforce',
  );
  const run = contextual().start(escape.create());
  expect(() => run.leader()).toThrow('still in pre-training');
});
