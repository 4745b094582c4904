// Bundles programs of the sources into a folder outside of the repository, for tests that start many processes: each starts in a fraction of the time
// that running the sources takes. Usage: node tools/bundle.mjs FOLDER ENTRY.ts ...; each becomes FOLDER/<name before the first dot>.js.
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');
const [folder, ...entries] = process.argv.slice(2);

await build({
  entryPoints: entries.map((entry) => ({ in: entry, out: basename(entry).split('.')[0] })),
  outdir: folder,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  tsconfig: join(root, 'tsconfig.json'),
  logLevel: 'error',
  // What CommonJS modules among the dependencies expect.
  banner: {
    js: `import { createRequire as __createRequire } from 'node:module';
const require = __createRequire(import.meta.url), __filename = import.meta.filename, __dirname = import.meta.dirname;`,
  },
});
writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
// Where packages look for their own package.json.
mkdirSync(join(folder, 'node_modules/@firstmover'), { recursive: true });
symlinkSync(join(root, 'packages/experiments'), join(folder, 'node_modules/@firstmover/experiments'));
symlinkSync(join(root, 'packages/cli'), join(folder, 'node_modules/firstmover'));
