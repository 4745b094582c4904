import { describe, expect, it } from 'vitest';
import type { BestResponseClass, FollowerOracle, Policy, Random, TablePolicy, TieRule } from '@firstmover/core';
import {
  InputError,
  RefusedError,
  createEnvironment,
  deterministicPolicy,
  finiteModel,
  leaderProblem,
  policyFromRows,
  policyRows,
  randomStream,
  respondTo,
} from '@firstmover/core';
import { iteratedChicken, iteratedHero, iteratedPrisonersDilemma, maintain, payoffsOf } from '@firstmover/matrix-games';
import { bestResponse } from '@firstmover/solvers';
import { noisyField } from '../contextual/games.fixture.ts';
import { exactFollower } from './exact.ts';

const random: Random = randomStream(0, 'test').at(0, 0);
const games = [iteratedPrisonersDilemma, iteratedHero, iteratedChicken].map((definition) => definition.create());
const dilemma = games[0]!;
const CLASSES: readonly (readonly [BestResponseClass, TieRule])[] = [
  ['stationary', 'weak'],
  ['stationary', 'strong'],
  ['rational', 'weak'],
  ['rational', 'strong'],
];

function tableOf(index: number): TablePolicy {
  return deterministicPolicy(
    Array.from({ length: 5 }, (_unused, i) => (index >> (4 - i)) & 1),
    2,
  );
}

const responseTo = (oracle: FollowerOracle, leader: Policy): Policy => respondTo(oracle, leader, random).policies[0]!;

/** The returns of one game of deterministic policies, leader and follower. */
function play(leader: Policy, follower: Policy): [number, number] {
  const environment = createEnvironment(dilemma);
  let { observations } = environment.reset();
  const returns: [number, number] = [0, 0];
  for (;;) {
    const step = environment.step([leader.act(observations[0]!, random), follower.act(observations[1]!, random)]);
    returns[0] += step.rewards[0]!;
    returns[1] += step.rewards[1]!;
    observations = step.observations;
    if (step.terminated || step.truncated) return returns;
  }
}

