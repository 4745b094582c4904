import type { Game } from '@firstmover/core';
import { InputError, defineGame, discrete, finiteModel, greedyChoices, policyFromRows } from '@firstmover/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pureNashEquilibria } from '../../matrix/equilibrium/pure-nash.ts';
import { evaluatePolicies } from '../policy-values/policy-values.ts';
import { randomGame, randomTable, testDescriptor } from '../policy-values/random-games.fixture.ts';
import { inducedNormalForm } from '../induced-normal-form/induced-normal-form.ts';
import { playFictitiously } from './fictitious-play.ts';
import { iterateBestResponses } from './iterated-best-response.ts';

/** A leader without choice and two followers who play a matrix game once. */
function followersOnly(row: readonly (readonly number[])[], column: readonly (readonly number[])[]): Game {
  return defineGame({
    id: 'test/Followers-v1',
    rules: () => ({
      players: [
        { name: 'leader', role: 'leader' as const, observation: discrete(1), action: discrete(1) },
        { name: 'row', role: 'follower' as const, observation: discrete(1), action: discrete(row.length) },
        { name: 'column', role: 'follower' as const, observation: discrete(1), action: discrete(row[0]!.length) },
      ],
      initial: () => ({}),
      step: (state: object, actions) => {
        const [i, j] = actions.slice(1) as [number, number];
        return { state, rewards: [i, row[i]![j]!, column[i]![j]!], terminated: true };
      },
      observe: () => 0,
    }),
    descriptor: () => testDescriptor(1, [-10, 10]),
  }).create();
}

const idle = policyFromRows([[1]]);
const pennies = finiteModel(followersOnly([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])); // prettier-ignore
const implementation = finiteModel(followersOnly([[3, 6], [4, 2]], [[3, 4], [6, 2]])); // prettier-ignore
const ROLES = ['follower', 'leader', 'follower'] as const;

describe('iterateBestResponses', () => {
  it('ends in an equilibrium of the base game of k-implementation', () => {
    const { converged, plays } = iterateBestResponses(implementation, idle);
    expect(converged).toBe(true);
    expect(plays.map(({ policies, gap }) => [policies.map((policy) => greedyChoices(policy)[0]), gap])).toEqual([[[0, 1], 0]]);
  });

  it('reports the cycle of matching pennies, in which someone could always gain', () => {
    const { converged, plays } = iterateBestResponses(pennies, idle);
    expect(converged).toBe(false);
    expect(plays.length).toBe(2);
    for (const { gap } of plays) expect(gap).toBe(1);
  });

  it('says when rounds run out', () => {
    const { converged, plays, rounds } = iterateBestResponses(pennies, idle, { rounds: 1 });
    expect([converged, plays.length, rounds]).toEqual([false, 1, 1]);
    expect(() => iterateBestResponses(pennies, idle, { rounds: 0 })).toThrow(InputError);
  });

  it('ends, on random games, in a listed Nash equilibrium or in a cycle', () => {
    let settled = 0;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), (seed) => {
        const model = finiteModel(randomGame(seed, { roles: ROLES }));
        const leader = randomTable(seed, model.observationCounts[1]!, model.actionCounts[1]!);
        const { converged, plays } = iterateBestResponses(model, leader, { ties: 'strong' });
        if (!converged) return;
        settled++;
        const [first, second] = plays[0]!.policies;
        const returns = evaluatePolicies(model, [first!, leader, second!]);
        const form = inducedNormalForm(model, leader);
        const same = pureNashEquilibria(form).some(
          (profile) =>
            Math.abs(form.payoffs[0]![profile]! - returns[0]!) < 1e-9 && Math.abs(form.payoffs[1]![profile]! - returns[2]!) < 1e-9,
        );
        expect(same).toBe(true);
        expect(plays[0]!.gap).toBeLessThan(1e-8);
      }),
      { seed: 1, numRuns: 60 },
    );
    expect(settled).toBeGreaterThan(30);
  });
});

describe('playFictitiously', () => {
  it('comes close to half and half in an uneven matching pennies, and says how close', () => {
    const model = finiteModel(followersOnly([[2, -1], [-1, 1]], [[-1, 1], [1, -1]])); // prettier-ignore
    const { policies, gap, converged } = playFictitiously(model, idle, { tolerance: 0.02, rounds: 2000 });
    expect(converged).toBe(true);
    expect(gap).toBeLessThanOrEqual(0.02);
    // Row mixes so that column does not care, 1/2; column so that row does not: 2q - (1 - q) = -q + (1 - q), q = 2/5.
    expect(policies[0]!.probability(0, 0)).toBeCloseTo(0.5, 1);
    expect(policies[1]!.probability(0, 0)).toBeCloseTo(0.4, 1);
  });

  it('gives a gap that is right: no listed policy gains more, and the best one gains that', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), (seed) => {
        const model = finiteModel(randomGame(seed, { roles: ROLES }));
        const leader = randomTable(seed, model.observationCounts[1]!, model.actionCounts[1]!);
        const { policies, gap, converged } = playFictitiously(model, leader, { rounds: 20, tolerance: 0 });
        const [first, second] = policies;
        const present = evaluatePolicies(model, [first!, leader, second!]);
        const form = inducedNormalForm(model, leader);
        let gain = 0;
        for (let profile = 0; profile < form.leaderPayoff.length; profile++) {
          const [one, other] = form.policies(profile);
          gain = Math.max(
            gain,
            evaluatePolicies(model, [one!, leader, second!])[0]! - present[0]!,
            evaluatePolicies(model, [first!, leader, other!])[2]! - present[2]!,
          );
        }
        if (converged) expect(gain).toBeLessThan(1e-9);
        expect(gap > 1e-9).toBe(gain > 1e-8);
      }),
      { seed: 1, numRuns: 25 },
    );
  });

  it('refuses options out of range', () => {
    expect(() => playFictitiously(pennies, idle, { tolerance: -1 })).toThrow('tolerance of playFictitiously is -1');
    expect(() => playFictitiously(pennies, idle, { rounds: 0.5 })).toThrow('rounds of playFictitiously is 0.5');
    expect(playFictitiously(pennies, idle, { tolerance: 0, rounds: 3 })).toMatchObject({ converged: true, rounds: 0 });
  });
});
