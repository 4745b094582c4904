import { describe, expect, it } from 'vitest';
import { InputError, RefusedError, defineGame, discrete } from '@firstmover/core';
import { conitzer, escape, iteratedPrisonersDilemma, maintain, twelveGames } from '@firstmover/matrix-games';
import type { SolveOptions } from './solve.ts';
import { solve } from './solve.ts';

describe.each(twelveGames.map((definition) => [definition.id, definition] as const))('%s', (_id, definition) => {
  it('is solved exactly by default, with a follower that is optimal against every leader', () => {
    for (const seed of [0, 17]) {
      const result = solve(definition.create(), { seed });
      expect(result.leaderRegret).toBe(0);
      expect(result.leaderReturn).toBeCloseTo(result.exact!.leaderReturn, 9);
      expect(result.bestResponseGap).toBe(0);
      expect(result.exactContexts).toEqual({ optimal: 32, of: 32 });
      expect(result.stepsToExact!.leader).toBeLessThanOrEqual(35_000);
      expect(result.stepsToExact!.pretraining).toBeLessThanOrEqual(50_000);
    }
  });
});

describe('the prisoner’s dilemma', () => {
  const game = iteratedPrisonersDilemma.create();

  it('ends at the only optimal table, defect first and then copy', () => {
    const { leaderPolicy, leaderReturn, followerReturn, exact, steps } = solve(game, { seed: 4 });
    expect(leaderPolicy.probabilities).toEqual([
      [0, 1],
      [1, 0],
      [1, 0],
      [0, 1],
      [0, 1],
    ]);
    expect(leaderPolicy.observations[0]).toBe('start');
    expect(leaderPolicy.actions).toEqual(['cooperate', 'defect']);
    expect([leaderReturn, followerReturn]).toEqual([6, 3]);
    expect(exact).toEqual({ leaderReturn: 6, followerReturn: 3 });
    expect(steps.total).toBe(steps.pretraining + steps.leader);
  });

  it('is worth 4 against a follower that counts the rounds', () => {
    const result = solve(game, { oracle: 'exact', followerClass: 'rational', seed: 1 });
    expect(result.exact).toEqual({ leaderReturn: 4, followerReturn: 4 });
    expect(result.leaderReturn).toBe(4);
    expect(result.followerClass).toBe('rational');
    expect(result.steps.pretraining).toBe(0);
  });

  it('is solved by REINFORCE and with the memory of the other’s action only', () => {
    expect(solve(game, { leader: 'reinforce', seed: 2 }).leaderRegret).toBe(0);
    expect(solve(iteratedPrisonersDilemma.create({ memory: 'other' }), { seed: 2 }).leaderReturn).toBe(6);
  });

  it('gives equal results for equal seeds and other ones for other seeds', () => {
    const [first, again, other] = [7, 7, 8].map((seed) => solve(game, { seed, leaderSteps: 1_000 }));
    expect(JSON.stringify(again)).toBe(JSON.stringify(first));
    expect(other!.steps).not.toEqual(first!.steps);
  });

  it('reports regret and exits normally when the budget is too small', () => {
    const result = solve(game, { seed: 0, leaderSteps: 1, pretrainingSteps: 1 });
    expect(result.leaderRegret).toBeGreaterThan(0);
    expect(result.stepsToExact).toBeNull();
    expect(result.steps.leader).toBe(240);
  });
});

it('solves one-shot games by pure commitment', () => {
  expect(solve(escape.create(), { seed: 1 }).leaderReturn).toBe(30);
  expect(solve(maintain.create(), { seed: 1 }).leaderReturn).toBe(20);
  expect(solve(conitzer.create(), { seed: 1 }).leaderReturn).toBe(2);
});

it('reports progress of both phases with steps that grow', () => {
  const seen: Record<string, number[]> = { pretraining: [], leader: [] };
  solve(conitzer.create(), { leaderSteps: 500, onProgress: ({ phase, steps }) => seen[phase]!.push(steps) });
  for (const steps of Object.values(seen)) {
    expect(steps.length).toBeGreaterThan(1);
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
  }
});

it.each<[string, SolveOptions, string]>([
  ['a seed', { seed: -1 }, 'seed -1'],
  ['a budget', { leaderSteps: 0 }, 'leader steps 0'],
  ['a budget that is no integer', { pretrainingSteps: 1.5 }, 'pretraining steps 1.5'],
  ['pre-training of what is not trained', { oracle: 'exact', pretrainingSteps: 10 }, 'have no effect with the exact oracle'],
  ['a class the contextual follower has not', { followerClass: 'rational' }, 'needs the exact oracle'],
])('refuses %s out of range or without effect', (_what, options, message) => {
  expect(() => solve(conitzer.create(), options)).toThrow(message);
  expect(() => solve(conitzer.create(), options)).toThrow(InputError);
});

