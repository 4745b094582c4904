import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KNOWN_KINDS } from '@firstmover/pipeline';
import { expect, it } from 'vitest';
import { firstmover } from '../io/fake-io.fixture.ts';
import { filesOfNew } from './templates.ts';
import { writeNew } from './new-command.ts';

it.each(KNOWN_KINDS)('writes a package for a new %s, on the published packages only', (kind) => {
  const files = filesOfNew(kind, 'my-first-try', '1.2.3');
  expect(Object.keys(files)).toEqual(['package.json', 'tsconfig.json', 'README.md', 'src/my-first-try.ts', 'src/my-first-try.test.ts']);
  const { name, dependencies } = JSON.parse(files['package.json']!) as { readonly name: string; readonly dependencies: object };
  expect([name, dependencies]).toMatchObject(['my-first-try', { '@firstmover/core': '^1.2.3' }]);
  expect(Object.values(files).join('')).not.toMatch(/__[A-Z]/);
  const imports = [...files['src/my-first-try.ts']!.matchAll(/from '(.*)'/g)].map(([, from]) => from!);
  for (const each of imports) expect(Object.keys(dependencies)).toContain(each);
});

it('writes into a new folder, and never over another', () => {
  const folder = mkdtempSync(join(tmpdir(), 'new-'));
  try {
    const written = writeNew('game', 'my-game', folder);
    expect(written.every((path) => existsSync(join(folder, path)))).toBe(true);
    expect(readFileSync(join(folder, 'my-game/src/my-game.ts'), 'utf8')).toContain("id: 'my/MyGame-v1'");
    expect(() => writeNew('game', 'my-game', folder)).toThrow('the folder "my-game" is not empty');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

it.each([
  [['game', 'My-Game'], /the name "My-Game": expected lower case letters and digits/],
  [['game', '../up'], /the name "..\/up"/],
  [['gme', 'my-game'], /gme/],
])('refuses %j', async (argv, message) => {
  const { code, err } = await firstmover('new', ...argv);
  expect(code).toBe(2);
  expect(err).toMatch(message);
});
