// Writes packages/methods/src/methods.generated.ts: every folder with a file of its own name is a method, and that file exports its factory.
// `--check` only says whether the file is up to date.
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';

const source = join(import.meta.dirname, '../packages/methods/src');
const target = join(source, 'methods.generated.ts');
const factories = readdirSync(source)
  .filter((folder) => folder !== 'method' && folder !== 'leaders' && existsSync(join(source, folder, `${folder}.ts`)))
  .map((folder) => {
    const text = readFileSync(join(source, folder, `${folder}.ts`), 'utf8');
    const name = folder.replaceAll(/-([a-z])/g, (_dash, letter) => letter.toUpperCase());
    if (!text.includes(`export function ${name}(`))
      throw new Error(`packages/methods/src/${folder}/${folder}.ts: expected export function ${name}(`);
    const types = [...text.matchAll(/^export interface (\w+)/gm)].map(([, type]) => type);
    return { folder, name, types };
  });

const lines = factories.flatMap(({ folder, name, types }) => [
  `export { ${name} } from './${folder}/${folder}.ts';`,
  ...(types.length > 0 ? [`export type { ${types.join(', ')} } from './${folder}/${folder}.ts';`] : []),
]);
const text = `// Written by tools/generate-methods.mjs: do not edit.
${factories.map(({ folder, name }) => `import { ${name} } from './${folder}/${folder}.ts';`).join('\n')}
import type { Method } from './method/method.ts';

${lines.join('\n')}

/** All methods with their default settings. */
export const methods: readonly Method[] = [${factories.map(({ name }) => `${name}()`).join(', ')}];
`;
const formatted = await format(text, { ...(await resolveConfig(target)), filepath: target });
if (!process.argv.includes('--check')) writeFileSync(target, formatted);
else if (!existsSync(target) || readFileSync(target, 'utf8') !== formatted) {
  console.error('packages/methods/src/methods.generated.ts is out of date: run npm run generate:methods');
  process.exit(1);
} else console.log(`Methods: ${factories.length}, up to date.`);
