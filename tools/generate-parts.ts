// Writes what follows from the definitions of parts: packages/*/src/parts.generated.ts, the tables between `<!-- parts -->` and `<!-- end -->` of the
// packages' READMEs, and the JSON Schemas of configs and sweeps. `--check` only says what is out of date.
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { describeDefault, describeValues } from '@firstmover/core';
import type { AnyPart } from '@firstmover/core';
import type { ProblemKind } from '@firstmover/problems';

const root = join(import.meta.dirname, '..');
const check = process.argv.includes('--check');
const stale: string[] = [];
const problems: string[] = [];

/** Where parts of each kind stand, the type that says so, and what the list of them is called. */
const KINDS = [
  { home: 'networks', kind: 'network', type: 'NetworkPart', from: './part/network-part.ts', list: 'networks' },
  { home: 'algorithms', kind: 'leader', type: 'LeaderPart', from: './part/leader-part.ts', list: 'leaders' },
  { home: 'followers', kind: 'oracle', type: 'OraclePart', from: '@firstmover/core', list: 'oracles' },
  { home: 'methods', kind: 'method', type: 'MethodPart', from: './part/method-part.ts', list: 'methods' },
  { home: 'problems', kind: 'kind of problem', type: 'ProblemKind', from: './problem/problem.ts', list: 'problems' },
] as const;

async function keep(path: string, text: string): Promise<void> {
  const full = join(root, path);
  const formatted = path.endsWith('.ts') ? await format(text, { ...(await resolveConfig(full)), filepath: full }) : text;
  if (existsSync(full) && readFileSync(full, 'utf8') === formatted) return;
  stale.push(path);
  if (!check) writeFileSync(full, formatted);
}

const sources = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /^[^.]+\.ts$/.test(file))
    .sort();

