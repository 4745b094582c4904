import type { Game, Value } from '@firstmover/core';
import { InputError, createEnvironment, finiteModel, labelAt, soleLeader } from '@firstmover/core';
import { describe, expect, it } from 'vitest';
import { payoffsOf } from '../matrix-game/matrix-game.ts';
import { iterated, iteratedGame } from './iterated.ts';
import { iteratedPrisonersDilemma } from './twelve-games.ts';

/** Plays joint actions and returns what both saw, the start included. */
function watch(game: Game, moves: readonly (readonly number[])[]): (readonly Value[])[] {
  const environment = createEnvironment(game);
  return [environment.reset().observations, ...moves.map((move) => environment.step(move).observations)];
}

describe('an iterated game', () => {
  it('shows both players the joint action: 0 at the start, then 1 + leader + 2 * follower', () => {
    const moves = [[0, 0], [1, 0], [0, 1], [1, 1], [0, 0]]; // prettier-ignore
    expect(watch(iteratedPrisonersDilemma.create(), moves)).toEqual([0, 1, 2, 3, 4, 1].map((index) => [index, index]));
  });

  it("shows each player the other's action with memory other", () => {
    const moves = [[0, 0], [1, 0], [0, 1], [1, 1]]; // prettier-ignore
    expect(watch(iteratedPrisonersDilemma.create({ memory: 'other' }), moves)).toEqual([[0, 0], [1, 1], [1, 2], [2, 1], [2, 2]]); // prettier-ignore
  });

  it('remembers longer in blocks, the most recent round least significant', () => {
    const joint = watch(iteratedPrisonersDilemma.create({ memoryLength: 2 }), [[1, 0], [0, 1], [1, 1]]); // prettier-ignore
    // Joint actions 1, 2, 3: one round remembered 1 + 1; two remembered 5 + recent + 4 * earlier.
    expect(joint.map(([leader]) => leader)).toEqual([0, 2, 5 + 2 + 4 * 1, 5 + 3 + 4 * 2]);
    expect(joint.every(([leader, follower]) => leader === follower)).toBe(true);
    const other = watch(iteratedPrisonersDilemma.create({ memory: 'other', memoryLength: 3 }), [[1, 0], [0, 1], [1, 1], [0, 0]]); // prettier-ignore
    // Blocks start at 0, 1, 3 and 7. The leader sees the follower's 0 1 1 0, the follower the leader's 1 0 1 0.
    expect(other.map(([leader]) => leader)).toEqual([0, 1 + 0, 3 + 1 + 2 * 0, 7 + 1 + 2 * 1 + 4 * 0, 7 + 0 + 2 * 1 + 4 * 1]);
    expect(other.map(([, follower]) => follower)).toEqual([0, 1 + 1, 3 + 0 + 2 * 1, 7 + 1 + 2 * 0 + 4 * 1, 7 + 0 + 2 * 1 + 4 * 0]);
  });

  it('encodes games that are not square: m x n actions, 1 + leader + m * follower', () => {
    const matrices = { leaderPayoff: [[1, 2, 3], [4, 5, 6]], followerPayoff: [[6, 5, 4], [3, 2, 1]] }; // prettier-ignore
    const joint = iterated.create(matrices);
    expect(joint.players.map(({ observation }) => observation)).toMatchObject([{ n: 7 }, { n: 7 }]);
    expect(watch(joint, [[1, 2], [0, 1]])).toEqual([[0, 0], [1 + 1 + 2 * 2, 6], [1 + 0 + 2 * 1, 3]]); // prettier-ignore
    const other = iterated.create({ ...matrices, memory: 'other' });
    expect(other.players.map(({ observation }) => observation)).toMatchObject([{ n: 4 }, { n: 3 }]);
    expect(watch(other, [[1, 2], [0, 1]])).toEqual([[0, 0], [3, 2], [2, 1]]); // prettier-ignore
    expect(createEnvironment(joint).reset()).toEqual({ observations: [0, 0] });
  });

  it('names what was seen', () => {
    const labels = (parameters: Record<string, unknown>, player = 0): string[] => {
      const space = iteratedPrisonersDilemma.create(parameters).players[player]?.observation as { kind: 'discrete'; n: number };
      return Array.from({ length: space.n }, (_label, index) => labelAt(space, index));
    };
    expect(labels({})).toEqual([
      'start',
      'after cooperate, cooperate',
      'after defect, cooperate',
      'after cooperate, defect',
      'after defect, defect',
    ]);
    expect(labels({ memory: 'other' }, 1)).toEqual(['start', 'after cooperate', 'after defect']);
    expect(labels({ memoryLength: 2 })[5 + 1 + 4 * 2]).toBe('after defect, cooperate; before that cooperate, defect');
  });

  it('terminates after the last round, and only then', () => {
    for (const steps of [1, 7, 1000]) {
      const environment = createEnvironment(iteratedPrisonersDilemma.create({ steps }));
      environment.reset();
      const ends = Array.from({ length: steps }, () => environment.step([0, 0]));
      expect(ends.findIndex(({ terminated }) => terminated)).toBe(steps - 1);
      expect(ends.some(({ truncated }) => truncated)).toBe(false);
      expect(() => environment.step([0, 0])).toThrow('after the end');
    }
  });

  it('has a finite model of the rounds and what is remembered, and nothing else', () => {
    const states = (parameters: Record<string, unknown>): number => finiteModel(iteratedPrisonersDilemma.create(parameters)).states.length;
    expect(states({})).toBe(1 + 4 * 10);
    expect(states({ memory: 'other' })).toBe(1 + 4 * 10);
    expect(states({ steps: 1000 })).toBe(1 + 4 * 1000);
    expect(states({ memoryLength: 2 })).toBe(1 + 4 + 16 * 9);
    expect(states({ memoryLength: 3 })).toBe(1 + 4 + 16 + 64 * 8);
    const model = finiteModel(iteratedPrisonersDilemma.create({ memoryLength: 2 }));
    expect(model.observationCounts).toEqual([21, 21]);
    expect(model.next).toHaveLength(4 * (1 + 4 + 16 * 8));
  });

  it('adds the offset to the rewards but not to the payoffs of the stage', () => {
    const game = iterated.create({ rewardOffset: 10 });
    const environment = createEnvironment(game);
    environment.reset();
    expect(environment.step([0, 1]).rewards).toEqual([13, 10]);
    expect(payoffsOf(game)).toEqual({ leaderPayoff: [[1, 3], [2, 0]], followerPayoff: [[1, 0], [0, 1]] }); // prettier-ignore
    expect(game.descriptor.rewardBounds).toEqual([10, 13]);
    expect(soleLeader(game)).toBe(0);
  });

  it('is made from any payoffs, with a default offset and optima of its own', () => {
    const matchingPennies = iteratedGame({
      id: 'my/Pennies-v1',
      stage: 'Matching pennies',
      payoffs: { leaderPayoff: [[1, -1], [-1, 1]], followerPayoff: [[-1, 1], [1, -1]], leaderActions: ['heads', 'tails'] }, // prettier-ignore
      optima: ({ steps }) => [{ leaderReturn: -steps, commitment: 'pure', followerClass: 'rational', ties: 'strong', source: 'by hand' }],
      source: 'by hand',
    });
    const game = matchingPennies.create({ steps: 1 });
    expect(game.parameters).toEqual({ steps: 1, memory: 'joint', memoryLength: 1, rewardOffset: 0 });
    expect(game.descriptor).toMatchObject({ utility: 'zero-sum', rewardBounds: [-1, 1], optima: [{ leaderReturn: -1 }] });
    expect(game.descriptor.summary).toBe('Matching pennies, played 1 time with memory of the last round.');
    expect(labelAt(game.players[1]?.action as { kind: 'discrete'; n: number }, 1)).toBe('column 1');
    expect(labelAt(game.players[0]?.observation as { kind: 'discrete'; n: number }, 2)).toBe('after tails, column 0');
  });

  it.each([
    [{ steps: 0 }, 'steps of matrix/Iterated-v1 is 0: expected an integer from 1 to 1000'],
    [{ steps: 2.5 }, 'is 2.5: expected an integer'],
    [{ memory: 'both' }, 'is "both": expected joint or other'],
    [{ memoryLength: 4 }, 'memoryLength of matrix/Iterated-v1 is 4'],
    [{ rewardOffset: Infinity }, 'rewardOffset of matrix/Iterated-v1 is Infinity: expected a finite number'],
    [{ stepz: 3 }, 'did you mean steps'],
    [{ leaderPayoff: [[1, 2, 3]] }, 'followerPayoff of matrix/Iterated-v1 has 2 rows: expected 1 as in leaderPayoff'],
    [{ leaderPayoff: [[1], [2]] }, 'row 0 of followerPayoff of matrix/Iterated-v1 has 2 entries: expected 1'],
    [{ leaderPayoff: [[1, 2], [3]] }, 'row 1 of parameter leaderPayoff'], // prettier-ignore
    [{ leaderPayoff: [[1, NaN], [3, 4]] }, 'entry [0][1] of parameter leaderPayoff of matrix/Iterated-v1 is NaN'], // prettier-ignore
    [{ leaderPayoff: [] }, 'a game needs actions'],
  ])('refuses %j', (parameters, message) => {
    expect(() => iterated.create(parameters as Record<string, unknown>)).toThrow(InputError);
    expect(() => iterated.create(parameters as Record<string, unknown>)).toThrow(message);
  });

  it('refuses more observations than a table should have', () => {
    const row = Array.from({ length: 7 }, () => 0);
    const matrix = Array.from({ length: 7 }, () => row);
    const given = { leaderPayoff: matrix, followerPayoff: matrix, memoryLength: 3 };
    expect(() => iterated.create(given)).toThrow('memoryLength 3 of matrix/Iterated-v1 gives 120100 observations: expected at most 100000');
    expect(iterated.create({ ...given, memory: 'other' }).players[0]?.observation).toMatchObject({ n: 1 + 7 + 49 + 343 });
  });
});
