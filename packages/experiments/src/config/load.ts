import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { InputError, show, unknownName } from '@firstmover/core';
import { readFileStrictly } from '../files/read.ts';
import { plainJson } from '../json/plain-json.ts';
import { loadExport } from '../modules/load-module.ts';
import { parseStrictly } from '../json/strict-json.ts';
import { presets } from '../presets/presets.ts';
import type { RunConfig } from './experiment.ts';
import type { ConfigRegistry } from '@firstmover/pipeline';
import { bundledRegistry } from '@firstmover/pipeline';
import { withOverrides } from './overrides.ts';
import { withPaths } from './paths.ts';
import { resolveExperiment } from './resolve.ts';

/**
 * Loads an experiment and checks it.
 *
 * @param source - a file (`.json`, or a module in TypeScript or JavaScript whose default export is the experiment), a preset, or a method; a method
 * needs a game among the settings; left out, everything stands in the settings
 * @param settings - changes, `path=value` each
 * @returns the config of each of its runs, one per seed
 * @throws InputError in one line for what does not exist or does not fit
 */
export async function loadExperiment(
  source: string | undefined,
  settings: readonly string[] = [],
  registry: ConfigRegistry = bundledRegistry(),
): Promise<RunConfig[]> {
  // Paths in a file are from its folder, those of changes from where the command runs.
  const experiment = source === undefined ? {} : await readExperiment(source, registry);
  return resolveExperiment(withOverrides(experiment, settings), registry);
}

async function readExperiment(source: string, registry: ConfigRegistry): Promise<unknown> {
  const file = await readConfigFile(source, 'a config');
  return file === undefined ? named(source, registry) : withPaths(plainJson(file, 'the config'), dirname(resolve(source)));
}

function named(source: string, registry: ConfigRegistry): unknown {
  const preset = presets.get(source);
  if (preset) return preset;
  const methods = registry.names('method');
  if (methods.includes(source)) return { method: source };
  throw unknownName('preset, method or config file', source, [...presets.keys(), ...methods]);
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
