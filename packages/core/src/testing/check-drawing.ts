import { show } from '../errors/errors.ts';
import { playEpisode } from '../episode/episode.ts';
import type { Game } from '../game/game.ts';
import type { Report } from './report.ts';
import { exact } from './report.ts';

/** Draws the states of an episode, twice and in another order. */
export function checkDrawing(game: Game, seed: number, report: Report): void {
  if (!game.draw) return;
  const moments = playEpisode(game, { seed, steps: 50 });
  const draw = ({ state, actions }: (typeof moments)[number]): string => {
    const before = exact([state, actions]);
    const drawing = game.draw?.(state, actions);
    if (exact([state, actions]) !== before) report('mutation', 'draw changes the state or the actions');
    if (typeof drawing?.svg !== 'string' || typeof drawing.text !== 'string')
      report('drawing', `draw returns ${show(drawing)}: expected { svg, text }`);
    else if (/<script|<foreignObject|\son\w+\s*=|javascript:/i.test(drawing.svg))
      report('drawing', 'a drawing holds a script: expected shapes and text');
    return exact(drawing);
  };
  const first = moments.map(draw);
  const again = moments.toReversed().map(draw).reverse();
  if (first.some((text, i) => text !== again[i])) report('drawing', 'the same state is drawn differently the second time');
}
