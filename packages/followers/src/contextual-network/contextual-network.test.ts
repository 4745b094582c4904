import { describe, expect, it } from 'vitest';
import type { FollowerOracle, Game, Policy, Value } from '@firstmover/core';
import {
  RefusedError,
  box,
  defineContinuousGame,
  defineGame,
  deterministicPolicy,
  discrete,
  finiteModel,
  leaderProblem,
  randomStream,
  respondTo,
} from '@firstmover/core';
import { bestResponse } from '@firstmover/solvers';
import { checkpoints } from '@firstmover/benchmark-games';
import { attentiveOptions, payoffRange, testFamilies, worthAgainst } from './checkpoints.fixture.ts';
import type { ContextualNetworkFollower, ContextualNetworkOptions } from './contextual-network.ts';
import { contextualNetworkFollower } from './contextual-network.ts';
import type { ContextEncoder } from './reader.ts';

function trained(game: Game, options: ContextualNetworkOptions): ContextualNetworkFollower {
  const follower = contextualNetworkFollower(game, options);
  while (!follower.done) follower.update();
  return follower;
}

const random = randomStream(0, 'contextual network test').at(0, 0);
const respond = (oracle: FollowerOracle, leader: Policy): Policy => respondTo(oracle, leader, random).policies[0]!;

/** Each of `places` places has a colour; the follower is paid for naming that of the place it is shown. */
const colours = defineGame({
  id: 'test/Colours-v1',
  parameters: { places: { kind: 'integer', min: 1, max: 20, default: 4, about: 'how many' } },
  rules: ({ places }) => ({
    players: [
      { name: 'painter', role: 'leader', observation: discrete(places), action: discrete(3) },
      { name: 'guesser', role: 'follower', observation: discrete(places), action: discrete(3) },
    ],
    initial: (chance) => ({ place: chance.pick(new Array<number>(places).fill(1)) }),
    step: (state, [colour, guess]: readonly [number, number]) => ({ state, rewards: [0, colour === guess ? 1 : 0], terminated: true }),
    observe: ({ place }) => place,
  }),
});

/** The share of places whose colour is named, over some leaders. */
function named(oracle: FollowerOracle, places: number): number {
  let right = 0;
  for (let i = 0; i < 40; i++) {
    const choices = Array.from({ length: places }, () => random.integer(3));
    const policy = respond(oracle, deterministicPolicy(choices, 3));
    right += choices.filter((colour, place) => policy.act(place, random) === colour).length;
  }
  return right / (40 * places);
}

