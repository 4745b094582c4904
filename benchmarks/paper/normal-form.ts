import type { FollowerOracle, Game, TablePolicy, Value } from '@firstmover/core';
import { bindPart, childSeed, finiteModel, greedyChoices, leaderProblem, randomStream, respondTo, width } from '@firstmover/core';
import { ppo } from '@firstmover/algorithms';
import { exactFollower, noRegretFollowers } from '@firstmover/followers';
import { conitzer, dominantColumn, escape, maintain } from '@firstmover/matrix-games';
import { startMethod, stackelbergPomdpMethod } from '@firstmover/methods';
import { mlpNetwork } from '@firstmover/networks';
import type { Run } from '../harness/study.ts';
import type { Experiment } from './experiment.ts';
import { strips } from './figures.ts';
import { interval, showInterval, showShare } from './numbers.ts';
import { exactValues } from '@firstmover/evaluation';
import { column } from '../harness/rows.ts';

const CRITICS = ['centralised', 'plain'] as const;
type Critic = (typeof CRITICS)[number];
const PURE = [
  { name: 'Escape', definition: escape, optimum: 30, range: 30 },
  { name: 'Maintain', definition: maintain, optimum: 20, range: 30 },
  { name: 'Conitzer', definition: conitzer, optimum: 2, range: 3 },
  { name: 'dominant column', definition: dominantColumn, optimum: 1, range: 3 },
] as const;
const EXACT = 'exact follower';
const MIXED = [
  {
    name: 'Maintain',
    definition: maintain,
    optimum: 27.5,
    range: 30,
    followers: [EXACT, 'weights, centralised critic', 'weights, plain critic'],
  },
  { name: 'Conitzer', definition: conitzer, optimum: 2.5, range: 3, followers: [EXACT] },
] as const;
const pureArm = (game: string, critic: Critic): string => `${game}, pure, ${critic} critic`;
const mixedArm = (game: string, followers: string): string => `${game}, mixed, ${followers}`;

/** The normal-form games of the Stackelberg POMDP, with pure and with mixed commitments. */
export const normalForm: Experiment = {
  name: 'normal-form',
  about: new URL('./normal-form.md', import.meta.url),
  arms: [...PURE.map(({ name }) => `${name}, pure`), ...MIXED.map(({ name }) => `${name}, mixed`)],
  run(arm, seed, effort) {
    const pure = PURE.find(({ name }) => arm === `${name}, pure`);
    return pure
      ? runPure(pure, seed, effort)
      : runMixed(
          MIXED.find(({ name }) => arm === `${name}, mixed`)!,
          seed,
          effort,
        );
  },
  compare: (runs) => [
    ...PURE.flatMap(({ name, optimum, range }) =>
      CRITICS.map((critic) => comparison(runs, pureArm(name, critic), optimum, range, `${optimum} (equilibrium)`)),
    ),
    ...MIXED.flatMap(({ name, optimum, range, followers: all }) =>
      all.map((followers) => comparison(runs, mixedArm(name, followers), optimum, range, `${optimum} (equilibrium, derived)`)),
    ),
  ],
  check(runs) {
    const check = (arm: string, optimum: number, range: number) => {
      const { hits, of } = near(runs, arm, optimum, range);
      return { what: `${arm}: ${optimum} within 1% of the payoff range`, holds: hits >= 0.9 * of, detail: showShare(hits, of) };
    };
    return [
      ...PURE.flatMap(({ name, optimum, range }) => CRITICS.map((critic) => check(pureArm(name, critic), optimum, range))),
      ...MIXED.flatMap(({ name, optimum, range, followers: all }) =>
        all.map((followers) => check(mixedArm(name, followers), optimum, range)),
      ),
    ];
  },
  figures(runs) {
    const shares = [
      ...PURE.map((each) => ({ ...each, arms: CRITICS.map((critic) => pureArm(each.name, critic)) })),
      ...MIXED.map((each) => ({ ...each, arms: each.followers.map((followers) => mixedArm(each.name, followers)) })),
    ].flatMap(({ optimum, arms }) =>
      runs.filter(({ arm }) => arms.includes(arm)).map((run): Run => ({ ...run, values: { share: run.values['value']! / optimum } })),
    );
    return [
      {
        svg: strips(shares, { measure: 'share', label: 'share of the equilibrium value', references: [1], domain: [0, 1.05] }),
      },
    ];
  },
};

