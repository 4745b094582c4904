import type { Game } from '../game/game.ts';
import type { FiniteModel } from '../model/finite-model.ts';
import { longestEpisode } from './model-order.ts';
import type { Report } from './report.ts';

/** Compares the longest way through the finite model with the horizon that the descriptor states. */
export function checkHorizon(game: Game, model: FiniteModel, report: Report): void {
  const { horizon } = game.descriptor;
  const longest = longestEpisode(model);
  if (horizon === undefined || longest === horizon) return;
  if (longest === Infinity) report('horizon', `an episode can go on for ever: the descriptor says at most ${horizon} steps`);
  else report('horizon', `the longest episode has ${longest} steps: the descriptor says ${horizon}`);
}
