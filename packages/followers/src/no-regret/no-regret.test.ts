import { describe, expect, it } from 'vitest';
import type { Policy, Random, Response } from '@firstmover/core';
import {
  RefusedError,
  box,
  deterministicPolicy,
  discrete,
  finiteModel,
  leaderProblem,
  randomStream,
  respondTo,
  simplex,
} from '@firstmover/core';
import { escape, iteratedPrisonersDilemma, maintain } from '@firstmover/matrix-games';
import { emptyGame, player } from '../contextual/games.fixture.ts';
import { claims, draws, pairGame } from '../simulation/games.fixture.ts';
import type { HeldPolicy } from './held-policy.ts';
import type { NoRegretFollowers, NoRegretOptions, NoRegretUpdate } from './no-regret.ts';
import { noRegretFollowers } from './no-regret.ts';

const game = escape.create();
const constant = (action: number): Policy => deterministicPolicy([action], 3);
const responseTo = (oracle: NoRegretFollowers, leader: Policy, seed = 0): Response =>
  respondTo(oracle, leader, randomStream(seed, 'test').at(0, 0));

/** Rock, paper, scissors; the leader's action 0 adds nothing. */
const rock = pairGame(
  [
    [1, 0, 2],
    [2, 1, 0],
    [0, 2, 1],
  ],
  [
    [1, 2, 0],
    [0, 1, 2],
    [2, 0, 1],
  ],
);

