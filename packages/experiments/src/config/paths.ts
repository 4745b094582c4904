import { isAbsolute, resolve } from 'node:path';
import type { Json } from '../json/plain-json.ts';
import { moduleOf } from '../modules/definitions.ts';
import { CONFIG_KINDS } from '@firstmover/pipeline';

/**
 * Modules of a config by their absolute paths: what is frozen must not depend on where the command runs. A text `module#export` where a name could stand
 * becomes a record; so do paths that begin with a dot where a setting names a part.
 *
 * @param config - stays as it is
 * @param folder - where paths and packages are looked up
 * @throws InputError for a package that does not exist
 */
export function withPaths(config: Json, folder: string): Json {
  if (!isRecord(config)) return config;
  const changed = CONFIG_KINDS.flatMap((kind): [string, Json][] => {
    const value = config[kind];
    if (typeof value !== 'string') return isRecord(value) ? [[kind, absolute(value, folder)]] : [];
    const module = moduleOf(value, folder);
    return module ? [[kind, { ...module }]] : [];
  });
  return { ...config, ...Object.fromEntries(changed) };
}

function absolute(value: Json, folder: string): Json {
  if (typeof value === 'string' && /^\.{1,2}\/[^#]*\.[cm]?[jt]s(#.*)?$/.test(value)) return { ...moduleOf(value, folder)! };
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      key === 'module' && typeof item === 'string' ? (isAbsolute(item) ? item : moduleIn(item, folder)) : absolute(item, folder),
    ]),
  );
}

/** A module of a record: a path, or the name of a package. */
function moduleIn(text: string, folder: string): string {
  return /^\.{0,2}\/|\.[cm]?[jt]s$/.test(text) ? resolve(folder, text) : moduleOf(`${text}#`, folder)!.module;
}

function isRecord(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