/** The most likely mixture of a leader trained on an oracle. */
function learnMixture(oracle: FollowerOracle, centralised: boolean, steps: number, seed: number): Value {
  const problem = leaderProblem(oracle, {
    copies: 64,
    seed,
    critic: centralised ? 'oracle' : 'leader',
    conditions: { consistentAnswers: true },
  });
  const space = problem.privileged?.space;
  const learner = ppo(problem, {
    learningRate: 0.03,
    epochs: 8,
    targetKl: 0.02,
    lambda: 1,
    seed,
    head: { simplex: 'softmax-normal' },
    ...(space
      ? {
          valueLearningRate: 3e-3,
          valueNetwork: mlpNetwork({ input: { kind: 'vector', width: width(space) }, hidden: [64, 64], outputs: 1, activation: 'tanh', seed: seed + 1 }), // prettier-ignore
        }
      : {}),
  });
  while (problem.steps < steps) learner.update();
  return learner.policy('greedy').act(0, randomStream(seed, 'evaluation').at(0, 0));
}

/** What a mixture is worth against an exact follower. */
function valueOf(game: Game, exact: FollowerOracle, mixture: Value): number {
  const random = randomStream(0, 'evaluation').at(0, 0);
  const [follower] = respondTo(exact, { act: () => mixture }, random).policies;
  return game.step(game.initial({ pick: () => 0, uniform: () => 0 }), [mixture, follower!.act(0, random)], {
    pick: () => 0,
    uniform: () => 0,
  }).rewards[0]!;
}

function near(runs: readonly Run[], arm: string, optimum: number, range: number): { readonly hits: number; readonly of: number } {
  const values = column(runs, arm, 'value');
  return { hits: values.filter((value) => value >= optimum - range / 100).length, of: values.length };
}

function comparison(runs: readonly Run[], arm: string, optimum: number, range: number, published: string) {
  const { hits, of } = near(runs, arm, optimum, range);
  return { what: arm, published, ours: `${showInterval(interval(column(runs, arm, 'value')))}; optimal in ${showShare(hits, of)}` };
}

/** One game with deterministic commitments, under each critic. */
function runPure({ name, definition }: (typeof PURE)[number], seed: number, effort: number): Run[] {
  const game = definition.create();
  const model = finiteModel(game);
  const exact = exactValues(model);
  return CRITICS.map((critic): Run => {
    const run = startMethod(bindPart(stackelbergPomdpMethod, { critic }), game, { seed, model });
    while (run.steps.leader < effort * 60_000) run.update();
    return { arm: pureArm(name, critic), seed, values: { value: exact.value(greedyChoices(run.leader('greedy') as TablePolicy)) } };
  });
}

/** One game with mixed commitments, against each kind of followers. */
function runMixed({ name, definition, followers: all }: (typeof MIXED)[number], seed: number, effort: number): Run[] {
  const game = definition.create({ commitment: 'mixed' });
  const exact = exactFollower(game, { ties: 'weak' });
  const weights = noRegretFollowers(game, { updates: 5, rate: 0.1 });
  return all.map((followers): Run => {
    const [oracle, steps] = followers === EXACT ? [exact, 40_000] : [weights, 320_000];
    const mixture = learnMixture(oracle, followers.includes('centralised'), effort * steps, childSeed(seed, 'leader'));
    return { arm: mixedArm(name, followers), seed, values: { value: valueOf(game, exact, mixture) } };
  });
}
