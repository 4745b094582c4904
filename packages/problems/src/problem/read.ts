import type { Game } from '@firstmover/core';
import { InputError, show } from '@firstmover/core';
import { readObject } from '../fields/fields.ts';
import type { Problem, ProblemKind } from './problem.ts';
import { parseStrictly } from './strict-json.ts';

/** How the names of files end that some kinds read. */
export function extensionsOf(kinds: readonly ProblemKind[]): string[] {
  return [...kinds.flatMap(({ file }) => file?.extension ?? []), '.json'];
}

/** The kinds that have documents. */
export function documentKinds(kinds: readonly ProblemKind[]): (ProblemKind & Required<Pick<ProblemKind, 'document'>>)[] {
  return kinds.filter((kind): kind is ProblemKind & Required<Pick<ProblemKind, 'document'>> => kind.document !== undefined);
}

/**
 * Reads a file by the end of its name.
 *
 * @param text - what it holds
 * @param name - its name
 * @param kinds - the kinds of problem that there are
 * @throws InputError for a name that ends in something else, or content that does not fit
 */
export function readProblem(text: string, name: string, kinds: readonly ProblemKind[]): Problem {
  const content = text.replace(/^\uFEFF/, '');
  const extension = /\.[^./\\]*$/.exec(name)?.[0].toLowerCase();
  if (extension === '.json') return readDocument(content, name, kinds);
  const format = kinds.find(({ file }) => file?.extension === extension)?.file;
  if (format) return format.read(content, name);
  throw new InputError(`the format of ${show(name)} is unknown: expected a name that ends in ${extensionsOf(kinds).join(' or ')}`);
}

/** Reads a JSON document by its kind. */
function readDocument(text: string, name: string, kinds: readonly ProblemKind[]): Problem {
  const value = parseStrictly(text, name, false);
  const known = documentKinds(kinds);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InputError(`${name} holds ${show(value)}: expected an object such as ${shortestOf(known)}`);
  }
  const word = Object.hasOwn(value, 'kind') ? (value as { readonly kind: unknown }).kind : undefined;
  const kind = known.find((candidate) => candidate.name === word);
  if (!kind) throw new InputError(`kind of ${name} is ${show(word)}: expected one of ${known.map((one) => one.name).join(', ')}`);
  const content = kind.document.exact === true ? parseStrictly(text, name, true) : value;
  const field = readObject(content, name, ['kind', 'title', ...Object.keys(kind.document.fields)]);
  const title = field('title');
  if (title !== undefined && typeof title !== 'string') throw new InputError(`title is ${show(title)}: expected a string`);
  return { ...kind.document.read(field), ...(title ? { title: oneLine(title) } : {}) };
}

function shortestOf(kinds: ReturnType<typeof documentKinds>): string {
  return kinds.map(({ document }) => document.example).reduce((one, other) => (other.length < one.length ? other : one));
}

/**
 * The problem of a game that is defined in code: of the first kind that takes it.
 *
 * @param given - the names of the parameters that the user set
 * @throws InputError where no kind does
 */
export function problemOf(game: Game, given: readonly string[], kinds: readonly ProblemKind[]): Problem {
  for (const kind of kinds) {
    const problem = kind.game?.(game, given);
    if (problem) return problem;
  }
  throw new InputError(`${game.id} has no exact answer here: expected a game with one leader and one follower`);
}

/** A text on one line and without control characters: files are other people's. */
function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}
