import { describe, expect, it } from 'vitest';
import type { FiniteModel, Game } from '@firstmover/core';
import { deterministicPolicy, finiteModel } from '@firstmover/core';
import { iteratedPrisonersDilemma, twelveGames } from '@firstmover/matrix-games';
import { verifyCommitment } from '@firstmover/solvers';
import { contextualFollower } from './contextual.ts';
import { contextEncoding, decodeContext } from './follower-problem.ts';
import { coin, continuousField, noisyField } from './games.fixture.ts';
import type { Improvement, ImprovementOptions } from './improvement.ts';
import { improveContexts } from './improvement.ts';
import { rehearsal } from './rehearsal.ts';

const dilemma = iteratedPrisonersDilemma.create();

interface Options extends Partial<ImprovementOptions> {
  readonly rollouts?: number;
  readonly seed?: number;
  readonly model?: FiniteModel;
}

/** A pass from a given policy, the same action everywhere, with nothing played before. */
function improve(
  game: Game,
  action: number,
  { rollouts = 1, seed = 0, model, ...options }: Options = {},
): Improvement & { choices: number[] } {
  const encoding = contextEncoding(game);
  const choices = new Int32Array(encoding.contexts * encoding.observations).fill(action);
  const played = rehearsal(game, encoding, { rollouts, seed, ...(model ? { model } : {}) });
  const result = improveContexts(played, choices, { ties: 'weak', changes: 1, budget: 1e9, ...options });
  return { ...result, choices: Array.from(choices) };
}

/** The same game, counting how often it is stepped. */
function counted(game: Game): { game: Game; calls: () => number } {
  let calls = 0;
  return {
    game: {
      ...game,
      step(state, actions, chance) {
        calls++;
        return game.step(state, actions, chance);
      },
    },
    calls: () => calls,
  };
}

describe('steps', () => {
  it.each([
    ['one change', 1, 1],
    ['two changes', 2, 1],
    ['many rollouts', 1, 7],
  ] as const)('are what the game executed, and the queries of every context: %s', (_what, changes, rollouts) => {
    for (const original of [dilemma, noisyField, coin]) {
      const { game, calls } = counted(original);
      const { queries, contexts } = contextEncoding(game);
      const { steps } = improve(game, 0, { changes, rollouts });
      expect(steps).toBe(calls() + queries.length * contexts);
    }
  });

  it('of a whole pre-training are too', () => {
    const { game, calls } = counted(continuousField);
    const follower = contextualFollower(game, { copies: 6, budget: 20_000 });
    let updates = 0;
    while (!follower.done) if ('change' in follower.update()) updates++;
    // Two queries in every episode of value learning, and in each of four contexts of both passes.
    expect(follower.steps).toBe(calls() + 2 * (6 * updates + 2 * 4));
  });

  it('never exceed the budget, and what they bought before it ran out stands', () => {
    const model = finiteModel(dilemma);
    for (const changes of [1, 2] as const) {
      const whole = improve(dilemma, 0, { changes, model });
      let before = -1;
      for (let budget = 0; budget <= whole.steps; budget += 37) {
        const part = improve(dilemma, 0, { changes, model, budget });
        expect(part.steps).toBeLessThanOrEqual(budget);
        expect(part.changed).toBeGreaterThanOrEqual(before);
        before = part.changed;
      }
      expect(improve(dilemma, 0, { changes, model, budget: whole.steps })).toEqual(whole);
      expect(improve(dilemma, 0, { changes, model, budget: 4 })).toEqual({ steps: 0, changed: 0, choices: new Array(160).fill(0) });
    }
  });
});

describe('a replacement', () => {
  it('is kept when it pays: against unconditional leaders of the dilemma, defection', () => {
    const { choices, changed } = improve(dilemma, 0, { model: finiteModel(dilemma) });
    expect(changed).toBeGreaterThan(16);
    // Contexts 0 and 31: the leader always cooperates, or always defects. What is reached, the start and what follows defection, defects.
    expect([choices[0], choices[3]]).toEqual([1, 1]);
    expect([choices[31 * 5], choices[31 * 5 + 4]]).toEqual([1, 1]);
  });

  it('of two actions finds what is exactly best of eight policies, from either constant one, in all twelve games', () => {
    for (const definition of twelveGames) {
      const game = definition.create({ memory: 'other', steps: 5 });
      const model = finiteModel(game);
      const encoding = contextEncoding(game);
      const answers = new Int32Array(3);
      for (const start of [0, 1]) {
        const { choices } = improve(game, start, { changes: 2, model });
        for (let context = 0; context < 8; context++) {
          decodeContext(encoding, context, answers);
          const follower = deterministicPolicy(choices.slice(3 * context, 3 * context + 3), 2);
          const found = verifyCommitment(model, deterministicPolicy(answers, 2), { followerClass: 'stationary', follower });
          expect([game.id, context, found.followerGain, found.played?.leaderValue]).toEqual([game.id, context, 0, found.leaderValue.weak]);
        }
      }
    }
  });

  it('comes to an end: a second pass changes nothing', () => {
    const done = improve(dilemma, 0, { model: finiteModel(dilemma) });
    const encoding = contextEncoding(dilemma);
    const choices = Int32Array.from(done.choices);
    const played = rehearsal(dilemma, encoding, { rollouts: 1, seed: 0 });
    const again = improveContexts(played, choices, { ties: 'weak', changes: 1, budget: 1e9 });
    expect(again.changed).toBe(0);
    expect(Array.from(choices)).toEqual(done.choices);
  });

  it('is not kept for what may be luck', () => {
    // Eight contexts with 32 tosses each: the mean differs from zero in all of them, but by less than twice its error.
    expect(improve(coin, 0, { rollouts: 32, ties: 'strong' }).changed).toBe(0);
  });

  it('is no tie where only the means are close, whatever the leader would gain', () => {
    expect(improve(coin, 0, { rollouts: 32, ties: 'weak' }).changed).toBe(0);
    expect(improve(coin, 1, { rollouts: 32, ties: 'strong' }).changed).toBe(0);
  });

  it('depends on the seed through chance only', () => {
    const model = finiteModel(dilemma);
    expect(improve(dilemma, 0, { model, seed: 1 })).toEqual(improve(dilemma, 0, { model, seed: 2 }));
    expect(improve(dilemma, 0, { model })).toEqual(improve(dilemma, 0));
    const [one, two] = [1, 2].map((seed) => improve(coin, 0, { rollouts: 1, seed }).choices);
    expect(one).not.toEqual(two);
  });
});
