import type { Files } from './files.ts';
import { nodeFiles } from './files.ts';

/** The calls that writing uses. */
const CALLS: { readonly [TName in keyof Files]: true } = {
  openSync: true,
  writeSync: true,
  fsyncSync: true,
  closeSync: true,
  renameSync: true,
  mkdirSync: true,
  rmSync: true,
  readdirSync: true,
  ftruncateSync: true,
};

/** The file system with something around every call. */
export function wrapFiles(around: (name: keyof Files, args: readonly unknown[], call: () => unknown) => unknown): Files {
  const names = Object.keys(CALLS) as (keyof Files)[];
  const wrapped = names.map((name) => {
    const real = nodeFiles[name] as (...args: readonly unknown[]) => unknown;
    return [name, (...args: readonly unknown[]): unknown => around(name, args, () => real(...args))];
  });
  return Object.fromEntries(wrapped) as Files;
}

/** Writes the first half of what a call of `writeSync` was given: what a disk that runs full leaves. */
export function writeHalf([fd, bytes, from, length]: readonly unknown[]): void {
  nodeFiles.writeSync(fd as number, bytes as Uint8Array, from as number, Math.floor((length as number) / 2));
}