describe('multiplicative-weights followers', () => {
  it('have the weights of the published log after 33 updates at rate 0.01: 1.178, 1.116, 1', () => {
    const oracle = noRegretFollowers(game, { updates: 33, rate: 0.01, model: finiteModel(game) });
    expect(oracle).toMatchObject({ games: 99, gamesPerUpdate: 3, queries: 99, earnsRewards: true, carriesOver: true, ties: 'unspecified' });
    let queries = 0;
    const counted: Policy = { act: () => (queries++, 0) };
    const { policies, memory } = responseTo(oracle, counted);
    expect(queries).toBe(99);
    const weights = (memory as readonly number[]).map((weight, _i, all) => weight / all[2]!);
    expect(weights.map((weight) => weight.toFixed(3))).toEqual(['1.178', '1.116', '1.000']);
    expect((policies[0] as HeldPolicy).choice.probability(0, 0)).toBe(1);
  });

  it.each([0, 1, 2])('respond best to row %d of Escape in the leader problem', (row) => {
    const problem = leaderProblem(noRegretFollowers(game, { updates: 20, model: finiteModel(game) }), { copies: 2 });
    problem.reset();
    for (let step = 0; step < 60; step++) {
      problem.step(Int32Array.of(row, row));
      expect(problem.rewards[0]).toBe(0);
    }
    problem.step(Int32Array.of(row, row));
    expect(Array.from(problem.rewards)).toEqual(new Array(2).fill([15, 10, 30][row]));
    expect(Array.from(problem.terminated)).toEqual([1, 1]);
  });

  it('respond to a mixture that is one action: 27.5 in Maintain where the lowest of equals is played, 10 and less beyond', () => {
    const mixed = maintain.create({ commitment: 'mixed' });
    const problem = leaderProblem(noRegretFollowers(mixed, { updates: 10 }), { copies: 4 });
    const mixtures = [[0.25, 0.75, 0], [0.3, 0.7, 0], [0.2, 0.8, 0], [0, 0.5, 0.5]]; // prettier-ignore
    problem.reset();
    for (let step = 0; step < 31; step++) problem.step(Float64Array.from(mixtures.flat()));
    expect(Array.from(problem.terminated)).toEqual([1, 1, 1, 1]);
    [27.5, 27, 8, 2.5].forEach((value, copy) => expect(problem.rewards[copy]).toBeCloseTo(value, 12));
  });

  it('count what the leader earns in every game, the last included', () => {
    // Against row 0 an update pays 15 + 10 + 0, and the rewarded game 15.
    const problem = leaderProblem(noRegretFollowers(game, { updates: 4 }), { copies: 1, conditions: { queriesEarnNothing: false } });
    problem.reset();
    const rewards = Array.from({ length: 13 }, () => (problem.step(Int32Array.of(0)), problem.rewards[0]));
    expect(rewards).toEqual([15, 10, 0, 15, 10, 0, 15, 10, 0, 15, 10, 0, 15]);
  });

  it('replay the game with the same types, each action once, the others held to a drawn joint action', () => {
    const oracle = noRegretFollowers(claims.create(), { updates: 200, rate: 0.5 });
    expect(oracle).toMatchObject({ gamesPerUpdate: 4, games: 800, queries: 'adaptive' });
    const seen: number[] = [];
    const updates: NoRegretUpdate[] = [];
    const recording = noRegretFollowers(claims.create(), { updates: 200, rate: 0.5, onUpdate: (update) => void updates.push(update) });
    responseTo(recording, { act: (observation) => (seen.push(observation as number), 0) });
    expect(seen).toHaveLength(1600);
    for (let update = 0; update < 200; update++) {
      const messages = [1, 3, 5, 7].map((k) => seen[8 * update + k]! - 1).map((index) => [index % 2, index >> 1]);
      const [two, one] = [messages[0]![1]!, messages[2]![0]!];
      expect(messages).toEqual([
        [0, two],
        [1, two],
        [one, 0],
        [one, 1],
      ]);
    }
    // Types are drawn anew for each update, one of the first's four is 1 and half of the second's.
    expect(updates.map(({ update }) => update)).toEqual(Array.from({ length: 200 }, (_unused, i) => i + 1));
    const ones = [0, 1].map((f) => updates.filter(({ types }) => types[f] === 1).length);
    expect(Math.abs(ones[0]! - 50)).toBeLessThan(20);
    expect(Math.abs(ones[1]! - 100)).toBeLessThan(25);
  });

  it('learn to tell their type where the leader believes them', () => {
    // The leader picks the first follower only when it says 1: so both types say 1, and only the type matters to the leader where it can.
    const leader = deterministicPolicy([0, 1, 0, 1, 0], 2);
    const { policies } = responseTo(noRegretFollowers(claims.create(), { updates: 200 }), leader);
    const choice = (policies[0] as HeldPolicy).choice;
    expect([choice.probability(0, 1), choice.probability(1, 1)]).toEqual([1, 1]);
  });

  it('meet the same luck in all games of an update', () => {
    // Returns are sums of three draws that do not depend on the action unless it draws twice.
    const seen: number[] = [];
    const oracle = noRegretFollowers(draws, { updates: 1, onUpdate: ({ types }) => void seen.push(types[0]!) });
    const { memory } = responseTo(oracle, { act: () => 0 });
    const rows = [0, 1, 2].map((type) => (memory as readonly number[]).slice(2 * type, 2 * type + 2));
    rows.forEach((row, type) => {
      if (type === seen[0]) expect(row).not.toEqual([1, 1]);
      else expect(row).toEqual([1, 1]);
    });
  });

  it('learn from averages over joint actions with the sweep over profiles', () => {
    // Uniform at first: action 0 of the first earns (1 + 0 + 2) / 3 as all do, so nothing changes in rock, paper, scissors.
    const oracle = noRegretFollowers(rock, { updates: 50, sweep: 'profiles', model: finiteModel(rock) });
    expect(oracle).toMatchObject({ gamesPerUpdate: 9, queries: 450 });
    const { memory } = responseTo(oracle, deterministicPolicy([0], 2));
    for (const weight of memory as readonly number[]) expect(weight).toBeCloseTo(1, 12);
    // With a bonus of 1 for its action 0, one update by hand: utilities 2, 1, 1 of a range of 3.
    const once = responseTo(noRegretFollowers(rock, { updates: 1, rate: 0.5, sweep: 'profiles' }), deterministicPolicy([1], 2));
    const [best, ...others] = once.memory as readonly number[];
    expect(best).toBe(1);
    expect(others[0]).toBeCloseTo(Math.exp(-Math.log(1.5) / 3), 12);
  });
});

describe('other no-regret followers', () => {
  it.each<[NoRegretOptions, number]>([
    [{ algorithm: 'regret-matching', updates: 20 }, 3],
    [{ algorithm: 'regret-matching', updates: 20, sweep: 'profiles' }, 3],
    [{ algorithm: 'exp3', updates: 400, rate: 0.2 }, 1],
    [{ algorithm: 'multiplicative-weights', updates: 20, sweep: 'profiles' }, 3],
  ])('respond best to a row of Escape: %j', (options, gamesPerUpdate) => {
    for (const row of [0, 1, 2]) {
      const oracle = noRegretFollowers(game, options);
      expect(oracle.gamesPerUpdate).toBe(gamesPerUpdate);
      const { choice } = responseTo(oracle, constant(row)).policies[0] as HeldPolicy;
      const best = [0, 1, 2].findIndex((column) => choice.probability(0, column) === 1);
      expect(row === 1 ? best < 2 : best === row).toBe(true);
    }
  });
});

