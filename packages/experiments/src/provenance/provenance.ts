import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';

/** What a run was made with. */
export interface Provenance {
  /** The version of @firstmover/experiments. */
  readonly firstmover: string;
  /** The version of Node. */
  readonly node: string;
  /** The platform, such as `linux-x64`. */
  readonly platform: string;
  /** The commit of the working folder and whether it has changes; null outside of a git repository. */
  readonly git: { readonly commit: string; readonly dirty: boolean } | null;
}

/** What this process runs with, in a folder. */
export function provenance(folder: string): Provenance {
  const { version } = createRequire(import.meta.url)('@firstmover/experiments/package.json') as { readonly version: string };
  return { firstmover: version, node: process.version, platform: `${process.platform}-${process.arch}`, git: gitState(folder) };
}

function gitState(folder: string): Provenance['git'] {
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], timeout: 5_000 }).trim();
  try {
    return { commit: git('rev-parse', 'HEAD'), dirty: git('status', '--porcelain') !== '' };
  } catch {
    return null; // no git, or no repository
  }
}
