import type { FiniteModel, Game, KnownOptimum } from '@firstmover/core';
import { finiteModel } from '@firstmover/core';
import { describe, expect, it } from 'vitest';
import { payoffsOf } from '../matrix-game/matrix-game.ts';
import { twelveGames } from './twelve-games.ts';

/** Cells (0,0) (0,1) (1,0) (1,1) of each game as the literature lists them, leader,follower. */
const PUBLISHED: Record<string, string> = {
  PrisonersDilemma: '3,3 1,4 4,1 2,2',
  StagHunt: '4,4 1,3 3,1 2,2',
  Assurance: '4,4 1,2 2,1 3,3',
  Coordination: '4,4 2,1 1,2 3,3',
  MixedHarmony: '4,4 3,1 1,3 2,2',
  Harmony: '4,4 3,2 2,3 1,1',
  NoConflict: '4,4 2,3 3,2 1,1',
  Deadlock: '2,2 1,4 4,1 3,3',
  PrisonersDelight: '1,1 2,4 4,2 3,3',
  Hero: '1,1 3,4 4,3 2,2',
  Battle: '2,2 3,4 4,3 1,1',
  Chicken: '3,3 2,4 4,2 1,1',
};

const names = Object.keys(PUBLISHED);
const games = names.map((name, i) => [name, twelveGames[i] as (typeof twelveGames)[number]] as const);

/** The returns [follower, leader] of the game from its first state, computed backwards over states by a choice among follower actions. */
type Returns = readonly [follower: number, leader: number];

function outcome(model: FiniteModel, state: number, leader: number, follower: number): { next: number; over: boolean; rewards: Returns } {
  const at = model.first[state * model.jointActions + leader * 2 + follower] as number;
  return {
    next: model.next[at] as number,
    over: model.ended[at] !== 0,
    rewards: [(model.rewards[1] as Float64Array)[at] as number, (model.rewards[0] as Float64Array)[at] as number],
  };
}

function play(model: FiniteModel, leader: readonly number[], follower: readonly number[]): Returns {
  let state = model.initial[0]?.state as number;
  let total: Returns = [0, 0];
  for (;;) {
    const seen = model.observations.map((row) => row[state] as number) as [number, number];
    const { next, over, rewards } = outcome(model, state, leader[seen[0]] as number, follower[seen[1]] as number);
    total = [total[0] + rewards[0], total[1] + rewards[1]];
    if (over) return total;
    state = next;
  }
}

const tables = (observations: number): number[][] =>
  Array.from({ length: 2 ** observations }, (_table, index) => Array.from({ length: observations }, (_bit, o) => (index >> o) & 1));

const better =
  (favour: number) =>
  (a: Returns, b: Returns): Returns =>
    b[0] > a[0] || (b[0] === a[0] && favour * b[1] > favour * a[1]) ? b : a;

/** The leader's best return against a follower that chooses among stationary policies (every table) or with the round in view. */
function bestCommitment(game: Game, followerClass: 'stationary' | 'rational', ties: 'strong' | 'weak'): { value: number; best: string[] } {
  const model = finiteModel(game);
  const prefer = better(ties === 'strong' ? 1 : -1);
  const rational = (leader: readonly number[]): Returns => {
    const from = (state: number): Returns => {
      const replies = [0, 1].map((follower): Returns => {
        const { next, over, rewards } = outcome(model, state, leader[model.observations[0]?.[state] as number] as number, follower);
        const rest: Returns = over ? [0, 0] : memo(next);
        return [rewards[0] + rest[0], rewards[1] + rest[1]];
      });
      return replies.reduce(prefer);
    };
    const known = new Map<number, Returns>();
    const memo = (state: number): Returns => {
      const value = known.get(state) ?? from(state);
      known.set(state, value);
      return value;
    };
    return memo(model.initial[0]?.state as number);
  };
  const followers = tables(model.observationCounts[1] as number);
  const stationary = (leader: readonly number[]): Returns => followers.map((follower) => play(model, leader, follower)).reduce(prefer);
  const values = tables(model.observationCounts[0] as number).map((leader) => ({
    leader: leader.join(''),
    value: (followerClass === 'stationary' ? stationary(leader) : rational(leader))[1],
  }));
  const value = Math.max(...values.map((entry) => entry.value));
  return { value, best: values.filter((entry) => entry.value === value).map((entry) => entry.leader) };
}

describe('the twelve symmetric iterated 2x2 games', () => {
  it('have the published ids', () => {
    expect(twelveGames.map(({ id }) => id)).toEqual(names.map((name) => `matrix/Iterated${name}-v1`));
  });

  it.each(games)('%s has the published payoffs, and pays them minus 2.5', (name, definition) => {
    const game = definition.create();
    const payoffs = payoffsOf(game);
    const cells = (PUBLISHED[name] as string).split(' ').map((cell) => cell.split(',').map(Number));
    cells.forEach((cell, k) => {
      const [row, column] = [k >> 1, k & 1];
      expect([payoffs?.leaderPayoff[row]?.[column], payoffs?.followerPayoff[row]?.[column]]).toEqual(cell);
      const state = game.initial({ pick: () => 0, uniform: () => 0 });
      expect(game.step(state, [row, column], { pick: () => 0, uniform: () => 0 }).rewards).toEqual(cell.map((payoff) => payoff - 2.5));
    });
    expect(game.descriptor).toMatchObject({ utility: 'general-sum', rewardBounds: [-1.5, 1.5], commitment: 'pure', gamma: 1 });
    expect(game.players.map(({ name: player, role }) => [player, role])).toEqual([
      ['leader', 'leader'],
      ['follower', 'follower'],
    ]);
  });

  it.each(games)('%s declares the optima that exhaustive search finds, for both kinds of memory', (_name, definition) => {
    for (const memory of ['joint', 'other']) {
      const game = definition.create({ memory });
      expect(game.descriptor.optima).toHaveLength(4);
      for (const optimum of game.descriptor.optima as readonly KnownOptimum[]) {
        expect(optimum.commitment).toBe('pure');
        expect(bestCommitment(game, optimum.followerClass, optimum.ties).value, `${memory} ${optimum.followerClass} ${optimum.ties}`).toBe(
          optimum.leaderReturn,
        );
      }
    }
  });

  it('has one optimal table in the dilemma: defect first, then copy the follower', () => {
    const dilemma = (memory: string): Game => (twelveGames[0] as (typeof twelveGames)[number]).create({ memory });
    expect(bestCommitment(dilemma('joint'), 'stationary', 'weak')).toEqual({ value: 6, best: ['10011'] });
    expect(bestCommitment(dilemma('other'), 'stationary', 'weak')).toEqual({ value: 6, best: ['101'] });
    // Known for five rounds too: 3.2 per step.
    const five = (twelveGames[0] as (typeof twelveGames)[number]).create({ steps: 5 });
    expect(bestCommitment(five, 'stationary', 'weak').value).toBe(3.5);
  });

  it('declares no optimum for parameters that the numbers do not hold for', () => {
    for (const parameters of [{ steps: 9 }, { rewardOffset: -4 }, { memoryLength: 2 }]) {
      for (const definition of twelveGames) expect(definition.create(parameters).descriptor.optima).toEqual([]);
    }
  });
});
