import { describe, expect, it } from 'vitest';
import type { FollowerOracle, Game, Policy, Response, TablePolicy, Value } from '@firstmover/core';
import { box, deterministicPolicy, finiteModel, greedyChoices, leaderProblem, randomStream, respondTo, simplex } from '@firstmover/core';
import { battleOfTheSexes, iteratedPrisonersDilemma, outOfEquilibriumBattle, twelveGames } from '@firstmover/matrix-games';
import { verifyCommitment } from '@firstmover/solvers';
import { emptyGame, player } from '../contextual/games.fixture.ts';
import { pairGame } from '../simulation/games.fixture.ts';
import type { TabularQFollowerOptions } from './tabular-q.ts';
import { tabularQFollower } from './tabular-q.ts';

const battle = battleOfTheSexes.create();
const dilemma = iteratedPrisonersDilemma.create();
const row = (action: number): TablePolicy => deterministicPolicy([action], 2);
const responseTo = (oracle: FollowerOracle, leader: Policy, seed = 0): Response =>
  respondTo(oracle, leader, randomStream(seed, 'test').at(0, 0));
const choices = ({ policies }: Response): number[][] => policies.map((policy) => greedyChoices(policy as TablePolicy));

/** The mean return per outer episode of a leader that always plays a row. */
function meanReturn(oracle: FollowerOracle, action: number, queriesEarnNothing: boolean): number {
  const copies = 100;
  const problem = leaderProblem(oracle, { copies, seed: 1, model: finiteModel(oracle.game), conditions: { queriesEarnNothing } });
  const actions = new Int32Array(copies).fill(action);
  let earned = 0;
  for (let round = 0; round < 50; round++) {
    problem.reset();
    while (problem.terminated[0] === 0) {
      problem.step(actions);
      for (let copy = 0; copy < copies; copy++) earned += problem.rewards[copy]!;
    }
  }
  expect(problem.steps).toBe(50 * copies * 11);
  return earned / (50 * copies);
}

