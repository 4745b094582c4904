import { existsSync } from 'node:fs';
import { dirname, isAbsolute, resolve } from 'node:path';
import { InputError, show, unknownName } from '@firstmover/core';
import { readFileStrictly } from '../files/read.ts';
import { loadExport } from '../games/load-module.ts';
import { parseStrictly } from '../json/strict-json.ts';
import { METHOD_NAMES } from '../parts/methods.ts';
import { presets } from '../presets/presets.ts';
import type { RunConfig } from './experiment.ts';
import { withOverrides } from './overrides.ts';
import { resolveExperiment } from './resolve.ts';

/**
 * Loads an experiment and checks it.
 *
 * @param source - a file (`.json`, or a module in TypeScript or JavaScript whose default export is the experiment), a preset, or a method; a method
 * needs a game among the settings
 * @param settings - changes, `path=value` each
 * @returns the config of each of its runs, one per seed
 * @throws InputError in one line for what does not exist or does not fit
 */
export async function loadExperiment(source: string, settings: readonly string[] = []): Promise<RunConfig[]> {
  const file = await readConfigFile(source, 'a config');
  return resolveExperiment(withPaths(withOverrides(file ?? named(source), settings), file ? dirname(resolve(source)) : '.'));
}

function named(source: string): unknown {
  const preset = presets.get(source);
  if (preset) return preset;
  if (METHOD_NAMES.includes(source)) return { method: source };
  throw unknownName('preset, method or config file', source, [...presets.keys(), ...METHOD_NAMES]);
}

/**
 * Reads a file in JSON, or the default export of a module in TypeScript or JavaScript.
 *
 * @param what - what is expected in it, for messages
 * @returns undefined for a name that is that of neither
 * @throws InputError in one line for a file that is missing, hostile or fails
 */
export async function readConfigFile(source: string, what: string): Promise<unknown> {
  const path = resolve(source);
  if (/\.json$/.test(source)) return parseStrictly(textOf(readFileStrictly(path, 1 << 20), path), source);
  if (!/\.[mc]?[jt]s$/.test(source)) return undefined;
  if (!existsSync(path)) throw new InputError(`there is no file ${show(source)}: expected ${what}`);
  return loadExport(path, 'default');
}

function textOf(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new InputError(`${path} is no text in UTF-8: expected JSON`);
  }
}

/** Paths of modules are from the config file, and absolute in what is frozen. */
export function withPaths(experiment: unknown, folder: string): unknown {
  const { game } = (experiment ?? {}) as { readonly game?: { readonly module?: unknown } };
  if (typeof game?.module !== 'string' || isAbsolute(game.module)) return experiment;
  return { ...(experiment as object), game: { ...game, module: resolve(folder, game.module) } };
}
