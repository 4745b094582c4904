import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstmover } from '../io/fake-io.fixture.ts';
import { filesOfNew } from '../new/templates.ts';
import { findGame } from './find-games.ts';

// Inside the repository, so that the tests' aliases to the sources apply to what is written here.
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(import.meta.dirname, '.own-'));
  mkdirSync(join(folder, 'src'));
  for (const [path, text] of Object.entries(filesOfNew('game', 'own-game', '0.1.0'))) writeFileSync(join(folder, path), text);
  const source = "import { ownGame } from './src/own-game.ts';\n";
  writeFileSync(
    join(folder, 'two.ts'),
    `${source}export const first = ownGame;\nexport const second = { ...ownGame, id: 'my/Second-v1' };\nexport const other = 1;\n`,
  );
  writeFileSync(join(folder, 'none.ts'), 'export const rules = {};\n');
  writeFileSync(join(folder, 'broken.ts'), "throw new Error('not today');\n");
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('a game of the user’s own', () => {
  it('works by path wherever an id does', async () => {
    const game = join(folder, 'src/own-game.ts');
    const listed = await firstmover('list', game);
    expect(listed.out).toContain('my/OwnGame-v1\nAn inspector commits, a worker responds.');
    const checked = await firstmover('check', game, '--steps', '300', '--param', 'rounds=3');
    expect([checked.code, checked.err]).toEqual([0, '']);
    expect(checked.out).toMatch(/^my\/OwnGame-v1\n\nok +parameters /);
    expect(checked.out).toContain(' 0 broken.\n');
    expect((await firstmover('show', game)).out).toContain('rounds played  #################### 1');
    const exact = await firstmover('exact', game, '--json');
    expect(JSON.parse(exact.out)).toMatchObject({ leaderValue: -1 });
    const solved = await firstmover('solve', game, '--oracle', 'exact', '--leader-steps', '2000', '--json');
    expect([solved.code, JSON.parse(solved.out)]).toMatchObject([0, {}]);
  });

  it('is named by its export or by its id where a module has several', async () => {
    const module = join(folder, 'two.ts');
    for (const name of ['second', 'my/Second-v1', 'my/Second']) expect((await findGame(`${module}#${name}`)).id).toBe('my/Second-v1');
    await expect(findGame(module)).rejects.toThrow(
      /exports 2 games: expected .*two.ts#name with one of first \(my\/OwnGame-v1\), second \(my\/Second-v1\)/,
    );
    await expect(findGame(`${module}#secnd`)).rejects.toThrow('exports no game "secnd": did you mean second');
    await expect(findGame(`${module}#zzzzzzzzzzzz`)).rejects.toThrow('what exists: first (my/OwnGame-v1), second (my/Second-v1)');
  });

  it('is refused with what is wrong', async () => {
    await expect(findGame(join(folder, 'none.ts'))).rejects.toThrow(
      'exports no game: expected the result of defineGame; what it exports: rules',
    );
    await expect(findGame(join(folder, 'broken.ts'))).rejects.toThrow('broken.ts: not today');
    await expect(findGame('./nowhere.js')).rejects.toThrow('there is no file "./nowhere.js"');
    await expect(findGame('no-such-package#game')).rejects.toThrow('there is no package "no-such-package" here');
  });
});

it('is an id of firstmover otherwise', async () => {
  expect((await findGame('matrix/Escape')).id).toBe('matrix/Escape');
});
