import type { FiniteModel, Game, TablePolicy } from '@firstmover/core';
import { finiteModel, greedyChoices } from '@firstmover/core';
import { twelveGames } from '@firstmover/matrix-games';
import type { Run } from '../harness/study.ts';
import { exactValues } from '@firstmover/evaluation';

/** What is trained, seen from outside. */
export interface Contestant {
  /** Environment steps so far. */
  readonly steps: { readonly pretraining: number; readonly leader: number };
  /** Trains the leader once, its follower being ready; returns its greedy policy. */
  update(): TablePolicy;
}

/** A leader that stays optimal for so many of its environment steps has arrived, whatever the method. */
export const LASTING = 130_000;
/** The most environment steps of a leader. */
export const BUDGET = 520_000;

/**
 * Runs a method on the twelve games and measures when the greedy leader became optimal for good: environment steps of the leader, and of the
 * follower's training before it.
 */
export function runTwelve(
  method: string,
  seed: number,
  effort: number,
  start: (game: Game, model: FiniteModel) => Contestant,
  budget: number = BUDGET,
): Run[] {
  return GAMES.map(({ name, game, model, exact }) => {
    const contestant = start(game, model);
    let since: number | null = null;
    do {
      const optimal = exact.optimal(greedyChoices(contestant.update()));
      since = optimal ? (since ?? contestant.steps.leader) : null;
    } while (contestant.steps.leader < effort * budget && contestant.steps.leader - (since ?? Infinity) < effort * LASTING);
    const { pretraining } = contestant.steps;
    return { arm: armOf(method, name), seed, values: { leader: since, pretraining, total: since === null ? null : since + pretraining } };
  });
}

const GAMES = twelveGames.map((definition) => {
  const game = definition.create();
  const model = finiteModel(game);
  return { name: definition.id.replace('matrix/Iterated', '').replace('-v1', ''), game, model, exact: exactValues(model) };
});

/** The twelve games by name. */
export const GAME_NAMES: readonly string[] = GAMES.map(({ name }) => name);

/** The arm of a method on a game. */
export function armOf(method: string, game: string): string {
  return `${method}: ${game}`;
}

/** A measure of a method, game by game, seeds in order; runs that never arrived are infinite. */
export function byGame(runs: readonly Run[], method: string, measure: 'leader' | 'pretraining' | 'total'): number[][] {
  return GAME_NAMES.map((game) => runs.filter(({ arm }) => arm === armOf(method, game)).map(({ values }) => values[measure] ?? Infinity));
}

/** Steps summed over the twelve games, by seed. */
export function sums(runs: readonly Run[], method: string): number[] {
  const games = byGame(runs, method, 'total');
  return games[0]!.map((_unused, seed) => games.reduce((sum, values) => sum + values[seed]!, 0));
}
