import { describe, expect, it } from 'vitest';
import { createEnvironment } from '../environment/environment.ts';
import { finiteModel } from '../model/finite-model.ts';
import type { FollowerOracle } from '../oracle/oracle.ts';
import type { Policy } from '../policy/policy.ts';
import { deterministicPolicy } from '../policy/policy.ts';
import type { Value } from '../spaces/spaces.ts';
import { refusal } from '../testing/refusal.ts';
import { SUBMITTED, asking, column, echo, episode, oracleOf, playOut } from '../testing/scripted-oracles.ts';
import { drift, lottery, market } from '../testing/toy-games.ts';
import { leaderProblem } from './leader-problem.ts';

describe('leaderProblem', () => {
  it('defaults to the safe side, with consistent answers where a pure action is the commitment', () => {
    expect(leaderProblem(asking(), { copies: 1 }).conditions).toEqual({
      queriesInTrajectory: true,
      leaderCannotSeePhase: true,
      queriesEarnNothing: true,
      oracleRestarts: true,
      consistentAnswers: true,
    });
    const mixed = oracleOf(lottery.create(), asking().respond);
    expect(leaderProblem(mixed, { copies: 1 }).conditions.consistentAnswers).toBe(false);
  });

  it.each([
    [{ queriesEarnNothing: false }, {}, 'queriesEarnNothing: false has no effect: queries of oracle scripted earn no rewards'],
    [{ oracleRestarts: false }, {}, 'oracleRestarts: false has no effect: oracle scripted carries nothing over'],
    [
      { queriesInTrajectory: false },
      { queries: 0 },
      'queriesInTrajectory: false has no effect: oracle scripted asks no queries; leave it true',
    ],
    [
      { leaderCannotSeePhase: false },
      { queries: 0 },
      'leaderCannotSeePhase: false has no effect: oracle scripted asks no queries; leave it true',
    ],
    [
      { queriesEarnNothing: false, queriesInTrajectory: false },
      { earnsRewards: true },
      'queriesEarnNothing: false has no effect with queriesInTrajectory: false',
    ],
  ] as const)('refuses %j where it has no effect', (conditions, oracle, message) => {
    expect(refusal(() => leaderProblem(asking([], oracle), { copies: 1, conditions }))).toContain(message);
  });

  it('accepts conditions that are spelled out as their defaults', () => {
    const spelled = { queriesInTrajectory: true, leaderCannotSeePhase: true, queriesEarnNothing: true, oracleRestarts: true };
    expect(leaderProblem(asking([], { queries: 0 }), { copies: 1, conditions: spelled }).conditions).toMatchObject(spelled);
  });

  it('refuses games with two leaders, impossible sizes and seeds, and foreign models', () => {
    const players = echo.players.map((player) => ({ ...player, role: 'leader' as const }));
    expect(refusal(() => leaderProblem(oracleOf({ ...echo, players }, asking().respond), { copies: 1 }))).toContain(
      'toy/Echo-v1 has 2 leaders',
    );
    for (const copies of [0, -1, 1.5, NaN])
      expect(refusal(() => leaderProblem(asking(), { copies }))).toContain(`copies of the leader problem is ${copies}`);
    expect(refusal(() => leaderProblem(asking(), { copies: 1, seed: 0.5 }))).toContain('seed 0.5');
    expect(refusal(() => leaderProblem(asking(), { copies: 1, model: finiteModel(market.create()) }))).toContain('of another game');
  });

  it.each([[[]], [[deterministicPolicy([0], 3), deterministicPolicy([0], 3)]]])(
    'refuses a response of the wrong number of policies',
    (policies) => {
      const oracle = oracleOf(echo, function* () {
        yield { observations: [0] };
        return { policies };
      });
      const problem = leaderProblem(oracle, { copies: 1 });
      problem.reset();
      expect(refusal(() => problem.step(Int32Array.of(0)))).toBe(
        `oracle scripted returned ${policies.length} policies: expected one per follower of toy/Echo-v1 (1)`,
      );
    },
  );

  it.each([[2], [-1], [0.5], [undefined], [[0]]])('refuses a query about %j, which the leader cannot observe', (asked) => {
    const oracle = oracleOf(echo, function* () {
      yield { observations: [1, asked as Value] };
      return { policies: [] };
    });
    expect(refusal(() => leaderProblem(oracle, { copies: 2 }).reset())).toContain(
      'expected an observation of leader, {"kind":"discrete","n":2',
    );
  });

  it.each([[3], [NaN], [undefined], [[0]]])('refuses the follower action %j, which does not exist', (action) => {
    const oracle = oracleOf(echo, function* () {
      yield { observations: [0] };
      return { policies: [{ act: () => action as Value }] };
    });
    const problem = leaderProblem(oracle, { copies: 1 });
    problem.reset();
    problem.step(Int32Array.of(0));
    expect(refusal(() => problem.step(Int32Array.of(0)))).toContain('follower of oracle scripted plays');
  });

  it('plays what the single environment of its seed plays, vector actions of followers included', () => {
    const game = drift.create();
    const oracle = oracleOf(game, function* () {
      const answers = (yield { observations: [[1.5]] }) as [number];
      return { policies: [{ act: (seen) => [(seen as number) - answers[0] / 2] }] };
    });
    const lines = episode(oracle, { consistentAnswers: false }, [1, 0, 1, 1, 0, 1], { seed: 17 });
    const single = createEnvironment(game, { seed: 17 });
    let observations = single.reset().observations;
    for (const [row, steer] of [0, 1, 1, 0, 1].entries()) {
      expect(lines[row + 1]?.sees).toEqual((observations[0] as number[])[0]);
      const result = single.step([steer, [(observations[1] as number) - 0.5]]);
      expect(lines[row + 1]?.reward).toBe(result.rewards[0]);
      observations = result.observations;
    }
    expect(lines).toHaveLength(6);
  });
});

