import type { TablePolicy } from '@firstmover/core';
import type { BoundLeader } from '@firstmover/algorithms';
import { bindPart, finiteModel } from '@firstmover/core';
import { duopoly } from '@firstmover/benchmark-games';
import { battleOfTheSexes, escape, iteratedPrisonersDilemma } from '@firstmover/matrix-games';
import { matrixDesign } from '@firstmover/mechanism-design';
import { bestResponse } from '@firstmover/solvers';
import { describe, expect, it } from 'vitest';
import { leaders, reinforceLeader } from '@firstmover/algorithms';
import type { BoundMethod } from './index.ts';
import {
  THEOREM_CONDITIONS,
  concurrentMethod,
  contextualMethod,
  designOf,
  keptConditions,
  methods,
  stackelbergPomdpMethod,
  startMethod,
  tabularQMethod,
} from './index.ts';

const all = methods.map((method) => bindPart(method));
const onQueries = all.filter(({ part }) => part.name !== 'implicit-gradient');

/** The exact value, against weak ties, of the leader that a method ends with. */
function value(method: BoundMethod, definition: typeof escape, updates: number, seed: number, leader?: BoundLeader): number {
  const game = definition.create();
  const model = finiteModel(game);
  const run = startMethod(method, game, {
    seed,
    model,
    ...(method.part.name === 'recurrent' ? { pretrainingSteps: 12_000 } : {}),
    ...(leader ? { leader } : {}),
  });
  while (run.phase === 'pretraining') run.update();
  for (let update = 0; update < updates; update++) run.update();
  return bestResponse(model, run.leader('greedy') as TablePolicy, { followerClass: 'stationary', ties: 'weak' }).leaderValue;
}

describe('the list of methods', () => {
  it('has different names, and all conditions of each', () => {
    const names = methods.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const method of all) {
      expect(Object.keys(keptConditions(designOf(method)))).toEqual(Object.keys(THEOREM_CONDITIONS));
      expect(method.part.about).toMatch(/\.$/);
    }
  });

  it('derives the conditions that a recipe keeps from the recipe', () => {
    const dropped = (method: BoundMethod): string[] =>
      Object.entries(keptConditions(designOf(method))).flatMap(([name, kept]) => (kept === 'dropped' ? [name] : []));
    expect(dropped(bindPart(concurrentMethod))).toEqual(['queriesEarnNothing', 'oracleRestarts']);
    expect(dropped(bindPart(contextualMethod))).toEqual([]);
    expect(dropped(bindPart(stackelbergPomdpMethod, { responseProbability: 0.5 }))).toEqual(['queriesInTrajectory']);
  });
});

describe('on one-shot games', () => {
  it.each(onQueries.filter(({ part }) => part.name !== 'concurrent').map((method) => [method.part.name, method] as const))(
    '%s finds the battle of the sexes',
    (_name, method) => {
      for (const seed of [0, 1]) expect(value(method, battleOfTheSexes, 50, seed)).toBe(2);
    },
  );

  it('is caught in the near optimum of Escape only where followers are carried over', () => {
    const inside = bindPart(stackelbergPomdpMethod, { critic: 'plain' });
    for (const seed of [0, 1, 2]) {
      expect(value(bindPart(concurrentMethod), escape, 200, seed)).toBe(15);
      expect(value(inside, escape, 100, seed)).toBe(30);
    }
  });
});

it('contextual needs far fewer leader steps for the dilemma than followers that learn anew: in the median of five seeds', () => {
  const game = iteratedPrisonersDilemma.create();
  const model = finiteModel(game);
  const stepsToOptimum = (method: BoundMethod, seed: number): number => {
    const run = startMethod(method, game, { seed, model });
    for (let update = 0; update < 200; update++) {
      run.update();
      if (run.phase === 'pretraining' || run.steps.leader === 0) continue;
      const { leaderValue } = bestResponse(model, run.leader('greedy') as TablePolicy, { followerClass: 'stationary', ties: 'weak' });
      if (leaderValue === 6) return run.steps.leader;
    }
    return Infinity;
  };
  const median = (method: BoundMethod): number => [1, 2, 3, 4, 5].map((seed) => stepsToOptimum(method, seed)).sort((a, b) => a - b)[2]!;
  const [few, many] = [median(bindPart(contextualMethod)), median(bindPart(tabularQMethod))];
  expect(many).toBeLessThan(Infinity);
  expect(many / few).toBeGreaterThan(10);
});

it.each(leaders.map((leader) => [leader.name, leader] as const))('%s leads', (name, leader) => {
  const contextual = bindPart(contextualMethod);
  for (const seed of [0, 1])
    expect(value(contextual, escape, name === 'dqn' || name === 'sac' ? 400 : 60, seed, bindPart(leader))).toBe(30);
});

it.each(onQueries.map((method) => [method.part.name, method] as const))('%s is reproducible', (_name, method) => {
  const game = escape.create();
  const [one, two, other] = [5, 5, 6].map((seed) => {
    const run = startMethod(method, game, {
      seed,
      model: finiteModel(game),
      ...(['contextual', 'recurrent'].includes(method.part.name) ? { pretrainingSteps: 500 } : {}),
    });
    return Array.from({ length: 6 }, () => run.update()['return']);
  });
  expect(two).toEqual(one);
  expect(other).not.toEqual(one);
});

it('says what a method cannot serve', () => {
  expect(() => startMethod(contextualMethod, matrixDesign.create())).toThrow('has 2 followers');
  expect(() => startMethod(tabularQMethod, duopoly.create())).toThrow('tabular Q-learning needs discrete ones');
  const leader = bindPart(reinforceLeader);
  expect(() => startMethod(stackelbergPomdpMethod, escape.create(), { leader })).toThrow(
    'critic centralised has no effect with leader reinforce: it has no critic',
  );
  const bilevel = bindPart(methods.find(({ name }) => name === 'bilevel-actor-critic')!);
  expect(() => startMethod(bilevel, escape.create(), { leader })).toThrow(
    'leader reinforce has no effect with method bilevel-actor-critic',
  );
  const run = startMethod(contextualMethod, escape.create());
  expect(() => run.leader()).toThrow('still in pre-training');
});
