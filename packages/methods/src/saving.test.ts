import { describe, expect, it } from 'vitest';
import type { FollowerOracle, LeaderProblemOptions, Metrics, Rules, Savable } from '@firstmover/core';
import { InputError, box, defineGame, discrete, finiteModel, leaderProblem, width } from '@firstmover/core';
import { checkContinuation } from '@firstmover/core/testing';
import { a2c, ppo, reinforce } from '@firstmover/algorithms';
import {
  contextualFollower,
  contextualNetworkFollower,
  gradientAdaptedFollower,
  innerLoopFollower,
  noRegretFollowers,
  recurrentFollower,
  tabularQFollower,
} from '@firstmover/followers';
import { linearNetwork } from '@firstmover/networks';
import { startMethod } from './part/start.ts';
import { methods } from './parts.generated.ts';

/** Two rounds in which chance ends the first one at times; the follower sees what the leader did before. */
const game = defineGame({
  id: 'test/Chase-v1',
  rules: (): Rules<{ readonly round: number; readonly last: number }> => ({
    players: [
      { name: 'leader', role: 'leader', observation: discrete(2), action: discrete(2) },
      { name: 'follower', role: 'follower', observation: discrete(2), action: discrete(2) },
    ],
    initial: (chance) => ({ round: 0, last: chance.pick([1, 1]) }),
    step: ({ round }, actions, chance) => {
      const [first, second] = actions as [number, number];
      const match = first === second ? 1 : 0;
      const rewards = [match * (1 + first), match];
      return { state: { round: round + 1, last: first }, rewards, terminated: round === 1 || chance.pick([3, 1]) === 1 };
    },
    observe: ({ last }) => last,
  }),
  descriptor: () => ({ commitment: 'pure' as const, rewardBounds: [0, 2] as const }),
}).create();
const model = finiteModel(game);

/** One step without chance, on boxes. */
const market = defineGame({
  id: 'test/Market-v1',
  rules: () => ({
    players: [
      { name: 'leader', role: 'leader' as const, observation: discrete(1), action: box(0, 1, [1]) },
      { name: 'follower', role: 'follower' as const, observation: discrete(1), action: box(0, 1, [1]) },
    ],
    initial: () => ({ over: 0 }),
    step: (_state: unknown, actions: readonly unknown[]) => {
      const [[x], [y]] = actions as [[number], [number]];
      return { state: { over: 1 }, rewards: [x * (1 - x - y), y * (1 - x - y)], terminated: true };
    },
    observe: () => 0,
  }),
  descriptor: () => ({ commitment: 'pure' as const }),
}).create();

const range = (count: number): number[] => Array.from({ length: count }, (_unused, k) => k);

it.each(methods.map((method) => [method.name, method] as const))(
  'a run of %s saved between two updates continues bit for bit',
  (name, method) => {
    const updates = name === 'contextual' ? 16 : 6;
    const compared = checkContinuation(
      () => {
        const run = startMethod(method, name === 'implicit-gradient' ? market : game, {
          seed: 3,
          ...(name === 'implicit-gradient' ? {} : { model }),
          pretrainingSteps: 200,
        });
        return { target: run, advance: () => [run.phase, run.update(), run.steps] };
      },
      updates,
      [0, 2, updates / 2, updates - 1],
    );
    expect(compared).toBeGreaterThan(updates);
  },
);

type Follower = Savable & { readonly done: boolean; update(): Metrics; oracle(): FollowerOracle };
const followers: readonly (readonly [string, number, () => Follower])[] = [
  ['contextual', 16, () => contextualFollower(game, { budget: 3000, copies: 4, patience: 3, model })],
  ['contextual, without a model', 10, () => contextualFollower(game, { budget: 1500, copies: 4, patience: 3, rollouts: 4 })],
  ['contextual network', 10, () => contextualNetworkFollower(game, { budget: 300, copies: 4 })],
  [
    'contextual network of sampled queries',
    5,
    () => contextualNetworkFollower(game, { budget: 300, copies: 4, queries: { sampled: 1 }, encoder: { kind: 'set' } }),
  ],
  ['recurrent', 4, () => recurrentFollower(game, { copies: 4, budget: 200, learner: { units: 4 } })],
  ['gradient-adapted', 4, () => gradientAdaptedFollower(game, { updates: 2, copies: 2, model })],
];

