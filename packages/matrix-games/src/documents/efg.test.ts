import { InputError, flattenTree } from '@firstmover/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEfg } from './efg.ts';
import { writeEfg } from './write-efg.ts';

const HEAD = 'EFG 2 R "Game" { "A" "B" } ';

/** A simple poker game (Myerson 1991) as Gambit writes it. */
const POKER = `EFG 2 R "A simple \\"poker\\" game" { "Fred" "Alice" }
"One card, one raise.
Two lines of comment."

c "ROOT" 1 "(0,1)" { "Red" 1/2 "Black" 0.5 } 0
p "" 1 1 "red card" { "Raise" "Fold" } 0
p "" 2 1 "after a raise" { "Meet" "Pass" } 0
t "" 1 "Win Big" { 2, -2 }
t "" 2 "Win" { 1, -1 }
t "" 2
p "" 1 2 "black card" { "Raise" "Fold" } 0
p "" 2 1 0
t "" 3 "Lose Big" { -2 2 }
t "" 2 "Win" { 1, -1 }
t "" 4 "Lose" { -1, 1 }
`;

/** The message of the error that reading a file ends in. */
function complaint(text: string): string {
  try {
    parseEfg(text, 'game.efg');
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as Error).message;
  }
  throw new Error('no error');
}

describe('reading .efg files', () => {
  it('reads chance, information sets in full and by number, and outcomes', () => {
    const leaf = (leader: number, follower: number): object => ({ kind: 'leaf', payoffs: [leader, follower] });
    const meet = (win: number): object => ({
      kind: 'decision',
      player: 'follower',
      informationSet: 'after a raise',
      actions: ['Meet', 'Pass'],
      children: [leaf(2 * win, -2 * win), leaf(1, -1)],
    });
    const hand = (informationSet: string, win: number): object => ({
      kind: 'decision',
      player: 'leader',
      informationSet,
      actions: ['Raise', 'Fold'],
      children: [meet(win), leaf(win, -win)],
    });
    expect(parseEfg(POKER, 'poker.efg')).toEqual({
      kind: 'extensive-form',
      title: 'A simple "poker" game',
      root: {
        kind: 'chance',
        actions: ['Red', 'Black'],
        probabilities: [0.5, 0.5],
        children: [hand('red card', 1), hand('black card', -1)],
      },
    });
  });

  it('adds up payoffs at inner nodes, with outcomes by number and names or none', () => {
    const text = `EFG 2 D {"A""B"} p "" 1 7 {"l" "r"} 3 {10 20} t "" 0 p "" 2 1 "" {"x"} 3 t 9 "end" {1/3 .5}`;
    const { nodes, informationSets } = flattenTree(parseEfg(text, ''));
    expect(nodes.map(({ payoffs }) => payoffs)).toEqual([[10, 20], [10, 20], [20, 40], [20 + 1 / 3, 40.5]]); // prettier-ignore
    expect(informationSets.map(({ name }) => name)).toEqual(['7', '1']);
  });

  it('calls information sets and actions by number where names tell nothing apart', () => {
    const text = `${HEAD} p "" 1 1 "same" { "a" "a" } 0 p "" 1 2 "same" { "a" "" } 0 t "" 0 t "" 0 t "" 0`;
    const { informationSets } = flattenTree(parseEfg(text, ''));
    expect(informationSets.map(({ name, actions }) => [name, actions])).toEqual([
      ['1', ['action 1', 'action 2']],
      ['2', ['action 1', 'action 2']],
    ]);
  });

  it('reads a tree of 100,000 moves in a row', () => {
    const text = `${HEAD}${'p "" 1 1 "" { "on" "stop" } 0 '.repeat(100_000)}${'t "" 0 '.repeat(100_001)}`;
    expect(flattenTree(parseEfg(text, 'deep.efg')).nodes).toHaveLength(200_001);
  });

  it.each([
    ['', 'line 1 column 1: expected EFG, the start of an extensive game file, found the end of the file'],
    ['NFG 1 R "Game"', 'line 1 column 1: expected EFG, the start of an extensive game file, found "NFG"'],
    ['EFG 1 R "Game"', 'line 1 column 5: expected version 2, found "1"'],
    ['EFG 2 R "Game" { "A" }', 'line 1 column 16: the game has 1 players: expected two, the first leads and the second follows'],
    ['EFG 2 R "Game" { "A" "B" "C" }', 'the game has 3 players'],
    [HEAD, 'expected c, p or t, the start of a node (the root of the tree), found the end of the file'],
    [`${HEAD}\nx "" 1`, 'line 2 column 1: expected c, p or t, the start of a node (the root of the tree), found "x"'],
    [`${HEAD}\np "" 3 1 "" { "a" } 0 t "" 0`, 'line 2 column 6: expected the number of the player who moves, 1 or 2, found "3"'],
    [`${HEAD}\np "" 1 one`, 'line 2 column 8: expected the number of an information set of player 1, an integer, found "one"'],
    [
      `${HEAD}\np "" 1 1 0`,
      'line 2 column 10: expected {, the start of the actions of information set 1 of player 1, which is new, found "0"',
    ],
    [`${HEAD}\np "" 1 1 "" { } 0`, 'line 2 column 8: information set 1 of player 1 has no actions: expected at least one'],
    [`${HEAD}\np "" 1 1 "" { "a" 1/2 } 0`, 'expected the name of an action of player 1 in quotation marks or }, found "1/2"'],
    [`${HEAD}\np "" 1 1 "" { "a" "b" } 0 t "" 0`, '(branch "b" of the node above), found the end of the file'],
    [`${HEAD}\np "" 1 1 "" { "a" "b" } 0 p "" 1 1 "" { "a" } 0`, 'column 34: information set 1 of player 1 came before with other actions'],
    [
      `${HEAD}\nc "" 1 "" { "a" 1/2 "b" 1/3 } 0`,
      'line 2 column 6: the probabilities of information set 1 of chance have sum 0.8333333333333333',
    ],
    [`${HEAD}\nc "" 1 "" { "a" 3/2 "b" -1/2 } 0`, 'line 2 column 25: the probability of "b" is -0.5: expected at least 0'],
    [`${HEAD}\nc "" 1 "" { "a" "b" } 0`, 'expected the probability of "a", a finite number such as 2, -0.5 or 3/4, found the text "b"'],
    [`${HEAD}\nc "" 1 "" { "a" 1e999 } 0`, 'a finite number ("1e999" is Infinity)'],
    [`${HEAD}\nc "" 1 "" { "a" 1 } 0 c "" 1 "" { "b" 1 } 0`, 'information set 1 of chance came before with other actions or probabilities'],
    [`${HEAD}\nt "" 1`, 'line 2 column 6: outcome 1 has no payoffs: expected { and two payoffs where it first comes'],
    [`${HEAD}\nt "" 0 { 1, 2 }`, 'line 2 column 6: outcome 0 has payoffs: expected another number, 0 is no outcome'],
    [`${HEAD}\nt "" 1 "" { 1 }`, 'expected the payoff of player 2 in outcome 1, a finite number such as 2, -0.5 or 3/4, found "}"'],
    [`${HEAD}\nt "" 1 "" { 1, 2, 3 }`, 'expected } after the two payoffs of outcome 1, found "3"'],
    [
      `${HEAD}\np "" 1 1 "" {"a" "b"} 0 t "" 1 {1 2} t "" 1 {1 3}`,
      'outcome 1 came before with payoffs [1,2], now [1,3]: expected the same',
    ],
    [`${HEAD}\nt "" 0 t "" 0`, 'line 2 column 8: expected the end of the file after the last node of the tree, found "t"'],
    [`${HEAD}\nt "no end`, 'line 2 column 3: the text that starts here has no closing quotation mark'],
  ])('refuses %j', (text, message) => {
    expect(complaint(text)).toContain(message);
    expect(complaint(text)).toMatch(/^game\.efg line \d+ column \d+: [^\n]+$/);
  });

  it('refuses every proper beginning of a file', () => {
    const end = POKER.trimEnd().length;
    for (let length = 0; length < end; length++)
      expect(complaint(POKER.slice(0, length))).toMatch(/^game\.efg line \d+ column \d+: [^\n]+$/);
  });

  it('answers garbage with an error of one line, fast', () => {
    const pieces = fc.constantFrom('EFG', '2', 'R', '"', '{', '}', ',', 'c', 'p', 't', '\n', '\\', '1', '3/4', '"a"', '0', '\u0000');
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), fc.boolean(), (garbage, headed) => {
        try {
          expect(parseEfg((headed ? HEAD : '') + garbage.join(' '), 'game.efg').kind).toBe('extensive-form');
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
          expect((error as Error).message).not.toContain('\n');
        }
      }),
      { seed: 4, numRuns: 2000 },
    );
    for (const piece of ['"', '1 ', '\\', '{', ' ', 'p "" 1 1 {"a"} 0 '])
      expect(complaint(`${HEAD} ${piece.repeat(100_000)}`).length).toBeLessThan(300);
  });
});

