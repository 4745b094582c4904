import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** A file that something was made from, and which content it had. */
export interface SourceFile {
  /** Its absolute path. */
  readonly path: string;
  /** The SHA-256 of its content. */
  readonly sha256: string;
}

/** What follows `from`, `import` or `require(` in quotes and begins with a dot: an import of a file beside it. */
const LOCAL_IMPORT = /(?:\bfrom|\bimport|\brequire\s*\(|\bimport\s*\()\s*(['"])(\.{1,2}\/[^'"\n]+)\1/g;

/** What an import may leave out or call by its compiled name. */
const CANDIDATES: readonly ((path: string) => string)[] = [
  (path) => path,
  (path) => path.replace(/\.([cm]?)js$/, '.$1ts'),
  ...['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs', '.json', '/index.ts', '/index.js'].map((end) => (path: string) => path + end),
];

/**
 * The files that modules consist of: themselves and what they import from files beside them, directly or not. Packages are left out: lockfiles
 * name their versions.
 *
 * @param modules - absolute paths
 * @returns sorted by path
 */
export function sourcesOf(modules: readonly string[]): SourceFile[] {
  const seen = new Map<string, string>();
  const open = [...modules];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (seen.has(path) || !isFile(path)) continue;
    const content = readFileSync(path);
    seen.set(path, createHash('sha256').update(content).digest('hex'));
    for (const [, , specifier] of content.toString('utf8').matchAll(LOCAL_IMPORT)) {
      const target = resolve(dirname(path), specifier!);
      const file = CANDIDATES.map((candidate) => candidate(target)).find(isFile);
      if (file !== undefined) open.push(file);
    }
  }
  return Array.from(seen, ([path, sha256]) => ({ path, sha256 })).sort((a, b) => (a.path < b.path ? -1 : 1));
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}
