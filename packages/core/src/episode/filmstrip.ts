import type { Drawing } from '../drawing/drawing.ts';
import { FRAME, brief, escapeXml, svgText } from '../drawing/drawing.ts';
import type { Game, Player } from '../game/game.ts';
import type { Space, Value } from '../spaces/spaces.ts';
import { labelAt } from '../spaces/spaces.ts';
import type { Moment } from './episode.ts';

/** The most moments of a picture; of longer episodes the last ones are kept too. */
const MOMENTS = 12;
/** How many of them are the last ones. */
const LAST = 3;
/** How many players are spelled out. */
const PLAYERS = 6;
const COLUMNS = 4;
const MARGIN = 8;
const LINE = 12;
const LETTERS = 30;

/** The moments that a picture shows, each with its number. */
function chosen(moments: readonly Moment[]): { readonly at: number; readonly moment: Moment }[] {
  const numbered = moments.map((moment, at) => ({ at, moment }));
  return numbered.length <= MOMENTS ? numbered : [...numbered.slice(0, MOMENTS - LAST), ...numbered.slice(-LAST)];
}

/** A value in words where its space has names, else in short numbers. */
export function valueInWords(space: Space, value: Value): string {
  if (space.kind === 'discrete') return space.labels ? labelAt(space, value as number) : String(value);
  const listed = (items: readonly unknown[]): string => {
    const some = items.slice(0, 8).map((item) => (typeof item === 'number' ? brief(item) : JSON.stringify(item)));
    return `(${some.join(', ')}${items.length > 8 ? ', ...' : ''})`;
  };
  if (Array.isArray(value)) return listed(value);
  return JSON.stringify(value, (_key, item: unknown) => (typeof item === 'number' ? Number(brief(item)) : item));
}

/** What one player did, earned and sees now. */
function lines(
  game: Game,
  { actions, rewards, observations }: Moment,
): { readonly player: Player; readonly did: string; readonly sees: string }[] {
  return game.players.slice(0, PLAYERS).map((player, i) => {
    const earned = rewards ? brief(rewards[i] as number) : '';
    return {
      player,
      did: actions ? `${valueInWords(player.action, actions[i] as Value)}, earns ${earned}` : '',
      sees: valueInWords(player.observation, observations[i] as Value),
    };
  });
}

function titleOf(at: number, { terminated, truncated }: Moment): string {
  return `${at === 0 ? 'start' : `step ${at}`}${terminated ? ', over' : truncated ? ', cut short' : ''}`;
}

const drawn = (game: Game, { state, actions }: Moment): Drawing | undefined => game.draw?.(state, actions);

/**
 * An episode as plain text: what every player did, earned and sees, and the game's own drawing where it has one.
 *
 * @param game - the game
 * @param moments - of {@link playEpisode}
 */
export function filmText(game: Game, moments: readonly Moment[]): string {
  const shown = chosen(moments);
  const blocks = shown.map(({ at, moment }, i) => {
    const skipped = i > 0 ? at - (shown[i - 1] as { readonly at: number }).at - 1 : 0;
    const players = lines(game, moment).map(({ player, did, sees }) => `  ${player.name}${did && `: ${did}`}; sees ${sees}`);
    const text = drawn(game, moment)?.text;
    const picture = text ? text.split('\n').map((line) => `    ${line}`) : [];
    const more = game.players.length > PLAYERS ? [`  and ${game.players.length - PLAYERS} more players`] : [];
    return [...(skipped > 0 ? [`(${skipped} steps)`] : []), titleOf(at, moment), ...players, ...more, ...picture].join('\n');
  });
  return `${blocks.join('\n')}\n`;
}

const short = (text: string): string => (text.length > LETTERS ? `${text.slice(0, LETTERS - 3)}...` : text);

/**
 * An episode as one self-contained SVG: a frame per moment, readable on light and dark pages.
 *
 * @param game - the game
 * @param moments - of {@link playEpisode}
 */
export function filmStrip(game: Game, moments: readonly Moment[]): string {
  const shown = chosen(moments);
  const drawings = shown.map(({ moment }) => drawn(game, moment));
  const picture = Math.ceil(Math.max(0, ...drawings.map((drawing) => (drawing ? (drawing.height ?? FRAME) + MARGIN : 0))));
  const players = Math.min(PLAYERS, game.players.length);
  const width = FRAME + 2 * MARGIN;
  const height = 2 * MARGIN + LINE + picture + players * 3 * LINE;
  const columns = Math.min(COLUMNS, shown.length);
  const total = { width: columns * (width + MARGIN) + MARGIN, height: Math.ceil(shown.length / columns) * (height + MARGIN) + MARGIN };
  const frames = shown.map(({ at, moment }, i) => {
    const x = MARGIN + (i % columns) * (width + MARGIN);
    const y = MARGIN + Math.floor(i / columns) * (height + MARGIN);
    const words = lines(game, moment).flatMap(({ player, did, sees }, row) => {
      const top = MARGIN + LINE + picture + row * 3 * LINE + LINE;
      return [
        svgText(MARGIN, top, short(player.name), { size: 10, tone: player.role }),
        svgText(MARGIN, top + LINE, short(did), { size: 10 }),
        svgText(MARGIN, top + 2 * LINE, short(`sees ${sees}`), { size: 10, tone: 'faint' }),
      ];
    });
    const own = drawings[i]?.svg;
    return [
      `<g transform="translate(${x},${y})"><rect class="card" width="${width}" height="${height}" rx="6"/>`,
      svgText(MARGIN, MARGIN + 8, titleOf(at, moment), { size: 11 }),
      own === undefined ? '' : `<g transform="translate(${MARGIN},${MARGIN + LINE + 2})">${own}</g>`,
      ...words,
      '</g>',
    ].join('');
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${total.width} ${total.height}" width="${total.width}" height="${total.height}" role="img" font-family="system-ui, sans-serif"><title>${escapeXml(`An episode of ${game.id}`)}</title>${STYLE}${frames.join('\n')}</svg>\n`;
}

const colours = (card: string, values: readonly (readonly [name: string, colour: string])[]): string =>
  `.card{fill:${card}}${values.map(([name, colour]) => `.${name}{fill:${colour};stroke:none}line.${name}{stroke:${colour}}`).join('')}`;

const LIGHT = [
  ['ink', '#1f2328'],
  ['faint', '#59636e'],
  ['soft', '#c8d1da'],
  ['paper', '#e6eaef'],
  ['leader', '#0b62c4'],
  ['follower', '#b3470e'],
  ['good', '#1a7f37'],
  ['bad', '#c2252d'],
] as const;
const DARK = [
  ['ink', '#f0f6fc'],
  ['faint', '#9198a1'],
  ['soft', '#4a535e'],
  ['paper', '#2a3038'],
  ['leader', '#6cb0ff'],
  ['follower', '#f7a35c'],
  ['good', '#57c76f'],
  ['bad', '#ff7b72'],
] as const;

const STYLE: string = `<style>${colours('#f6f8fa', LIGHT)}@media (prefers-color-scheme:dark){${colours('#151b23', DARK)}}</style>`;
