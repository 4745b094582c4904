// What is kept beside every game: its golden playthrough, the picture of an episode, and the facts on its page. A folder of a package that has a
// README.md with the line `<!-- game ID -->` is a folder of games; `npm run generate:games` writes everything, `--check` only says what is out of date.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { filmStrip, playEpisode } from '@firstmover/core';
import type { ConfigRegistry } from '@firstmover/pipeline';
import { factSheet, playthrough } from '@firstmover/core/testing';

/** The folder of the repository. */
export const root: string = join(import.meta.dirname, '..');

/** A folder of games. */
export interface GameFolder {
  /** Its path from the repository's folder. */
  readonly path: string;
  /** The text of its page. */
  readonly page: string;
  /** The ids that its page has a place for. */
  readonly ids: readonly string[];
}

const MARKER = /^<!-- game (\S+) -->$/gm;

/** All folders of games. */
export function gameFolders(): GameFolder[] {
  return readdirSync(join(root, 'packages'))
    .flatMap((name) => {
      const source = join('packages', name, 'src');
      return existsSync(join(root, source)) ? readdirSync(join(root, source)).map((folder) => join(source, folder)) : [];
    })
    .filter((path) => existsSync(join(root, path, 'README.md')))
    .map((path) => {
      const page = readFileSync(join(root, path, 'README.md'), 'utf8');
      return { path, page, ids: Array.from(page.matchAll(MARKER), ([, id]) => id as string) };
    })
    .filter(({ ids }) => ids.length > 0);
}

/**
 * What the files of a folder should hold, by path: its page, and a playthrough and a picture of each game.
 *
 * @param folder - one of {@link gameFolders}
 * @param games - the registry that knows its games
 */
export function filesOf({ path, page, ids }: GameFolder, games: ConfigRegistry): Map<string, string> {
  const files = new Map<string, string>();
  let written = page;
  for (const id of ids) {
    const definition = games.find('game', id);
    const name = id.slice(id.indexOf('/') + 1);
    const game = definition.create();
    files.set(join(path, 'golden', `${name}.txt`), playthrough(definition));
    files.set(join(path, 'golden', `${name}.svg`), filmStrip(game, playEpisode(game)));
    written = fill(written, `game ${id}`, factSheet(definition, `golden/${name}.svg`), path);
  }
  return files.set(join(path, 'README.md'), written);
}

/**
 * The README.md of a package with its list of games, for a package that has the line `<!-- games -->` there.
 *
 * @param home - the package's path
 * @param folders - all folders of games
 * @param games - the registry that knows them
 */
export function packagePage(home: string, folders: readonly GameFolder[], games: ConfigRegistry): string {
  const rows = folders
    .filter(({ path }) => path.startsWith(`${home}/`))
    .flatMap(({ path, ids }) =>
      ids.map((id) => `| [\`${id}\`](${path.slice(home.length + 1)}/README.md) | ${games.find('game', id).create().descriptor.summary} |`),
    );
  const table = ['| game | what it is |', '| --- | --- |', ...rows].join('\n');
  return fill(readFileSync(join(root, home, 'README.md'), 'utf8'), 'games', table, home);
}

/** Puts text between the line `<!-- marker -->` and the next `<!-- end -->`. */
function fill(page: string, marker: string, text: string, path: string): string {
  const start = `<!-- ${marker} -->\n`;
  const from = page.indexOf(start) + start.length;
  const length = page.slice(from).search(/^<!-- end -->$/m);
  if (from < start.length || length < 0) throw new Error(`${path}/README.md: expected the lines <!-- ${marker} --> and <!-- end -->`);
  return `${page.slice(0, from)}\n${text}\n\n${page.slice(from + length)}`;
}