describe('the learner of a leader problem', () => {
  it('finds nothing to learn from and nothing earned in copies that are over', () => {
    const problem = leaderProblem(asking(), { copies: 1, conditions: { consistentAnswers: false } });
    expect([problem.terminated[0], problem.steps]).toEqual([1, 0]);
    problem.step(Int32Array.of(1));
    expect(problem.steps).toBe(0);
    problem.reset();
    playOut(problem, SUBMITTED);
    expect([problem.rewards[0], problem.terminated[0], problem.learn[0], problem.steps]).toEqual([12, 1, 0, 7]);
    problem.step(Int32Array.of(1));
    expect([problem.rewards[0], problem.terminated[0], problem.learn[0], problem.steps]).toEqual([0, 1, 0, 7]);
  });

  it('counts the rows of all copies, queries apart', () => {
    const problem = leaderProblem(asking(), { copies: 3 });
    problem.reset();
    playOut(problem, SUBMITTED);
    expect([problem.size, problem.steps, problem.querySteps]).toEqual([3, 21, 9]);
    problem.reset(Uint8Array.of(0, 1, 0));
    problem.step(Int32Array.of(0, 0, 0));
    expect([problem.steps, problem.querySteps]).toEqual([22, 10]);
    expect(Array.from(problem.terminated)).toEqual([1, 0, 1]);
  });

  it('sees truncation as truncation', () => {
    const oracle = oracleOf(drift.create(), function* () {
      yield { observations: [[0.5]] };
      return { policies: [{ act: () => [0.5] }] };
    });
    const problem = leaderProblem(oracle, { copies: 1 });
    problem.reset();
    expect(playOut(problem, [0, 1, 1, 1, 1, 1])).toHaveLength(6);
    expect([problem.terminated[0], problem.truncated[0]]).toEqual([0, 1]);
  });
});

