import { describe, expect, it } from 'vitest';
import type { FollowerOracle, Policy, Response, TablePolicy } from '@firstmover/core';
import {
  deterministicPolicy,
  finiteModel,
  greedyChoices,
  leaderProblem,
  policyRows,
  randomStream,
  respondTo,
  savedList,
} from '@firstmover/core';
import { a2c, dqn, ppo, reinforce, tabularQ } from '@firstmover/algorithms';
import { escape, iteratedPrisonersDilemma } from '@firstmover/matrix-games';
import { verifyCommitment } from '@firstmover/solvers';
import { continuousField, emptyGame, player, weather } from '../contextual/games.fixture.ts';
import { claims, pairGame } from '../simulation/games.fixture.ts';
import type { InnerLoopOptions } from './inner-loop.ts';
import { innerLoopFollower } from './inner-loop.ts';

const game = escape.create();
const learner: InnerLoopOptions['learner'] = (environment, seed) => ppo(environment, { seed, learningRate: 0.1, lambda: 1 });
const responseTo = (oracle: FollowerOracle, leader: Policy, seed = 0): Response =>
  respondTo(oracle, leader, randomStream(seed, 'test').at(0, 0));
const choices = ({ policies }: Response): number[][] => policies.map((policy) => greedyChoices(policy as TablePolicy));

