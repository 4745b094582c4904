import { describe, expect, it } from 'vitest';
import { InputError, RefusedError, defineGame, discrete } from '@firstmover/core';
import { conitzer, escape, iteratedPrisonersDilemma, maintain, twelveGames } from '@firstmover/matrix-games';
import type { SolveOptions } from './solve.ts';
import { solve } from './solve.ts';

describe.each(twelveGames.map((definition) => [definition.id, definition] as const))('%s', (_id, definition) => {
  it('is solved exactly by default, with a follower that is optimal against every leader', async () => {
    for (const seed of [0, 17]) {
      const result = await solve(definition.create(), { seed });
      expect(result.evidence).toEqual({ kind: 'optimal', by: 'enumeration' });
      expect(result.leaderValue).toBeCloseTo(result.optimum!.leaderValue, 9);
      expect(result.upperBound).toBeCloseTo(result.leaderValue, 9);
      expect([result.leaderRegret, result.bestResponseGap]).toEqual([0, 0]);
      expect(result.exactContexts).toEqual({ optimal: 32, of: 32 });
      expect(result.settled!.leaderSteps).toBeLessThanOrEqual(36_000);
      expect(result.steps.pretraining).toBeLessThanOrEqual(50_000);
    }
  });
});

describe('the prisoner’s dilemma', () => {
  const game = iteratedPrisonersDilemma.create();

  it('ends at the only optimal table, defect first and then copy', async () => {
    const { commitment, reply, leaderValue, followerValue, optimum, strongValue, apparentValue, play } = await solve(game, { seed: 4 });
    expect(commitment!.probabilities).toEqual([
      [0, 1],
      [1, 0],
      [1, 0],
      [0, 1],
      [0, 1],
    ]);
    expect(commitment!.observations[0]).toBe('start');
    expect(commitment!.actions).toEqual(['cooperate', 'defect']);
    expect(reply!.probabilities[0]).toEqual([1, 0]);
    expect([leaderValue, followerValue, strongValue, apparentValue]).toEqual([6, 3, 6, 6]);
    expect(optimum).toEqual({ leaderValue: 6, followerValue: 3, source: 'best deterministic commitment, by enumeration' });
    expect(play).toEqual([
      { leader: 'defect', follower: 'cooperate', rounds: 1 },
      { leader: 'cooperate', follower: 'cooperate', rounds: 9 },
    ]);
  });

  it('is worth 4 against a follower that counts the rounds', async () => {
    const result = await solve(game, { oracle: { name: 'exact', followerClass: 'rational' }, seed: 1 });
    expect(result.optimum).toMatchObject({ leaderValue: 4, followerValue: 4 });
    expect(result).toMatchObject({ leaderValue: 4, followerClass: 'rational', steps: { pretraining: 0 }, oracle: 'exact', leader: 'ppo' });
    expect(result.reply).toBeNull();
  });

  it('is solved by REINFORCE and with the memory of the other’s action only', async () => {
    expect((await solve(game, { leader: 'reinforce', seed: 2 })).leaderRegret).toBe(0);
    expect((await solve(iteratedPrisonersDilemma.create({ memory: 'other' }), { seed: 2 })).leaderValue).toBe(6);
  });

  it('gives equal results for equal seeds and other ones for other seeds', async () => {
    const results = [];
    for (const seed of [7, 7, 8]) results.push(await solve(game, { seed, budget: { leaderSteps: 1_000 } }));
    const [first, again, other] = results;
    expect(JSON.stringify(again)).toBe(JSON.stringify(first));
    expect(other!.stateHash).not.toBe(first!.stateHash);
    expect(other!.steps).not.toEqual(first!.steps);
  });

  it('reports regret and a bound, and ends normally, when the budget is too small', async () => {
    const result = await solve(game, { seed: 0, budget: { leaderSteps: 1, pretrainingSteps: 1 } });
    expect(result.leaderRegret).toBeGreaterThan(0);
    expect(result.evidence).toEqual({ kind: 'bounded', by: 'enumeration' });
    expect(result.upperBound! - result.leaderValue).toBeCloseTo(result.leaderRegret!, 9);
    expect(result.steps.leader).toBe(240);
  });

  it('stops when it is told to', async () => {
    await expect(solve(game, { signal: { aborted: true } })).rejects.toThrow('was stopped after 1 updates');
  });
});

it('solves one-shot games by pure commitment', async () => {
  expect((await solve(escape.create(), { seed: 1 })).leaderValue).toBe(30);
  expect((await solve(maintain.create(), { seed: 1 })).leaderValue).toBe(20);
  expect((await solve(conitzer.create(), { seed: 1 })).leaderValue).toBe(2);
});

it('reports progress of both phases with steps that grow', async () => {
  const seen: Record<string, number[]> = { pretraining: [], leader: [] };
  await solve(conitzer.create(), { budget: { leaderSteps: 500 }, onProgress: ({ phase, steps }) => seen[phase]!.push(steps) });
  for (const steps of Object.values(seen)) {
    expect(steps.length).toBeGreaterThan(1);
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
  }
});

