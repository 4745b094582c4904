import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import type { GameDefinition, Registry } from '@firstmover/core';
import { InputError, nearMatches, show } from '@firstmover/core';
import { loadModule } from '@firstmover/experiments';
import { createGames } from './games.ts';

/**
 * A registry that knows the game a user means, and the id of that game. A game of the user's own is `module#export`: the path of a file, or the name of a
 * package that is installed where the command runs, and what it exports; the export may be its name or the id of the game, and may be left out where
 * the module has one game only.
 *
 * @param text - a game id, or a module
 * @returns the registry, and the game's id in it
 * @throws InputError for a module that cannot be loaded or does not export the game, with what it exports
 */
export async function findGame(text: string): Promise<{ readonly games: Registry; readonly id: string }> {
  const games = createGames();
  const hash = text.indexOf('#');
  const [module, name] = hash < 0 ? [text, undefined] : [text.slice(0, hash), text.slice(hash + 1)];
  const isPath = /\.[cm]?[jt]s$/.test(module);
  if (hash < 0 && !isPath) return { games, id: text };
  const definition = choose(await load(module, isPath), name, module);
  if (!games.names('game').includes(definition.id)) games.register(definition);
  else if (games.find('game', definition.id) !== definition)
    throw new InputError(`${show(module)} defines ${definition.id}, which is a game of firstmover: use another name`);
  return { games, id: definition.id };
}

async function load(module: string, isPath: boolean): Promise<Readonly<Record<string, unknown>>> {
  const file = resolve(module);
  if (isPath && !existsSync(file))
    throw new InputError(`there is no file ${show(module)}: expected a module that exports a game, or a game id of \`firstmover list\``);
  // A package is looked up where the command runs, not where it is installed.
  return loadModule(isPath ? file : packageFile(module));
}

function packageFile(name: string): string {
  try {
    return createRequire(resolve('package.json')).resolve(name);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'MODULE_NOT_FOUND' || code === 'ERR_PACKAGE_PATH_NOT_EXPORTED')
      throw new InputError(
        `there is no package ${show(name)} here: expected one that is installed, a path that begins with ./, or a game id`,
      );
    throw new InputError(`the package ${show(name)} cannot be found: ${message}`);
  }
}

function isGame(value: unknown): value is GameDefinition {
  const definition = value as Partial<GameDefinition> | null;
  return typeof definition === 'object' && typeof definition?.id === 'string' && typeof definition.create === 'function';
}

function choose(exported: Readonly<Record<string, unknown>>, name: string | undefined, module: string): GameDefinition {
  const found = new Map<string, GameDefinition>();
  for (const [key, value] of Object.entries(exported)) if (isGame(value)) found.set(key, value);
  const listed = Array.from(found, ([key, { id }]) => `${key} (${id})`).join(', ');
  if (found.size === 0)
    throw new InputError(
      `${show(module)} exports no game: expected the result of defineGame; what it exports: ${Object.keys(exported).join(', ') || 'nothing'}`,
    );
  if (name === undefined) {
    const [only, ...others] = found.values();
    if (only && others.every((other) => other === only)) return only;
    throw new InputError(`${show(module)} exports ${found.size} games: expected ${module}#name with one of ${listed}`);
  }
  const match = Array.from(found).find(([key, { id }]) => key === name || id === name || id.replace(/-v\d+$/, '') === name);
  if (match) return match[1];
  const near = nearMatches(
    name,
    Array.from(found).flatMap(([key, { id }]) => [key, id]),
  );
  throw new InputError(
    `${show(module)} exports no game ${show(name)}: ${near.length > 0 ? `did you mean ${near.join(' or ')}?` : `what exists: ${listed}`}`,
  );
}