describe('an inner-loop follower', () => {
  it.each<[string, number, InnerLoopOptions['learner']]>([
    ['ppo', 0, learner],
    ['ppo', 2, learner],
    ['a2c', 0, (environment, seed) => a2c(environment, { seed, learningRate: 0.1, lambda: 1 })],
    ['a2c', 2, (environment, seed) => a2c(environment, { seed, learningRate: 0.1, lambda: 1 })],
    ['reinforce', 0, (environment, seed) => reinforce(environment, { seed, learningRate: 0.1 })],
    ['reinforce', 2, (environment, seed) => reinforce(environment, { seed, learningRate: 0.1 })],
    ['tabular-q', 0, (environment, seed) => tabularQ(environment, { seed, epsilon: 0.5 })],
    ['dqn', 2, (environment, seed) => dqn(environment, { seed, batchSize: 16, learningStarts: 16, learningRate: 0.3 })],
  ])('learns the best response with %s to row %d of Escape in every leader problem', (name, row, make) => {
    const oracle = innerLoopFollower(game, { learner: make, updates: 60 });
    expect(oracle.name).toBe(`inner-loop ${name}`);
    expect(oracle).toMatchObject({ queries: 'adaptive', earnsRewards: true, carriesOver: true, equilibrium: 'learned best response' });
    const problem = leaderProblem(oracle, { copies: 2, seed: 3 });
    problem.reset();
    const actions = Int32Array.of(row, row);
    while (problem.terminated[0] === 0) {
      problem.step(actions);
      if (problem.terminated[0] === 0) expect(problem.rewards[0]).toBe(0);
    }
    expect(Array.from(problem.rewards)).toEqual(new Array(2).fill(row === 0 ? 15 : 30));
  });

  it('answers most leaders of the prisoner s dilemma exactly, with and without a model', () => {
    const dilemma = iteratedPrisonersDilemma.create();
    const model = finiteModel(dilemma);
    const [plain, tabulated] = [{}, { model }].map((given) => innerLoopFollower(dilemma, { learner, updates: 30, ...given }));
    let exact = 0;
    for (let table = 0; table < 32; table++) {
      const leader = deterministicPolicy(
        [4, 3, 2, 1, 0].map((bit) => (table >> bit) & 1),
        2,
      );
      const follower = responseTo(tabulated!, leader, table).policies[0] as TablePolicy;
      if (table % 8 === 0) expect(policyRows(responseTo(plain!, leader, table).policies[0] as TablePolicy)).toEqual(policyRows(follower));
      if (verifyCommitment(model, leader, { followerClass: 'stationary', follower }).followerGain === 0) exact++;
    }
    expect(exact).toBeGreaterThanOrEqual(26);
  });

  it('asks for the moves in all games that are running, and tells what they earned', () => {
    const oracle = innerLoopFollower(game, { learner, updates: 2, copies: 3 });
    const run = oracle.respond({ random: randomStream(0, 'test').at(0, 0) });
    let turn = run.next();
    let asked = 0;
    let paid = 0;
    while (turn.done !== true) {
      expect(turn.value.observations).toEqual([0, 0, 0]);
      asked += 3;
      paid += turn.value.reward!;
      turn = run.next([0, 0, 0]);
    }
    paid += turn.value.reward!;
    // Row 0 pays 15, 10 or 0 per game.
    expect(paid % 5).toBe(0);
    expect(paid).toBeGreaterThan(0);
    expect(paid).toBeLessThanOrEqual(15 * asked);
  });

  it('joins games of different lengths', () => {
    const sizes = new Set<number>();
    const oracle = innerLoopFollower(weather, {
      learner: (environment, seed) => ppo(environment, { seed, collect: { episodes: 2 } }),
      updates: 3,
      copies: 4,
    });
    const run = oracle.respond({ random: randomStream(0, 'test').at(0, 0) });
    let turn = run.next();
    while (turn.done !== true) {
      sizes.add(turn.value.observations.length);
      turn = run.next(turn.value.observations.map(() => 0));
    }
    // Those that are over wait for the others.
    expect(Math.max(...sizes)).toBe(4);
    expect(sizes.size).toBeGreaterThan(1);
    expect(turn.value.policies).toHaveLength(1);
  });

  it('serves several followers, who learn at the same time', () => {
    const dominant = pairGame([[0, 0, 0], [3, 3, 3]], [[0, 1, 2], [0, 1, 2]]); // prettier-ignore
    const oracle = innerLoopFollower(dominant, { learner, updates: 40 });
    expect(oracle.equilibrium).toBe('none (independent learners)');
    expect(choices(responseTo(oracle, deterministicPolicy([0], 2)))).toEqual([[1], [2]]);
    // Private types: the first learns to say 1 whatever it is.
    const telling = innerLoopFollower(claims.create(), { learner, updates: 60 });
    expect(choices(responseTo(telling, deterministicPolicy([0, 1, 0, 1, 0], 2)))[0]).toEqual([1, 1]);
  });

  it('serves games of continuous chance, in which the follower comes first', () => {
    const oracle = innerLoopFollower(continuousField, { learner, updates: 5 });
    expect(responseTo(oracle, deterministicPolicy([0, 0], 2)).policies).toHaveLength(1);
  });

  it('continues where it stopped when carried over, and starts afresh otherwise', () => {
    const oracle = innerLoopFollower(game, { learner, updates: 15, copies: 4 });
    const run = (carried: unknown, row: number): Response => {
      const running = oracle.respond({ random: randomStream(0, 'test').at(0, 0), ...(carried === undefined ? {} : { carried }) });
      let turn = running.next();
      while (turn.done !== true) turn = running.next(turn.value.observations.map(() => row));
      return turn.value;
    };
    const share = (response: Response): number => (response.policies[0] as TablePolicy).probability(0, 2);
    const sampled = innerLoopFollower(game, { learner, updates: 15, copies: 4, play: 'sampled' });
    expect(share(responseTo(sampled, deterministicPolicy([2], 3)))).toBeGreaterThan(0.4);
    const first = run(undefined, 2);
    expect(share(first)).toBe(1);
    // Row 1 pays column 2 nothing, so fresh followers leave it; one carried over has to unlearn it first and keeps what it was given frozen.
    expect(share(run(undefined, 1))).toBe(0);
    const kept = first.policies[0] as TablePolicy;
    let carried = run(first.carry, 1);
    for (let k = 0; k < 40 && share(carried) > 0; k++) carried = run(carried.carry, 1);
    expect(share(carried)).toBe(0);
    expect(kept.probability(0, 2)).toBe(1);
  });

  it('is a function of its seed', () => {
    const oracle = innerLoopFollower(game, { learner, updates: 3, play: 'sampled' });
    const rows = (seed: number): number[][] => policyRows(responseTo(oracle, deterministicPolicy([0], 3), seed).policies[0] as TablePolicy);
    expect(rows(1)).toEqual(rows(1));
    expect(rows(1)).not.toEqual(rows(2));
  });

  it('refuses options out of range, learners that cannot pause, and games without followers', () => {
    expect(() => innerLoopFollower(game, { learner, updates: 0 })).toThrow(
      'updates of the inner loop is 0: expected an integer of at least 1',
    );
    expect(() => innerLoopFollower(game, { learner, copies: 1.5 })).toThrow('copies of the inner loop is 1.5');
    expect(() => innerLoopFollower(game, { learner, play: 'best' as 'greedy' })).toThrow('play of the inner loop is "best"');
    const stubborn: InnerLoopOptions['learner'] = (environment) => ({
      ...savedList([]),
      name: 'stubborn',
      environment,
      update: () => ({}),
      policy: () => deterministicPolicy([0], 3),
    });
    expect(() => innerLoopFollower(game, { learner: stubborn })).toThrow('stubborn cannot learn in an inner loop');
    expect(() => innerLoopFollower(emptyGame([player('a', 'leader', 1, 2)]), { learner })).toThrow('test/Empty-v1 has no followers');
  });
});