describe('a follower in pre-training', () => {
  it.each(followers)('%s, saved between two updates, continues bit for bit', (_name, updates, make) => {
    checkContinuation(
      () => {
        const follower = make();
        return { target: follower, advance: () => [follower.done, follower.update()] };
      },
      updates,
      [0, 1, 3, updates - 1],
    );
  });

  it('refuses the state of another one', () => {
    const saved = contextualFollower(game, { budget: 100 }).save();
    expect(() => contextualFollower(game, { budget: 200 }).restore(saved)).toThrow(InputError);
    expect(() => contextualFollower(game, { budget: 200 }).restore(saved)).toThrow(
      'a saved contextual follower has settings.budget 100: expected 200',
    );
  });
});

const carried: LeaderProblemOptions['conditions'] = { oracleRestarts: false, queriesEarnNothing: false };
const adapted = gradientAdaptedFollower(game, { updates: 2, copies: 2, model, metaUpdates: 1 });
const recurrent = recurrentFollower(game, { copies: 4, budget: 20, learner: { units: 4 } });
const network = contextualNetworkFollower(game, { budget: 20, copies: 4 });
for (const follower of [adapted, recurrent, network]) follower.update();
const inner = innerLoopFollower(game, { learner: (problem, seed) => reinforce(problem, { seed }), updates: 3, copies: 2 });
const oracles: readonly (readonly [string, () => FollowerOracle, Partial<LeaderProblemOptions>])[] = [
  ['tabular-q', () => tabularQFollower(game, { episodes: 6 }), {}],
  [
    'tabular-q, carried over',
    () => tabularQFollower(game, { episodes: 3, exploration: { parameterNoise: 0.5 } }),
    { conditions: carried, critic: 'oracle' },
  ],
  ['multiplicative weights', () => noRegretFollowers(game, { updates: 4, utilityBounds: [0, 2] }), { critic: 'oracle' }],
  ['multiplicative weights, average play', () => noRegretFollowers(game, { updates: 4, play: 'average', utilityBounds: [0, 2] }), {}],
  [
    'regret matching over profiles, carried over',
    () => noRegretFollowers(game, { algorithm: 'regret-matching', sweep: 'profiles', updates: 3, play: 'weights', utilityBounds: [0, 2] }),
    { conditions: carried, games: 2 },
  ],
  [
    'exp3',
    () => noRegretFollowers(game, { algorithm: 'exp3', updates: 6, utilityBounds: [0, 2] }),
    { conditions: { consistentAnswers: false } },
  ],
  ['inner loop', () => inner, {}],
  ['inner loop, carried over', () => inner, { conditions: carried }],
  [
    'inner loop of a2c, carried over',
    () => innerLoopFollower(game, { learner: (problem, seed) => a2c(problem, { seed, steps: 3 }), updates: 2, copies: 2 }),
    { conditions: carried },
  ],
  ['gradient-adapted', () => adapted.oracle(), {}],
  ['recurrent', () => recurrent.oracle(), { critic: 'oracle' }],
  ['contextual network', () => network.oracle(), { conditions: { queriesInTrajectory: 0.5 } }],
];

it.each(oracles)('a leader saved while its oracles run continues bit for bit: %s', (_name, make, options) => {
  const compared = checkContinuation(
    () => {
      // Collections of seven steps end in the middle of inner loops, of sweeps and of games.
      const problem = leaderProblem(make(), { copies: 3, seed: 1, ...options });
      const { privileged } = problem;
      const learner = ppo(problem, {
        collect: { steps: 7 },
        ...(privileged ? { valueNetwork: linearNetwork(width(privileged.space), 1) } : {}),
      });
      return { target: learner, advance: () => learner.update() };
    },
    8,
    range(8),
  );
  expect(compared).toBeGreaterThan(40);
});
