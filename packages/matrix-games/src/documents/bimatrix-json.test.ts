import { InputError } from '@firstmover/core';
import { describe, expect, it } from 'vitest';
import { bimatrix, oneShotGame } from '../one-shot/one-shot.ts';
import { parseBimatrixJson } from './bimatrix-json.ts';

const valid = { kind: 'bimatrix', leaderPayoff: [[2, 4], [1, 3]], followerPayoff: [[1, 0], [0, 2]] }; // prettier-ignore
const withChange = (change: Record<string, unknown>): string => JSON.stringify({ ...valid, ...change });

function complaint(text: string): string {
  try {
    parseBimatrixJson(text, 'game.json');
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as Error).message;
  }
  throw new Error('no error');
}

describe('reading bimatrix games from JSON', () => {
  it('reads payoffs, and a title and names where there are any', () => {
    expect(parseBimatrixJson(JSON.stringify(valid), 'game.json')).toEqual(valid);
    const full = { ...valid, title: 'Example', leaderActions: ['up', 'down'], followerActions: ['left', 'right'] };
    expect(parseBimatrixJson(`\uFEFF${JSON.stringify(full)}`, 'game.json')).toEqual(full);
    expect(parseBimatrixJson(withChange({ title: 'two\nlines' }), 'game.json').title).toBe('two lines');
  });

  it('gives what games are made from', () => {
    const document = parseBimatrixJson(withChange({ leaderActions: ['up', 'down'] }), 'game.json');
    const { leaderPayoff, followerPayoff } = document;
    expect(bimatrix.create({ leaderPayoff, followerPayoff }).descriptor.rewardBounds).toEqual([0, 4]);
    const game = oneShotGame({ id: 'my/Read-v1', summary: '', source: 'game.json', payoffs: document }).create();
    expect(game.players[0]?.action).toMatchObject({ labels: ['up', 'down'] });
  });

  it.each([
    ['', 'game.json is not valid JSON: Unexpected end of JSON input'],
    ['NFG 1 R', 'game.json is not valid JSON: '],
    ['{"kind": "bimatrix",\n"leaderPayoff": [[1,\n}', 'game.json is not valid JSON: '],
    ['{"kind": "bimatrix", "leaderPayoff": [[NaN]], "followerPayoff": [[1]]}', 'game.json is not valid JSON: '],
    ['null', 'game.json holds null: expected an object with the keys kind, leaderPayoff and followerPayoff'],
    ['[[1,2],[3,4]]', 'game.json holds [[1,2],[3,4]]: expected an object'],
    ['"bimatrix"', 'game.json holds "bimatrix": expected an object'],
    ['{}', 'kind of game.json is undefined: expected "bimatrix"'],
    [withChange({ kind: 'normal-form' }), 'kind of game.json is "normal-form": expected "bimatrix"'],
    [withChange({ kind: ['bimatrix'] }), 'kind of game.json is ["bimatrix"]: expected "bimatrix"'],
    [withChange({ leaderPayofff: [[1]] }), 'unknown key of game.json "leaderPayofff": did you mean leaderPayoff'],
    [withChange({ constructor: 1 }), 'unknown key of game.json "constructor"'],
    [withChange({ toString: 1 }), 'unknown key of game.json "toString"'],
    ['{"__proto__": {"kind": "bimatrix"}, "leaderPayoff": [[1]], "followerPayoff": [[1]]}', 'unknown key of game.json "__proto__"'],
    [withChange({ leaderPayoff: undefined }), 'leaderPayoff of game.json is undefined: expected a list of rows of numbers'],
    [withChange({ followerPayoff: '[[1,0],[0,2]]' }), 'followerPayoff of game.json is "[[1,0],[0,2]]": expected a list of rows of numbers'],
    [withChange({ leaderPayoff: { 0: [1, 2] } }), 'leaderPayoff of game.json is {"0":[1,2]}: expected a list of rows'],
    [withChange({ leaderPayoff: [1, 2] }), 'row 0 of leaderPayoff of game.json is 1: expected a list of numbers'],
    [withChange({ leaderPayoff: [] }), 'leaderPayoff of game.json is []: expected at least one row and one column; a game needs actions'],
    [withChange({ followerPayoff: [[], []] }), 'a game needs actions'],
    [withChange({ leaderPayoff: [[2, 4], [1]] }), 'row 1 of leaderPayoff of game.json has 1 entries: expected 2 as in row 0'], // prettier-ignore
    [withChange({ followerPayoff: [[1, 0]] }), 'followerPayoff of game.json has 1 rows: expected 2 as in leaderPayoff'],
    [withChange({ followerPayoff: [[1], [2]] }), 'row 0 of followerPayoff of game.json has 1 entries: expected 2 as in leaderPayoff'], // prettier-ignore
    [withChange({ leaderPayoff: [[2, '4'], [1, 3]] }), 'entry [0][1] of leaderPayoff of game.json is "4": expected a finite number'], // prettier-ignore
    [withChange({ leaderPayoff: [[2, null], [1, 3]] }), 'entry [0][1] of leaderPayoff of game.json is null'], // prettier-ignore
    ['{"kind": "bimatrix", "leaderPayoff": [[1]], "followerPayoff": [[1e999]]}', 'entry [0][0] of followerPayoff of game.json is Infinity'],
    [withChange({ title: 7 }), 'title of game.json is 7: expected a string'],
    [withChange({ leaderActions: ['up'] }), 'leaderActions of game.json is ["up"]: expected 2 names'],
    [withChange({ followerActions: ['up', 'up'] }), 'followerActions of game.json has the name "up" twice'],
  ])('refuses %s', (text, message) => {
    expect(complaint(text)).toContain(message);
    expect(complaint(text)).not.toContain('\n');
  });
});
