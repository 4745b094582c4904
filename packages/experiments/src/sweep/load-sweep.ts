import { dirname, resolve } from 'node:path';
import { InputError, show } from '@firstmover/core';
import { readConfigFile } from '../config/load.ts';
import { withPaths } from '../config/paths.ts';
import { plainJson } from '../json/plain-json.ts';

/**
 * Loads a sweep from a file: `.json`, or a module in TypeScript or JavaScript whose default export it is.
 *
 * @returns what the file holds, paths of modules made absolute; {@link resolveSweep} or {@link runSweep} check it
 * @throws InputError in one line for a file that is missing, hostile or fails
 */
export async function loadSweep(source: string): Promise<unknown> {
  const sweep = await readConfigFile(source, 'a sweep');
  if (sweep === undefined) throw new InputError(`${show(source)} is no sweep: expected a file in .json, .ts or .js`);
  const { experiment } = (sweep ?? {}) as { readonly experiment?: unknown };
  return experiment === undefined
    ? sweep
    : { ...(sweep as object), experiment: withPaths(plainJson(experiment, 'experiment'), dirname(resolve(source))) };
}
