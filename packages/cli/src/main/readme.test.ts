import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstmover } from '../io/fake-io.fixture.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const samples = Array.from(
  readme.matchAll(/```console\n\$ npx firstmover ([^\n]*)\n(.*?)```/gs),
  ([, command, output]) => [command!, output!] as const,
);
const files = Array.from(readme.matchAll(/```json (\S+)\n(.*?)```/gs), ([, name, content]) => [name!, content!] as const);

let folder = '';
beforeAll(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'firstmover-')), '/');
  for (const [name, content] of files) writeFileSync(join(folder, name), content);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('the sample output in README.md', () => {
  it('is there', () => {
    expect(samples.length).toBeGreaterThanOrEqual(5);
  });

  it.each(samples)('of %s is true', async (command, output) => {
    const argv = command.split(' ').map((word) => (files.some(([name]) => name === word) ? join(folder, word) : word));
    const { out, err } = await firstmover(...argv);
    expect((out + err).replaceAll(folder, '')).toBe(output);
  });
});
