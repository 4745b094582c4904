import { InputError } from '@firstmover/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseNfg } from './nfg.ts';

const HEAD = 'NFG 1 R "Game" { "A" "B" } ';

/** The message of the error that reading a file ends in. */
function complaint(text: string): string {
  try {
    parseNfg(text, 'game.nfg');
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as Error).message;
  }
  throw new Error('no error');
}

describe('reading .nfg files', () => {
  it('reads the payoff form: the first strategy of player 1 varies fastest', () => {
    const text = `NFG 1 R "Three by two"\n{ "Player 1" "Player 2" } { 3 2 }\n\n1 1 0 2 0 2 1 1 0 3 2 0\n`;
    expect(parseNfg(text, 'e02.nfg')).toEqual({
      kind: 'bimatrix',
      title: 'Three by two',
      leaderPayoff: [[1, 1], [0, 0], [0, 2]], // prettier-ignore
      followerPayoff: [[1, 1], [2, 3], [2, 0]], // prettier-ignore
    });
  });

  it('reads the outcome form, with null outcomes, names, a comment and commas', () => {
    const text = `NFG 1 R "Titled \\"so\\"" { "Row" "Column" }
      { { "Up" "Down" } { "Left" "Middle" "Right" } }
      "A comment
      of two lines"
      { { "win" 9, 1/2 } { "" -1.5e1 .25 } }
      1 2 0 1 2 2`;
    expect(parseNfg(text, 'game.nfg')).toEqual({
      kind: 'bimatrix',
      title: 'Titled "so"',
      leaderPayoff: [[9, 0, -15], [-15, 9, -15]], // prettier-ignore
      followerPayoff: [[0.5, 0, 0.25], [0.25, 0.5, 0.25]], // prettier-ignore
      leaderActions: ['Up', 'Down'],
      followerActions: ['Left', 'Middle', 'Right'],
    });
  });

  it('reads either body after either list of strategies', () => {
    const payoff = [[7]];
    expect(parseNfg(`${HEAD} { { "only" } { "one" } } 7 7`, '')).toMatchObject({ leaderPayoff: payoff, leaderActions: ['only'] });
    expect(parseNfg(`${HEAD} { 1 1 } { { "" 7 7 } } 1`, '')).toMatchObject({ leaderPayoff: payoff, followerPayoff: payoff });
  });

  it('reads integers, decimals, exponents and rationals', () => {
    const numbers = ['3/4', '-7/2', '+2', '-0.125', '1e3', '2.5E-1', '.5', '5.'];
    const { leaderPayoff } = parseNfg(`${HEAD} { 8 1 } ${numbers.map((number) => `${number} 0`).join('\n')}`, '');
    expect(leaderPayoff.flat()).toEqual([0.75, -3.5, 2, -0.125, 1000, 0.25, 0.5, 5]);
  });

  it('does not need a title, a comment, spaces around braces, or Unix lines; a byte-order mark does not hurt', () => {
    expect(parseNfg('\uFEFFNFG 1 D\r\n{"A""B"}{2 1}\r\n1 2 3 4', '')).toEqual({
      kind: 'bimatrix',
      leaderPayoff: [[1], [3]],
      followerPayoff: [[2], [4]],
    });
  });

  it('leaves out names that tell nothing apart', () => {
    expect(parseNfg(`${HEAD} { { "" "" } { "x" } } 1 1 2 2`, '')).not.toHaveProperty('leaderActions');
    expect(parseNfg(`${HEAD} { { "a" "a" } { "x" } } 1 1 2 2`, '')).toMatchObject({ followerActions: ['x'] });
    expect(parseNfg(`NFG 1 R "two\nlines\u001b[31m" { "A" "B" } { 1 1 } 1 1`, '').title).toBe('two lines [31m');
  });

  it('reads back what is written, cell by cell', () => {
    const entry = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }).map((value) => value || 0);
    const game = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })).chain(([rows, columns]) => {
      const matrix = fc.array(fc.array(entry, { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows });
      return fc.record({ leaderPayoff: matrix, followerPayoff: matrix });
    });
    fc.assert(
      fc.property(game, fc.boolean(), ({ leaderPayoff, followerPayoff }, outcomes) => {
        const rows = leaderPayoff.length;
        const columns = leaderPayoff[0]?.length as number;
        const order = Array.from({ length: rows * columns }, (_cell, k) => [k % rows, Math.floor(k / rows)] as const);
        const pairs = order.map(([i, j]) => `${leaderPayoff[i]?.[j]} ${followerPayoff[i]?.[j]}`);
        const body = outcomes
          ? `{ ${pairs.map((pair) => `{ "" ${pair} }`).join(' ')} } ${pairs.map((_pair, k) => k + 1).join(' ')}`
          : pairs.join(' ');
        expect(parseNfg(`${HEAD} { ${rows} ${columns} } ${body}`, '')).toEqual({
          kind: 'bimatrix',
          title: 'Game',
          leaderPayoff,
          followerPayoff,
        });
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  it.each([
    ['', 'line 1 column 1: expected NFG, the start of a strategic game file, found the end of the file'],
    ['{"kind": "bimatrix"}', 'expected NFG, the start of a strategic game file, found "{"'],
    ['EFG 2 R "Tree" { "A" "B" }', 'found "EFG"'],
    ['NFG 2 R "Game"', 'expected version 1, found "2"'],
    ['NFG 1 X "Game"', 'expected R, found "X"'],
    ['NFG 1 R "Game', 'line 1 column 9: the text that starts here has no closing quotation mark'],
    ['NFG 1 R\n"Game\\"', 'line 2 column 1: the text that starts here has no closing quotation mark'],
    ['NFG 1 R Game { "A" "B" } { 1 1 } 1 1', 'expected a title or {, the start of the list of players, found "Game"'],
    ['NFG 1 R "Game" { "A" B } { 1 1 } 1 1', 'expected the name of a player in quotation marks or }, found "B"'],
    ['NFG 1 R "Game" { "A" "B"', 'expected the name of a player in quotation marks or }, found the end of the file'],
    ['NFG 1 R "Game"\n{ "A" } { 2 } 1 2', 'line 2 column 1: the game has 1 players: expected two, the first leads and the second follows'],
    ['NFG 1 R "Game" { "A" "B" "C" } { 2 2 2 }', 'the game has 3 players: expected two'],
    [HEAD, 'expected {, the start of the list of strategies, found the end of the file'],
    [`${HEAD} { 2 }`, 'expected the number of strategies of player 2, found "}"'],
    [`${HEAD} { 2 2 2 }`, 'expected } after the strategies of two players, found "2"'],
    [`${HEAD} { 2 -2 }`, 'expected the number of strategies of player 2, found "-2"'],
    [`${HEAD} { 2.5 2 }`, 'expected the number of strategies of player 1, found "2.5"'],
    [`${HEAD}\n\n{ 0 2 }`, 'line 3 column 3: player 1 has no strategies: expected at least one, a game needs actions'],
    [`${HEAD} { { "a" } { } }`, 'player 2 has no strategies: expected at least one, a game needs actions'],
    [`${HEAD} { { "a" } } 1 1`, 'expected {, the start of the strategies of player 2, found "}"'],
    [`${HEAD} { { "a" 7 } { "b" } }`, 'expected the name of a strategy of player 1 in quotation marks or }, found "7"'],
    [
      `${HEAD} { 2 2 }\n1 1 0 2\n0 2 1`,
      'line 3 column 6: expected a payoff of player 2 (pair 4 of 2 x 2), a finite number such as 2, -0.5 or 3/4, found the end',
    ],
    [`${HEAD} { 2 1 } 1 1 0 2 7`, 'expected the end of the file after 2 x 1 entries, found "7"'],
    [`${HEAD} { 2 1 } 1 1 0 2 "end"`, 'expected the end of the file after 2 x 1 entries, found the text "end"'],
    [`${HEAD} { 1 1 } one 1`, 'expected a payoff of player 1 (pair 1 of 1 x 1), a finite number such as 2, -0.5 or 3/4, found "one"'],
    [`${HEAD} { 1 1 } 1 NaN`, 'found "NaN"'],
    [`${HEAD} { 1 1 } Infinity 1`, 'found "Infinity"'],
    [`${HEAD} { 1 1 } 1e999 1`, 'a finite number ("1e999" is Infinity)'],
    [`${HEAD} { 1 1 } 1/0 1`, 'a finite number ("1/0" is Infinity)'],
    [`${HEAD} { 1 1 } 0/0 1`, 'a finite number ("0/0" is NaN)'],
    [`${HEAD} { 1 1 } 0x10 1`, 'found "0x10"'],
    [`${HEAD} { 1 1 } 1, 1`, 'found ","'],
    [`${HEAD} { 1 1 } 1.2.3 1`, 'found "1.2.3"'],
    [`${HEAD} { 1 1 } 1 "1"`, 'found the text "1"'],
    [`${HEAD} { 9007199254740993 2 }`, 'expected the number of strategies of player 1, found "9007199254740993"'],
    [`${HEAD} { 4000000000 4000000000 } 1 1`, '(pair 2 of 4000000000 x 4000000000)'],
    [`${HEAD} { 1 1 } { 1 1 } 1`, 'expected {, the start of an outcome, or } after the last one, found "1"'],
    [`${HEAD} { 1 1 } { { 1 1 } } 1`, 'expected the name of outcome 1 in quotation marks, found "1"'],
    [`${HEAD} { 1 1 } { { "" 1 } } 1`, 'expected the payoff of player 2 in outcome 1, a finite number such as 2, -0.5 or 3/4, found "}"'],
    [`${HEAD} { 1 1 } { { "" 1 2 3 } } 1`, 'expected } after the two payoffs of outcome 1, found "3"'],
    [`${HEAD} { 1 1 } { { "" 1 2 } { "" 3`, 'expected the payoff of player 2 in outcome 2'],
    [`${HEAD} { 1 1 } { { "" 1 2 } } 2`, 'expected an outcome number from 0 to 1 (entry 1 of 1 x 1), found "2"'],
    [`${HEAD} { 1 1 } { { "" 1 2 } } -1`, 'found "-1"'],
    [`${HEAD} { 2 1 } { { "" 1 2 } } 1`, '(entry 2 of 2 x 1), found the end of the file'],
    [`${HEAD} { 1 1 } { { "" 1 2 } } 1 1`, 'expected the end of the file after 1 x 1 entries, found "1"'],
  ])('refuses %j', (text, message) => {
    expect(complaint(text)).toContain(message);
    expect(complaint(text)).toMatch(/^game\.nfg line \d+ column \d+: [^\n]+$/);
  });

  it('refuses every proper beginning of a file', () => {
    const text = `${HEAD} { { "a" "b" } { "c" "d" } } "why" { { "" 1, 2 } { "" 3, 4 } } 1 2 0 1`;
    for (let length = 0; length < text.length; length++)
      expect(complaint(text.slice(0, length))).toMatch(/^game\.nfg line 1 column \d+: [^\n]+$/);
  });

  it('answers garbage with an error of one line, fast', () => {
    const pieces = fc.constantFrom('NFG', '1', 'R', '"', '{', '}', ',', ' ', '\n', '\\', '2', '3/4', '"a"', '-', '\u0000');
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), fc.boolean(), (garbage, headed) => {
        try {
          expect(parseNfg((headed ? HEAD : '') + garbage.join(' '), 'game.nfg').kind).toBe('bimatrix');
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
          expect((error as Error).message).not.toContain('\n');
        }
      }),
      { seed: 4, numRuns: 2000 },
    );
    for (const piece of ['"', '1', '\\', '{', ' ']) expect(complaint(`${HEAD} ${piece.repeat(1_000_000)}`).length).toBeLessThan(300);
  });
});
