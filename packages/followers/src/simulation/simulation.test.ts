import { describe, expect, it } from 'vitest';
import type { Game, Query, Value } from '@firstmover/core';
import { InputError, defineGame, randomStream, sampledChance } from '@firstmover/core';
import { player } from '../contextual/games.fixture.ts';
import { draws, spelling } from './games.fixture.ts';
import type { Move, PlayedGame, Seats } from './simulation.ts';
import { replayableChance, simulation } from './simulation.ts';

const chance = sampledChance(randomStream(0, 'test').at(0, 0));

/** Answers every query of a run. */
function answered<TResult>(run: Generator<Query, TResult, readonly Value[]>, answer: (query: Query) => Value): TResult {
  let turn = run.next();
  while (turn.done !== true) turn = run.next([answer(turn.value)]);
  return turn.value;
}

describe('a simulated game', () => {
  it('asks the leader what it does where it stands, and tells what the answer before earned', () => {
    const games = simulation(spelling);
    expect([games.followers, games.positions]).toEqual([2, [0, 2]]);
    const asked: Query[] = [];
    const play = (): PlayedGame =>
      answered(games.play({ act: (follower, _observation, move) => (follower === 0 ? move % 2 : move) }, chance), (query) => {
        asked.push(query);
        return query.observations[0] as number;
      });
    // Codes 0, 111 and 22 for leader actions 0, 1, 2: the leader answers its observation, the round.
    expect(play()).toEqual({ returns: [0 + 111 + 22, -(0 + 111 + 22)], moves: 3 });
    expect(asked).toEqual([
      { observations: [0], reward: 0 },
      { observations: [1], reward: 0.5 },
      { observations: [2], reward: 111.5 },
    ]);
    play();
    expect(asked[3]).toEqual({ observations: [0], reward: 22.5 });
    expect([games.settle(), games.settle()]).toEqual([22.5, 0]);
  });

  it('tells each follower what its action led to', () => {
    const moves: Move[] = [];
    const seats: Seats = { act: (follower) => follower, learn: (move) => void moves.push(move) };
    answered(simulation(spelling).play(seats, chance), () => 2);
    expect(moves).toHaveLength(6);
    expect(moves.filter(({ follower }) => follower === 1)).toEqual(
      [3, 2, 1].map((observation) => ({
        follower: 1,
        observation,
        action: 1,
        reward: -21,
        next: observation - 1,
        end: observation === 1 ? 'terminated' : 'none',
      })),
    );
    const cut: string[] = [];
    answered(simulation(draws).play({ act: () => 0, learn: ({ end }) => void cut.push(end) }, chance), () => 0);
    expect(cut).toEqual(['none', 'none', 'truncated']);
  });

  it('lets followers choose before the leader answers', () => {
    const order: string[] = [];
    const seats: Seats = { act: (follower) => (order.push(`follower ${follower}`), 0) };
    answered(simulation(spelling).play(seats, chance), () => (order.push('leader'), 0));
    expect(order.slice(0, 3)).toEqual(['follower 0', 'follower 1', 'leader']);
  });

  it('shows memory only to those who look', () => {
    let looked = 0;
    const games = simulation(spelling, () => [++looked]);
    answered(games.play({ act: () => 0 }, chance), () => 0);
    expect(looked).toBe(0);
    answered(games.play({ act: () => 0 }, chance), ({ memory }) => ((memory as readonly number[])[0]! > 1 ? 1 : 0));
    expect(looked).toBe(3);
  });

  it('refuses actions outside their space and rewards that are not numbers', () => {
    expect(() => answered(simulation(spelling).play({ act: () => 3 }, chance), () => 0)).toThrow(
      'first plays 3 in a simulated test/Spelling-v1: expected a value of {"kind":"discrete","n":2}',
    );
    const bad: Game = defineGame({
      id: 'test/Bad-v1',
      rules: () => ({
        players: [player('leader', 'leader', 1, 1), player('follower', 'follower', 1, 1)],
        initial: () => ({}),
        step: (state) => ({ state, rewards: [0, NaN], terminated: true }),
        observe: () => 0,
      }),
    }).create();
    expect(() => answered(simulation(bad).play({ act: () => 0 }, chance), () => 0)).toThrow('test/Bad-v1 returned rewards [0,"NaN"]');
    expect(() =>
      simulation(
        defineGame({
          id: 'test/Two-v1',
          rules: () => ({
            players: [player('a', 'leader', 1, 1), player('b', 'leader', 1, 1)],
            initial: () => 0,
            step: () => ({ state: 0, rewards: [0, 0] }),
            observe: () => 0,
          }),
        }).create(),
      ),
    ).toThrow(InputError);
  });
});

describe('replayable chance', () => {
  const played = (games: ReturnType<typeof simulation>, luck: ReturnType<typeof replayableChance>, act: number): [Value, number[]] => {
    const rewards: number[] = [];
    let type: Value = -1;
    const seats: Seats = {
      act: (_follower, observation) => ((type = observation), act),
      learn: ({ reward }) => void rewards.push(reward),
    };
    answered(games.play(seats, luck), () => 0);
    return [type, rewards];
  };

  it('replays the same types and the same luck, however often and whatever is done', () => {
    const luck = replayableChance(randomStream(3, 'test').at(0, 0));
    const games = simulation(draws);
    const [type, first] = played(games, luck, 0);
    luck.rewind();
    expect(played(games, luck, 0)).toEqual([type, first]);
    luck.rewind();
    // Action 1 draws twice a round: the tape is read on and lengthened by three numbers.
    const [sameType, longer] = played(games, luck, 1);
    expect(sameType).toBe(type);
    expect(longer[0]).toBe(first[1]);
    luck.rewind();
    expect(played(games, luck, 0)).toEqual([type, first]);
    luck.rewind();
    expect(played(games, luck, 1)).toEqual([type, longer]);
  });

  it('goes on with new draws unless rewound, and draws what plain chance draws', () => {
    const luck = replayableChance(randomStream(3, 'test').at(0, 0));
    const plain = sampledChance(randomStream(3, 'test').at(0, 0));
    const questions = (source: { pick(weights: readonly number[]): number; uniform(): number }): number[] => [
      source.pick([1, 2, 3]),
      source.uniform(),
      source.pick([5]),
      source.pick([1, 1]),
    ];
    const one = questions(luck);
    expect(one).toEqual(questions(plain));
    const two = questions(luck);
    expect(two).toEqual(questions(plain));
    luck.rewind();
    expect([questions(luck), questions(luck)]).toEqual([one, two]);
  });
});