describe('the contextual follower with a network', () => {
  it('responds within two percent of a best response to leaders of other families than it met, after five queries', () => {
    for (const slip of [0, 0.25]) {
      const game = checkpoints.create({ places: 5, slip });
      const model = finiteModel(game);
      const oracle = trained(game, { ...attentiveOptions(5), model, copies: 500, budget: 80_000, seed: 1 }).oracle();
      const gaps = Object.values(testFamilies).flatMap((family) =>
        Array.from({ length: 20 }, () => {
          const guards = family(5, random);
          const leader = deterministicPolicy(guards, 3);
          const { best, played } = worthAgainst(model, guards, respond(oracle, leader), random);
          expect(best).toBeCloseTo(bestResponse(model, leader, { followerClass: 'stationary', ties: 'weak' }).followerValue, 9);
          return best - played;
        }),
      );
      expect(gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length).toBeLessThan(0.02 * payoffRange(model));
    }
  });

  it.each([
    ['mlp', 0, { kind: 'mlp' }],
    ['set', 4, { kind: 'set' }], // half of all seeds learn it in this budget
    ['attention', 0, { kind: 'attention' }],
    [
      'attention to known places',
      0,
      { kind: 'attention', keys: (place: Value) => [place as number], place: (place: Value) => [place as number] },
    ],
  ] satisfies [string, number, ContextEncoder][])('learns to look up the answer that matters: %s', (_name, seed, encoder) => {
    const follower = trained(colours.create(), { encoder, copies: 256, budget: 100_000, learning: { learningRate: 0.01 }, seed });
    expect(named(follower.oracle(), 4)).toBeGreaterThan(0.97);
  });

  it('is the same for the same seed, and another for another', () => {
    const parameters = (seed: number): string => {
      const follower = trained(colours.create(), { encoder: { kind: 'attention' }, copies: 16, budget: 500, seed });
      return JSON.stringify([...follower.network.parameters]);
    };
    expect(parameters(1)).toBe(parameters(1));
    expect(parameters(1)).not.toBe(parameters(2));
  });

  it('counts queries and play, and stops when its budget is spent', () => {
    const follower = contextualNetworkFollower(colours.create(), { copies: 10, budget: 60, samples: 2 });
    follower.update();
    expect([follower.steps, follower.done]).toEqual([90, true]);
    expect(follower.update()).toEqual({});
    expect(follower.steps).toBe(90);
  });

  it('takes part in a leader problem, and stays as it was when made', () => {
    const follower = contextualNetworkFollower(colours.create(), { copies: 16, budget: 2_000 });
    const oracle = follower.oracle();
    expect(oracle).toMatchObject({ name: 'contextual', queries: 4, followerClass: 'stationary', ties: 'unspecified', earnsRewards: false });
    const before = named(oracle, 4);
    while (!follower.done) follower.update();
    const problem = leaderProblem(oracle, { copies: 2, seed: 0 });
    problem.reset();
    for (let step = 0; step < 5; step++) problem.step(new Int32Array([0, 1]));
    expect([...problem.terminated]).toEqual([1, 1]);
    expect(before).toBeLessThan(0.9);
  });

  it('plays continuous actions against continuous answers', () => {
    const copycat = defineContinuousGame({
      id: 'test/Copycat-v1',
      rules: () => ({
        players: [
          { name: 'first', role: 'leader', observation: discrete(2), action: box(-1, 1, [1]) },
          { name: 'second', role: 'follower', observation: discrete(2), action: box(-1, 1, [1]) },
        ],
        initial: (chance) => ({ side: chance.uniform() < 0.5 ? 0 : 1 }),
        step: (state, [[x], [y]]: readonly [[number], [number]]) => ({ state, rewards: [0, -(x - y) * (x - y)], terminated: true }),
        observe: ({ side }) => side,
      }),
    }).create();
    const follower = trained(copycat, { copies: 256, budget: 100_000, learning: { learningRate: 0.01, entropyBonus: 0 } });
    const leader = { act: (side: Value) => [side === 0 ? -0.6 : 0.5] };
    const policy = respond(follower.oracle(), leader);
    expect(Math.abs((policy.act(0, random) as number[])[0]! + 0.6)).toBeLessThan(0.15);
    expect(Math.abs((policy.act(1, random) as number[])[0]! - 0.5)).toBeLessThan(0.15);
  });
});

