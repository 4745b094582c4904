import { RefusedError, finiteModel, policyFromRows } from '@firstmover/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { evaluatePolicies } from '../policy-values/policy-values.ts';
import { randomGame, randomTable } from '../policy-values/random-games.fixture.ts';
import { fixPlayers } from '../fixed-players/fix-players.ts';
import { inducedNormalForm } from './induced-normal-form.ts';

const ROLES = ['follower', 'leader', 'follower'] as const;

it('pays in every profile what the policies earn in the game', () => {
  let profiles = 0;
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000_000 }), (seed) => {
      const model = finiteModel(randomGame(seed, { roles: ROLES }));
      const leader = randomTable(seed, model.observationCounts[1]!, model.actionCounts[1]!);
      const form = inducedNormalForm(model, leader);
      const count = form.leaderPayoff.length;
      profiles += count;
      for (let profile = 0; profile < count; profile += Math.max(1, Math.floor(count / 20))) {
        const [first, second] = form.policies(profile);
        const returns = evaluatePolicies(model, [first!, leader, second!]);
        expect([form.payoffs[0]![profile], form.leaderPayoff[profile], form.payoffs[1]![profile]]).toEqual(
          returns.map((value) => expect.closeTo(value, 9) as number),
        );
      }
    }),
    { seed: 1, numRuns: 100 },
  );
  expect(profiles).toBeGreaterThan(5_000);
});

it('leaves out observations that cannot be reached, and refuses what is too large', () => {
  const model = finiteModel(randomGame(3, { roles: ['leader', 'follower', 'follower'], informed: true }));
  const leader = randomTable(3, model.observationCounts[0]!, model.actionCounts[0]!);
  expect(() => inducedNormalForm(model, leader)).toThrow(RefusedError);
  expect(() => inducedNormalForm(model, leader)).toThrow(
    /have \d+ profiles of stationary policies: .* use iterated best response, fictitious play/,
  );
});

it('fixing players leaves a game whose rules and tables agree', () => {
  for (let seed = 0; seed < 30; seed++) {
    const model = finiteModel(randomGame(seed, { roles: ROLES }));
    const tables = model.observationCounts.map((count, i) => randomTable(seed + i, count, model.actionCounts[i]!));
    const fixed = fixPlayers(model, [undefined, tables[1], tables[2]]);
    const play = [tables[0]!, policyFromRows(Array.from({ length: model.observationCounts[1]! }, () => [1]))];
    const returns = evaluatePolicies(model, tables);
    expect(evaluatePolicies(fixed, play)).toEqual(returns.slice(0, 2).map((value) => expect.closeTo(value, 9) as number));
    expect(evaluatePolicies(finiteModel(fixed.game), play)).toEqual(returns.slice(0, 2).map((value) => expect.closeTo(value, 9) as number));
  }
});
