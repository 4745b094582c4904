import { describe, expect, it } from 'vitest';
import { createEnvironment } from '../environment/environment.ts';
import { finiteModel } from '../model/finite-model.ts';
import { policyFromRows } from '../policy/policy.ts';
import { randomStream } from '../random/random.ts';
import { echo, oracleOf } from '../testing/scripted-oracles.ts';
import { drift, weather } from '../testing/toy-games.ts';
import type { LeaderProblemOptions } from './options.ts';
import { leaderProblem } from './leader-problem.ts';

describe('same seed, same trace', () => {
  const game = weather.create({ rounds: 6 });
  /** Asks at random, answers with random tables and a follower that randomises. */
  const random = oracleOf(game, function* (start) {
    const count = 1 + start.random.integer(4);
    const answers = yield { observations: Array.from({ length: count }, () => start.random.integer(3)) };
    const tilt = (answers.length + start.random.uniform()) / 10;
    const table = policyFromRows([[tilt, 1 - tilt]]);
    return { policies: [{ act: (seen, source) => [table.act(0, source), (seen as number[])[1] as number] }] };
  });

  /** Everything that copy 0 shows over many rows; copies reset as soon as they are over, copy 0 always gets the same actions. */
  function trace(options: LeaderProblemOptions, others = 0): unknown[] {
    const problem = leaderProblem(random, options);
    const actions = new Int32Array(problem.size);
    const first = randomStream(1, 'copy 0');
    const rest = randomStream(others, 'other copies');
    problem.reset();
    return Array.from({ length: 2000 }, () => {
      actions[0] = first.integer(2);
      for (let copy = 1; copy < problem.size; copy++) actions[copy] = rest.integer(2);
      const learn = problem.learn[0];
      problem.step(actions);
      const line = [problem.observations[0], learn, problem.executed[0], problem.rewards[0], problem.terminated[0], problem.truncated[0]];
      const over = problem.terminated.map((flag, copy) => flag | (problem.truncated[copy] as number));
      if (over.includes(1)) problem.reset(over);
      return line;
    });
  }

  it.each([{}, { consistentAnswers: false }, { leaderCannotSeePhase: false }, { queriesInTrajectory: false }])(
    'holds under %j',
    (conditions) => {
      const expected = trace({ copies: 1, seed: 5, conditions });
      expect(trace({ copies: 1, seed: 5, conditions })).toStrictEqual(expected);
      expect(trace({ copies: 1, seed: 6, conditions })).not.toEqual(expected);
    },
  );

  it('holds with and without the finite model', () => {
    expect(trace({ copies: 3, seed: 5, model: finiteModel(game) })).toStrictEqual(trace({ copies: 3, seed: 5 }));
  });

  it('holds whatever the number of copies and whatever the others do', () => {
    const alone = trace({ copies: 1, seed: 5 });
    expect(trace({ copies: 4, seed: 5 }, 1)).toStrictEqual(alone);
    expect(trace({ copies: 4, seed: 5 }, 2)).toStrictEqual(alone);
  });

  it.each([{}, { queriesInTrajectory: 0.5 }])('holds for the copies of two halves as for those of the whole, under %j', (conditions) => {
    const whole = leaderProblem(random, { copies: 8, seed: 5, conditions });
    const halves = [0, 4].map((firstCopy) => leaderProblem(random, { copies: 4, seed: 5, firstCopy, conditions }));
    const source = randomStream(1, 'actions');
    for (const problem of [whole, ...halves]) problem.reset();
    for (let row = 0; row < 500; row++) {
      const actions = Int32Array.from({ length: 8 }, () => source.integer(2));
      [whole, ...halves].forEach((problem, i) => {
        problem.reset(problem.terminated.map((flag, copy) => flag | (problem.truncated[copy] as number)));
        problem.step(i === 0 ? actions : actions.subarray(4 * (i - 1)));
      });
      for (const name of ['observations', 'rewards', 'terminated', 'truncated', 'executed', 'learn'] as const) {
        expect(
          halves.flatMap((half) => Array.from(half[name])),
          name,
        ).toEqual(Array.from(whole[name]));
      }
    }
    expect(halves.reduce((sum, { querySteps }) => sum + querySteps, 0)).toBe(whole.querySteps);
  });

  it('lets followers randomise afresh in every copy and round', () => {
    const mixing = oracleOf(echo, function* () {
      yield { observations: [0] };
      const row = [0.5, 0.5, 0];
      return { policies: [policyFromRows([row, row, row])] };
    });
    const problem = leaderProblem(mixing, { copies: 8, seed: 2 });
    const rounds: string[] = [];
    for (let episode = 0; episode < 4; episode++) {
      problem.reset();
      for (let row = 0; row < 5; row++) {
        problem.step(new Int32Array(8));
        if (row > 0) rounds.push(problem.rewards.join());
      }
    }
    expect(new Set(rounds).size).toBe(16);
    const byCopy = Array.from({ length: 8 }, (_unused, copy) => rounds.map((text) => text.split(',')[copy]).join());
    expect(new Set(byCopy).size).toBe(8);
  });

  it('uses up chance by playing only: an episode broken off shifts nothing while the next is queried', () => {
    const drifting = drift.create();
    const oracle = oracleOf(drifting, function* () {
      yield { observations: [[9], [8], [7]] };
      return { policies: [{ act: () => [0.5] }] };
    });
    const problem = leaderProblem(oracle, { copies: 1, seed: 3 });
    const single = createEnvironment(drifting, { seed: 3 });
    for (const rounds of [2, 1, 4]) {
      problem.reset();
      for (let row = 0; row < 3; row++) problem.step(Int32Array.of(1));
      expect(problem.observations[0]).toBe((single.reset().observations[0] as number[])[0]);
      for (let round = 0; round < rounds; round++) {
        problem.step(Int32Array.of(1));
        expect(problem.rewards[0]).toBe(single.step([1, [0.5]]).rewards[0]);
      }
    }
  });

  it('gives oracles of copies and episodes numbers of their own', () => {
    const problem = leaderProblem(random, { copies: 8 });
    const lengths: number[][] = [];
    for (let i = 0; i < 4; i++) {
      problem.reset();
      const before = problem.querySteps;
      const counts = Array.from({ length: 8 }, () => 0);
      for (let row = 0; row < 12; row++) {
        problem.step(new Int32Array(8));
        for (let copy = 0; copy < 8; copy++)
          if (problem.rewards[copy] === 0 && problem.terminated[copy] === 0 && problem.truncated[copy] === 0) counts[copy]!++;
      }
      expect(problem.querySteps).toBeGreaterThan(before);
      lengths.push(counts);
    }
    expect(new Set(lengths.flat()).size).toBeGreaterThan(1);
    expect(new Set(lengths.map((counts) => counts.join())).size).toBe(4);
  });
});
