import { existsSync } from 'node:fs';
import { extname } from 'node:path';
import { InputError, parametersFromText, show, unknownName } from '@firstmover/core';
import type { ConfigRegistry } from '@firstmover/experiments';
import { readTextFile } from '../files/read-text-file.ts';
import { readObject } from './fields.ts';
import { DOCUMENT_KINDS, FILE_FORMATS, GAME_KINDS } from './kinds.ts';
import type { ExactProblem, FileFormat } from './problem.ts';

const JSON_FILE: FileFormat = { extension: '.json', read: readDocument };

/** How the names of files that are read end. */
export const EXTENSIONS: readonly string[] = [...FILE_FORMATS, JSON_FILE].map(({ extension }) => extension);

/**
 * Finds what a user means: a game by its id, else a file.
 *
 * @param input - a game id or a path
 * @param params - parameters of a game; a file has none
 * @param games - the games that exist
 * @throws InputError when it is neither, or does not fit
 */
export function readProblem(input: string, params: { readonly [name: string]: string }, games: ConfigRegistry): ExactProblem {
  if (games.names('game').some((id) => id === input || id.replace(/-v\d+$/, '') === input)) {
    const definition = games.find('game', input);
    const game = definition.create(parametersFromText(definition.parameters, params));
    for (const make of GAME_KINDS) {
      const problem = make(game, params);
      if (problem) return problem;
    }
    throw new InputError(`${input} has no exact answer here: expected a game with one leader and one follower`);
  }
  const extension = extname(input).toLowerCase();
  const format = [...FILE_FORMATS, JSON_FILE].find((known) => known.extension === extension);
  if (!format && !existsSync(input)) {
    const { message } = unknownName('game id', input, games.names('game'));
    throw new InputError(`${message.replace(/^unknown game id (.*?): /s, '$1 is neither a game id nor a file: ')}`);
  }
  const text = readTextFile(input);
  if (!format) throw new InputError(`the format of ${show(input)} is unknown: expected a name that ends in ${EXTENSIONS.join(' or ')}`);
  const [name] = Object.keys(params);
  if (name !== undefined)
    throw new InputError(`--param ${name} does nothing for the file ${show(input)}: parameters are those of a game id`);
  return format.read(text.replace(/^\uFEFF/, ''), input);
}

/** Reads a JSON document by its kind. */
function readDocument(text: string, name: string): ExactProblem {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new InputError(`${name} is not valid JSON: ${oneLine((error as Error).message)}`);
  }
  const kinds = DOCUMENT_KINDS.map(({ kind }) => kind);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InputError(`${name} holds ${show(value)}: expected an object such as ${DOCUMENT_KINDS[0]!.example}`);
  }
  const kind = Object.hasOwn(value, 'kind') ? (value as { readonly kind: unknown }).kind : undefined;
  const known = DOCUMENT_KINDS.find((candidate) => candidate.kind === kind);
  if (!known) throw new InputError(`kind of ${name} is ${show(kind)}: expected one of ${kinds.join(', ')}`);
  const field = readObject(value, name, ['kind', 'title', ...known.fields]);
  const title = field('title');
  if (title !== undefined && typeof title !== 'string') throw new InputError(`title is ${show(title)}: expected a string`);
  return { ...known.read(field), ...(title ? { title: oneLine(title) } : {}) };
}

/** A text on one line and without control characters: files are other people's. */
function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}