describe('writing .efg files', () => {
  it('what is read back is equal, names and numbers', () => {
    const number = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }).map((value) => value || 0),
      fc.tuple(fc.integer({ min: -500, max: 500 }), fc.integer({ min: 1, max: 60 })).map(([top, bottom]) => top / bottom || 0),
    );
    const name = fc.constantFrom('a', 'b "quoted"', 'back\\slash', 'ends in \\', '{', '}', ',', 'ü');
    const names = fc.uniqueArray(name, { minLength: 1, maxLength: 3 });
    const pair = fc.tuple(number, number);
    const { node } = fc.letrec((tie) => ({
      node: fc.oneof({ depthSize: 'small', withCrossShrink: true }, tie('leaf'), tie('chance'), tie('decision')),
      leaf: fc.record({ kind: fc.constant('leaf'), payoffs: pair }),
      chance: fc.tuple(names, fc.array(tie('node'), { minLength: 3, maxLength: 3 })).map(([actions, children]) => ({
        kind: 'chance',
        actions,
        probabilities: actions.map(() => 1 / actions.length),
        children: children.slice(0, actions.length),
      })),
      decision: fc
        .tuple(
          fc.constantFrom('leader', 'follower'),
          fc.nat(),
          names,
          fc.array(tie('node'), { minLength: 3, maxLength: 3 }),
          fc.option(pair, { nil: undefined }),
        )
        .map(([player, id, actions, children, payoffs]) => ({
          kind: 'decision',
          player,
          informationSet: `${id} ${actions.join()}`,
          actions,
          children: children.slice(0, actions.length),
          ...(payoffs ? { payoffs } : {}),
        })),
    }));
    fc.assert(
      fc.property(node, (root) => {
        const form = { title: 'a "game" of \\', root: root as never };
        expect(parseEfg(writeEfg(form), 'written.efg')).toEqual({ kind: 'extensive-form', ...form });
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  it('is stable: rationals stay rationals', () => {
    const once = writeEfg(parseEfg(POKER, ''));
    expect(once).toContain('c "" 1 "" { "Red" 1/2 "Black" 1/2 } 0');
    expect(once).toContain('p "" 2 1 "after a raise" { "Meet" "Pass" } 0');
    expect(writeEfg(parseEfg(once, ''))).toBe(once);
  });
});
