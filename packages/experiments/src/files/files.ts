import * as fs from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** The calls of the file system that writing uses: tests pass their own, which fail at a chosen one. */
export type Files = Pick<
  typeof fs,
  'openSync' | 'writeSync' | 'fsyncSync' | 'closeSync' | 'renameSync' | 'mkdirSync' | 'rmSync' | 'readdirSync' | 'ftruncateSync'
>;

/** The file system of this machine. */
export const nodeFiles: Files = fs;

/** Writes all bytes to an open file: one call may take fewer. */
export function writeFully(fd: number, bytes: Uint8Array, files: Files): void {
  for (let at = 0; at < bytes.length;) at += files.writeSync(fd, bytes, at, bytes.length - at);
}

/** Writes a new file and makes the disk keep it; the name in its folder is kept only after {@link syncFolder}. */
export function writeSynced(path: string, bytes: Uint8Array, files: Files): void {
  const fd = files.openSync(path, 'wx', 0o644);
  try {
    writeFully(fd, bytes, files);
    files.fsyncSync(fd);
  } finally {
    files.closeSync(fd);
  }
}

/** Makes the disk keep the names in a folder: those of files that were made, renamed or removed. */
export function syncFolder(path: string, files: Files): void {
  const fd = files.openSync(path, 'r');
  try {
    files.fsyncSync(fd);
  } finally {
    files.closeSync(fd);
  }
}

/**
 * Writes a file as a whole or not at all, whenever the process or the machine stops. A temporary sibling is written and synced, renamed
 * over the file, and the folder synced.
 */
export function writeDurably(path: string, content: Uint8Array | string, files: Files = nodeFiles): void {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  files.rmSync(temporary, { force: true });
  try {
    writeSynced(temporary, typeof content === 'string' ? Buffer.from(content) : content, files);
    files.renameSync(temporary, path);
  } catch (error) {
    removeQuietly(temporary, files);
    throw error;
  }
  syncFolder(dirname(path), files);
}

/** Removes what a failed write left behind, if that is possible: the first error is the one to tell. */
export function removeQuietly(path: string, files: Files): void {
  try {
    files.rmSync(path, { recursive: true, force: true });
  } catch {
    // The disk that failed the write may fail this too; leftovers begin with a dot and are cleaned at the next start.
  }
}
