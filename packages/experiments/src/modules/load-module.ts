import { pathToFileURL } from 'node:url';
import { createJiti } from 'jiti';
import { InputError, show } from '@firstmover/core';

/**
 * Loads a module of the user's, in JavaScript or TypeScript: it runs with all rights of this process, so load only what you trust.
 *
 * @param path - absolute
 * @returns its exports
 * @throws InputError in one line where it does not exist, cannot be read or fails
 */
export async function loadModule(path: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    if (/\.m?js$/.test(path)) return (await import(pathToFileURL(path).href)) as Readonly<Record<string, unknown>>;
    const jiti = createJiti(path, { fsCache: false, moduleCache: false, interopDefault: false });
    return await jiti.import<Readonly<Record<string, unknown>>>(path);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new InputError(`cannot load ${path}: ${message.split('\n')[0] ?? 'it failed'}`);
  }
}

/**
 * An export of a module of the user's.
 *
 * @throws InputError listing what it exports
 */
export async function loadExport(path: string, name: string): Promise<unknown> {
  const exports = await loadModule(path);
  if (Object.hasOwn(exports, name)) return exports[name];
  throw new InputError(`${path} has no export ${show(name)}: it exports ${Object.keys(exports).join(', ') || 'nothing'}`);
}
