import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { SavedState } from '@firstmover/core';
import { InputError, unpackState } from '@firstmover/core';
import { decodeSafetensors } from '@firstmover/networks';
import { STATE_KEY, encodeState } from '@firstmover/pipeline';
import type { Files } from '../files/files.ts';
import { nodeFiles, removeQuietly, syncFolder, writeSynced } from '../files/files.ts';
import { checkInside, readFileStrictly } from '../files/read.ts';
import { parseStrictly } from '../json/strict-json.ts';
import type { CheckpointInfo, Manifest } from './manifest.ts';
import { MANIFEST_LIMIT, STATE_FILE, manifestText, parseManifest, sha256 } from './manifest.ts';

/** A checkpoint that was read and checked. */
export interface Checkpoint {
  /** Where the run stood. */
  readonly info: CheckpointInfo;
  /** Everything that training remembered. */
  readonly state: SavedState;
  /** The SHA-256 of the file with the state: equal states give equal hashes. */
  readonly stateHash: string;
}

/** The longest JSON of a state, in characters. */
const STATE_JSON_LIMIT = 100_000_000;

/** What the folder of a checkpoint is called. */
export function checkpointName(update: number): string {
  return String(update).padStart(9, '0');
}

/**
 * The inverse of `encodeState`, for a file that may be somebody else's.
 *
 * @throws InputError in one line naming what is wrong
 */
export function decodeState(bytes: Uint8Array, path: string): SavedState {
  const { tensors, metadata } = decodeSafetensors(bytes);
  const text = metadata.get(STATE_KEY);
  if (text === undefined || metadata.size !== 1)
    throw new InputError(`${path} is no saved state: expected ${STATE_KEY} alone in its metadata`);
  const json = parseStrictly(text, `the state in ${path}`, { length: STATE_JSON_LIMIT, depth: 200 });
  return unpackState({ json, arrays: new Map([...tensors].map(([name, { data }]) => [name, data])) });
}

/**
 * Writes a checkpoint that is there as a whole or not at all. Its files are written and synced in a temporary sibling folder, which is
 * synced and renamed, and the rename synced.
 *
 * @param folder - the folder of all checkpoints of the run
 * @param config - the SHA-256 of the frozen config
 * @returns the SHA-256 of the file with the state
 */
export function writeCheckpoint(folder: string, config: string, info: CheckpointInfo, state: SavedState, files: Files = nodeFiles): string {
  const bytes = encodeState(state);
  const stateHash = sha256(bytes);
  const manifest: Manifest = { ...info, config, files: { [STATE_FILE]: { bytes: bytes.length, sha256: stateHash } } };
  const name = checkpointName(info.update);
  const temporary = join(folder, `.${name}.${process.pid}.tmp`);
  try {
    files.rmSync(temporary, { recursive: true, force: true });
    files.mkdirSync(temporary);
    writeSynced(join(temporary, STATE_FILE), bytes, files);
    writeSynced(join(temporary, 'manifest.json'), Buffer.from(manifestText(manifest)), files);
    syncFolder(temporary, files);
    files.renameSync(temporary, join(folder, name));
  } catch (error) {
    removeQuietly(temporary, files);
    throw error;
  }
  syncFolder(folder, files);
  return stateHash;
}

/** The names of the checkpoints in a folder, oldest first. */
export function checkpointNames(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => /^\d{9,}$/.test(name))
    .sort((a, b) => Number(a) - Number(b));
}

/**
 * Reads where a run stood at a checkpoint, without its state.
 *
 * @throws InputError for a manifest that is missing, damaged or of a later version
 */
export function readManifest(folder: string, name: string): Manifest {
  const path = join(folder, name);
  checkInside(folder, path);
  const file = join(path, 'manifest.json');
  const manifest = parseManifest(utf8(readFileStrictly(file, MANIFEST_LIMIT), file), file);
  if (checkpointName(manifest.update) !== name)
    throw new InputError(`${file} is of update ${manifest.update}: expected that of its folder`);
  return manifest;
}

/**
 * Reads a checkpoint: every file is compared with its checksum before anything is made of it.
 *
 * @param folder - the folder of all checkpoints of the run
 * @param name - one of {@link checkpointNames}
 * @param config - the SHA-256 of the frozen config that it must belong to
 * @throws InputError in one line for one that is cut off, damaged, changed, of a later version, of another run, or leads out of the folder
 */
export function readCheckpoint(folder: string, name: string, config: string): Checkpoint {
  if (!/^\d{9,}$/.test(name)) throw new InputError(`checkpoint ${JSON.stringify(name)}: expected the number of an update`);
  const { config: of, files, ...info } = readManifest(folder, name);
  if (of !== config) throw new InputError(`checkpoint ${name} in ${folder} belongs to another config: expected one of this run`);
  const path = join(folder, name, STATE_FILE);
  const expected = files[STATE_FILE]!;
  const size = lstatSync(path, { throwIfNoEntry: false })?.size;
  if (size !== expected.bytes)
    throw new InputError(`${path} has ${size ?? 'no'} bytes: expected ${expected.bytes}; it was cut off or changed`);
  const bytes = readFileStrictly(path, expected.bytes);
  if (sha256(bytes) !== expected.sha256) throw new InputError(`${path} does not have its checksum: it is damaged or was changed`);
  const { update, phase, steps, score, log } = info;
  return { info: { update, phase, steps, score, log }, state: decodeState(bytes, path), stateHash: expected.sha256 };
}

function utf8(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new InputError(`${path} is no text in UTF-8: it is damaged`);
  }
}
