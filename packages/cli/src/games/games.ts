import type { Game } from '@firstmover/core';
import { InputError, parametersFromText, show } from '@firstmover/core';
import type { ConfigRegistry } from '@firstmover/pipeline';
import { bundledRegistry } from '@firstmover/pipeline';

/** A registry of every game that the command knows, and of parts. */
export function createGames(): ConfigRegistry {
  return bundledRegistry();
}

/**
 * A game with the parameters of repeated `--param name=value` options.
 *
 * @throws InputError for an unknown id or parameter, or a value outside its range
 */
export function createGame(games: ConfigRegistry, id: string, params: readonly string[]): Game {
  const definition = games.find('game', id);
  return definition.create(parametersFromText(definition.parameters, parseParams(params)));
}

/**
 * Reads the values of repeated `--param name=value` options; what the names and values mean is the game's business.
 *
 * @throws InputError for a text without a name or `=`, and for a name given twice
 */
export function parseParams(texts: readonly string[]): Record<string, string> {
  const values = new Map<string, string>();
  for (const text of texts) {
    const equals = text.indexOf('=');
    if (equals < 1) throw new InputError(`--param ${show(text)}: expected name=value, for example memory=other`);
    const name = text.slice(0, equals);
    if (values.has(name)) throw new InputError(`--param ${show(name)} is given twice: expected one value per parameter`);
    values.set(name, text.slice(equals + 1));
  }
  return Object.fromEntries(values);
}
