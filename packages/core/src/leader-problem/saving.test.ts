import { describe, expect, it } from 'vitest';
import type { VectorEnvironment } from '../environment/vector.ts';
import { columnOf } from '../environment/batch.ts';
import { InputError } from '../errors/errors.ts';
import { followersOf, soleLeader } from '../game/game.ts';
import { finiteModel } from '../model/finite-model.ts';
import type { FollowerOracle } from '../oracle/oracle.ts';
import type { Policy } from '../policy/policy.ts';
import { deterministicPolicy } from '../policy/policy.ts';
import { randomStream } from '../random/random.ts';
import type { SavedState } from '../saved-state/saved-state.ts';
import { box, flatten, sample, width } from '../spaces/spaces.ts';
import type { SavableWork } from '../testing/check-continuation.ts';
import { checkContinuation } from '../testing/check-continuation.ts';
import { echo, oracleOf } from '../testing/scripted-oracles.ts';
import { toyGames } from '../testing/toy-games.ts';
import type { LeaderProblemOptions } from './options.ts';
import { leaderProblem } from './leader-problem.ts';

/** Random actions in all copies, which begin anew when all or, with `ragged`, any are over. */
function player(environment: VectorEnvironment, ragged = true): SavableWork {
  const stream = randomStream(7, 'test player');
  const { size, action } = environment;
  const column = columnOf(action, size);
  let time = 0;
  return {
    target: {
      save: () => ({ environment: environment.save!(), time }),
      restore(state) {
        ({ time } = state as { time: number });
        environment.restore!((state as { environment: SavedState }).environment);
      },
    },
    advance() {
      const over = environment.terminated.map((ended, copy) => ended | environment.truncated[copy]!);
      if (over.includes(1) && (ragged || !over.includes(0))) environment.reset(over);
      for (let copy = 0; copy < size; copy++) flatten(action, sample(action, stream.at(copy, time)), column, copy * width(action));
      time++;
      environment.step(column);
      return [environment.observations, environment.rewards, environment.executed, environment.learn, environment.steps].map((part) =>
        typeof part === 'number' ? part : Array.from(part),
      );
    },
  };
}

/** A follower that remembers what it saw in this game, and draws. */
function rememberingPolicy(bias: number): Policy {
  let seen = 0;
  return {
    act(observation, random) {
      seen += observation as number;
      return (seen + bias + random.integer(3)) % 3;
    },
    reset() {
      seen = 0;
    },
  };
}

/** Asks in batches of random sizes, none at times, counts over all episodes, and shows what it remembers. */
const curious = (remembering: boolean): FollowerOracle =>
  oracleOf(
    echo,
    function* ({ random, carried }) {
      let sum = ((carried as { sum: number }[] | undefined)?.[0]?.sum ?? 0) + 1;
      for (let turn = 0; turn < 4; turn++) {
        const observations = Array.from({ length: random.integer(4) }, () => random.integer(2));
        const answers = yield { observations, reward: sum, memory: [sum] };
        answers.forEach((answer, i) => (sum = (sum * 3 + (answer as number) + i) % 1000));
      }
      const policy = remembering ? rememberingPolicy(sum) : deterministicPolicy([sum % 3, (sum + 1) % 3, random.integer(3)], 3);
      return { policies: [policy], reward: -sum, memory: [sum], carry: [{ sum }] };
    },
    { earnsRewards: true, carriesOver: true, memory: box(-Infinity, Infinity, [1]) },
  );

const variants: readonly (readonly [string, Omit<LeaderProblemOptions, 'copies'>])[] = [
  ['defaults', {}],
  ['model, part of a larger problem', { model: finiteModel(echo), firstCopy: 5, seed: 3 }],
  ['hidden queries', { conditions: { queriesInTrajectory: false } }],
  ['queries hidden at times', { conditions: { queriesInTrajectory: 0.5 } }],
  ['visible phase', { conditions: { leaderCannotSeePhase: false } }],
  ['rewarded queries', { conditions: { queriesEarnNothing: false } }],
  ['carried over', { conditions: { oracleRestarts: false } }],
  ['inconsistent answers', { conditions: { consistentAnswers: false } }],
  ['several games', { games: 3 }],
  ['critic with a view of the oracle', { critic: 'oracle' }],
  [
    'all at once',
    {
      conditions: {
        queriesInTrajectory: 0.5,
        leaderCannotSeePhase: false,
        queriesEarnNothing: false,
        oracleRestarts: false,
        consistentAnswers: false,
      },
      games: 2,
      critic: 'oracle',
    },
  ],
];

