import { describe, expect, it } from 'vitest';
import type { Game } from '@firstmover/core';
import { finiteModel, randomStream } from '@firstmover/core';
import { iteratedPrisonersDilemma } from '@firstmover/matrix-games';
import { contextEncoding } from './follower-problem.ts';
import { continuousField, noisyField, weather } from './games.fixture.ts';
import { rehearsal } from './rehearsal.ts';

const dilemma = iteratedPrisonersDilemma.create();

/** Random tables of leader and follower. */
function tables(game: Game, count: number): [Int32Array, Int32Array][] {
  const { queries, leaderActions, observations, actions } = contextEncoding(game);
  const random = randomStream(3, 'tables').at(0, 0);
  return Array.from({ length: count }, () => [
    Int32Array.from({ length: queries.length }, () => random.integer(leaderActions)),
    Int32Array.from({ length: observations }, () => random.integer(actions)),
  ]);
}

describe('a rehearsal', () => {
  it.each([
    ['deterministic', dilemma, 1],
    ['stochastic', noisyField, 6],
    ['of random length', weather, 6],
    ['without a model', continuousField, 6],
  ] as const)('remembers what it would play, %s', (_what, game, rollouts) => {
    const encoding = contextEncoding(game);
    const remembering = rehearsal(game, encoding, { rollouts, seed: 1 });
    for (const [leader, follower] of tables(game, 100)) {
      const fresh = rehearsal(game, encoding, { rollouts, seed: 1 });
      const [known, played] = [remembering.outcome(), fresh.outcome()];
      expect(remembering.play(leader, follower, 1e9, known)).toBe(true);
      expect(fresh.play(leader, follower, 1e9, played)).toBe(true);
      expect(known).toEqual(played);
      const before = remembering.steps;
      expect(remembering.play(leader, follower, 0, known)).toBe(true);
      expect(remembering.steps).toBe(before);
      expect(known).toEqual(played);
    }
  });

  it('plays each of the 196 ways in which ten rounds of the dilemma can go once', () => {
    // The ways from the start into k joint actions met for the first time and back to one of them: sum over k of 4! / (4 - k)! * k.
    const encoding = contextEncoding(dilemma);
    const played = rehearsal(dilemma, encoding, { rollouts: 1, seed: 0, model: finiteModel(dilemma) });
    for (let leader = 0; leader < 32; leader++) {
      for (let follower = 0; follower < 32; follower++) {
        const bits = (table: number): Int32Array => Int32Array.from({ length: 5 }, (_unused, i) => (table >> i) & 1);
        played.play(bits(leader), bits(follower), 1e9, played.outcome());
      }
    }
    expect(played.steps).toBe(1960);
  });

  it('stops when steps run out, and counts those that it took', () => {
    const played = rehearsal(dilemma, contextEncoding(dilemma), { rollouts: 2, seed: 0 });
    const [leader, follower] = [new Int32Array(5), new Int32Array(5)];
    expect(played.play(leader, follower, 13, played.outcome())).toBe(false);
    expect(played.steps).toBe(12);
    expect(played.play(leader, follower, 19, played.outcome())).toBe(false);
    expect(played.play(leader, follower, 20, played.outcome())).toBe(true);
  });
});
