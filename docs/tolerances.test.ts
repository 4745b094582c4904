// The page of tolerances says what the sources say.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SIMPLEX_TOLERANCE } from '@firstmover/core';
import { expect, it } from 'vitest';
import { root } from '../tools/packages.ts';

const page = readFileSync(join(root, 'docs/tolerances.md'), 'utf8');
const rows = [...page.matchAll(/^\| `(\w+)` \| (\S+) \| (\S+) \|/gm)].map(([, name, value, file]) => [name!, value!, file!] as const);

it.each(rows)('%s is %s in %s', (name, value, file) => {
  const source = readFileSync(join(root, 'packages', file), 'utf8');
  const declared = new RegExp(`const ${name}(?:: number)? = (\\S+);`).exec(source)?.[1];
  expect(Number(declared)).toBe(Number(value));
});

it('has rows, and the tolerance of core', () => {
  expect(rows.length).toBeGreaterThan(10);
  expect(page).toContain(`SIMPLEX_TOLERANCE\` of core, ${SIMPLEX_TOLERANCE.toExponential().replace('+', '')}`);
});
