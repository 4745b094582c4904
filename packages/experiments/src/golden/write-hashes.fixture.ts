// Prints the hashes of all cases, or with --write keeps them as those that every version of Node must give.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { goldenHashes } from './golden.fixture.ts';

const text = `${JSON.stringify(await goldenHashes(), null, 2)}\n`;
if (process.argv.includes('--write')) writeFileSync(join(import.meta.dirname, 'hashes.json'), text);
else process.stdout.write(text);