describe('what is played in the end', () => {
  const random: Random = randomStream(7, 'test').at(0, 0);

  it('is held through an episode, and drawn anew in the next', () => {
    const oracle = noRegretFollowers(rock, { updates: 2, play: 'weights' });
    const [policy] = responseTo(oracle, deterministicPolicy([0], 2)).policies as HeldPolicy[];
    const played = Array.from({ length: 60 }, () => {
      policy!.reset();
      const first = policy!.act(0, random);
      expect([policy!.act(0, random), policy!.act(0, random)]).toEqual([first, first]);
      return first;
    });
    expect(new Set(played).size).toBe(3);
  });

  it('is the average of all updates, both followers together', () => {
    const updates: NoRegretUpdate[] = [];
    // Both want to meet: from a small nudge each run settles in the course of learning, so that averages are correlated.
    const meet = pairGame([[1, 0], [0, 2]], [[1, 0], [0, 2]]); // prettier-ignore
    const oracle = noRegretFollowers(meet, {
      updates: 12,
      rate: 1,
      play: 'average',
      sweep: 'profiles',
      onUpdate: (update) => void updates.push(update),
    });
    const policies = responseTo(oracle, deterministicPolicy([0], 2)).policies as HeldPolicy[];
    const expected = [0, 1, 2, 3].map(
      (cell) => updates.reduce((sum, { strategies: [row, column] }) => sum + row![cell >> 1]! * column![cell & 1]!, 0) / updates.length,
    );
    const counts = [0, 0, 0, 0];
    for (let episode = 0; episode < 20_000; episode++) {
      for (const policy of policies) policy.reset();
      counts[2 * (policies[0]!.act(0, random) as number) + (policies[1]!.act(0, random) as number)]!++;
    }
    counts.forEach((count, cell) => expect(Math.abs(count / 20_000 - expected[cell]!)).toBeLessThan(0.012));
    const marginal = policies.map(({ choice }) => choice.probability(0, 0));
    expect(marginal[0]).toBeCloseTo(expected[0]! + expected[1]!, 12);
    // Correlated: not the product of the marginals.
    expect(Math.abs(expected[0]! - marginal[0]! * marginal[1]!)).toBeGreaterThan(0.012);
  });

  it('names the equilibrium only where theory promises it', () => {
    const names = (['greedy', 'weights', 'average'] as const).map((play) => noRegretFollowers(rock, { play }).equilibrium);
    expect(names.map((name) => name.split(' ')[0])).toEqual(['none', 'none', 'coarse']);
    expect(noRegretFollowers(game).equilibrium).toBe('learned best response');
  });
});

