import type { BestResponseClass, Game, TieRule } from '@firstmover/core';
import { createEnvironment, defineGame, deterministicPolicy, discrete, finiteModel, policyFromRows, randomStream } from '@firstmover/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluatePolicies } from '../policy-values/policy-values.ts';
import { SYMMETRIC_GAMES, iterated } from '../policy-values/iterated-games.fixture.ts';
import { randomGame, randomTable, testDescriptor } from '../policy-values/random-games.fixture.ts';
import { verifyCommitment } from '../verify-commitment/verify-commitment.ts';
import { bestResponse, createResponder } from './best-response.ts';

const CLASSES: readonly BestResponseClass[] = ['stationary', 'rational'];
const TIES: readonly TieRule[] = ['strong', 'weak'];
const dilemma = iterated(SYMMETRIC_GAMES['PrisonersDilemma']!);

/** One-shot: the follower sees one of `types` equally likely types; the leader's action 1 pays it for naming its parity, action 0 nothing. */
function typeGame(types: number): Game {
  return defineGame({
    id: 'test/Types-v1',
    rules: () => ({
      players: [
        { name: 'follower', role: 'follower' as const, observation: discrete(types), action: discrete(2) },
        { name: 'leader', role: 'leader' as const, observation: discrete(1), action: discrete(2) },
      ],
      initial: (chance) => chance.pick(new Array<number>(types).fill(1)),
      step: (type: number, actions) => ({
        state: type,
        rewards: [actions[0] === type % 2 ? Number(actions[1]) : 0, Number(actions[0])],
        terminated: true,
      }),
      observe: (type, player) => (player === 0 ? type : 0),
    }),
    descriptor: () => testDescriptor(1, [0, 1]),
  }).create();
}

/** The leader's and the follower's return when a game of two is played once. */
function playOnce(
  game: Game,
  leader: readonly number[],
  follower: { reset?(): void; act: ReturnType<typeof deterministicPolicy>['act'] },
): number[] {
  const environment = createEnvironment(game);
  const random = randomStream(0, 'test');
  const totals = [0, 0];
  let { observations } = environment.reset() as { observations: readonly unknown[] };
  follower.reset?.();
  for (let over = false; !over;) {
    const step = environment.step([leader[observations[0] as number]!, follower.act(observations[1] as number, random)]);
    step.rewards.forEach((reward, i) => (totals[i]! += reward));
    observations = step.observations;
    over = step.terminated || step.truncated;
  }
  return totals;
}

