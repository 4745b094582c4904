import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { Argument } from 'commander';
import { InputError, show } from '@firstmover/core';
import type { Io } from '../io/io.ts';
import type { KnownKind } from '@firstmover/pipeline';
import { KNOWN_KINDS } from '@firstmover/pipeline';
import { filesOfNew } from './templates.ts';

/** Adds `firstmover new`. */
export function addNewCommand(program: Command, io: Io): void {
  program
    .command('new')
    .addArgument(new Argument('<kind>', 'what to begin').choices(KNOWN_KINDS))
    .argument('<name>', 'its name, in lower case with hyphens: the folder that is made')
    .summary('begin a game, an oracle, a leader, a method or a network of your own')
    .description('Writes a folder with a small package that works: source, test and README, built on the published packages only.')
    .addHelpText(
      'after',
      `
Examples:
  $ firstmover new game my-game && cd my-game && npm install && npm test
  $ firstmover new oracle my-oracle`,
    )
    .action((kind: KnownKind, name: string) => {
      for (const path of writeNew(kind, name, '.')) io.out(`${path}\n`);
      io.out(`\nNext: cd ${name} && npm install && npm test; the README says the rest.\n`);
    });
}

/**
 * Writes the files of a new package into a folder of its name.
 *
 * @param kind - what it holds
 * @param name - its name
 * @param home - the folder in which its own is made
 * @returns the paths of the files, from `home`
 * @throws InputError for a name that does not fit and a folder that holds something
 */
export function writeNew(kind: KnownKind, name: string, home: string): string[] {
  if (!/^[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*$/.test(name))
    throw new InputError(`the name ${show(name)}: expected lower case letters and digits, words joined by hyphens, such as my-game`);
  const folder = join(home, name);
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new InputError(`the folder ${show(name)} is not empty: expected a new name`);
  const { version } = createRequire(import.meta.url)('firstmover/package.json') as { readonly version: string };
  return Object.entries(filesOfNew(kind, name, version)).map(([path, text]) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
    return join(name, path);
  });
}
