import { readFileSync, statSync } from 'node:fs';
import { InputError, show } from '@firstmover/core';

/** The largest file that is read, in bytes. */
export const FILE_LIMIT = 50_000_000;

/**
 * Reads a text file that somebody else wrote.
 *
 * @param path - where it is, as the user gave it
 * @returns its text without a byte order mark
 * @throws InputError when there is no such file, it cannot be read, is larger than {@link FILE_LIMIT}, or is not text in UTF-8
 */
export function readTextFile(path: string): string {
  const bytes = attempt(path, () => {
    const { size } = checkFile(path);
    if (size > FILE_LIMIT) throw new InputError(`${show(path)} has ${size} bytes: expected at most ${FILE_LIMIT}`);
    return readFileSync(path);
  });
  let text: string | undefined;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Bytes that are not UTF-8.
  }
  if (text === undefined || text.includes('\0')) throw new InputError(`${show(path)} is not text in UTF-8: expected a game file`);
  return text;
}

/** The status of a path that must be a file, not a folder or a device. */
function checkFile(path: string): { readonly size: number } {
  const status = statSync(path);
  if (status.isDirectory()) throw new InputError(`${show(path)} is a folder: expected a game file`);
  if (!status.isFile()) throw new InputError(`${show(path)} is not a regular file: expected a game file`);
  return status;
}

function attempt<TResult>(path: string, read: () => TResult): TResult {
  try {
    return read();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    if (code === 'ENOENT') throw new InputError(`there is no file ${show(path)}: expected a path to a game file, or a game id`);
    throw new InputError(`cannot read ${show(path)}: ${code === 'EACCES' ? 'permission denied' : message}`);
  }
}
