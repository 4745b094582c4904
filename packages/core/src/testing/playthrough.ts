import type { Moment } from '../episode/episode.ts';
import { playEpisode } from '../episode/episode.ts';
import type { Game, GameDefinition } from '../game/game.ts';
import { spaceToJson } from '../spaces/json.ts';
import { exact } from './report.ts';

/** The seeds of the episodes that are written down. */
const SEEDS = [0, 1];
/** How many steps of each are written out. */
const WRITTEN = 6;
/** How many steps the digest covers. */
const DIGESTED = 1000;
/** The longest line; what is longer is cut, with a digest of all of it. */
const LETTERS = 400;

/**
 * The golden playthrough of a game with its default parameters. It shows the descriptor, spaces, parameters, the first steps of two
 * episodes with states, observations, actions and rewards, and a digest of a thousand steps. It is kept beside the game, and a diff of it
 * is reviewed: a change that nobody wanted, or a new version of the game.
 *
 * @param definition - the game
 */
export function playthrough(definition: GameDefinition): string {
  const game = definition.create();
  const { descriptor, players } = game;
  const lines = [
    `game ${game.id}`,
    `chance ${game.chance}`,
    ...Object.entries(descriptor)
      .filter(([key]) => key !== 'optima')
      .map(([key, value]) => line(`descriptor ${key}`, value)),
    ...descriptor.optima.map((optimum) => line('descriptor optimum', optimum)),
    ...Object.entries(definition.parameters).map(([name, parameter]) => line(`parameter ${name}`, parameter)),
    ...players.flatMap(({ name, role, observation, action }, i) => [
      line(`player ${i}`, { name, role }),
      `  observation ${cut(spaceToJson(observation))}`,
      `  action ${cut(spaceToJson(action))}`,
    ]),
    ...SEEDS.flatMap((seed) => ['', `episode of seed ${seed}`, ...episodeLines(playEpisode(game, { seed, steps: DIGESTED }))]),
    '',
    `digest of ${DIGESTED} steps ${digest(game)}`,
  ];
  return `${lines.join('\n')}\n`;
}

function episodeLines(moments: readonly Moment[]): string[] {
  const written = moments.slice(0, WRITTEN + 1).flatMap((moment, at) => momentLines(moment, at));
  const last = moments.at(-1) as Moment;
  return moments.length > WRITTEN + 1 ? [...written, '...', ...momentLines(last, moments.length - 1)] : written;
}

function momentLines({ state, observations, actions, rewards, terminated, truncated }: Moment, at: number): string[] {
  return [
    ...(actions ? [line(`step ${at} actions`, actions), line('  rewards', rewards)] : ['start']),
    line('  state', state),
    line('  observations', observations),
    ...(terminated ? ['  terminated'] : []),
    ...(truncated ? ['  truncated'] : []),
  ];
}

/** A digest of episode after episode. */
function digest(game: Game): string {
  let text = '';
  let steps = 0;
  for (let seed = 0; steps < DIGESTED; seed++) {
    const moments = playEpisode(game, { seed, steps: DIGESTED - steps });
    steps += Math.max(1, moments.length - 1);
    text = fnv(text + exact(moments));
  }
  return text;
}

const line = (what: string, record: unknown): string => `${what} ${cut(exact(record))}`;

const cut = (text: string): string =>
  text.length <= LETTERS ? text : `${text.slice(0, LETTERS)}... ${text.length} characters, digest ${fnv(text)}`;

/** FNV-1a of 32 bits over UTF-16 code units, as hexadecimal digits. */
function fnv(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
