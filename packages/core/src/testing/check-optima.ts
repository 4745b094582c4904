import { show } from '../errors/errors.ts';
import type { KnownOptimum } from '../game/descriptor.ts';
import type { Game } from '../game/game.ts';
import { followersOf, leadersOf } from '../game/game.ts';
import type { FiniteModel } from '../model/finite-model.ts';
import type { Search } from './model-order.ts';
import { childrenFirst, longestEpisode } from './model-order.ts';
import type { Report } from './report.ts';
import { searchMixtures } from './search-mixtures.ts';
import { searchTables } from './search-tables.ts';

/**
 * Compares every declared optimum with an exact solver where one is given, else with a search of the kit's own, bounded in work. That
 * search is over tables of the leader, each answered by an exact best response, or over mixtures. A search that cannot try everything
 * still finds an optimum that is beaten, or that nobody could reach even if the follower helped.
 *
 * @returns why nothing was compared; undefined when something was
 */
export function checkOptima(
  game: Game,
  model: FiniteModel | undefined,
  solve: ((game: Game, optimum: KnownOptimum) => number | undefined) | undefined,
  report: Report,
): string | undefined {
  let compared = 0;
  let reason = '';
  for (const optimum of game.descriptor.optima) {
    const solved = solve?.(game, optimum);
    const found = solved === undefined ? search(game, model, optimum) : { best: solved, complete: true, bound: solved };
    if (typeof found === 'string') {
      reason = found;
      continue;
    }
    compared++;
    const { leaderReturn, commitment, followerClass, ties } = optimum;
    const slack = 1e-6 * (1 + Math.abs(leaderReturn));
    const what = `the ${commitment} optimum against a ${followerClass} follower with ${ties} ties is declared as ${show(leaderReturn)}`;
    if (found.best > leaderReturn + slack) report('optimum', `${what}: a commitment earns ${found.best}`);
    else if (found.complete && found.best < leaderReturn - slack) report('optimum', `${what}: the best commitment earns ${found.best}`);
    else if (!(leaderReturn <= found.bound + slack))
      report('optimum', `${what}: nobody earns more than ${found.bound}, whatever all players do`);
  }
  return compared > 0 ? undefined : `${reason}, and no exact solver was given`;
}

/** A search, with what the leader earns at most whatever all players do; or why there is none. */
function search(game: Game, model: FiniteModel | undefined, optimum: KnownOptimum): (Search & { readonly bound: number }) | string {
  if (!model) return 'the game has no finite model to search';
  if (leadersOf(game).length !== 1 || followersOf(game).length !== 1) return 'the search knows one leader and one follower';
  if (longestEpisode(model) === Infinity) return 'the search knows games whose episodes have a longest length';
  const found = optimum.commitment === 'mixed' ? searchMixtures(model, optimum.ties) : searchTables(model, optimum);
  return typeof found === 'string' ? found : { ...found, bound: highestReturn(model) };
}

/** What the leader earns at most, whatever all players do. */
function highestReturn(model: FiniteModel): number {
  const leader = leadersOf(model.game)[0] as number;
  const value = new Float64Array(model.states.length);
  const { gamma } = model.game.descriptor;
  for (const state of childrenFirst(model)) {
    let best = -Infinity;
    for (let joint = 0; joint < model.jointActions; joint++) {
      let expected = 0;
      for (let o = model.first[state * model.jointActions + joint]!; o < model.first[state * model.jointActions + joint + 1]!; o++)
        expected += model.probability[o]! * (model.rewards[leader]![o]! + (model.ended[o] === 0 ? gamma * value[model.next[o]!]! : 0));
      best = Math.max(best, expected);
    }
    value[state] = best;
  }
  return model.initial.reduce((sum, { state, probability }) => sum + probability * value[state]!, 0);
}
