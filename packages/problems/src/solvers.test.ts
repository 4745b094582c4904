// Every solver returns an Answer, under each tie rule and class that it offers; where the verifier serves the game, it agrees with the record.
import type { Answer, ProvedAnswer, TablePolicy } from '@firstmover/core';
import { EVIDENCE, finiteModel, policyFromRows } from '@firstmover/core';
import { extensiveGame, iteratedPrisonersDilemma, oneShotGame, parseEfg } from '@firstmover/matrix-games';
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  bestDeterministicCommitment,
  bestImplementation,
  bestLotteries,
  bestMenu,
  bestPostedPrices,
  bestStationaryCommitment,
  bestStochasticCommitment,
  historyOptimum,
  solveBayesian,
  solveBimatrix,
  solveCorrelatedCommitment,
  solveDobss,
  solveEraser,
  solveEraserMilp,
  solveExtensiveForm,
  solveOrigami,
  solveQuantalSecurity,
  solveReplyProfiles,
  solveSecurity,
  verifyCommitment,
  verifyTreeCommitment,
} from '@firstmover/solvers';

const TIES = ['strong', 'weak'] as const;
const CLASSES = ['mixed', 'pure'] as const;
const FOLLOWERS = ['stationary', 'rational'] as const;
const conitzer = { leaderPayoff: [[1, 3], [0, 2]], followerPayoff: [[1, 0], [0, 1]] }; // prettier-ignore
const types = { types: [{ probability: 0.5, ...conitzer }, { probability: 0.5, leaderPayoff: [[0], [1]], followerPayoff: [[0], [0]] }] }; // prettier-ignore
const security = {
  defenderCovered: [5, 3, 1],
  defenderUncovered: [-5, -3, -2],
  attackerCovered: [-3, -1, -1],
  attackerUncovered: [5, 3, 1],
  resources: 1,
};
const model = finiteModel(iteratedPrisonersDilemma.create({ memory: 'other' }));
const stochastic = {
  leaderReward: [[[2, 4], [1, 3]]],
  followerReward: [[[1, 0], [0, 1]]],
  transition: [[[[1], [1]], [[1], [1]]]],
  discount: 0.9,
  initialDistribution: [1],
}; // prettier-ignore
const form = parseEfg(
  'EFG 2 R "" { "A" "B" }\np "" 1 1 "" { "l" "r" } 0\np "" 2 1 "" { "x" "y" } 0\nt "" 1 "" { 2 1 }\nt "" 2 "" { 0 0 }\np "" 2 1 "" { "x" "y" } 0\nt "" 3 "" { 4 0 }\nt "" 4 "" { 1 1 }\n',
  'tree.efg',
);
const wants = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]; // prettier-ignore
const allocation = { probabilities: [1 / 3, 1 / 3, 1 / 3], leaderPayoff: wants, followerPayoff: wants };
const buyers = [{ values: [0.2, 1], weights: [0.8, 0.2] }, { values: [0, 0.4], weights: [0.5, 0.5] }] as const; // prettier-ignore