describe('bestResponse', () => {
  it('finds the known replies to defect-first-then-copy: cooperate always, or defect in the last round if it can count', () => {
    const model = finiteModel(dilemma);
    const leader = deterministicPolicy([1, 0, 0, 1, 1], 2);
    expect(bestResponse(model, leader, { followerClass: 'stationary', ties: 'weak' })).toMatchObject({ leaderValue: 6, followerValue: 3 });
    expect(bestResponse(model, leader, { followerClass: 'rational', ties: 'weak' })).toMatchObject({ leaderValue: 4, followerValue: 4 });
  });

  it('finds the stationary reply that beats the best discounted one over exactly ten steps (6 against 5)', () => {
    const leader = deterministicPolicy([0, 0, 0, 1, 0], 2);
    expect(bestResponse(finiteModel(dilemma), leader, { followerClass: 'stationary', ties: 'weak' }).followerValue).toBe(6);
  });

  it('gives 17/2 near the stochastic optimum against a rational follower, under any ties, in both memories', () => {
    for (const memory of ['joint', 'other'] as const) {
      const model = finiteModel(iterated(SYMMETRIC_GAMES['PrisonersDilemma']!, { memory }));
      const rows = (cooperated: number): number[][] => {
        const [after, start] = [
          [1 - cooperated, cooperated],
          [0, 1],
        ];
        return memory === 'joint' ? [start, after, after, start, start] : [start, after, start];
      };
      const strong = bestResponse(model, policyFromRows(rows(0.5)), { followerClass: 'rational', ties: 'strong' });
      expect(strong.leaderValue).toBeCloseTo(8.5, 9);
      for (const ties of TIES) {
        const value = bestResponse(model, policyFromRows(rows(0.499)), { followerClass: 'rational', ties }).leaderValue;
        expect(value).toBeCloseTo(8.491, 9);
      }
    }
  });

  it('gives the published stochastic optimum of the small memory against a stationary follower', () => {
    const model = finiteModel(iterated(SYMMETRIC_GAMES['PrisonersDilemma']!, { memory: 'other' }));
    const leader = policyFromRows([
      [0, 1],
      [1 - 0.426478, 0.426478],
      [0, 1],
    ]);
    const { leaderValue } = bestResponse(model, leader, { followerClass: 'stationary', ties: 'strong' });
    expect(leaderValue).toBeGreaterThan(9.8383 - 1e-4);
    expect(leaderValue).toBeLessThan(9.838304 + 3e-6);
  });

  it('agrees with the verifier on random stochastic games, and its tables earn what it says', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), (seed) => {
        const model = finiteModel(randomGame(seed));
        const [l, f] = model.game.players[0]!.role === 'leader' ? [0, 1] : [1, 0];
        const leader = randomTable(seed, model.observationCounts[l]!, model.actionCounts[l]!);
        for (const followerClass of CLASSES) {
          const check = verifyCommitment(model, leader, { followerClass });
          for (const ties of TIES) {
            const response = bestResponse(model, leader, { followerClass, ties });
            expect(response.followerValue).toBeCloseTo(check.followerValue, 9);
            expect(response.leaderValue).toBeCloseTo(check.leaderValue[ties], 9);
          }
        }
        for (const ties of TIES) {
          const { policy, leaderValue, followerValue } = bestResponse(model, leader, { followerClass: 'stationary', ties });
          const returns = evaluatePolicies(model, l === 0 ? [leader, policy] : [policy, leader]);
          expect(returns[l]).toBeCloseTo(leaderValue, 9);
          expect(returns[f]).toBeCloseTo(followerValue, 9);
        }
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('is worth at least as much to a rational follower as to a stationary one, and strong ties as much to the leader as weak', () => {
    let better = 0;
    let tied = 0;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), (seed) => {
        const model = finiteModel(randomGame(seed));
        const l = model.game.players[0]!.role === 'leader' ? 0 : 1;
        const leader = randomTable(seed, model.observationCounts[l]!, model.actionCounts[l]!);
        const value = (followerClass: BestResponseClass, ties: TieRule): { leaderValue: number; followerValue: number } =>
          bestResponse(model, leader, { followerClass, ties });
        const gain = value('rational', 'strong').followerValue - value('stationary', 'strong').followerValue;
        expect(gain).toBeGreaterThanOrEqual(-1e-9);
        if (gain > 1e-9) better++;
        for (const followerClass of CLASSES) {
          const spread = value(followerClass, 'strong').leaderValue - value(followerClass, 'weak').leaderValue;
          expect(spread).toBeGreaterThanOrEqual(-1e-9);
          if (spread > 1e-9) tied++;
        }
      }),
      { seed: 2, numRuns: 200 },
    );
    // The games are rich enough to tell the classes and the tie rules apart.
    expect(better).toBeGreaterThan(30);
    expect(tied).toBeGreaterThan(20);
  });

  it('is the same for both classes when the follower sees the state and the round', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), (seed) => {
        const model = finiteModel(randomGame(seed, { informed: true }));
        const l = model.game.players[0]!.role === 'leader' ? 0 : 1;
        const leader = randomTable(seed, model.observationCounts[l]!, model.actionCounts[l]!);
        for (const ties of TIES) {
          const stationary = bestResponse(model, leader, { followerClass: 'stationary', ties });
          const rational = bestResponse(model, leader, { followerClass: 'rational', ties });
          expect(rational.followerValue).toBeCloseTo(stationary.followerValue, 9);
          expect(rational.leaderValue).toBeCloseTo(stationary.leaderValue, 9);
        }
      }),
      { seed: 3, numRuns: 100 },
    );
  });

  it('returns rational policies that, played with their memory, earn what it says', () => {
    for (const memory of ['joint', 'other'] as const) {
      const game = iterated(SYMMETRIC_GAMES['PrisonersDilemma']!, { memory });
      const model = finiteModel(game);
      const observations = model.observationCounts[0]!;
      for (let index = 0; index < 1 << observations; index++) {
        const table = Array.from({ length: observations }, (_o, k) => (index >> k) & 1);
        const response = bestResponse(model, deterministicPolicy(table, 2), { followerClass: 'rational', ties: 'weak' });
        // Twice: the memory has to be reset.
        for (let episode = 0; episode < 2; episode++) {
          expect(playOnce(game, table, response.policy)).toEqual([response.leaderValue, response.followerValue]);
        }
      }
    }
  });

  it('returns rational policies that earn their value where the state is hidden and chance moves', () => {
    const seed = 11;
    const game = randomGame(seed, { roles: ['leader', 'follower'] });
    const model = finiteModel(game);
    const table = randomTable(seed, model.observationCounts[0]!, model.actionCounts[0]!);
    const response = bestResponse(model, table, { followerClass: 'rational', ties: 'strong' });
    const stationary = bestResponse(model, table, { followerClass: 'stationary', ties: 'strong' });
    expect(response.followerValue).toBeGreaterThan(stationary.followerValue + 0.01);
    const environment = createEnvironment(game, { seed: 5 });
    const random = randomStream(5, 'test');
    const episodes = 10_000;
    let sum = 0;
    let squares = 0;
    for (let episode = 0; episode < episodes; episode++) {
      let { observations } = environment.reset() as { observations: readonly unknown[] };
      response.policy.reset?.();
      let total = 0;
      let over = false;
      for (let weight = 1; !over; weight *= game.descriptor.gamma) {
        const step = environment.step([
          table.act(observations[0] as number, random),
          response.policy.act(observations[1] as number, random),
        ]);
        total += weight * step.rewards[1]!;
        observations = step.observations;
        over = step.terminated;
      }
      sum += total;
      squares += total * total;
    }
    const mean = sum / episodes;
    const error = Math.sqrt((squares / episodes - mean * mean) / episodes);
    expect(Math.abs(mean - response.followerValue)).toBeLessThan(5 * error);
  });

  it('takes action 0 when a rational policy sees what its leader cannot cause', () => {
    const model = finiteModel(dilemma);
    const { policy } = bestResponse(model, deterministicPolicy([1, 1, 1, 1, 1], 2), { followerClass: 'rational', ties: 'weak' });
    const random = randomStream(0, 'test');
    expect([0, 4, 1, 4, 0].map((observation) => policy.act(observation, random))).toEqual([1, 1, 0, 0, 0]);
    policy.reset?.();
    expect(policy.act(0, random)).toBe(1);
  });

  it('counts returns that differ by rounding only as ties: 0.1 and then 0.2 against 0.3 at once', () => {
    const game = defineGame({
      id: 'test/Tenths-v1',
      rules: () => ({
        players: [
          { name: 'leader', role: 'leader' as const, observation: discrete(1), action: discrete(1) },
          { name: 'follower', role: 'follower' as const, observation: discrete(3), action: discrete(2) },
        ],
        initial: () => 0,
        step: (at: number, actions) => {
          if (at === 0) return { state: 1 + Number(actions[1]), rewards: [0, actions[1] === 0 ? 0.1 : 0.3] };
          return { state: 3, rewards: [at, at === 1 ? 0.2 : 0], terminated: true };
        },
        observe: (at, player) => (player === 0 ? 0 : at % 3),
      }),
      descriptor: () => testDescriptor(1, [0, 2]),
    }).create();
    const model = finiteModel(game);
    const leader = deterministicPolicy([0], 1);
    for (const followerClass of CLASSES) {
      expect(verifyCommitment(model, leader, { followerClass })).toMatchObject({ leaderValue: { strong: 2, weak: 1 }, optimalReplies: 4 });
      expect(bestResponse(model, leader, { followerClass, ties: 'strong' }).leaderValue).toBe(2);
      expect(bestResponse(model, leader, { followerClass, ties: 'weak' }).leaderValue).toBe(1);
    }
  });

  it('gives the same answer again after other leaders', () => {
    const respond = createResponder(finiteModel(dilemma), { followerClass: 'stationary', ties: 'weak' });
    const leader = deterministicPolicy([1, 0, 0, 1, 1], 2);
    const before = respond(leader);
    respond(deterministicPolicy([0, 0, 0, 0, 0], 2));
    expect(respond(leader).leaderValue).toBe(before.leaderValue);
    expect(Array.from(respond(leader).policy.table)).toEqual(Array.from(before.policy.table));
  });

  it('bounds the search where the follower sees its situation, refuses with the number where everything ties, and goes on after that', () => {
    const model = finiteModel(typeGame(22));
    const respond = createResponder(model, { followerClass: 'stationary', ties: 'strong' });
    const paid = respond(deterministicPolicy([1], 2));
    expect(paid.examined).toBe(1);
    expect(paid.followerValue).toBeCloseTo(1, 9);
    expect(paid.leaderValue).toBeCloseTo(0.5, 9);
    const unpaid = deterministicPolicy([0], 2);
    expect(() => respond(unpaid)).toThrow('follower in test/Types-v1 has more than 1000000 stationary policies to compare: too many');
    expect(respond(deterministicPolicy([1], 2)).followerValue).toBe(paid.followerValue);
    // The rational follower settles every type on its own.
    expect(bestResponse(model, unpaid, { followerClass: 'rational', ties: 'strong' }).leaderValue).toBeCloseTo(1, 9);
  });

  it('refuses games without exactly one leader and one follower, and unknown options', () => {
    const leader = deterministicPolicy([0], 2);
    const options = { followerClass: 'stationary', ties: 'strong' } as const;
    expect(() => createResponder(finiteModel(randomGame(1, { roles: ['leader', 'follower', 'follower'] })), options)).toThrow(
      'test/Random-v1 has 1 leaders and 2 followers: exact best responses are computed for one leader and one follower',
    );
    const model = finiteModel(dilemma);
    expect(() => createResponder(model, { followerClass: 'lazy' as 'rational', ties: 'weak' })).toThrow(
      'followerClass of a best response is "lazy": expected stationary or rational',
    );
    expect(() => createResponder(model, { followerClass: 'rational', ties: 'nice' as 'weak' })).toThrow(
      'ties of a best response is "nice": expected strong or weak',
    );
    expect(() => bestResponse(model, leader, options)).toThrow(
      'the table of leader in test/Iterated-v1 is 1 x 2: expected 5 observations x 2 actions',
    );
  });

  it('answers games of a thousand rounds', () => {
    const model = finiteModel(iterated(SYMMETRIC_GAMES['PrisonersDilemma']!, { steps: 1000 }));
    const leader = deterministicPolicy([1, 0, 0, 1, 1], 2);
    expect(bestResponse(model, leader, { followerClass: 'stationary', ties: 'weak' }).leaderValue).toBe(501);
    expect(bestResponse(model, leader, { followerClass: 'rational', ties: 'weak' }).leaderValue).toBe(499);
  });
});