describe('no-regret followers', () => {
  it.each<NoRegretOptions>([{}, { algorithm: 'exp3' }, { algorithm: 'regret-matching' }, { play: 'average' }])(
    'are a function of their seed: %j',
    (options) => {
      const oracle = noRegretFollowers(claims.create(), { updates: 20, ...options });
      const leader = deterministicPolicy([0, 1, 0, 1, 0], 2);
      const trace = (seed: number): unknown => responseTo(oracle, leader, seed).carry;
      expect(trace(1)).toEqual(trace(1));
      expect(trace(1)).not.toEqual(trace(2));
    },
  );

  it('go on from what they carry over, or start afresh', () => {
    const oracle = noRegretFollowers(game, { updates: 10 });
    const run = (carried?: unknown): Response => {
      const running = oracle.respond({ random: randomStream(0, 'test').at(0, 0), ...(carried === undefined ? {} : { carried }) });
      let turn = running.next();
      while (turn.done !== true) turn = running.next([0]);
      return turn.value;
    };
    const first = run();
    const kept = JSON.stringify(first.carry);
    const twice = run(first.carry);
    expect(JSON.stringify(first.carry)).toBe(kept);
    const longer = responseTo(noRegretFollowers(game, { updates: 20 }), constant(0));
    (twice.memory as readonly number[]).forEach((weight, i) => expect(weight).toBeCloseTo((longer.memory as readonly number[])[i]!, 12));
    expect(run().memory).toEqual(first.memory);
  });

  it('show their weights, each row scaled by its largest, to critics', () => {
    const oracle = noRegretFollowers(claims.create(), { updates: 5 });
    expect(oracle.memory).toEqual(box(0, 1, [8]));
    const problem = leaderProblem(oracle, { copies: 1, critic: 'oracle' });
    problem.reset();
    const memories: string[] = [];
    for (let step = 0; step < 40; step++) {
      memories.push(Array.from(problem.privileged!.observations).slice(6).join());
      problem.step(Int32Array.of(problem.observations[0]! % 2));
    }
    expect(memories[0]).toBe('1,1,1,1,1,1,1,1');
    expect(new Set(memories.slice(0, 8)).size).toBe(1);
    expect(memories[8]).not.toBe(memories[7]);
  });

  it.each<[NoRegretOptions, string]>([
    [{ updates: 0 }, 'updates of no-regret followers is 0: expected an integer of at least 1'],
    [{ rate: 0 }, 'rate of no-regret followers is 0: expected a number above 0 and at most 1'],
    [{ algorithm: 'exp3', rate: 1.5 }, 'rate of no-regret followers is 1.5'],
    [{ algorithm: 'regret-matching', rate: 0.1 }, 'regret matching has no rate'],
    [{ algorithm: 'exp3', sweep: 'profiles' }, 'EXP3 learns from the actions played'],
    [
      { algorithm: 'exp4' as 'exp3' },
      'algorithm of no-regret followers is "exp4": expected multiplicative-weights, regret-matching or exp3',
    ],
    [{ play: 'best' as 'greedy' }, 'play of no-regret followers is "best": expected greedy, weights or average'],
    [{ sweep: 'all' as 'profiles' }, 'sweep of no-regret followers is "all": expected counterfactual or profiles'],
    [{ utilityBounds: [1, 1] }, 'utilities of matrix/Escape-v1 lie between 1 and 1: expected finite bounds'],
  ])('refuse %j', (options, message) => {
    expect(() => noRegretFollowers(game, options)).toThrow(message);
  });

  it.each([
    ['no follower', [player('a', 'leader', 1, 2)], 'test/Empty-v1 has no followers'],
    ['vector observations', [player('a', 'leader', 1, 2), player('b', 'follower', box(0, 1, [2]), 2)], 'the observations of b in'],
    [
      'mixtures as actions',
      [player('a', 'leader', 1, 2), player('b', 'follower', 1, simplex(2))],
      'the actions of b in test/Empty-v1 are a simplex',
    ],
  ])('refuse games with %s', (_what, players, message) => {
    expect(() => noRegretFollowers(emptyGame(players))).toThrow(message);
  });

  it('refuse too many joint actions, unbounded utilities and returns beyond the bounds, and say what to do', () => {
    const wide = emptyGame([
      player('a', 'leader', 1, 2),
      player('b', 'follower', 1, discrete(101)),
      player('c', 'follower', 1, discrete(100)),
    ]);
    expect(() => noRegretFollowers(wide, { sweep: 'profiles' })).toThrow(RefusedError);
    expect(() => noRegretFollowers(wide, { sweep: 'profiles' })).toThrow(
      '10100 joint actions: the limit of sweep profiles is 10000; use counterfactual',
    );
    expect(noRegretFollowers(wide).gamesPerUpdate).toBe(201);
    const unbounded = { ...game, descriptor: { ...game.descriptor, rewardBounds: [-Infinity, Infinity] as const } };
    expect(() => noRegretFollowers(unbounded)).toThrow('give utilityBounds');
    // Ten rounds return more than one pays.
    const dilemma = iteratedPrisonersDilemma.create();
    const leader = deterministicPolicy([0, 0, 0, 0, 0], 2);
    expect(() => responseTo(noRegretFollowers(dilemma), leader)).toThrow(
      'follower returns 5 in a game of matrix/IteratedPrisonersDilemma-v1: expected a return from -1.5 to 1.5; give utilityBounds',
    );
    const held = responseTo(noRegretFollowers(dilemma, { utilityBounds: [-15, 15] }), leader).policies[0] as HeldPolicy;
    expect(held.choice.probability(0, 1)).toBe(1);
  });
});
