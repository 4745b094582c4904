import { existsSync } from 'node:fs';
import { extname } from 'node:path';
import { InputError, parametersFromText, show, unknownName } from '@firstmover/core';
import type { ConfigRegistry } from '@firstmover/pipeline';
import type { Problem, ProblemKind } from '@firstmover/problems';
import { extensionsOf, problemOf, readProblem } from '@firstmover/problems';
import { readTextFile } from '../files/read-text-file.ts';

/**
 * Finds what a user means: a game by its id, else a file.
 *
 * @param input - a game id or a path
 * @param params - parameters of a game; a file has none
 * @param games - the games that exist
 * @param kinds - the kinds of problem that exist
 * @throws InputError when it is neither, or does not fit
 */
export function readInput(
  input: string,
  params: { readonly [name: string]: string },
  games: ConfigRegistry,
  kinds: readonly ProblemKind[],
): Problem {
  if (games.names('game').some((id) => id === input || id.replace(/-v\d+$/, '') === input)) {
    const definition = games.find('game', input);
    return problemOf(definition.create(parametersFromText(definition.parameters, params)), Object.keys(params), kinds);
  }
  const isKnown = extensionsOf(kinds).includes(extname(input).toLowerCase());
  if (!isKnown && !existsSync(input)) {
    const { message } = unknownName('game id', input, games.names('game'));
    throw new InputError(`${message.replace(/^unknown game id (.*?): /s, '$1 is neither a game id nor a file: ')}`);
  }
  const text = readTextFile(input);
  const [name] = Object.keys(params);
  if (name !== undefined && isKnown)
    throw new InputError(`--param ${name} does nothing for the file ${show(input)}: parameters are those of a game id`);
  return readProblem(text, input, kinds);
}
