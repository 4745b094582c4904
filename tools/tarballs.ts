// Projects of users: empty folders in which plain npm installs the packed tarballs.
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { packages, root, type Package } from './packages.ts';

/** A folder outside of the repository, which the tool that imports this removes. */
export const work: string = mkdtempSync(join(tmpdir(), 'firstmover-consumer-'));
const npm = process.env['npm_execpath'] ?? join(dirname(process.execPath), '../lib/node_modules/npm/bin/npm-cli.js');

/** Runs a program to its end; what it printed on failure is the message. */
export async function run(cwd: string, file: string, ...argv: readonly string[]): Promise<string> {
  try {
    // Nothing of the workspace's own settings reaches the user's npm.
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_|^NODE_(OPTIONS|PATH)$/i.test(name)));
    return (await promisify(execFile)(file, argv, { cwd, env, timeout: 300_000, maxBuffer: 1 << 26 })).stdout;
  } catch (error) {
    const { stdout = '', stderr = '', message } = error as Error & { stdout?: string; stderr?: string };
    throw new Error(`${stdout}${stderr}` || message, { cause: error });
  }
}

/** The program of a line of Node, which npm fetches as the package `node`. */
export function nodeOf(major: string): string {
  if (process.version.startsWith(`v${major}.`)) return process.execPath;
  return execFileSync(process.execPath, [npm, 'exec', '--yes', `--package=node@${major}`, '--', 'node', '-p', 'process.execPath'], {
    cwd: work,
    encoding: 'utf8',
  }).trim();
}

/** All packages. */
export const all: Package[] = packages();
const tarballs = new Map<string, string>();

/**
 * Packs every package.
 *
 * @throws Error where a package is not built
 */
export async function pack(): Promise<void> {
  for (const { path } of all) if (!existsSync(join(root, path, 'dist'))) throw new Error(`${path}/dist is missing: run npm run build`);
  const pnpm = join(root, 'node_modules/pnpm/bin/pnpm.cjs');
  await run(root, process.execPath, pnpm, '--recursive', '--filter', './packages/*', 'pack', '--out', join(work, '%s.tgz'));
  for (const { manifest } of all) tarballs.set(manifest.name, join(work, `${manifest.name.replace('@', '').replace('/', '-')}.tgz`));
}

/** An empty folder with a package.json: what is named comes from the tarballs, and so do all packages that those depend on. */
export function project(name: string, wanted: readonly string[]): string {
  const cwd = join(work, name);
  mkdirSync(cwd, { recursive: true });
  const versions = Object.assign({}, ...all.map(({ manifest }) => manifest.dependencies ?? {})) as Record<string, string>;
  const version = (dependency: string): string => tarballs.get(dependency) ?? versions[dependency] ?? 'latest';
  const dependencies = Object.fromEntries(wanted.map((dependency) => [dependency, version(dependency)]));
  const overrides = Object.fromEntries([...tarballs].filter(([dependency]) => !wanted.includes(dependency)));
  writeFileSync(join(cwd, 'package.json'), JSON.stringify({ name, private: true, type: 'module', dependencies, overrides }, undefined, 2));
  return cwd;
}

/** Runs `npm install` in a project. */
export const install = (node: string, cwd: string): Promise<string> =>
  run(cwd, node, npm, 'install', '--prefer-offline', '--no-audit', '--no-fund', '--no-progress', '--loglevel=error');

/** The names of everything installed. */
export function installed(cwd: string): string[] {
  const lock = JSON.parse(readFileSync(join(cwd, 'node_modules/.package-lock.json'), 'utf8')) as { packages: Record<string, unknown> };
  return Object.keys(lock.packages).map((path) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length));
}
