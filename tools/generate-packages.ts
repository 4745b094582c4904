// Writes what packages promise: packages/*/exports.txt, the names that each entry point exports, and tools/sizes.json, the bytes of each package that brings no
// TensorFlow. `--check` says which names changed, and which package grew by more than 5% over its number.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import ts from 'typescript';
import { packages, root, type Package } from './packages.ts';

const check = process.argv.includes('--check');
const ALLOWANCE = 1.05;
const problems: string[] = [];

/** The names that a file exports, types marked; `export *` is followed. */
function exportsOf(file: string): string[] {
  const names: string[] = [];
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  for (const statement of source.statements) {
    if (ts.isExportDeclaration(statement)) {
      const { exportClause, moduleSpecifier, isTypeOnly } = statement;
      if (exportClause === undefined) names.push(...exportsOf(join(dirname(file), (moduleSpecifier as ts.StringLiteral).text)));
      else if (ts.isNamedExports(exportClause))
        names.push(...exportClause.elements.map((one) => `${isTypeOnly || one.isTypeOnly ? 'type ' : ''}${one.name.text}`));
      else names.push(exportClause.name.text);
    } else if (ts.canHaveModifiers(statement) && ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) {
      if (ts.isVariableStatement(statement)) names.push(...statement.declarationList.declarations.map(({ name }) => name.getText()));
      else if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) names.push(statement.name!.text);
      else if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) names.push(`type ${statement.name.text}`);
      else throw new Error(`${file}: an export that tools/generate-packages.ts does not know: ${statement.getText().slice(0, 60)}`);
    }
  }
  return names;
}

/** The source of an entry point: `./testing` is src/testing/index.ts. */
const entryOf = ({ path }: Package, key: string): string => join(root, path, 'src', key, 'index.ts');

/** The text of exports.txt. */
function exportNames(one: Package): string {
  const keys = Object.keys(one.manifest.exports).filter((key) => !key.endsWith('.json'));
  const plain = (name: string): string => name.replace('type ', '');
  return keys
    .map((key) => [
      `${one.manifest.name}${key.slice(1)}`,
      ...[...new Set(exportsOf(entryOf(one, key)))].sort((a, b) => (plain(a) < plain(b) ? -1 : 1)).map((name) => `  ${name}`),
      '',
    ])
    .flat()
    .join('\n');
}

/** Bytes of a package bundled, minified and gzipped. Other packages of firstmover have their own number, all else that it brings counts. */
async function sizeOf(one: Package): Promise<number> {
  const { outputFiles } = await build({
    entryPoints: [entryOf(one, '.')],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'es2023',
    external: ['@firstmover/*', 'firstmover'],
    logLevel: 'silent',
  });
  return gzipSync(outputFiles[0]!.contents, { level: 9 }).length;
}

const sizesFile = join(root, 'tools/sizes.json');
const allowed = existsSync(sizesFile) ? (JSON.parse(readFileSync(sizesFile, 'utf8')) as Record<string, number>) : {};
const sizes: Record<string, number> = {};
for (const one of packages()) {
  const file = join(root, one.path, 'exports.txt');
  const names = exportNames(one);
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (!check) writeFileSync(file, names);
  else if (before !== names) {
    const [old, now] = [before.split('\n'), names.split('\n')];
    const changes = [
      ...old.filter((x) => !now.includes(x)).map((x) => `-${x.trim()}`),
      ...now.filter((x) => !old.includes(x)).map((x) => `+${x.trim()}`),
    ];
    problems.push(
      `${one.path}/exports.txt is out of date (${changes.join(', ') || 'order'}): run npm run generate:packages and review the difference`,
    );
  }

  const { name, dependencies = {} } = one.manifest;
  if (Object.keys(dependencies).some((dependency) => /tensorflow|tfjs/.test(dependency))) continue;
  const size = await sizeOf(one);
  // Numbers move only when they must, so that a small change does not touch this file.
  const fits = allowed[name] !== undefined && size <= allowed[name] * ALLOWANCE && size >= allowed[name] / ALLOWANCE;
  sizes[name] = fits ? allowed[name]! : size;
  const limit = allowed[name];
  if (check && limit === undefined) problems.push(`tools/sizes.json: ${name} has no number: run npm run generate:packages`);
  else if (check && size > limit! * ALLOWANCE)
    problems.push(
      `${name}: ${size} bytes bundled, minified and gzipped, its number in tools/sizes.json is ${limit}: make it smaller, or run npm run generate:packages and say why`,
    );
}
// One name, one meaning: a type or function that two packages export would be looked up in the wrong one.
const owners = new Map<string, string>();
for (const one of packages()) {
  for (const key of Object.keys(one.manifest.exports).filter((name) => !name.endsWith('.json'))) {
    for (const name of exportsOf(entryOf(one, key)).map((text) => text.replace('type ', ''))) {
      const owner = owners.get(name) ?? one.manifest.name;
      if (owner !== one.manifest.name)
        problems.push(`${name} is exported by ${owner} and ${one.manifest.name}: give one of them another name`);
      owners.set(name, owner);
    }
  }
}

if (!check) writeFileSync(sizesFile, `${JSON.stringify(sizes, undefined, 2)}\n`);

for (const problem of problems) console.error(problem);
const total = Object.values(sizes).reduce((sum, size) => sum + size, 0);
console.log(
  `Packages: ${packages().length}, ${Math.round(total / 1024)} kB without TensorFlow${problems.length === 0 ? ', names and sizes up to date' : ''}.`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