describe('the oracle of a leader problem', () => {
  const counting = (log: unknown[], given: Partial<FollowerOracle> = {}): FollowerOracle =>
    oracleOf(
      echo,
      function* (start) {
        log.push('carried' in start ? start.carried : 'restarted');
        const before = (start.carried as number | undefined) ?? 0;
        yield { observations: [0] };
        return { policies: [deterministicPolicy([0, 0, 0], 3)], carry: before + 1 };
      },
      given,
    );

  it('restarts in every episode by default', () => {
    const log: unknown[] = [];
    const problem = leaderProblem(counting(log, { carriesOver: true }), { copies: 1 });
    for (let i = 0; i < 3; i++) {
      problem.reset();
      playOut(problem, [0, 0, 0, 0, 0]);
    }
    expect(log).toEqual(['restarted', 'restarted', 'restarted']);
  });

  it('finds what it carried over, copy by copy, when it does not restart', () => {
    const log: unknown[] = [];
    const problem = leaderProblem(counting(log, { carriesOver: true }), { copies: 2, conditions: { oracleRestarts: false } });
    problem.reset();
    playOut(problem, [0, 0, 0, 0, 0]);
    problem.reset(Uint8Array.of(0, 1));
    for (let row = 0; row < 5; row++) problem.step(Int32Array.of(0, 0));
    problem.reset();
    expect(log).toEqual([undefined, undefined, 1, 1, 2]);
  });

  it('runs in each copy on its own: adaptive oracles put copies out of phase', () => {
    // Asks 0 once more for each unit of its first answer; the follower then plays how many answers there were.
    const adaptive = oracleOf(echo, function* () {
      const [first] = (yield { observations: [0] }) as [number];
      for (let more = 0; more < first; more++) yield { observations: [0] };
      return { policies: [deterministicPolicy([first, first, first], 3)] };
    });
    const problem = leaderProblem(adaptive, { copies: 3 });
    problem.reset();
    const trace: [number[], number[], number[], number[]][] = [];
    for (let row = 0; row < 8; row++) {
      problem.step(Int32Array.of(0, 1, 2));
      trace.push([
        Array.from(problem.observations),
        Array.from(problem.rewards),
        Array.from(problem.terminated),
        Array.from(problem.learn),
      ]);
    }
    // Copy c answers 1 + c queries, plays four rounds for 10 c + c each, and then stands still.
    expect(trace).toEqual([
      [
        [0, 0, 0],
        [0, 0, 0],
        [0, 0, 0],
        [0, 0, 0],
      ],
      [
        [1, 0, 0],
        [0, 0, 0],
        [0, 0, 0],
        [1, 0, 0],
      ],
      [
        [0, 1, 0],
        [0, 11, 0],
        [0, 0, 0],
        [0, 1, 0],
      ],
      [
        [1, 0, 1],
        [0, 11, 22],
        [0, 0, 0],
        [0, 0, 1],
      ],
      [
        [0, 1, 0],
        [0, 11, 22],
        [1, 0, 0],
        [0, 0, 0],
      ],
      [
        [0, 0, 1],
        [0, 11, 22],
        [1, 1, 0],
        [0, 0, 0],
      ],
      [
        [0, 0, 0],
        [0, 0, 22],
        [1, 1, 1],
        [0, 0, 0],
      ],
      [
        [0, 0, 0],
        [0, 0, 0],
        [1, 1, 1],
        [0, 0, 0],
      ],
    ]);
    expect([problem.steps, problem.querySteps]).toEqual([5 + 6 + 7, 1 + 2 + 3]);
  });

  it('answers for all followers, in the order of the players around the leader', () => {
    const game = market.create();
    const oracle = oracleOf(game, function* () {
      const [low, high] = (yield { observations: [0, 1] }) as [number, number];
      return { policies: [deterministicPolicy([1, 0, 1], 2), deterministicPolicy([low, high], 4)] };
    });
    for (const model of [undefined, finiteModel(game)]) {
      const lines = episode(oracle, {}, [2, 1, 0, 0, 0], model ? { model } : {});
      // Prices 2, 1, 2: the retailer sees the last price (0, 2, 1) and plays 1, 1, 0; the importer mirrors the price of the round.
      expect(column(lines, 'reward')).toEqual([0, 0, 122.5, 111.5, 22.5]);
    }
  });

  it('starts policies with memory anew', () => {
    const log: string[] = [];
    const counter = (): Policy => {
      let rounds = 0;
      return {
        act: () => rounds++ % 3,
        reset: () => {
          log.push('reset');
          rounds = 0;
        },
      };
    };
    const policy = counter();
    const oracle = oracleOf(echo, function* () {
      yield { observations: [0] };
      return { policies: [policy] };
    });
    const problem = leaderProblem(oracle, { copies: 1 });
    for (let i = 0; i < 2; i++) {
      problem.reset();
      expect(column(playOut(problem, [0, 0, 0, 0, 0]), 'reward')).toEqual([0, 0, 1, 2, 0]);
    }
    expect(log).toEqual(['reset', 'reset']);
  });
});