// A part elsewhere than in the package of its kind would be in no list.
for (const { name: home } of readdirSync(join(root, 'packages'), { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
  for (const file of sources(`packages/${home}/src`)) {
    const text = readFileSync(join(root, 'packages', home, 'src', file), 'utf8');
    for (const [, name, type] of text.matchAll(/^export const ([a-z]\w+): (\w+Part|ProblemKind) = define(?:Part|Problem)\(/gm)) {
      if (!KINDS.some((kind) => kind.home === home && kind.type === type))
        problems.push(`packages/${home}/src/${file}: ${name!} is a ${type!}, which no list of this package holds`);
    }
    const bare = /^(?:export )?const (\w+) = define(?:Part|Problem)\(/m.exec(text);
    if (bare && !file.includes('testing'))
      problems.push(`packages/${home}/src/${file}: ${bare[1]!} has no type: expected export const ${bare[1]!}: a type of part`);
  }
}

for (const { home, kind, type, from, list } of KINDS) {
  const found = sources(`packages/${home}/src`).flatMap((file) => {
    const text = readFileSync(join(root, 'packages', home, 'src', file), 'utf8');
    const names = [...text.matchAll(new RegExp(`^export const (\\w+): ${type} = define(?:Part|Problem)\\(`, 'gm'))].map(
      ([, name]) => name!,
    );
    return names.length === 0 ? [] : [{ file, names }];
  });
  const all = found.flatMap(({ names }) => names);
  const schemas = sources(`packages/${home}/src`).flatMap((file) => {
    const text = readFileSync(join(root, 'packages', home, 'src', file), 'utf8');
    const names = [...text.matchAll(/^export const ([A-Z0-9_]+_PARAMETERS)\b/gm)].map(([, name]) => name!);
    return names.length === 0 || found.some((other) => other.file === file) ? [] : [`export { ${names.join(', ')} } from './${file}';`];
  });
  await keep(
    `packages/${home}/src/parts.generated.ts`,
    `// Written by tools/generate-parts.ts: do not edit.
import type { ${type} } from '${from}';
${found.map(({ file, names }) => `import { ${names.join(', ')} } from './${file}';`).join('\n')}

${found.map(({ file }) => `export * from './${file}';`).join('\n')}
${schemas.join('\n')}

/** Every ${kind} of this package. */
export const ${list}: readonly ${type}[] = [${all.join(', ')}];
`,
  );
}

// Only now: the lists are up to date.
for (const { home, list } of KINDS) {
  const module = (await import(`../packages/${home}/src/parts.generated.ts`)) as { readonly [name: string]: readonly AnyPart[] };
  const parts = [...module[list]!].sort((a, b) => (a.name < b.name ? -1 : 1));
  const path = `packages/${home}/README.md`;
  const text = readFileSync(join(root, path), 'utf8');
  const marks = /<!-- parts -->\n[^]*?<!-- end -->/;
  if (!marks.test(text)) {
    problems.push(`${path}: expected a line <!-- parts --> and one <!-- end -->, between which the table of parts stands`);
    continue;
  }
  await keep(
    path,
    text.replace(marks, () => `<!-- parts -->\n\n${parts.map(section).join('\n\n')}\n\n<!-- end -->`),
  );
}

/** A part on a page: what it does, where it is from, its settings. */
function section(part: AnyPart): string {
  const { name, about, source, parameters, kind } = part;
  if (kind === 'problem') return problemSection(part as ProblemKind);
  const cell = (text: string): string => text.replaceAll('|', '\\|');
  const rows = Object.entries(parameters).map(
    ([setting, parameter]) =>
      `| \`${setting}\` | ${cell(describeValues(parameter))} | ${cell(describeDefault(parameter))} | ${cell(parameter.about)} |`,
  );
  const table =
    rows.length === 0 ? 'No settings.' : ['| setting | values | default | meaning |', '| --- | --- | --- | --- |', ...rows].join('\n');
  return `**\`${name}\`** ${about} From: ${source}.\n\n${table}`;
}

/** A kind of problem on a page: what it is, where it is from, the fields of its documents, its files. */
function problemSection({ name, about, source, document, file, game }: ProblemKind): string {
  const fields = Object.entries(document?.fields ?? {}).map(([field, meaning]) => `| \`${field}\` | ${meaning.replaceAll('|', '\\|')} |`);
  return [
    `**\`${name}\`** ${about} From: ${source}.`,
    ...(file ? [`Files: \`${file.extension}\`.`] : []),
    ...(game ? ['Games that are defined in code: yes.'] : []),
    ...(document ? ['| field | meaning |\n| --- | --- |\n' + fields.join('\n'), '```json\n' + document.example + '\n```'] : []),
  ].join('\n\n');
}

// A wing of solvers exports what each of its folders does: those without an index.ts are its own.
for (const { name: wing } of readdirSync(join(root, 'packages/solvers/src'), { withFileTypes: true }).filter((entry) =>
  entry.isDirectory(),
)) {
  const path = `packages/solvers/src/${wing}/index.ts`;
  if (!existsSync(join(root, path))) {
    problems.push(`${path}: expected a line of comment that says what the wing ${wing} holds`);
    continue;
  }
  const [comment] = readFileSync(join(root, path), 'utf8').split('\n');
  const folders = readdirSync(join(root, 'packages/solvers/src', wing))
    .filter((name) => existsSync(join(root, 'packages/solvers/src', wing, name, 'index.ts')))
    .sort();
  await keep(path, [comment!, ...folders.map((name) => `export * from './${name}/index.ts';`), ''].join('\n'));
}

// The JSON Schemas by which an editor completes configs and sweeps.
const { configJsonSchema, sweepJsonSchema } = await import('../packages/experiments/src/config/json-schema.ts');
mkdirSync(join(root, 'packages/experiments/schema'), { recursive: true });
for (const [name, schema] of Object.entries({ config: configJsonSchema(), sweep: sweepJsonSchema() }))
  await keep(`packages/experiments/schema/${name}.json`, `${JSON.stringify(schema)}\n`);

// The same names as types, for configs that are TypeScript.
const { namesAsTypes } = await import('./names-as-types.ts');
await keep('packages/experiments/src/names/names.generated.ts', namesAsTypes());

for (const problem of problems) console.error(problem);
for (const path of stale) {
  if (check) console.error(`${path} is out of date: run npm run generate:parts and review the difference`);
  else console.log(`wrote ${path}`);
}
if (problems.length === 0 && stale.length === 0) console.log('Parts: up to date.');
process.exitCode = problems.length > 0 || (check && stale.length > 0) ? 1 : 0;
