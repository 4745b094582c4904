import { describe, expect, it } from 'vitest';
import type { Column, Game, Rules, TablePolicy, VectorEnvironment } from '@firstmover/core';
import { createBatch, defineGame, discrete, finiteModel, policyRows, randomStream, savedList } from '@firstmover/core';
import type { Learner } from '@firstmover/experience';
import { a2c } from '../a2c/a2c.ts';
import { dqn } from '../dqn/dqn.ts';
import { exhaustiveSearch } from '../table-search/table-search.ts';
import { sac } from '../sac/sac.ts';
import { sarsa } from '../sarsa/sarsa.ts';
import { tabularQ } from '../tabular-q/tabular-q.ts';
import { ppo } from '../ppo/ppo.ts';
import { reinforce } from '../reinforce/reinforce.ts';
import { concurrentProblem } from './concurrent-problem.ts';
import { learnTogether } from './learn-together.ts';

/** A prisoner's dilemma of ten rounds; both see 0 at the start, then 1 + first + 2 x second action of the last round. */
const dilemma: Game = defineGame({
  id: 'test/Dilemma-v1',
  rules: (): Rules<{ readonly round: number; readonly seen: number }> => ({
    players: [
      { name: 'leader', role: 'leader', observation: discrete(5), action: discrete(2) },
      { name: 'follower', role: 'follower', observation: discrete(5), action: discrete(2) },
    ],
    initial: () => ({ round: 0, seen: 0 }),
    observe: ({ seen }) => seen,
    step({ round }, actions) {
      const [mine, other] = actions as [number, number];
      const paid = (own: number, opposite: number): number => 3 * (1 - opposite) + own;
      return {
        state: { round: round + 1, seen: 1 + mine + 2 * other },
        rewards: [paid(mine, other), paid(other, mine)],
        terminated: round === 9,
      };
    },
  }),
  descriptor: () => ({
    summary: 'A dilemma.',
    utility: 'general-sum',
    commitment: 'pure',
    rewardBounds: [0, 4],
    gamma: 1,
    optima: [],
    source: 'a test',
  }),
}).create();

/** Two players; the game ends when both choose the same, at the latest after five rounds, so that copies end at different times. */
const meeting: Game = defineGame({
  id: 'test/Meeting-v1',
  rules: (): Rules<number> => ({
    players: [
      { name: 'first', role: 'leader', observation: discrete(6), action: discrete(2) },
      { name: 'second', role: 'follower', observation: discrete(6), action: discrete(2) },
    ],
    initial: () => 0,
    observe: (state) => state,
    step(state, actions) {
      const met = actions[0] === actions[1];
      return { state: state + 1, rewards: met ? [1, 1] : [0, 0], terminated: met || state === 4 };
    },
  }),
  descriptor: () => ({
    summary: 'Meeting.',
    utility: 'general-sum',
    commitment: 'mixed',
    rewardBounds: [0, 1],
    gamma: 1,
    optima: [],
    source: 'a test',
  }),
}).create();

/** The ordinary problem of player 0 where player 1 always takes action 1. */
function against(game: Game, copies: number): VectorEnvironment {
  const batch = createBatch(game, { size: copies, seed: 3 });
  const joint = [new Int32Array(copies), new Int32Array(copies).fill(1)];
  return {
    size: copies,
    observation: game.players[0]!.observation,
    action: game.players[0]!.action,
    observations: batch.observations[0]!,
    rewards: batch.rewards[0]!,
    terminated: batch.terminated,
    truncated: batch.truncated,
    executed: joint[0]!,
    learn: new Uint8Array(copies).fill(1),
    steps: 0,
    reset: (mask) => batch.reset(mask),
    step(actions) {
      joint[0]!.set(actions);
      batch.step(joint);
    },
  };
}

/** A learner that learns nothing: it takes action 1 for so many steps per update, resetting copies that are over. */
function constant(environment: VectorEnvironment, length: number): Learner {
  let started = false;
  function* updating(): Generator<void, { readonly [name: string]: number }, void> {
    if (!started) environment.reset();
    started = true;
    for (let t = 0; t < length; t++) {
      environment.step(new Int32Array(environment.size).fill(1));
      yield;
      environment.reset(environment.terminated.slice());
    }
    return {};
  }
  const learner = {
    ...savedList([]),
    name: 'constant',
    environment,
    policy: () => ppo(environment).policy(),
    update: () => ({}),
    updating,
  };
  return learner as Learner;
}

