import { join } from 'node:path';
import { InputError } from '@firstmover/core';
import type { Files } from '../files/files.ts';
import type { Checkpoint } from './checkpoint.ts';
import { checkpointNames, readCheckpoint } from './checkpoint.ts';

/**
 * The last checkpoint of a run that loads. What later ones would have held is trained again.
 *
 * @param folder - the folder of checkpoints
 * @param config - the SHA-256 of the frozen config
 * @param onWarning - told of each that does not load
 * @param files - where those are set aside; undefined leaves them where they are
 * @returns undefined where there is no checkpoint
 * @throws InputError where there are some and none loads
 */
export function lastCheckpoint(
  folder: string,
  config: string,
  onWarning: ((message: string) => void) | undefined,
  files?: Files,
): Checkpoint | undefined {
  const names = checkpointNames(folder).reverse();
  const refused: string[] = [];
  let first: InputError | undefined;
  for (const name of names) {
    try {
      const checkpoint = readCheckpoint(folder, name, config);
      if (files) for (const bad of refused) setAside(folder, bad, files);
      return checkpoint;
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      first ??= error;
      refused.push(name);
      onWarning?.(`checkpoint ${name} does not load, an earlier one is taken: ${error.message}`);
    }
  }
  if (first) throw new InputError(`no checkpoint in ${folder} loads; of the last: ${first.message}`);
  return undefined;
}

function setAside(folder: string, name: string, files: Files): void {
  const place = join(folder, `damaged-${name}`);
  files.rmSync(place, { recursive: true, force: true });
  files.renameSync(join(folder, name), place);
}
