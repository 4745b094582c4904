import type { TablePolicy } from '@firstmover/core';
import { deterministicPolicy, finiteModel, leaderProblem, randomStream, respondTo } from '@firstmover/core';
import { iteratedPrisonersDilemma, maintain } from '@firstmover/matrix-games';
import { matrixDesign } from '@firstmover/mechanism-design';
import { bestResponse, evaluatePolicies } from '@firstmover/solvers';
import { describe, expect, it } from 'vitest';
import { gradientAdaptedFollower } from './gradient-adapted.ts';

const game = iteratedPrisonersDilemma.create();
const model = finiteModel(game);

/** Leaders of the dilemma that reciprocate, kindly or not at the start. */
const reciprocal = [deterministicPolicy([0, 0, 0, 1, 1], 2), deterministicPolicy([1, 0, 0, 1, 1], 2)];

/** The mean shortfall of the follower against them. */
function meanGap(follower: ReturnType<typeof gradientAdaptedFollower>): number {
  const oracle = follower.oracle();
  let sum = 0;
  for (let trial = 0; trial < 40; trial++) {
    const leader = reciprocal[trial % 2]!;
    const [policy] = respondTo(oracle, leader, randomStream(7, 'test').at(trial, 0)).policies;
    const best = bestResponse(model, leader, { followerClass: 'stationary', ties: 'weak' }).followerValue;
    sum += best - evaluatePolicies(model, [leader, policy as TablePolicy])[1]!;
  }
  return sum / 40;
}

describe('a gradient-adapted follower', () => {
  it('responds better after pre-training than the same adaptation from scratch, where leaders have something in common', () => {
    for (const seed of [1, 2, 3]) {
      const trained = gradientAdaptedFollower(game, {
        updates: 1,
        metaUpdates: 150,
        leaders: (random) => reciprocal[random.integer(2)]!,
        model,
        seed,
      });
      const before = meanGap(trained);
      while (!trained.done) trained.update();
      const after = meanGap(trained);
      expect(trained.steps).toBe(150 * 2 * 8 * 10);
      expect(before).toBeGreaterThan(0.5);
      expect(after).toBe(0);
    }
  });

  it('is an oracle that a leader problem takes, which asks for the moves of its games and does not carry over', () => {
    const follower = gradientAdaptedFollower(maintain.create(), { updates: 4, metaUpdates: 5, seed: 2 });
    while (!follower.done) follower.update();
    const oracle = follower.oracle();
    expect(oracle).toMatchObject({ name: 'gradient-adapted', carriesOver: false, earnsRewards: true, queries: 'adaptive' });
    const problem = leaderProblem(oracle, { copies: 2, seed: 1 });
    problem.reset();
    for (let step = 0; step < 4 * 8; step++) problem.step(Int32Array.of(0, 0));
    expect(problem.querySteps).toBe(64);
    problem.step(Int32Array.of(0, 0));
    expect(Array.from(problem.terminated)).toEqual([1, 1]);
  });

  it('is reproducible, and frozen once it is an oracle', () => {
    const [one, two] = [3, 3].map((seed) => {
      const follower = gradientAdaptedFollower(game, { updates: 2, metaUpdates: 4, seed, model });
      const moves = Array.from({ length: 4 }, () => follower.update()['moved']);
      return moves;
    });
    expect(two).toEqual(one);
    const follower = gradientAdaptedFollower(game, { updates: 2, metaUpdates: 50, model });
    const oracle = follower.oracle();
    const respond = (): TablePolicy =>
      respondTo(oracle, deterministicPolicy([0, 0, 0, 0, 0], 2), randomStream(1, 'test').at(0, 0)).policies[0] as TablePolicy;
    const first = Array.from(respond().table);
    for (let update = 0; update < 10; update++) follower.update();
    expect(Array.from(respond().table)).toEqual(first);
  });

  it('says what it cannot serve', () => {
    expect(() => gradientAdaptedFollower(matrixDesign.create())).toThrow('has 2 followers');
    expect(() => gradientAdaptedFollower(game, { metaRate: 2 })).toThrow(
      'metaRate of the gradient-adapted follower is 2: expected a number above 0 and at most 1',
    );
    expect(() => gradientAdaptedFollower(game, { updates: 0 })).toThrow('updates of the gradient-adapted follower is 0');
  });
});