const rowsOf = (learner: Learner): readonly (readonly number[])[] => policyRows(learner.policy() as TablePolicy);

describe('learners that learn at the same time', () => {
  it.each([
    ['ppo', (problem: VectorEnvironment, seed: number) => ppo(problem, { learningRate: 0.05, gamma: 0.9, seed })],
    ['a2c', (problem: VectorEnvironment, seed: number) => a2c(problem, { learningRate: 0.05, gamma: 0.9, steps: 10, seed })],
    ['reinforce', (problem: VectorEnvironment, seed: number) => reinforce(problem, { learningRate: 0.05, gamma: 0.9, seed })],
  ])('move to mutual defection in the iterated dilemma: %s', (_name, learner) => {
    const problems = concurrentProblem(dilemma, { copies: 64, seed: 1, model: finiteModel(dilemma) });
    const group = learnTogether(problems.map(learner));
    const first = group.update();
    expect(first).toHaveLength(2);
    for (let i = 0; i < 150; i++) group.update();
    for (const one of group.learners) {
      const rows = rowsOf(one);
      expect(rows[0]![1]).toBeGreaterThan(0.9); // at the start
      expect(rows[4]![1]).toBeGreaterThan(0.9); // after mutual defection
    }
    expect(problems.map(({ steps }) => steps)).toEqual([151 * 640, 151 * 640]);
  });

  it.each(['dilemma', 'meeting'] as const)('see and learn the same as in an ordinary environment against a fixed player: %s', (which) => {
    const game = which === 'dilemma' ? dilemma : meeting;
    const options = { collect: { steps: 12 }, minibatches: 2, seed: 5 };
    const ordinary = ppo(against(game, 7), options);
    const [first, second] = concurrentProblem(game, { copies: 7, seed: 3 }) as [VectorEnvironment, VectorEnvironment];
    const together = ppo(first, options);
    const group = learnTogether([together, constant(second, 12)]);
    for (let i = 0; i < 5; i++) expect(group.update()[0]).toEqual(ordinary.update());
    expect(rowsOf(together)).toEqual(rowsOf(ordinary));
  });

  it.each([
    ['steps', 12, 12],
    ['steps of different lengths', 8, 12],
    ['episodes', undefined, undefined],
    ['different numbers of episodes', undefined, 2],
  ])('get the same whichever comes first, collecting %s', (_name, a, b) => {
    const trace = (order: readonly number[]): unknown => {
      const problems = concurrentProblem(meeting, { copies: 9, seed: 3 });
      const learners = problems.map((problem, i) => {
        const length = i === 0 ? a : b;
        const collect = _name.includes('steps') ? { steps: length! } : { episodes: length ?? 1 };
        return ppo(problem, { collect, seed: i });
      });
      const group = learnTogether(order.map((i) => learners[i]!));
      for (let i = 0; i < 6; i++) group.update();
      return learners.map(rowsOf);
    };
    expect(trace([0, 1])).toEqual(trace([1, 0]));
  });

  it('finish updates of different lengths, the shorter ones more often', () => {
    const problems = concurrentProblem(dilemma, { copies: 2, seed: 0 });
    const finished = [0, 0];
    const counted = problems.map((problem, i) => {
      const learner = ppo(problem, { collect: { steps: [4, 10][i]! }, seed: i });
      function* updating(): ReturnType<typeof learner.updating> {
        const metrics = yield* learner.updating();
        finished[i]!++;
        return metrics;
      }
      return { ...learner, updating };
    });
    const group = learnTogether(counted);
    for (let i = 0; i < 4; i++) group.update();
    expect(finished).toEqual([10, 4]);
    expect(problems[0]!.steps).toBe(2 * 40);
  });

  it.each(['tabularQ', 'sarsa', 'dqn', 'sac'] as const)('may be %s on both sides, which equals the order of the players', (name) => {
    const make = { tabularQ, sarsa, dqn, sac }[name];
    const settings = name === 'dqn' || name === 'sac' ? { batchSize: 8, learningStarts: 16 } : {};
    const [one, two] = [0, 1].map((turn) => {
      const problems = concurrentProblem(dilemma, { copies: 4, seed: 2 });
      const learners = problems.map((problem, i) => make(problem, { ...settings, seed: i }));
      const group = learnTogether(turn === 0 ? learners : [...learners].reverse());
      return Array.from({ length: 12 }, () => (turn === 0 ? group.update() : [...group.update()].reverse()));
    });
    expect(two).toEqual(one);
    expect(JSON.stringify(one)).not.toMatch(/null|NaN/);
  });

  it('must be able to pause', () => {
    const [first, second] = concurrentProblem(dilemma, { copies: 2 }) as [VectorEnvironment, VectorEnvironment];
    expect(() => learnTogether([ppo(first), exhaustiveSearch(second)])).toThrow(
      'exhaustiveSearch cannot learn together with others: expected a learner that pauses',
    );
    expect(() => learnTogether([])).toThrow('no learners to learn together');
  });
});

