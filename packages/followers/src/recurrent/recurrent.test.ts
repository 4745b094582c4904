import { describe, expect, it } from 'vitest';
import type { FollowerOracle, Policy, Query, Response } from '@firstmover/core';
import { InputError, defineGame, deterministicPolicy, discrete, finiteModel, leaderProblem, randomStream } from '@firstmover/core';
import { iteratedPrisonersDilemma } from '@firstmover/matrix-games';
import { createResponder } from '@firstmover/solvers';
import { uniformLeaders } from '../leaders/leaders.ts';
import { guess, line, randomGuard } from './games.fixture.ts';
import { playResponse } from './play.fixture.ts';
import { recurrentFollower } from './recurrent.ts';
import type { RecurrentFollowerOptions } from './recurrent.ts';
import { trialProblem } from './trial-problem.ts';

const guessModel = finiteModel(guess);
const small: RecurrentFollowerOptions = { model: guessModel, budget: 1, copies: 4, learner: { units: 4 } };
const chooser = (first: number, second: number): Policy => deterministicPolicy([first, second], 3);

function trained(options: RecurrentFollowerOptions, game = guess): ReturnType<typeof recurrentFollower> {
  const follower = recurrentFollower(game, options);
  while (!follower.done) follower.update();
  return follower;
}

describe('a recurrent follower', () => {
  it.each([0, 1, 2])('learns to try out in the first games what it guesses right in the last, seed %d', (seed) => {
    // A guess is told to be right or wrong, and two of three have to be tried: after two games of two rounds each round is known.
    const oracle = trained({ model: guessModel, budget: 40_000, learner: { units: 16 }, seed }).oracle();
    let total = 0;
    for (let first = 0; first < 3; first++)
      for (let second = 0; second < 3; second++) total += playResponse(oracle, chooser(first, second), 10 * first + second).follower;
    expect(total).toBeGreaterThanOrEqual(17);
  });

  it('adapts to leaders on a line, for which there is no table of queries', () => {
    const oracle = trained({ leaders: randomGuard, budget: 100_000, learner: { units: 16 } }, line).oracle();
    expect(oracle.queries).toBe('adaptive');
    const random = randomStream(5, 'guards');
    let total = 0;
    for (let i = 0; i < 100; i++) total += playResponse(oracle, randomGuard(random.at(i, 0)), i).follower / 800;
    // Without adaptation 3/4 is best, acting as the guard in the middle would.
    expect(total).toBeGreaterThan(0.88);
  });

  it('does at least as well as the best stationary replies to all eight leaders of a dilemma that see one move, and no better than the best', () => {
    const game = iteratedPrisonersDilemma.create({ memory: 'other', steps: 5 });
    const model = finiteModel(game);
    const oracle = trained({ model, budget: 100_000, learner: { units: 16 } }, game).oracle();
    const respond = {
      stationary: createResponder(model, { followerClass: 'stationary', ties: 'weak' }),
      rational: createResponder(model, { followerClass: 'rational', ties: 'weak' }),
    };
    const sums = { found: 0, stationary: 0, rational: 0 };
    for (let table = 0; table < 8; table++) {
      const leader = deterministicPolicy([table >> 2, (table >> 1) & 1, table & 1], 2);
      const { follower } = playResponse(oracle, leader, table);
      const best = respond.rational(leader).followerValue;
      expect(follower).toBeLessThanOrEqual(best + 1e-9);
      sums.found += follower / 40;
      sums.rational += best / 40;
      sums.stationary += respond.stationary(leader).followerValue / 40;
    }
    expect(sums.found).toBeGreaterThanOrEqual(sums.stationary);
    expect(sums.rational).toBeGreaterThan(sums.stationary);
  });

  it('spends its budget in whole updates', () => {
    const follower = recurrentFollower(guess, { ...small, budget: 50 });
    expect([follower.steps, follower.done]).toEqual([0, false]);
    expect(Object.keys(follower.update())).toContain('klDivergence');
    expect([follower.steps, follower.done]).toEqual([24, false]);
    follower.update();
    follower.update();
    expect([follower.steps, follower.done]).toEqual([72, true]);
  });

  it('gives the same run twice', () => {
    const run = (seed: number): string => {
      const follower = recurrentFollower(guess, { ...small, seed });
      return JSON.stringify([follower.update(), follower.update(), playResponse(follower.oracle(), chooser(1, 2))]);
    };
    expect(run(1)).toBe(run(1));
    expect(run(1)).not.toBe(run(2));
  });
});

/** Answers a run until it returns: the queries it made, what it remembered with each and at the end, and its response. */
function answer(
  oracle: FollowerOracle,
  leader: Policy,
  stream: number,
): { queries: Query[]; memories: (readonly number[])[]; response: Response } {
  const random = randomStream(3, 'run').at(stream, 0);
  const run = oracle.respond({ random });
  const queries: Query[] = [];
  const memories: (readonly number[])[] = [];
  let turn = run.next();
  while (turn.done !== true) {
    queries.push(turn.value);
    memories.push(turn.value.memory as readonly number[]);
    turn = run.next(turn.value.observations.map((observation) => leader.act(observation, random)));
  }
  memories.push(turn.value.memory as readonly number[]);
  return { queries, memories, response: turn.value };
}

