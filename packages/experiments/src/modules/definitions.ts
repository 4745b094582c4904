import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative, resolve } from 'node:path';
import type { Definition } from '@firstmover/core';
import { InputError, nameOf, nearMatches, show } from '@firstmover/core';
import type { KnownKind } from '@firstmover/pipeline';
import { CONFIG_KINDS, KNOWN_KINDS } from '@firstmover/pipeline';
import { loadModule } from './load-module.ts';

/** Where a definition of the user's own stands. */
export interface ModuleChoice {
  /** The path of a module. */
  readonly module: string;
  /** The name of the export (default the only one of its kind, or `default`). */
  readonly export?: string;
}

/** What kinds are called beside others. */
const ARTICLE: { readonly [kind in KnownKind]: string } = {
  game: 'a game',
  oracle: 'an oracle',
  leader: 'a leader',
  method: 'a method',
  network: 'a network',
  problem: 'a kind of problem',
};

const FUNCTION: { readonly [kind in KnownKind]: string } = {
  game: 'defineGame',
  oracle: 'definePart',
  leader: 'definePart',
  method: 'definePart',
  network: 'definePart',
  problem: 'defineProblem',
};

/**
 * Reads `module#export`: the path of a file, or the name of a package, and what it exports, which may be left out.
 *
 * @param text - what stands where a name could
 * @param folder - where paths and packages are looked up
 * @returns undefined for the name of something that comes with firstmover
 * @throws InputError for a file or package that does not exist
 */
export function moduleOf(text: string, folder: string): ModuleChoice | undefined {
  const hash = text.indexOf('#');
  const module = hash < 0 ? text : text.slice(0, hash);
  const isPath = /\.[cm]?[jt]s$/.test(module);
  if (hash < 0 && !isPath) return undefined;
  return { module: isPath ? resolve(folder, module) : packageFile(module, folder), ...(hash < 0 ? {} : { export: text.slice(hash + 1) }) };
}

function packageFile(name: string, folder: string): string {
  try {
    // A package is looked up where the config is or the command runs, not where firstmover is installed.
    return createRequire(join(resolve(folder), 'package.json')).resolve(name);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'MODULE_NOT_FOUND' || code === 'ERR_PACKAGE_PATH_NOT_EXPORTED')
      throw new InputError(`there is no package ${show(name)} here: expected one that is installed, a path that begins with ./, or a name`);
    throw new InputError(`the package ${show(name)} cannot be found: ${message}`);
  }
}

/** A path as a person would write it who works in this folder. */
function shown(path: string): string {
  const near = relative('.', path);
  return near.startsWith('..') ? path : `./${near.replaceAll('\\', '/')}`;
}

/** Whether a value is a definition, and of which kind. */
export function kindOf(value: unknown): KnownKind | undefined {
  const definition = value as Partial<Definition> | null;
  if (typeof definition !== 'object' || definition === null || typeof (definition as { create?: unknown }).create !== 'function')
    return undefined;
  return KNOWN_KINDS.find((kind) => kind === definition.kind);
}

/**
 * Loads a game or a part of the user's own.
 *
 * @param choice - an absolute path and perhaps an export
 * @param kinds - what it may be
 * @throws InputError for a module that cannot be loaded or does not export one, with what it exports
 */
export async function loadDefinition(choice: ModuleChoice, kinds: readonly KnownKind[]): Promise<Definition> {
  const { module } = choice;
  const words = kinds.length < CONFIG_KINDS.length ? kinds.map((kind) => ARTICLE[kind]).join(' or ') : 'a game or a part';
  if (!existsSync(module)) throw new InputError(`there is no file ${show(shown(module))}: expected a module that exports ${words}`);
  const exported = await loadModule(module);
  const found = new Map<string, Definition>();
  for (const [key, value] of Object.entries(exported))
    if (kinds.some((kind) => kind === kindOf(value))) found.set(key, value as Definition);
  const listed = Array.from(found, ([key, definition]) => `${key} (${nameOf(definition)})`).join(', ');
  if (found.size === 0) {
    const makers = [...new Set(kinds.map((kind) => FUNCTION[kind]))].join(' or ');
    throw new InputError(
      `${show(shown(module))} exports no ${kinds.length === 1 ? kinds[0]! : 'game and no part'}: expected the result of ${makers}; what it exports: ${Object.keys(exported).join(', ') || 'nothing'}`,
    );
  }
  if (choice.export === undefined) {
    const [only, ...others] = found.values();
    if (only && others.every((other) => other === only)) return only;
    if (found.has('default')) return found.get('default')!;
    throw new InputError(
      `${show(shown(module))} exports ${found.size} ${kinds.length === 1 ? `${kinds[0]!}s` : 'definitions'}: expected ${shown(module)}#name with one of ${listed}`,
    );
  }
  const name = choice.export;
  const match = Array.from(found).find(
    ([key, definition]) => key === name || nameOf(definition) === name || nameOf(definition).replace(/-v\d+$/, '') === name,
  );
  if (match) return match[1];
  const near = nearMatches(
    name,
    Array.from(found).flatMap(([key, definition]) => [key, nameOf(definition)]),
  );
  throw new InputError(
    `${show(shown(module))} exports no ${kinds.length === 1 ? kinds[0]! : 'definition'} ${show(name)}: ${near.length > 0 ? `did you mean ${near.join(' or ')}?` : `what exists: ${listed}`}`,
  );
}