describe('the problems of one game', () => {
  const act = (problem: VectorEnvironment, actions: readonly number[]): void => problem.step(Int32Array.from(actions));
  const shown = (problem: VectorEnvironment): Column[] => [problem.observations.slice(), problem.terminated.slice() as unknown as Column];

  it('move on with the last action, and start a copy for each player when it resets it', () => {
    const [first, second] = concurrentProblem(meeting, { copies: 2 }) as [VectorEnvironment, VectorEnvironment];
    first.reset();
    expect(Array.from(second.terminated)).toEqual([1, 1]);
    second.reset();
    act(first, [0, 1]);
    expect(first.steps).toBe(0);
    act(second, [1, 1]);
    for (const problem of [first, second]) {
      expect(shown(problem)).toEqual([Int32Array.of(1, 1), Uint8Array.of(0, 1)]);
      expect(Array.from(problem.rewards)).toEqual([0, 1]);
      expect(problem.steps).toBe(2);
    }
    second.reset(Uint8Array.of(0, 1));
    expect(shown(second)).toEqual([Int32Array.of(1, 0), Uint8Array.of(0, 0)]);
    expect(shown(first)).toEqual([Int32Array.of(1, 1), Uint8Array.of(0, 1)]);
    first.reset(Uint8Array.of(0, 1));
    expect(shown(first)).toEqual(shown(second));
    // Again, by either: a copy that has just started does not start anew.
    first.reset(Uint8Array.of(0, 1));
    act(second, [0, 0]);
    act(first, [1, 0]);
    expect(Array.from(first.observations)).toEqual([2, 1]);
  });

  it('keep players from acting in a copy that has started again without them', () => {
    const [first, second] = concurrentProblem(meeting, { copies: 1 }) as [VectorEnvironment, VectorEnvironment];
    first.reset();
    second.reset();
    act(first, [1]);
    expect(() => act(first, [1])).toThrow('first acts twice before the other players: drive the learners with learnTogether');
    act(second, [1]);
    first.reset();
    act(second, [1]);
    expect(() => act(first, [1])).toThrow('second acts in 1 copies that another player has started again');
  });

  it('keep players from starting a copy again after another has acted', () => {
    const [first, second] = concurrentProblem(meeting, { copies: 1 }) as [VectorEnvironment, VectorEnvironment];
    first.reset();
    second.reset();
    act(first, [0]);
    act(second, [1]);
    act(first, [0]);
    expect(() => second.reset()).toThrow('started again by one player after another has acted');
  });

  it('cannot be learned by one learner alone', () => {
    const [first] = concurrentProblem(dilemma, { copies: 2 }) as [VectorEnvironment];
    expect(() => ppo(first).update()).toThrow('leader acts twice before the other players');
  });

  it('draw the same chance as the batch', () => {
    const random = randomStream(1, 'test').at(0, 0);
    const problems = concurrentProblem(dilemma, { copies: 3, seed: 4, model: finiteModel(dilemma) });
    const batch = createBatch(dilemma, { size: 3, seed: 4 });
    batch.reset();
    for (const problem of problems) problem.reset();
    for (let t = 0; t < 10; t++) {
      const joint = problems.map(() => Int32Array.from({ length: 3 }, () => random.integer(2)));
      batch.step(joint);
      problems.forEach((problem, i) => problem.step(joint[i]!));
      problems.forEach((problem, i) => {
        expect(Array.from(problem.observations)).toEqual(Array.from(batch.observations[i]!));
        expect(Array.from(problem.rewards)).toEqual(Array.from(batch.rewards[i]!));
      });
    }
    expect(problems[1]!.terminated).toEqual(batch.terminated);
  });
});
