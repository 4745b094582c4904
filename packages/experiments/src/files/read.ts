import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, realpathSync } from 'node:fs';
import { relative, isAbsolute } from 'node:path';
import { InputError } from '@firstmover/core';

/**
 * Reads a file that may be somebody else's. It must be a regular file, not a link, and not too long. Its size is known before anything is
 * allocated.
 *
 * @throws InputError for a file that is missing, a link, no file, too long or unreadable
 */
export function readFileStrictly(path: string, maxBytes: number): Buffer {
  let fd: number;
  try {
    fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ELOOP') throw new InputError(`${path} is a symbolic link: expected the file itself`);
    throw new InputError(`cannot read ${path}: ${describeFileError(error)}`);
  }
  try {
    const { size } = statFile(fd, path);
    if (size > maxBytes) throw new InputError(`${path} has ${size} bytes: expected at most ${maxBytes}`);
    const bytes = Buffer.allocUnsafe(size);
    let at = 0;
    while (at < size) {
      const read = readSync(fd, bytes, at, size - at, at);
      if (read === 0) throw new InputError(`${path} became shorter while it was read`);
      at += read;
    }
    return bytes;
  } finally {
    closeSync(fd);
  }
}

function statFile(fd: number, path: string): { readonly size: number } {
  const stat = fstatSync(fd);
  if (!stat.isFile()) throw new InputError(`${path} is no regular file`);
  return stat;
}

/**
 * Checks that a folder is really inside another: no link leads out of it.
 *
 * @throws InputError for a folder that is missing, a link, or elsewhere
 */
export function checkInside(parent: string, folder: string): void {
  let link: boolean;
  let way: string;
  try {
    const stat = lstatSync(folder);
    if (!stat.isSymbolicLink() && !stat.isDirectory()) throw new InputError(`${folder} is no folder`);
    link = stat.isSymbolicLink();
    way = relative(realpathSync(parent), realpathSync(folder));
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`cannot read ${folder}: ${describeFileError(error)}`);
  }
  if (link || way === '' || way.startsWith('..') || isAbsolute(way))
    throw new InputError(`${folder} leads out of ${parent}: expected a folder in it, no link`);
}

const WORDS: { readonly [code: string]: string } = {
  ENOENT: 'it does not exist',
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left on the disk',
  EDQUOT: 'the quota of the disk is used up',
  EFBIG: 'the file would be larger than allowed',
  EIO: 'the disk failed',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is no folder',
  EEXIST: 'it exists already',
  EMFILE: 'too many files are open',
};

/** What went wrong with a file, in words. */
export function describeFileError(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const words = code === undefined ? undefined : WORDS[code];
  return words === undefined ? (message ?? String(error)) : `${words} (${code})`;
}
