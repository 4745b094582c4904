// Writes what follows from the definitions of games: packages/*/src/games.generated.ts, golden playthroughs, pictures, pages. `--check` only says
// what is out of date; words after it select folders by a part of their path.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { filesOf, gameFolders, packagePage, root } from './games.ts';

const check = process.argv.includes('--check');
const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const stale: string[] = [];

/** Writes a file, or notes that it is out of date. */
function keep(path: string, text: string): void {
  const full = join(root, path);
  if (existsSync(full) && readFileSync(full, 'utf8') === text) return;
  stale.push(path);
  if (check) return;
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, text);
}

const folders = gameFolders();
const problems: string[] = [];
const packages = [...new Set(folders.map(({ path }) => path.split('/').slice(0, 2).join('/')))];

// The list of a package's games, from every `export const name: GameDefinition` in its folders.
for (const home of packages) {
  for (const file of readdirSync(join(root, home, 'src'), { recursive: true, encoding: 'utf8' })) {
    if (!/^[^.]+\.ts$/.test(file) || folders.some(({ path }) => join(home, 'src', file).startsWith(`${path}/`))) continue;
    if (/^export const \w+: GameDefinition\b(?!\[)/m.test(readFileSync(join(root, home, 'src', file), 'utf8')))
      problems.push(`${home}/src/${file} defines a game: expected a README.md with a line <!-- game ID --> beside it`);
  }
  const lines: string[] = [];
  const names: string[] = [];
  for (const { path } of folders.filter((folder) => folder.path.startsWith(`${home}/`))) {
    for (const file of readdirSync(join(root, path)).filter((name) => /^[a-z0-9-]+\.ts$/.test(name))) {
      const found = [...readFileSync(join(root, path, file), 'utf8').matchAll(/^export const (\w+): GameDefinition\b(?!\[)/gm)].map(
        ([, name]) => name as string,
      );
      if (found.length === 0) continue;
      names.push(...found);
      const from = `'./${path.split('/').slice(3).join('/')}/${file}';`;
      lines.push(`import { ${found.join(', ')} } from ${from}`);
    }
  }
  const list = `${/^packages\/([a-z]+)/.exec(home)?.[1] ?? ''}Games`;
  keep(
    `${home}/src/games.generated.ts`,
    [
      '// Written by tools/generate-games.ts: do not edit.',
      "import type { GameDefinition } from '@firstmover/core';",
      ...lines,
      '',
      `export { ${names.join(', ')} };`,
      '',
      '/** All games of this package. */',
      `export const ${list}: readonly GameDefinition[] = [${names.join(', ')}];`,
      '',
    ].join('\n'),
  );
}

if (check && stale.length > 0) {
  // What follows would not find the games that are in no list yet.
  for (const path of stale) console.error(`${path} is out of date: run npm run generate:games and review the difference`);
  process.exit(1);
}

// Only now: the registry reads the lists.
const { createGames } = await import('firstmover');
const games = createGames();
const placed = folders.flatMap(({ ids }) => ids);
for (const id of games.names('game')) {
  const times = placed.filter((other) => other === id).length;
  if (times !== 1)
    problems.push(`${id}: ${times} places on pages: expected one line <!-- game ${id} --> and <!-- end --> in the README.md of its folder`);
}
for (const folder of folders) {
  if (wanted.length > 0 && !wanted.some((word) => folder.path.includes(word))) continue;
  const files = filesOf(folder, games);
  for (const [path, text] of files) keep(path, text);
  const golden = join(folder.path, 'golden');
  for (const name of existsSync(join(root, golden)) ? readdirSync(join(root, golden)) : []) {
    if (files.has(join(golden, name))) continue;
    stale.push(join(golden, name));
    if (!check) rmSync(join(root, golden, name));
  }
}

for (const home of packages) keep(join(home, 'README.md'), packagePage(home, folders, games));

for (const problem of problems) console.error(problem);
if (check) for (const path of stale) console.error(`${path} is out of date: run npm run generate:games and review the difference`);
else for (const path of stale) console.log(`wrote ${path}`);
console.log(
  `Games: ${games.names('game').length} in ${folders.length} folders${stale.length === 0 && problems.length === 0 ? ', up to date' : ''}.`,
);
process.exitCode = problems.length > 0 || (check && stale.length > 0) ? 1 : 0;