it('refuses what it cannot learn or prove, and says what would work', () => {
  expect(() => solve(iteratedPrisonersDilemma.create({ memoryLength: 2 }))).toThrow(RefusedError);
  const three = defineGame({
    id: 'test/Three-v1',
    rules: () => ({
      players: ['a', 'b', 'c'].map((name, i) => ({
        name,
        role: i === 0 ? ('leader' as const) : ('follower' as const),
        observation: discrete(1),
        action: discrete(2),
      })),
      initial: () => ({}),
      step: (state) => ({ state, rewards: [0, 0, 0], terminated: true }),
      observe: () => 0,
    }),
  });
  expect(() => solve(three.create())).toThrow('2 followers');
});

describe('a mixture as the commitment', () => {
  it('is learned to within 1% of the payoff range of the supremum under adverse ties, which it cannot reach', () => {
    const result = solve(maintain.create({ commitment: 'mixed' }), { leaderSteps: 25_000 });
    expect(result).toMatchObject({ oracle: 'exact', exact: { leaderReturn: 27.5 }, steps: { pretraining: 0 }, stepsToExact: null });
    expect(result.leaderReturn).toBeGreaterThan(27.2);
    expect(result.leaderReturn).toBeLessThan(27.5);
    const [mixture] = result.leaderPolicy.probabilities;
    // The supremum is at (1/4, 3/4, 0), where the follower is indifferent: a leader that is sure of its reply stays on this side of it.
    expect(mixture!.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
    expect(mixture![0]).toBeGreaterThan(0.25);
    expect(result.leaderRegret).toBeCloseTo(27.5 - result.leaderReturn, 12);
    // A hundredth of the way to where the reply is the only best one, that reply is given and little is lost.
    expect(result.mixture).toMatchObject({ attained: false, payoffRange: 30, inside: { step: 0.01 } });
    expect(result.mixture!.inside!.leaderReturn).toBeCloseTo(27.425, 9);
  }, 120_000);

  it.each([
    [{ oracle: 'contextual' }, 'oracle contextual does not serve matrix/Maintain-v1 with a mixture'],
    [{ leader: 'reinforce' }, 'leader reinforce does not serve'],
    [{ method: 'tabular-q' }, 'method tabular-q does not serve'],
    [{ pretrainingSteps: 5 }, 'pretraining steps 5 does not serve'],
    [{ oracle: 'exact', followerClass: 'rational' }, 'follower class rational does not serve'],
  ] as const)('refuses %j, which has no effect on it', (options, message) => {
    expect(() => solve(maintain.create({ commitment: 'mixed' }), options)).toThrow(message);
  });
});

describe('a method by name', () => {
  it('solves with its own settings and is proved all the same', () => {
    const result = solve(escape.create(), { method: 'stackelberg-pomdp', leaderSteps: 100_000 });
    expect(result).toMatchObject({
      method: 'stackelberg-pomdp',
      oracle: 'multiplicative-weights',
      leaderReturn: 30,
      leaderRegret: 0,
      bestResponseGap: null,
    });
    expect(solve(iteratedPrisonersDilemma.create(), { method: 'tabular-q', leaderSteps: 300_000, seed: 1 }).leaderReturn).toBe(6);
  });

  it('that stands outside the theorem is shown to fall short', () => {
    const result = solve(escape.create(), { method: 'concurrent', leaderSteps: 8_000 });
    expect(result).toMatchObject({ leaderReturn: 15, leaderRegret: 15 });
  });

  it('is refused where it does not exist, does not fit, or meets options of its own', () => {
    expect(() => solve(escape.create(), { method: 'magic' })).toThrow('unknown method "magic"');
    expect(() => solve(escape.create(), { method: 'exact', oracle: 'exact' })).toThrow('oracle exact has no effect with method exact');
    expect(() => solve(escape.create(), { method: 'implicit-gradient' })).toThrow('needs a box with bounds');
    expect(() => solve(escape.create(), { method: 'tabular-q', pretrainingSteps: 5 })).toThrow(
      'pretraining steps have no effect with method tabular-q',
    );
  });
});