it.each<[string, SolveOptions, string]>([
  ['a seed', { seed: -1 }, 'seed -1'],
  ['a budget', { budget: { leaderSteps: 0 } }, 'budget.leaderSteps is 0: expected an integer from 1'],
  ['a budget that is no integer', { budget: { pretrainingSteps: 1.5 } }, 'budget.pretrainingSteps is 1.5'],
  ['an unknown entry', { budget: { steps: 3 } as SolveOptions['budget'] & object }, 'unknown entry of budget "steps"'],
  ['a condition that is none', { oracle: 'exact', conditions: { oracleRestart: false } as never }, 'did you mean oracleRestarts?'],
  ['pre-training of what is not trained', { oracle: 'exact', budget: { pretrainingSteps: 10 } }, 'no follower is trained beforehand'],
  [
    'a setting the contextual follower has not',
    { oracle: { name: 'contextual', followerClass: 'rational' } },
    'unknown setting of oracle contextual',
  ],
  ['an unknown oracle', { oracle: 'contextul' }, 'did you mean contextual'],
  ['an evaluation that is none', { evaluation: { everyUpdates: 0 } }, 'evaluation.everyUpdates is 0'],
])('refuses %s out of range or without effect', async (_what, options, message) => {
  await expect(solve(conitzer.create(), options)).rejects.toThrow(message);
  await expect(solve(conitzer.create(), options)).rejects.toThrow(InputError);
});

it('refuses what it cannot learn or prove, and says what would work', async () => {
  await expect(solve(iteratedPrisonersDilemma.create({ memoryLength: 2 }))).rejects.toThrow(RefusedError);
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
  await expect(solve(three.create())).rejects.toThrow('2 followers');
});

describe('a mixture as the commitment', () => {
  it('is learned to within 1% of the payoff range of the supremum under adverse ties, which it cannot reach', async () => {
    const result = await solve(maintain.create({ commitment: 'mixed' }), { budget: { leaderSteps: 25_000 } });
    expect(result).toMatchObject({ oracle: 'exact', leader: 'ppo', optimum: { leaderValue: 27.5 }, steps: { pretraining: 0 } });
    expect(result).toMatchObject({ commitmentClass: 'mixed', evidence: { kind: 'bounded', by: 'floating' }, upperBound: 27.5 });
    expect(result.leaderValue).toBeGreaterThan(27.2);
    expect(result.leaderValue).toBeLessThan(27.5);
    const [mixture] = result.commitment!.probabilities;
    // The supremum is at (1/4, 3/4, 0), where the follower is indifferent: a leader that is sure of its reply stays on this side of it.
    expect(mixture!.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
    expect(mixture![0]).toBeGreaterThan(0.25);
    expect(result.leaderRegret).toBeCloseTo(27.5 - result.leaderValue, 12);
    // A hundredth of the way to where the reply is the only best one, that reply is given and little is lost.
    expect(result.mixture).toMatchObject({ attained: false, payoffRange: 30, inside: { step: 0.01 } });
    expect(result.mixture!.inside!.leaderValue).toBeCloseTo(27.425, 9);
  }, 120_000);

  it.each([
    [{ oracle: 'contextual' }, 'discrete'],
    [{ budget: { pretrainingSteps: 5 } }, 'no follower is trained beforehand'],
  ] as const)('refuses %j, which does not serve it', async (options, message) => {
    await expect(solve(maintain.create({ commitment: 'mixed' }), options)).rejects.toThrow(message);
  });
});

describe('a method by name', () => {
  it('solves with its own settings and is proved all the same', async () => {
    const result = await solve(escape.create(), { method: 'stackelberg-pomdp', budget: { leaderSteps: 100_000 } });
    expect(result).toMatchObject({
      method: 'stackelberg-pomdp',
      oracle: 'multiplicative-weights',
      leaderValue: 30,
      leaderRegret: 0,
      bestResponseGap: null,
    });
    const learned = await solve(iteratedPrisonersDilemma.create(), { method: 'tabular-q', budget: { leaderSteps: 300_000 }, seed: 1 });
    expect(learned.leaderValue).toBe(6);
  });

  it('that stands outside the theorem is shown to fall short', async () => {
    const result = await solve(escape.create(), { method: 'concurrent', budget: { leaderSteps: 8_000 } });
    expect(result).toMatchObject({ leaderValue: 15, leaderRegret: 15 });
  });

  it('is refused where it does not exist, does not fit, or meets options of its own', async () => {
    await expect(solve(escape.create(), { method: 'magic' })).rejects.toThrow('unknown method "magic"');
    await expect(solve(escape.create(), { method: 'exact', oracle: 'exact' })).rejects.toThrow('oracle has no effect with method "exact"');
    await expect(solve(escape.create(), { method: 'implicit-gradient' })).rejects.toThrow('needs a box with bounds');
    await expect(solve(escape.create(), { method: 'tabular-q', budget: { pretrainingSteps: 5 } })).rejects.toThrow(
      'no follower is trained beforehand',
    );
  });
});