describe('a tabular Q-learning follower', () => {
  // Row 0 halves its first rounds between both columns, as the follower hardly cares, and ends with column 0: 10 * (2 + m) / 2 + 2. Row 1 is
  // missed once in expectation before the follower settles: 11 - (1 - m); it is still missed after ten rounds with probability 2^-10.
  it.each([
    [-5, 0, 2.0, -13.0],
    [-5, 1, 0.99, 5.0],
    [0, 0, 2.0, 12.0],
    [0, 1, 1.0, 10.0],
  ])('pays a leader with miscoordination %d for row %d: %d in the real round, %d over all eleven', (miscoordination, action, real, all) => {
    const game = outOfEquilibriumBattle.create({ miscoordination });
    const oracle = tabularQFollower(game, { episodes: 10, learningRate: 0.2, exploration: { parameterNoise: 0.1 } });
    expect(Math.abs(meanReturn(oracle, action, true) - real)).toBeLessThan(0.02);
    expect(Math.abs(meanReturn(oracle, action, false) - all)).toBeLessThan(0.4);
  });

  it('ends mostly with an exact best response to leaders of the twelve iterated games', () => {
    let exact = 0;
    for (const definition of twelveGames) {
      const game = definition.create();
      const model = finiteModel(game);
      const oracle = tabularQFollower(game, { episodes: 300, learningRate: 0.3, model });
      expect(oracle.queries).toBe(3000);
      for (let table = 0; table < 32; table += 3) {
        const leader = deterministicPolicy(
          [4, 3, 2, 1, 0].map((bit) => (table >> bit) & 1),
          2,
        );
        const follower = responseTo(oracle, leader, table).policies[0] as TablePolicy;
        if (verifyCommitment(model, leader, { followerClass: 'stationary', follower }).followerGain === 0) exact++;
      }
    }
    expect(exact).toBeGreaterThan(0.9 * 12 * 11);
  });

  it('updates its values by hand-computed steps: the reward alone where the game ends', () => {
    // One round of the battle: always column 0 at zero values and without exploration, two steps of one half towards 1.
    const once = tabularQFollower(battle, { episodes: 2, learningRate: 0.5, exploration: { epsilon: 0 } });
    expect(responseTo(once, row(0)).memory).toEqual([0.75, 0]);
    // Two rounds, the follower cooperates with a leader that does: first 0.5 at observations 0 and 1, in the second game
    // q(0) = 0.25 + 0.5 (0.5 + 0.9 * 0.25) and q(1) = 0.25 + 0.5 * 0.5.
    const twice = tabularQFollower(iteratedPrisonersDilemma.create({ steps: 2 }), {
      episodes: 2,
      learningRate: 0.5,
      exploration: { epsilon: 0 },
    });
    const { memory } = responseTo(twice, deterministicPolicy([0, 0, 0, 0, 0], 2));
    expect(memory).toEqual([0.125 + 0.5 * (0.5 + 0.9 * 0.25), 0, 0.375, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('bootstraps where the game is cut short', () => {
    const cut: Game = {
      ...battle,
      step: (state, actions, chance) => ({ ...battle.step(state, actions, chance), terminated: false, truncated: true }),
    };
    const oracle = tabularQFollower(cut, { episodes: 2, learningRate: 0.5, gamma: 0.5, exploration: { epsilon: 0 } });
    expect(responseTo(oracle, row(0)).memory).toEqual([0.5 + 0.5 * (1 + 0.5 * 0.5 - 0.5), 0]);
  });

  it('serves several followers, each learning on its own, and reports what the leader earned at the end', () => {
    // Dominant actions: the first earns most with its action 1, the second with 2.
    const game = pairGame(
      [
        [0, 0, 0],
        [3, 3, 3],
      ],
      [
        [0, 1, 2],
        [0, 1, 2],
      ],
    );
    const oracle = tabularQFollower(game, { episodes: 200, model: finiteModel(game) });
    expect(oracle).toMatchObject({ queries: 200, memory: box(-Infinity, Infinity, [5]), ties: 'unspecified', earnsRewards: true });
    const response = responseTo(oracle, row(0));
    expect(choices(response)).toEqual([[1], [2]]);
    expect(response.memory).toHaveLength(5);
    expect([0, 1, 2, 3]).toContain(response.reward);
  });

  it('is restarted or carried over, as the leader problem says', () => {
    const oracle = tabularQFollower(battle, { episodes: 5, exploration: { epsilon: 0 } });
    const first = responseTo(oracle, row(0));
    expect(choices(first)).toEqual([[0]]);
    // Carried over, the follower that learned column 0 still prefers it when the leader has changed to row 1, until its value is learned away.
    const run = (carried: unknown): Response => {
      const continued = oracle.respond({ random: randomStream(0, 'test').at(0, 0), carried });
      let turn = continued.next();
      while (turn.done !== true) turn = continued.next([1]);
      return turn.value;
    };
    const before = JSON.stringify(first.carry);
    const second = run(first.carry);
    const value = (response: Response): number => (response.memory as readonly number[])[0]!;
    expect(value(first)).toBeCloseTo(1 - 0.9 * 0.9 * 0.9 * 0.9 * 0.9, 12);
    expect(value(second)).toBeCloseTo(value(first) * 0.9 * 0.9 * 0.9 * 0.9 * 0.9, 12);
    expect(JSON.stringify(first.carry)).toBe(before);
    expect(run(first.carry).memory).toEqual(second.memory);
  });

  it.each<[string, TabularQFollowerOptions]>([
    ['epsilon', {}],
    ['parameter noise', { exploration: { parameterNoise: 0.5 } }],
    ['normal values', { initial: 'normal', exploration: { epsilon: 0 } }],
  ])('is a function of its seed: %s', (_what, options) => {
    const oracle = tabularQFollower(dilemma, { episodes: 20, ...options });
    const leader = deterministicPolicy([1, 0, 0, 1, 1], 2);
    const trace = (seed: number): Value | undefined => responseTo(oracle, leader, seed).memory;
    expect(trace(3)).toEqual(trace(3));
    expect(trace(3)).not.toEqual(trace(4));
  });

  it('explores by noise drawn anew for each game: greedily on what it drew', () => {
    // With noise far above the rewards every column is as likely as the other.
    const oracle = tabularQFollower(battle, { episodes: 1000, learningRate: 1, exploration: { parameterNoise: 1e6 } });
    const random = randomStream(2, 'test').at(0, 0);
    const run = oracle.respond({ random });
    let earned = 0;
    let turn = run.next();
    while (turn.done !== true) {
      turn = run.next([0]);
      earned += turn.value.reward!;
    }
    expect(Math.abs(earned / 2000 - 0.5)).toBeLessThan(0.05);
  });

  it.each<[TabularQFollowerOptions, string]>([
    [{ episodes: 0 }, 'episodes of the tabular Q follower is 0: expected an integer of at least 1'],
    [{ learningRate: 0 }, 'learningRate of the tabular Q follower is 0'],
    [{ gamma: 1.1 }, 'gamma of the tabular Q follower is 1.1'],
    [{ initial: 'one' as 'zero' }, 'initial of the tabular Q follower is "one"'],
    [{ exploration: { epsilon: 2 } }, 'epsilon in exploration of the tabular Q follower is 2: expected a number from 0 to 1'],
    [
      { exploration: { parameterNoise: 0 } },
      'parameterNoise in exploration of the tabular Q follower is 0: expected a finite number above 0',
    ],
    [{ exploration: { epsilon: 0.1, parameterNoise: 1 } }, 'unknown entry of exploration of the tabular Q follower "parameterNoise"'],
  ])('refuses %j', (options, message) => {
    expect(() => tabularQFollower(battle, options)).toThrow(message);
  });

  it.each([
    ['no follower', [player('a', 'leader', 1, 2)], 'test/Empty-v1 has no followers'],
    ['vector observations', [player('a', 'leader', 1, 2), player('b', 'follower', box(0, 1, [2]), 2)], 'the observations of b in'],
    [
      'mixtures as actions',
      [player('a', 'leader', 1, 2), player('b', 'follower', 1, simplex(2))],
      'the actions of b in test/Empty-v1 are a simplex',
    ],
  ])('refuses games with %s', (_what, players, message) => {
    expect(() => tabularQFollower(emptyGame(players))).toThrow(message);
  });
});
