import { InputError, finiteModel } from '@firstmover/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { randomGame, randomTable } from '../policy-values/random-games.fixture.ts';
import { inducedNormalForm } from '../induced-normal-form/induced-normal-form.ts';
import { bestResponse } from './best-response.ts';

it('finds the worst and the best for the leader among all stationary policies within the slack', () => {
  let different = 0;
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000_000 }), fc.constantFrom(0, 0.1, 0.5, 2), (seed, slack) => {
      const model = finiteModel(randomGame(seed));
      const l = model.game.players[0]!.role === 'leader' ? 0 : 1;
      const leader = randomTable(seed, model.observationCounts[l]!, model.actionCounts[l]!);
      const { payoffs, leaderPayoff } = inducedNormalForm(model, leader);
      const own = Array.from(payoffs[0] as Float64Array);
      const near = own.flatMap((payoff, k) => (payoff >= Math.max(...own) - slack - 1e-9 ? [leaderPayoff[k]!] : []));
      const options = { followerClass: 'stationary' as const, slack };
      const weak = bestResponse(model, leader, { ...options, ties: 'weak' });
      const strong = bestResponse(model, leader, { ...options, ties: 'strong' });
      expect(weak.leaderValue).toBeCloseTo(Math.min(...near), 9);
      expect(strong.leaderValue).toBeCloseTo(Math.max(...near), 9);
      expect(weak.followerValue).toBeGreaterThanOrEqual(Math.max(...own) - slack - 1e-6);
      if (strong.followerValue < Math.max(...own) - 1e-6) different++;
    }),
    { seed: 1, numRuns: 200 },
  );
  expect(different).toBeGreaterThan(30);
});

it('takes slack of stationary followers only, and not below 0', () => {
  const model = finiteModel(randomGame(1));
  const l = model.game.players[0]!.role === 'leader' ? 0 : 1;
  const leader = randomTable(1, model.observationCounts[l]!, model.actionCounts[l]!);
  expect(() => bestResponse(model, leader, { followerClass: 'rational', ties: 'weak', slack: 1 })).toThrow(
    'slack 1 of a rational follower',
  );
  for (const slack of [-1, NaN, Infinity])
    expect(() => bestResponse(model, leader, { followerClass: 'stationary', ties: 'weak', slack })).toThrow(InputError);
});
