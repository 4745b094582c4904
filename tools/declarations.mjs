// Writes the declarations of the package in whose folder it runs, dist/**/*.d.ts, and checks its sources as they are published: with the package's own compiler
// options (no types of Node where it may not use them) and on the declarations of the packages below, not their sources. The native compiler does both at once.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const compiler = join(import.meta.dirname, '../node_modules/typescript-native/bin/tsc');
const { exports } = JSON.parse(readFileSync('package.json', 'utf8'));
const files = Object.values(exports)
  .filter((entry) => typeof entry === 'object')
  .map(({ types }) => join('..', types.replace('dist/', 'src/').replace(/\.d\.ts$/, '.ts')));

mkdirSync('dist', { recursive: true });
const project = 'dist/tsconfig.json';
const compilerOptions = { emitDeclarationOnly: true, rootDir: '../src', outDir: '.' };
writeFileSync(project, JSON.stringify({ extends: '../tsconfig.json', files, include: [], compilerOptions }));
try {
  execFileSync(process.execPath, [compiler, '-p', project], { stdio: 'inherit' });
} catch {
  console.error(`${process.cwd()} has type errors, named above: expected none; mend them and build again`);
  process.exitCode = 1;
} finally {
  rmSync(project);
}

// The compiler rewrites the extension of relative imports in JavaScript only.
for (const name of readdirSync('dist', { recursive: true }).filter((name) => name.endsWith('.d.ts'))) {
  const file = join('dist', name);
  const text = readFileSync(file, 'utf8');
  const rewritten = text.replace(/((?:\bfrom |\bimport\(|^import )['"]\.\.?\/[^'"]*)\.ts(['"])/gm, '$1.js$2');
  if (rewritten !== text) writeFileSync(file, rewritten);
}