describe('its oracle', () => {
  const oracle = trained({ ...small, budget: 2000 }).oracle();

  it('plays the games of a trial but the last, one query per move, and passes on what the leader earns', () => {
    expect(oracle).toMatchObject({ name: 'recurrent', followerClass: 'rational', queries: 4, earnsRewards: true, carriesOver: false });
    const { queries, memories, response } = answer(oracle, chooser(0, 1), 0);
    expect(queries.map(({ observations }) => observations)).toEqual([[0], [1], [0], [1]]);
    expect([...queries, response].map(({ reward }) => reward)).toEqual([0, 10, 11, 10, 11]);
    expect(memories[1]).toHaveLength(4);
    expect(new Set(memories.map(String)).size).toBe(4); // nothing is seen after the last move
    expect(memories[4]).toEqual(memories[3]);
    expect(recurrentFollower(guess, { ...small, games: 5 }).oracle().queries).toBe(8);
  });

  it('makes a leader problem of so many query steps, with its memory for a critic', () => {
    const problem = leaderProblem(oracle, { copies: 3, seed: 1, model: guessModel, critic: 'oracle' });
    problem.reset();
    let moves = 0;
    while (problem.terminated.includes(0)) {
      problem.step(new Int32Array(3));
      moves++;
    }
    expect([moves, problem.querySteps, problem.steps]).toEqual([6, 12, 18]);
  });

  it('answers with a policy that starts from what it learned, at every reset, and new in each run', () => {
    const random = randomStream(1, 'test').at(0, 0);
    const first = answer(oracle, chooser(2, 0), 0).response.policies[0]!;
    const second = answer(oracle, chooser(2, 0), 0).response.policies[0]!;
    const game = (policy: Policy): unknown[] => [0, 0].map(() => policy.act(0, random));
    const played = game(first);
    first.act(0, random);
    first.reset!();
    expect([game(first), game(second)]).toEqual([played, played]);
  });

  it('is frozen when it is made', () => {
    const follower = recurrentFollower(guess, { ...small, learner: { units: 4, learningRate: 0.1 } });
    const early = follower.oracle();
    const memory = (of: FollowerOracle): unknown => answer(of, chooser(0, 1), 0).response.memory;
    const before = memory(early);
    follower.update();
    expect(memory(early)).toEqual(before);
    expect(memory(follower.oracle())).not.toEqual(before);
  });
});

describe('a trial', () => {
  const problem = (rewarded: 'last' | 'all', leaders = uniformLeaders(guess.players[1]!, guess.id)): ReturnType<typeof trialProblem> =>
    trialProblem(guess, { copies: 2, seed: 1, games: 3, rewarded, leaders });

  /** What is seen and earned in trials in which copy 0 always guesses 0 and copy 1 always 1. */
  const record = (of: ReturnType<typeof trialProblem>): { told: number[][]; rewards: number[][] } => {
    const told: number[][] = [];
    const rewards: number[][] = [];
    of.reset();
    while (of.terminated.includes(0)) {
      told.push([...of.observations.subarray(0, 7)]);
      of.step(Int32Array.of(0, 1));
      rewards.push([...of.rewards]);
    }
    return { told, rewards };
  };

  it('tells observation, last action and reward, whether a game begins and whether it is the last; then no rewards', () => {
    const always = (): Policy => chooser(0, 1);
    const { told, rewards } = record(problem('last', always));
    expect(told).toEqual([
      [1, 0, 0, 0, 0, 1, 0],
      [1, 1, 0, 0, 1, 0, 0],
      [1, 1, 0, 0, 0, 1, 0],
      [1, 1, 0, 0, 1, 0, 0],
      [1, 1, 0, 0, 0, 1, 1],
      [1, 1, 0, 0, 0, 0, 1],
    ]);
    expect(rewards).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
      [0, 0],
      [1, 0],
      [0, 1],
    ]);
    expect(record(problem('all', always)).rewards).toEqual([
      [1, 0],
      [0, 1],
      [1, 0],
      [0, 1],
      [1, 0],
      [0, 1],
    ]);
  });

  it('has one leader, drawn anew for the next', () => {
    const trials = problem('all');
    const leaders = Array.from({ length: 30 }, () => {
      const { rewards } = record(trials);
      const rounds = [0, 1].map((round) => [0, 2, 4].map((game) => rewards[game + round]!.join()));
      for (const round of rounds) expect(new Set(round).size).toBe(1);
      return rounds.map((round) => round[0]).join(' ');
    });
    expect(new Set(leaders).size).toBeGreaterThan(3);
    expect(trials.steps).toBe(30 * 12);
  });
});

it('refuses what it cannot serve, in one line', () => {
  const crowd = defineGame({
    id: 'test/Crowd-v1',
    rules: () => ({
      players: [
        ...guess.players.slice(1),
        { name: 'a', role: 'follower', observation: discrete(1), action: discrete(2) },
        { name: 'b', role: 'follower', observation: discrete(1), action: discrete(2) },
      ],
      initial: () => ({}),
      step: (state) => ({ state, rewards: [0, 0, 0], terminated: true }),
      observe: () => 0,
    }),
  }).create();
  const cases: readonly (readonly [() => unknown, string])[] = [
    [() => recurrentFollower(guess, { games: 1 }), 'games of the recurrent follower is 1: expected an integer of at least 2'],
    [() => recurrentFollower(guess, { budget: 0 }), 'budget of the recurrent follower is 0'],
    [() => recurrentFollower(guess, { copies: 1.5 }), 'copies of the recurrent follower is 1.5'],
    [() => recurrentFollower(guess, { rewarded: 'none' as 'last' }), 'rewarded of the recurrent follower is "none": expected last or all'],
    [() => recurrentFollower(guess, { learner: { units: 0 } }), 'units of recurrentPpo is 0'],
    [() => recurrentFollower(line), 'guard of test/Line-v1 has infinitely many observations'],
    [() => recurrentFollower(crowd), 'test/Crowd-v1 has 2 followers: a recurrent follower serves exactly one'],
  ];
  for (const [attempt, message] of cases) {
    expect(attempt).toThrow(InputError);
    expect(attempt).toThrow(message);
  }
});
