import type { FollowerOracle, Game, TablePolicy, Value } from '@firstmover/core';
import { bindPart, childSeed, finiteModel, greedyChoices, leaderProblem, randomStream, respondTo, width } from '@firstmover/core';
import { ppo } from '@firstmover/algorithms';
import { exactFollower, noRegretFollowers } from '@firstmover/followers';
import { conitzer, dominantColumn, escape, maintain } from '@firstmover/matrix-games';
import { startMethod, stackelbergPomdpMethod } from '@firstmover/methods';
import { mlpNetwork } from '@firstmover/networks';
import type { Experiment, Run } from './experiment.ts';
import { strips } from './figures.ts';
import { interval, showInterval, showShare } from './numbers.ts';
import { exactValues } from '@firstmover/evaluation';
import { column } from './leader-training.ts';

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
  title: 'Normal-form games with pure and mixed commitments, centralised and plain critics',
  claim:
    'A leader that learns in the Stackelberg POMDP leaves the local optimum of Escape and stays at the equilibrium of Maintain; with the mixture as its action it learns mixed commitments (Brero et al. 2022).',
  setting:
    "Pure: the method stackelberg-pomdp as it is (multiplicative weights, rate 0.01, 33 updates, PPO), 60,000 steps. Mixed: the leader's action is the mixture of rows, PPO with a normal distribution on log-odds, Adam 0.03, 64 copies, 8 epochs; against the exact follower (40,000 steps) and against multiplicative weights (rate 0.1, 5 updates, 320,000 steps), 20,000 outer episodes in both cases, consistent answers. Value: the greedy leader against an exact best response, ties against it. A run counts as optimal within 1% of the payoff range.",
  deviations: [
    "The paper's critics and actors are networks of 64-64; ours are tables, and the centralised critic a network of 64-64 that sees phase and weights.",
    'It trains for 10,000,000 steps; 60,000 are enough here. The one released log of Escape, after 60,000 steps, is still at the local optimum, 15.',
    "With consistent answers one row per outer episode is learned from in a game of one move, so that the critics make no difference: both columns are equal. In the paper's longer games they do.",
    'With ties against the leader, 27.5 and 2.5 are suprema: at the exact mixture the follower is indifferent, so a leader stays a little on the safe side.',
  ],
  run(seed, effort) {
    const own = childSeed(seed, 'leader');
    const pure = PURE.flatMap(({ name, definition }) => {
      const game = definition.create();
      const model = finiteModel(game);
      const exact = exactValues(model);
      return CRITICS.map((critic): Run => {
        const run = startMethod(bindPart(stackelbergPomdpMethod, { critic }), game, { seed, model });
        while (run.steps.leader < effort * 60_000) run.update();
        return { arm: pureArm(name, critic), seed, values: { value: exact.value(greedyChoices(run.leader('greedy') as TablePolicy)) } };
      });
    });
    const mixed = MIXED.flatMap(({ name, definition, followers: all }) => {
      const game = definition.create({ commitment: 'mixed' });
      const exact = exactFollower(game, { ties: 'weak' });
      const weights = noRegretFollowers(game, { updates: 5, rate: 0.1 });
      return all.map((followers): Run => {
        const [oracle, steps] = followers === EXACT ? [exact, 40_000] : [weights, 320_000];
        const mixture = learnMixture(oracle, followers.includes('centralised'), effort * steps, own);
        return { arm: mixedArm(name, followers), seed, values: { value: valueOf(game, exact, mixture) } };
      });
    });
    return [...pure, ...mixed];
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
        caption: 'Value of the leader as a share of the equilibrium. Circles: seeds; blue: mean and 95% bootstrap interval.',
        plot: strips(shares, { measure: 'share', label: 'share of the equilibrium value', references: [1], domain: [0, 1.05] }),
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
