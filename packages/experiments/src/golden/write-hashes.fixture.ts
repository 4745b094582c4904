// Prints the hashes of all cases. With --write they are kept as those that every version of Node must give; with --missing only those of cases that have
// none yet are added, and those of cases that are gone are left out.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cases, goldenHash } from './golden.fixture.ts';

const path = join(import.meta.dirname, 'hashes.json');
const missing = process.argv.includes('--missing');
const known = missing ? (JSON.parse(readFileSync(path, 'utf8')) as { readonly [name: string]: string }) : {};
const hashes: Record<string, string> = {};
for (const [name, experiment] of cases) hashes[name] = known[name] ?? (await goldenHash(experiment));
const text = `${JSON.stringify(hashes, null, 2)}\n`;
if (missing || process.argv.includes('--write')) writeFileSync(path, text);
else process.stdout.write(text);