describe.each(variants)('a leader problem saved between two steps: %s', (_name, options) => {
  it.each([true, false])('continues bit for bit, followers with memory: %s', (remembering) => {
    const make = (): SavableWork => player(leaderProblem(curious(remembering), { copies: 3, ...options }), remembering);
    expect(checkContinuation(make, 26, everyStep(26))).toBeGreaterThan(300);
  });
});

/** A run of the oracle has up to 12 queries, and four rounds of play follow. */
const everyStep = (steps: number): number[] => Array.from({ length: steps }, (_unused, k) => k);

it.each(toyGames.map((game) => [game.id, game] as const))('a leader problem on any spaces: %s', (_id, game) => {
  const { observation } = game.players[soleLeader(game)]!;
  const oracle = oracleOf(game, function* ({ random }) {
    const answers = yield { observations: [sample(observation, random), sample(observation, random)] };
    const same = JSON.stringify(answers[0]) === JSON.stringify(answers[1]);
    const policies = followersOf(game).map((follower): Policy => {
      const { action } = game.players[follower]!;
      const fixed = sample(action, random);
      return { act: (_seen, drawn) => (same ? fixed : sample(action, drawn)) };
    });
    return { policies };
  });
  const make = (): SavableWork => player(leaderProblem(oracle, { copies: 2, conditions: { consistentAnswers: true } }));
  checkContinuation(make, 24, everyStep(24));
});

describe('refuses', () => {
  const saved = leaderProblem(curious(false), { copies: 2 });
  saved.reset();
  const state = saved.save();

  it.each<[string, () => void]>([
    ['settings.copies 2: expected 3', () => leaderProblem(curious(false), { copies: 3 }).restore(state)],
    ['settings.seed 0: expected 1', () => leaderProblem(curious(false), { copies: 2, seed: 1 }).restore(state)],
    [
      'settings.conditions.leaderCannotSeePhase true: expected false',
      () => leaderProblem(curious(false), { copies: 2, conditions: { leaderCannotSeePhase: false } }).restore(state),
    ],
    [
      'settings.tabulated false: expected true',
      () => leaderProblem(curious(false), { copies: 2, model: finiteModel(echo) }).restore(state),
    ],
    [
      'settings.oracle "scripted": expected "other"',
      () => leaderProblem({ ...curious(false), name: 'other' }, { copies: 2 }).restore(state),
    ],
    [
      'does not ask what it had asked',
      () => {
        const other = oracleOf(echo, function* () {
          yield { observations: [0, 0, 0, 0, 0, 0, 0] };
          return { policies: [] };
        });
        leaderProblem({ ...other, earnsRewards: true, carriesOver: true }, { copies: 2 }).restore(state);
      },
    ],
  ])('%s', (message, run) => {
    expect(run).toThrow(InputError);
    expect(run).toThrow(message);
  });

  it('an oracle that hears fewer answers', () => {
    const many = oracleOf(echo, function* () {
      for (;;) yield { observations: [0] };
    });
    const none = oracleOf(echo, function* () {
      yield { observations: [0] };
      return { policies: [deterministicPolicy([0, 0, 0], 3)] };
    });
    const work = player(leaderProblem(many, { copies: 1 }));
    for (let i = 0; i < 5; i++) work.advance();
    const given = (work.target.save!() as { environment: SavedState }).environment;
    expect(() => leaderProblem(none, { copies: 1 }).restore(given)).toThrow('had 5 answers when it was saved, and now asks for 1');
  });

  it('to save what an oracle carries over that is no plain data', () => {
    const oracle = oracleOf(
      echo,
      function* () {
        return { policies: [deterministicPolicy([0, 0, 0], 3)], carry: { remembers: () => 0 } };
      },
      { carriesOver: true },
    );
    const problem = leaderProblem(oracle, { copies: 1, conditions: { oracleRestarts: false } });
    problem.reset();
    expect(() => problem.save()).toThrow('carried of leader problem: the value[0].remembers is a function: only plain records');
  });
});
