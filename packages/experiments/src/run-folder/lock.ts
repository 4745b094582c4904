import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hostname } from 'node:os';
import { InputError } from '@firstmover/core';
import type { Files } from '../files/files.ts';
import { nodeFiles, removeQuietly, writeFully } from '../files/files.ts';

/** The file that says so. */
export const LOCK_FILE = 'lock';

/** Who is writing to a run folder. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  /** When the process started, as far as the system says: another process may get the same number later. */
  readonly started: string;
}

/**
 * Takes the lock of a run folder, so that no two processes write to it. That of a process that is gone is taken over; on another machine, where
 * that cannot be known, it is not.
 *
 * @returns a function that gives it back
 * @throws InputError where another process holds it
 */
export function lockRun(folder: string, files: Files = nodeFiles): () => void {
  const path = join(folder, LOCK_FILE);
  const own: Holder = { pid: process.pid, host: hostname(), started: startOf(process.pid) };
  for (let attempt = 0; ; attempt++) {
    try {
      const fd = files.openSync(path, 'wx');
      try {
        writeFully(fd, Buffer.from(JSON.stringify(own)), files);
      } finally {
        files.closeSync(fd);
      }
      return () => removeQuietly(path, files);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = readHolder(path);
    if (holder && (holder.host !== own.host || isRunning(holder)))
      throw new InputError(
        `${folder} is being written by process ${holder.pid} on ${holder.host}: wait for it; if it is surely gone, remove ${path}`,
      );
    if (attempt > 3) throw new InputError(`${path} comes back as soon as it is removed: another process is starting the same run`);
    files.rmSync(path, { force: true });
  }
}

function readHolder(path: string): Holder | undefined {
  try {
    const holder = JSON.parse(readFileSync(path, 'utf8')) as Partial<Holder>;
    return typeof holder.pid === 'number' && typeof holder.host === 'string' ? (holder as Holder) : undefined;
  } catch {
    return undefined; // its writer was stopped before it could write, or has just removed it
  }
}

function isRunning({ pid, started }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return startOf(pid) === started;
}

/** The start time of a process in the words of the system; empty where it has none. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
