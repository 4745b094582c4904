import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../../../..');

/** Bundles programs of this package into a folder, so that many processes start quickly. */
export function bundle(folder: string, ...entries: readonly string[]): void {
  const paths = entries.map((entry) => join(import.meta.dirname, '..', entry));
  execFileSync(process.execPath, [join(root, 'tools/bundle.mjs'), folder, ...paths], { stdio: ['ignore', 'ignore', 'inherit'] });
}
