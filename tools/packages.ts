// The packages of the repository, read from their folders: no list of them is kept anywhere.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of the repository. */
export const root: string = join(import.meta.dirname, '..');

/** What the tools read in a package.json. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly private?: boolean;
  readonly bin?: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** A package that is published. */
export interface Package {
  /** The name of its folder. */
  readonly folder: string;
  /** Its path from the repository's folder. */
  readonly path: string;
  readonly manifest: Manifest;
}

/** All published packages, in the order of their folders. */
export function packages(): Package[] {
  return readdirSync(join(root, 'packages'))
    .filter((folder) => existsSync(join(root, 'packages', folder, 'package.json')))
    .map((folder) => {
      const path = join('packages', folder);
      return { folder, path, manifest: JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8')) as Manifest };
    })
    .filter(({ manifest }) => manifest.private !== true);
}

/** A fenced block of a Markdown page. */
export interface Block {
  readonly language: string;
  readonly code: string;
}

/**
 * The fenced blocks of a page.
 *
 * @param page - its path from the repository's folder
 */
export function blocksOf(page: string): Block[] {
  const text = readFileSync(join(root, page), 'utf8');
  return [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```/gm)].map(([, language, code]) => ({ language: language!, code: code! }));
}

/** The TypeScript blocks of a page, which make one program together; empty where there are none. */
export function programOf(page: string): string {
  return blocksOf(page)
    .filter(({ language }) => language === 'ts')
    .map(({ code }) => code)
    .join('');
}

/** The lines that a program says it prints, in its `// =>` comments. */
export function printedBy(program: string): string[] {
  return [...program.matchAll(/\/\/ => (.*)$/gm)].map(([, text]) => text!);
}

/** The names of the packages that a program imports, without Node's own. */
export function importedBy(program: string): string[] {
  const names = [...program.matchAll(/(?:from|import) '((?:@[^/']+\/)?[^./'][^/']*)(?:\/[^']*)?'/g)].map(([, name]) => name!);
  return [...new Set(names)].filter((name) => !name.startsWith('node:'));
}