describe('query sets', () => {
  it('may be a list, of which alone the follower knows', () => {
    const follower = trained(colours.create(), { queries: [2, 0], copies: 256, budget: 60_000, learning: { learningRate: 0.01 } });
    expect(follower.questions.queries).toBe(2);
    const policy = respond(follower.oracle(), deterministicPolicy([1, 2, 0, 1], 3));
    expect([policy.act(0, random), policy.act(2, random)]).toEqual([1, 0]);
  });

  it('may be sampled anew in each response, with a number that says what was asked', () => {
    const { questions } = contextualNetworkFollower(colours.create({ places: 20 }), { queries: { sampled: 5 } });
    const first = [...Array.from(questions.draw(random))];
    const second = [...Array.from(questions.draw(random))];
    expect(new Set(first).size).toBe(5);
    expect(second).not.toEqual(first);
    const context = new Float32Array(20 * questions.channels);
    questions.encode([3, 1], [2, 0], context);
    expect(questions.channels).toBe(4);
    expect([...context.subarray(0, 16)]).toEqual([0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 1]);
  });

  it.each([
    ['list', [0, 1, 0, 0, 0, 1]],
    ['mean', [0.75]],
    ['distribution', [0, 0.5, 0.5]],
  ] as const)('keep two samples as %s', (summary, expected) => {
    const { questions } = contextualNetworkFollower(colours.create(), { queries: [3], samples: 2, summary });
    expect(questions.observations([0])).toEqual([3, 3]);
    const context = new Float32Array(questions.channels);
    questions.encode([0], [1, 2], context);
    expect([...context]).toEqual(expected);
  });

  it('reads the mixture of a leader that randomises from the distribution of its answers', () => {
    const game = colours.create({ places: 1 });
    const mixed = (share: number): Policy => ({ act: (_seen, drawn) => (drawn.uniform() < share ? 0 : 1) });
    const follower = trained(game, {
      samples: 20,
      summary: 'distribution',
      leaders: (drawn) => mixed(drawn.uniform()),
      copies: 256,
      budget: 300_000,
      learning: { learningRate: 0.01 },
    });
    expect(respond(follower.oracle(), mixed(0.85)).act(0, random)).toBe(0);
    expect(respond(follower.oracle(), mixed(0.15)).act(0, random)).toBe(1);
  });
});

it.each([
  [{ budget: 0 }, 'budget of the contextual follower is 0: expected an integer of at least 1'],
  [{ copies: 1.5 }, 'copies of the contextual follower is 1.5'],
  [{ samples: 0 }, 'samples of the contextual follower is 0'],
  [{ queries: [] }, 'query undefined of the contextual follower: expected observations of painter'],
  [{ queries: [7] }, 'query 7 of the contextual follower'],
  [{ queries: { sampled: 5 } }, '5 sampled queries of the contextual follower: expected an integer from 1 to 4'],
  [{ summary: 'median' as 'mean' }, 'summary of the contextual follower is "median": expected list, mean or distribution'],
  [{ encoder: { kind: 'tree' } as unknown as ContextEncoder }, 'encoder "tree" of the contextual follower: expected mlp, set or attention'],
  [{ encoder: { kind: 'attention', place: () => [0] } as const }, 'a place without keys'],
  [{ features: () => [NaN] }, 'features of observation 0 of guesser are'],
  [{ learning: { epochs: 0 } }, 'epochs of ppo is 0'],
])('refuses %j', (options: ContextualNetworkOptions, message) => {
  expect(() => contextualNetworkFollower(colours.create(), options)).toThrow(message);
});

it('refuses leaders whose observations cannot be listed, unless queries and leaders are given', () => {
  const game = defineGame({
    id: 'test/Continuum-v1',
    rules: () => ({
      players: [
        { name: 'first', role: 'leader', observation: box(0, 1, [1]), action: discrete(2) },
        { name: 'second', role: 'follower', observation: discrete(1), action: discrete(2) },
      ],
      initial: () => ({}),
      step: (state, [a, b]: readonly [number, number]) => ({ state, rewards: [0, a === b ? 1 : 0], terminated: true }),
      observe: (_state, player) => (player === 0 ? [0.5] : 0),
    }),
  }).create();
  expect(() => contextualNetworkFollower(game)).toThrow(RefusedError);
  expect(() => contextualNetworkFollower(game, { queries: [[0.5]] })).toThrow('give leaders to train against');
  const leaders = (drawn: { integer(count: number): number }): Policy => {
    const choice = drawn.integer(2);
    return { act: () => choice };
  };
  const follower = trained(game, { queries: [[0.5]], leaders, copies: 128, budget: 20_000, learning: { learningRate: 0.01 } });
  expect(respond(follower.oracle(), { act: () => 1 }).act(0, random)).toBe(1);
});
