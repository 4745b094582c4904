// Every registered game: its rules, its golden playthrough, its picture and its page.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkGame } from '@firstmover/core/testing';
import { createGames } from 'firstmover';
import { describe, expect, it } from 'vitest';
import { filesOf, gameFolders, root } from '../tools/games.ts';

const games = createGames();
const folders = gameFolders();

describe.each(games.names('game'))('%s', (id) => {
  const definition = games.find('game', id);

  it('has one page, beside its rules, with a place for its facts', () => {
    expect(folders.filter(({ ids }) => ids.includes(id)).map(({ path }) => path)).toHaveLength(1);
  });

  it('says what it is, where its rules come from and how much is earned', () => {
    const { summary, source, rewardBounds, optima } = definition.create().descriptor;
    expect(summary).toMatch(/\.$/);
    expect(source).not.toBe('');
    expect(rewardBounds.every(Number.isFinite)).toBe(true);
    for (const optimum of optima) expect(optimum.source).not.toBe('');
  });

  it('keeps the rules of a game', () => {
    checkGame(definition.create(), { steps: 300 });
  });
});

describe.each(folders)('$path', (folder) => {
  // One game of the folder at a time would be clearer, and twenty times slower.
  it('holds pages, playthroughs and pictures that follow from the definitions: npm run generate:games, and review the difference', () => {
    for (const [path, text] of filesOf(folder, games)) {
      expect(existsSync(join(root, path)), path).toBe(true);
      expect(readFileSync(join(root, path), 'utf8'), path).toBe(text);
    }
  });

  it('has no page of a game that does not exist', () => {
    for (const id of folder.ids) expect(games.names('game')).toContain(id);
  });
});
