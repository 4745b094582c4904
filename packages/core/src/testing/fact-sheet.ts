import { brief } from '../drawing/drawing.ts';
import type { Descriptor } from '../game/descriptor.ts';
import type { GameDefinition } from '../game/game.ts';
import { describeDefault, describeValues } from '../parameters/describe.ts';
import type { Space } from '../spaces/spaces.ts';

/**
 * What the page of a game says that follows from its definition, with default parameters. That is players with their spaces, parameters,
 * rewards, known optima with their sources, and a picture. Markdown; rules and everything else on the page is written by hand.
 *
 * @param definition - the game
 * @param picture - the address of a picture of an episode, from the page
 */
export function factSheet(definition: GameDefinition, picture: string): string {
  const { id, chance, descriptor, players } = definition.create();
  const { summary, utility, commitment, rewardBounds, gamma, source } = descriptor;
  return [
    summary,
    '',
    table(
      ['player', 'role', 'sees', 'acts'],
      players.map(({ name, role, observation, action }) => [name, role, spaceInWords(observation), spaceInWords(action)]),
    ),
    '',
    ...parameterTable(definition),
    table(
      ['utility', 'commitment', 'rewards of a step', 'gamma', 'chance'],
      [[utility, commitment, rewardBounds.map(brief).join(' to '), String(gamma), chance]],
    ),
    '',
    ...optimaTable(descriptor),
    `Rules from: ${escape(source)}.`,
    '',
    `![an episode of ${id} played at random](${picture})`,
  ].join('\n');
}

function parameterTable(definition: GameDefinition): string[] {
  const rows = Object.entries(definition.parameters).map(([name, parameter]) => [
    `\`${name}\``,
    describeValues(parameter),
    describeDefault(parameter),
    parameter.about,
  ]);
  return rows.length === 0 ? ['No parameters.', ''] : [table(['parameter', 'values', 'default', 'meaning'], rows), ''];
}

function optimaTable({ optima }: Descriptor): string[] {
  if (optima.length === 0) return ['No optimum is listed for the default parameters.', ''];
  const rows = optima.map(({ leaderReturn, commitment, followerClass, ties, source }) => [
    String(Number(leaderReturn.toPrecision(9))),
    commitment,
    followerClass,
    ties,
    source,
  ]);
  return [table(['optimal leader return', 'commitment', 'follower', 'ties', 'source'], rows), ''];
}

/** The most labels that are spelled out. */
const LABELS = 8;

/** A space with its shape and bounds, in a few words. */
export function spaceInWords(space: Space): string {
  switch (space.kind) {
    case 'discrete': {
      const names = space.labels?.slice(0, LABELS).join('; ');
      return `Discrete(${space.n})${names === undefined ? '' : `: ${names}${space.n > LABELS ? '; ...' : ''}`}`;
    }
    case 'multi-discrete':
      return `MultiDiscrete([${space.counts.join(', ')}])`;
    case 'box':
      return `Box([${space.shape.join(', ')}]), ${space.low} to ${space.high}`;
    case 'simplex':
      return `Simplex(${space.n})`;
    case 'dict':
      return `Dict(${Object.entries(space.entries)
        .map(([key, entry]) => `${key}: ${spaceInWords(entry)}`)
        .join(', ')})`;
    case 'tuple':
      return `Tuple(${space.items.map(spaceInWords).join(', ')})`;
  }
}

const escape = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]): string => `| ${cells.map(escape).join(' | ')} |`;
  return [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
}
