import type { Definition } from '@firstmover/core';
import { InputError, nameOf, show } from '@firstmover/core';
import type { KnownKind, ConfigRegistry } from '@firstmover/pipeline';
import { kindOf, loadDefinition, moduleOf } from '@firstmover/experiments';
import { bundledRegistry } from '@firstmover/pipeline';

/**
 * A registry that knows the game a user means, and the id of that game. A game of the user's own is `module#export`: the path of a file, or the name of a
 * package that is installed where the command runs, and what it exports; the export may be its name or the id of the game, and may be left out where
 * the module has one game only.
 *
 * @param text - a game id, or a module
 * @returns the registry, and the game's id in it
 * @throws InputError for a module that cannot be loaded or does not export the game, with what it exports
 */
export async function findGame(text: string): Promise<{ readonly games: ConfigRegistry; readonly id: string }> {
  const games = bundledRegistry();
  const module = moduleOf(text, '.');
  return { games, id: module ? nameOf(await registered(games, text, ['game'])) : text };
}

/**
 * A game or part of the user's own, added to a registry.
 *
 * @param text - `module#export`
 * @param kinds - what it may be
 * @throws InputError for a module that cannot be loaded or does not export it, or a name that is taken
 */
export async function registered(registry: ConfigRegistry, text: string, kinds: readonly KnownKind[]): Promise<Definition> {
  const definition = await loadDefinition(moduleOf(text, '.')!, kinds);
  const kind = kindOf(definition)!;
  const name = nameOf(definition);
  if (!registry.names(kind).includes(name)) registry.register(definition as Parameters<ConfigRegistry['register']>[0]);
  else if (registry.find(kind, name) !== definition)
    throw new InputError(`${show(text)} defines ${name}, which is a ${kind} of firstmover: use another name`);
  return definition;
}
