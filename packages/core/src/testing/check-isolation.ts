import { show } from '../errors/errors.ts';
import { playEpisode } from '../episode/episode.ts';
import type { Game } from '../game/game.ts';
import type { Report } from './report.ts';
import { exact } from './report.ts';

/** The most different values of a hidden part that are tried in every state. */
const VALUES = 8;

/**
 * Changes what is hidden from a player, to what it is in other states that were met, and looks whether the player sees something else.
 *
 * @param game - the game; its players say what is hidden from them
 * @param steps - how many states, at most
 * @param seed - of chance and actions
 * @param report - receives the first leak of each player
 */
export function checkIsolation(game: Game, steps: number, seed: number, report: Report): void {
  if (game.players.every(({ hidden = [] }) => hidden.length === 0)) return;
  const states: unknown[] = [];
  for (let episode = 0; states.length < steps && episode < steps; episode++)
    for (const { state } of playEpisode(game, { seed: seed + episode, steps: 200 })) states.push(state);
  game.players.forEach(({ name, hidden = [] }, player) => {
    for (const path of hidden) {
      const keys = path.split('.');
      const met = new Map<string, unknown>();
      for (const state of states) {
        const value = read(state, keys);
        if (value !== undefined && met.size < VALUES) met.set(exact(value), value);
      }
      if (met.size === 0) report('isolation', `${name} hides ${show(path)}, which no state has: expected the path of a part of the state`);
      for (const state of states) {
        if (read(state, keys) === undefined) continue;
        const seen = exact(game.observe(state, player));
        for (const value of met.values()) {
          if (exact(game.observe(replaced(state, keys, value), player)) === seen) continue;
          return report(
            'isolation',
            `${name} sees something else when ${path} is ${show(value)} in state ${show(state)}: it is hidden from ${name}`,
          );
        }
      }
    }
  });
}

function read(state: unknown, keys: readonly string[]): unknown {
  return keys.reduce(
    (part: unknown, key) => (typeof part === 'object' && part !== null ? (part as Record<string, unknown>)[key] : undefined),
    state,
  );
}

function replaced(state: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  const part = (state as Record<string, unknown>)[key];
  if (Array.isArray(state)) return state.map((entry: unknown, i) => (String(i) === key ? replaced(entry, rest, value) : entry));
  return { ...(state as Record<string, unknown>), [key]: replaced(part, rest, value) };
}