it('is so in the types', () => {
  expectTypeOf<ReturnType<typeof solveBimatrix>>().toExtend<ProvedAnswer<readonly number[], number>>();
  expectTypeOf<ReturnType<typeof solveCorrelatedCommitment>>().toExtend<ProvedAnswer>();
  expectTypeOf<ReturnType<typeof solveBayesian>>().toExtend<ProvedAnswer>();
  expectTypeOf<ReturnType<typeof solveDobss>>().toExtend<ProvedAnswer>();
  expectTypeOf<ReturnType<typeof solveReplyProfiles>>().toExtend<ProvedAnswer>();
  expectTypeOf<ReturnType<typeof solveSecurity>>().toExtend<ProvedAnswer>();
  expectTypeOf<ReturnType<typeof solveEraserMilp>>().toExtend<ProvedAnswer>();
  expectTypeOf<ReturnType<typeof solveQuantalSecurity>>().toExtend<ProvedAnswer>();
  expectTypeOf<Awaited<ReturnType<typeof solveExtensiveForm>>>().toExtend<ProvedAnswer>();
  expectTypeOf<ReturnType<typeof bestDeterministicCommitment>>().toExtend<ProvedAnswer>();
  expectTypeOf<ReturnType<typeof bestStochasticCommitment>>().toExtend<ProvedAnswer>();
  expectTypeOf<ReturnType<typeof bestStationaryCommitment>>().toExtend<ProvedAnswer>();
  expectTypeOf<ReturnType<typeof historyOptimum>>().toExtend<ProvedAnswer>();
  expectTypeOf<ReturnType<typeof bestMenu>>().toExtend<ProvedAnswer>();
  expectTypeOf<ReturnType<typeof bestLotteries>>().toExtend<ProvedAnswer>();
  expectTypeOf<ReturnType<typeof bestImplementation>>().toExtend<Answer>();
  expectTypeOf<ReturnType<typeof bestPostedPrices>>().toExtend<Answer>();
});

type Case = readonly [name: string, asked: Partial<Answer>, solve: () => Answer | Promise<Answer>];
const cases: readonly Case[] = [
  ...CLASSES.flatMap((commitmentClass) =>
    TIES.flatMap((ties): Case[] => [
      [
        'solveBimatrix',
        { commitmentClass, ties, followerClass: null },
        () => solveBimatrix(conitzer, { commitment: commitmentClass, ties }),
      ],
      ['solveBayesian', { commitmentClass, ties, followerClass: null }, () => solveBayesian(types, { commitment: commitmentClass, ties })],
      [
        'solveExtensiveForm',
        { commitmentClass, ties, followerClass: null },
        () => solveExtensiveForm(form, { commitment: commitmentClass, ties }),
      ],
    ]),
  ),
  ...TIES.flatMap((ties): Case[] => [
    ['solveReplyProfiles', { commitmentClass: 'mixed', ties }, () => solveReplyProfiles(types, ties)],
    ['solveSecurity', { commitmentClass: 'mixed', ties, followerClass: null }, () => solveSecurity(security, { ties })],
    ['solveOrigami', { commitmentClass: 'mixed', ties }, () => solveOrigami(security, { ties })],
    ['solveEraser', { commitmentClass: 'mixed', ties }, () => solveEraser(security, { ties })],
    ['bestMenu', { commitmentClass: 'menu', ties, followerClass: null }, () => bestMenu(allocation, { messages: 2, ties })],
    ...FOLLOWERS.map((followerClass): Case => [
      'bestDeterministicCommitment',
      { commitmentClass: 'pure', ties, followerClass },
      () => bestDeterministicCommitment(model, { followerClass, ties }),
    ]),
  ]),
  ...FOLLOWERS.map((followerClass): Case => [
    'bestStochasticCommitment',
    { commitmentClass: 'mixed', ties: 'strong', followerClass },
    () => bestStochasticCommitment(model, { followerClass }),
  ]),
  ['solveCorrelatedCommitment', { commitmentClass: 'correlated', ties: 'strong' }, () => solveCorrelatedCommitment(conitzer)],
  ['solveDobss', { commitmentClass: 'mixed', ties: 'strong' }, () => solveDobss(types)],
  ['solveEraserMilp', { commitmentClass: 'mixed', ties: 'strong' }, () => solveEraserMilp(security)],
  ['solveQuantalSecurity', { commitmentClass: 'mixed', ties: null }, () => solveQuantalSecurity(security, { kind: 'qr', lambda: 0.8 })],
  ['bestStationaryCommitment', { commitmentClass: 'stationary', ties: 'strong', followerClass: 'rational' }, () => bestStationaryCommitment(stochastic)], // prettier-ignore
  ['historyOptimum', { commitmentClass: 'history', ties: 'strong', followerClass: 'rational' }, () => historyOptimum(model)],
  ['bestLotteries', { commitmentClass: 'menu', ties: 'strong' }, () => bestLotteries(allocation, { messages: 2 })],
  ['bestImplementation', { commitmentClass: 'payments', ties: 'strong' }, () => bestImplementation({ strategies: [2, 2], payoffs: [[3, 6, 4, 2], [3, 4, 6, 2]], leaderPayoff: [6, 10, 10, 4] })], // prettier-ignore
  ['bestPostedPrices', { commitmentClass: 'prices', ties: 'strong' }, () => bestPostedPrices(buyers, { messages: 2 })],
];