describe('the exact oracle', () => {
  it.each(CLASSES)('answers all 32 leaders of three games with the best response: %s, %s ties', (followerClass, ties) => {
    for (const game of games) {
      const model = finiteModel(game);
      const oracle = exactFollower(model, { followerClass, ties });
      expect(oracle).toMatchObject({ name: 'exact', followerClass, ties, queries: 5, earnsRewards: false, carriesOver: false });
      const problem = leaderProblem(oracle, { copies: 1, model });
      for (let index = 0; index < 32; index++) {
        const leader = tableOf(index);
        const best = bestResponse(model, leader, { followerClass, ties });
        if (followerClass === 'stationary') {
          expect(policyRows(responseTo(oracle, leader) as TablePolicy)).toEqual(policyRows(best.policy as TablePolicy));
        }
        // What the leader earns in its problem is what it earns against the best response.
        problem.reset();
        let earned = 0;
        while (problem.terminated[0] === 0) {
          problem.step(Int32Array.of(leader.act(problem.observations[0]!, random) as number));
          earned += problem.rewards[0]!;
        }
        expect(earned).toBeCloseTo(best.leaderValue, 9);
      }
      expect(problem.steps).toBe(32 * 15);
      expect(problem.querySteps).toBe(32 * 5);
    }
  });

  it('tells the two classes apart: a follower that counts defects in the last round', () => {
    const model = finiteModel(dilemma);
    const titForTat = tableOf(0b10011);
    const returnsOf = (followerClass: BestResponseClass): [number, number] => {
      const policy = responseTo(exactFollower(model, { followerClass }), titForTat);
      policy.reset?.();
      return play(titForTat, policy);
    };
    expect(returnsOf('stationary')).toEqual([6, 3]);
    expect(returnsOf('rational')).toEqual([4, 4]);
  });

  it('is stationary with weak ties unless asked', () => {
    const { followerClass, ties } = exactFollower(finiteModel(dilemma));
    expect([followerClass, ties]).toEqual(['stationary', 'weak']);
  });

  it('shares stationary responses and makes rational ones anew: runs that interleave keep their own count', () => {
    const model = finiteModel(dilemma);
    const leader = tableOf(0b10011);
    const stationary = exactFollower(model);
    expect(responseTo(stationary, leader)).toBe(responseTo(stationary, leader));
    const rational = exactFollower(model, { followerClass: 'rational' });
    const [one, two] = [responseTo(rational, leader), responseTo(rational, leader)];
    expect(one).not.toBe(two);
    one.reset?.();
    two.reset?.();
    // Against tit for tat that starts with defection: it cooperates nine times and defects once, whatever the other copy has done.
    const path = [0, 2, 1, 1, 1, 1, 1, 1, 1, 1];
    const ahead = path.slice(0, 6).map((seen) => one.act(seen, random));
    const behind = path.map((seen) => two.act(seen, random));
    expect([...ahead, ...path.slice(6).map((seen) => one.act(seen, random))]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    expect(behind).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
  });

  it('keeps rational followers of copies that run side by side, out of step, apart', () => {
    const model = finiteModel(dilemma);
    const problem = leaderProblem(exactFollower(model, { followerClass: 'rational' }), { copies: 3, model });
    const earned = [0, 0, 0];
    const leaders = [0b10011, 0b10011, 0b11111].map(tableOf);
    problem.reset();
    const step = (): void => {
      problem.step(Int32Array.from(leaders, (leader, copy) => leader.act(problem.observations[copy]!, random) as number));
      problem.rewards.forEach((reward, copy) => (earned[copy]! += reward));
    };
    for (let t = 0; t < 8; t++) step();
    // Copy 1 starts afresh in the middle of the others' play.
    problem.reset(Uint8Array.of(0, 1, 0));
    earned[1] = 0;
    while (problem.terminated.includes(0)) step();
    expect(earned).toEqual([4, 4, -5]);
  });
});

describe('several samples', () => {
  it('are asked observation by observation, again and again, and answered by frequencies', () => {
    const model = finiteModel(dilemma);
    const oracle = exactFollower(model, { samples: 4 });
    expect(oracle.queries).toBe(20);
    const run = oracle.respond({ random });
    const query = run.next().value as { observations: number[] };
    expect(query.observations).toEqual([0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1, 2, 3, 4]);
    // Defects at the start always, after mutual defection three times in four, else as in tit for tat.
    const sampled = [
      [1, 0, 0, 1, 1],
      [1, 0, 0, 1, 0],
      [1, 0, 0, 1, 1],
      [1, 0, 0, 1, 1],
    ];
    const turn = run.next(sampled.flat());
    const rows = sampled[0]!.map((_unused, observation) => {
      const share = sampled.reduce((sum, sample) => sum + sample[observation]!, 0) / 4;
      return [1 - share, share];
    });
    const best = bestResponse(model, policyFromRows(rows), { followerClass: 'stationary', ties: 'weak' });
    expect(policyRows((turn.value as { policies: TablePolicy[] }).policies[0]!)).toEqual(policyRows(best.policy));
  });

  it('respond to a mixing leader where one sample responds to the sample', () => {
    // The owner of the field gives with probability one half; with enough samples the grower knows it, in either class.
    const model = finiteModel(noisyField);
    const mixing = policyFromRows([
      [0.5, 0.5],
      [0.5, 0.5],
    ]);
    const sampled = responseTo(exactFollower(model, { samples: 1000 }), mixing) as TablePolicy;
    expect(policyRows(sampled)[0]).toEqual([1, 0]);
  });

  it.each([3, 7, 10])('%d of them give frequencies that still are probabilities', (samples) => {
    const model = finiteModel(noisyField);
    for (let i = 0; i < 20; i++) {
      const mixing: Policy = { act: (_seen, stream) => stream.integer(2) };
      expect(() => responseTo(exactFollower(model, { samples }), mixing)).not.toThrow();
    }
  });

  it.each([0, -1, 1.5, NaN, Infinity])('may not be %d', (samples) => {
    expect(() => exactFollower(finiteModel(dilemma), { samples })).toThrow(InputError);
    expect(() => exactFollower(finiteModel(dilemma), { samples })).toThrow(
      `samples of the exact oracle is ${samples}: expected an integer of at least 1`,
    );
  });
});

describe('leaders whose action is a mixture', () => {
  const mixed = maintain.create({ commitment: 'mixed' });
  const { followerPayoff } = payoffsOf(mixed)!;
  const column = (mixture: readonly number[], ties: TieRule, followerClass: BestResponseClass = 'stationary'): unknown => {
    const policy = responseTo(exactFollower(mixed, { ties, followerClass }), { act: () => mixture });
    policy.reset?.();
    return policy.act(0, random);
  };

  it('are answered exactly, ties included: at (1/4, 3/4, 0) of Maintain column 0 for the leader, column 1 against it', () => {
    for (const followerClass of ['stationary', 'rational'] as const) {
      expect(column([0.25, 0.75, 0], 'strong', followerClass)).toBe(0);
      expect(column([0.25, 0.75, 0], 'weak', followerClass)).toBe(1);
      expect(column([0.2501, 0.7499, 0], 'weak', followerClass)).toBe(0);
    }
  });

  it('are answered by the best column for the expected payoffs', () => {
    const stream = randomStream(3, 'mixtures').at(0, 0);
    for (let run = 0; run < 300; run++) {
      const weights = [0, 1, 2].map(() => -Math.log(1 - stream.uniform()));
      const mixture = weights.map((weight) => weight / (weights[0]! + weights[1]! + weights[2]!));
      const expected = (matrix: typeof followerPayoff): number[] =>
        [0, 1, 2].map((j) => mixture.reduce((sum, share, i) => sum + share * matrix[i]![j]!, 0));
      const pays = expected(followerPayoff);
      expect(column(mixture, 'weak')).toBe(pays.indexOf(Math.max(...pays)));
    }
  });

  it('may be asked several times: the response is to the mean', () => {
    const answers = [
      [1, 0, 0],
      [0, 1, 0],
      [0, 1, 0],
    ];
    const oracle = exactFollower(mixed, { samples: 3 });
    expect(oracle.queries).toBe(3);
    expect(responseTo(oracle, { act: () => answers.shift()! }).act(0, random)).toBe(0);
  });

  it('are learned with from mixtures only: what cannot be made finite is refused when the oracle is made', () => {
    expect(() => exactFollower({ ...mixed, chance: 'continuous' })).toThrow(RefusedError);
    const blind = { ...mixed, players: mixed.players.map((player) => ({ ...player, observation: mixed.players[0]!.action })) };
    expect(() => exactFollower(blind)).toThrow('the exact oracle asks at every observation; use a follower that learns by playing');
  });
});

it('refuses follower classes and tie rules that do not exist', () => {
  const model = finiteModel(dilemma);
  expect(() => exactFollower(model, { followerClass: 'clever' as 'rational' })).toThrow(
    'followerClass of the exact oracle is "clever": expected stationary or rational',
  );
  expect(() => exactFollower(model, { ties: 'kind' as 'weak' })).toThrow('ties of the exact oracle is "kind": expected weak or strong');
});
