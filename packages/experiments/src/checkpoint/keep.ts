import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '@firstmover/core';
import type { Files } from '../files/files.ts';
import { nodeFiles, removeQuietly, syncFolder } from '../files/files.ts';
import { checkpointNames, readManifest } from './checkpoint.ts';

/** Removes what writers that were stopped left behind. */
export function removeLeftovers(folder: string, files: Files = nodeFiles): void {
  for (const name of readdirSync(folder)) if (/^\..*\.(tmp|old)$/.test(name)) removeQuietly(join(folder, name), files);
}

/**
 * The checkpoint with the highest score, the earliest of equal ones.
 *
 * @returns its name, or undefined where none has a score
 */
export function bestCheckpoint(folder: string): string | undefined {
  let best: { readonly name: string; readonly score: number } | undefined;
  for (const name of checkpointNames(folder)) {
    const score = scoreOf(folder, name);
    if (score !== null && (best === undefined || score > best.score)) best = { name, score };
  }
  return best?.name;
}

/**
 * Removes all checkpoints but the last and the best ones. Call it only after the last was read back.
 *
 * @param folder - the folder of checkpoints
 * @param last - how many of the last stay
 */
export function keepCheckpoints(folder: string, last: number, files: Files = nodeFiles): void {
  const names = checkpointNames(folder);
  if (names.length <= last) return;
  const best = bestCheckpoint(folder);
  const old = names.slice(0, -last).filter((name) => name !== best);
  for (const name of old) {
    // Renamed first: a checkpoint is never there in part.
    const leaving = join(folder, `.${name}.old`);
    files.renameSync(join(folder, name), leaving);
    files.rmSync(leaving, { recursive: true, force: true });
  }
  if (old.length > 0) syncFolder(folder, files);
}

function scoreOf(folder: string, name: string): number | null {
  try {
    return readManifest(folder, name).score;
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}