const NAMES: readonly string[] = ['commitmentClass', 'followerClass', 'ties', 'leaderValue', 'upperBound', 'followerValue', 'commitment', 'reply', 'optimalReplies', 'attained', 'unique', 'evidence']; // prettier-ignore

it.each(cases)('%s for %j', async (_name, asked, solve) => {
  const answer = await solve();
  expect(answer).toMatchObject(asked);
  for (const name of NAMES) expect(answer, name).toHaveProperty(name);
  expect(EVIDENCE).toContain(answer.evidence.kind);
  const gap = answer.upperBound! - answer.leaderValue;
  expect(gap).toBeGreaterThanOrEqual(-1e-9);
  if (answer.evidence.kind === 'optimal') expect(gap).toBeLessThanOrEqual(1e-6);
});

describe('the verifier agrees', () => {
  it.each(FOLLOWERS.flatMap((followerClass) => TIES.map((ties) => [followerClass, ties] as const)))(
    'on tables, %s and %s',
    (followerClass, ties) => {
      const { commitment, leaderValue, followerValue } = bestDeterministicCommitment(model, { followerClass, ties });
      const verified = verifyCommitment(model, commitment, { followerClass });
      expect(verified.leaderValue[ties]).toBeCloseTo(leaderValue, 9);
      expect(verified.followerValue).toBeCloseTo(followerValue, 9);
    },
  );

  it.each(FOLLOWERS)('on tables of probabilities, %s', (followerClass) => {
    const { commitment, leaderValue, followerValue, weakValue } = bestStochasticCommitment(model, { followerClass });
    const verified = verifyCommitment(model, commitment, { followerClass });
    expect(verified.leaderValue.strong).toBeCloseTo(leaderValue, 6);
    expect(verified.leaderValue.weak).toBeCloseTo(weakValue, 6);
    expect(verified.followerValue).toBeCloseTo(followerValue, 6);
  });

  it.each(CLASSES.flatMap((commitment) => TIES.map((ties) => [commitment, ties] as const)))(
    'on a game of one round, %s and %s',
    (commitment, ties) => {
      const found = solveBimatrix(conitzer, { commitment, ties });
      const game = oneShotGame({
        id: 'test/Conitzer-v1',
        summary: 'The game.',
        payoffs: conitzer,
        source: 'Conitzer & Sandholm 2006',
      }).create();
      const verified = verifyCommitment(finiteModel(game), policyFromRows([[...found.commitment]]) as TablePolicy, {
        followerClass: 'stationary',
      });
      if (found.attained) expect(verified.leaderValue[ties]).toBeCloseTo(found.leaderValue, 9);
      else expect(verified.leaderValue.weak).toBeLessThan(found.leaderValue);
      expect(verified.followerValue).toBeCloseTo(found.followerValue, 9);
    },
  );

  it.each(CLASSES.flatMap((commitment) => TIES.map((ties) => [commitment, ties] as const)))(
    'on a tree, %s and %s',
    async (commitment, ties) => {
      const found = await solveExtensiveForm(form, { commitment, ties });
      const walked = verifyTreeCommitment(form, found.commitment);
      if (found.attained) expect(walked.leader[ties]).toBeCloseTo(found.leaderValue, 9);
      else expect(walked.leader.weak).toBeLessThan(found.leaderValue);
      expect(walked.follower).toBeCloseTo(found.followerValue, 9);
      expect(extensiveGame({ id: 'test/Tree-v1', form }).create().players).toHaveLength(2);
    },
  );
});
