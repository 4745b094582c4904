import type { BimatrixDocument } from './document.ts';
import type { Token, TokenReader } from './gambit-tokens.ts';
import { areDistinct, expectWord, gambitTokens, readNames, readNumber, readNumeral, readPair, readPlayers } from './gambit-tokens.ts';

/**
 * Reads a Gambit strategic game (`.nfg`, version 1) of two players; player 1 leads, so its strategies are the rows. Both forms of the
 * format are read: a list of payoffs, and outcomes with a list of their numbers (0 is the outcome that pays nothing). Strategies are
 * counts or lists of names; numbers are integers, decimals, exponents or rationals such as 3/4. In either body the first player's
 * strategy varies fastest. See "Game representation formats" in Gambit's manual.
 *
 * @param text - the content of the file
 * @param name - what to call the file in messages
 * @returns the payoffs; names of strategies only where they are different and not empty
 * @throws InputError naming the file, the line and what was expected
 */
export function parseNfg(text: string, name: string): BimatrixDocument {
  return readNfg(text, name, readNumber);
}

/** As {@link parseNfg}, with payoffs as the texts that they are: decimals and rationals of which nothing is lost. */
export function parseNfgTexts(text: string, name: string): BimatrixDocument<string | 0> {
  return readNfg(text, name, (reader, what) => readNumeral(reader, what).text);
}

/** How an entry is read. */
type Read<T> = (reader: TokenReader, what: string) => T;

function readNfg<T>(text: string, name: string, read: Read<T>): BimatrixDocument<T | 0> {
  const reader = gambitTokens(text, name);
  expectWord(reader, ['NFG'], 'NFG, the start of a strategic game file');
  expectWord(reader, ['1'], 'version 1');
  expectWord(reader, ['R', 'D'], 'R');
  const title = reader.takeIf('text')?.value;
  readPlayers(reader);
  const [rows, columns] = readStrategies(reader);
  reader.takeIf('text'); // a comment
  const cells =
    reader.peek().kind === '{'
      ? readOutcomeBody(reader, rows.count, columns.count, read)
      : readPayoffBody(reader, rows.count, columns.count, read);
  const end = reader.take();
  if (end.kind !== 'end') throw reader.unexpected(end, `the end of the file after ${rows.count} x ${columns.count} entries`);

  const payoff = (player: 0 | 1): (T | 0)[][] =>
    Array.from({ length: rows.count }, (_row, i) =>
      Array.from({ length: columns.count }, (_entry, j) => cells[j * rows.count + i]![player]),
    );
  return {
    kind: 'bimatrix',
    ...(title ? { title } : {}),
    leaderPayoff: payoff(0),
    followerPayoff: payoff(1),
    ...(rows.names ? { leaderActions: rows.names } : {}),
    ...(columns.names ? { followerActions: columns.names } : {}),
  };
}

/** The payoffs of player 1 and player 2. */
type Cell<T> = readonly [T, T];

interface Strategies {
  readonly count: number;
  readonly names?: readonly string[];
}

function readStrategies(reader: TokenReader): [Strategies, Strategies] {
  reader.expect('{', '{, the start of the list of strategies');
  const named = reader.peek().kind === '{';
  const strategies = [1, 2].map((player): Strategies => {
    const token = named ? reader.expect('{', `{, the start of the strategies of player ${player}`) : reader.take();
    const read = named ? namedStrategies(reader, player) : { count: strategyCount(reader, token, player) };
    if (read.count === 0) throw reader.error(token, `player ${player} has no strategies: expected at least one, a game needs actions`);
    return read;
  });
  reader.expect('}', '} after the strategies of two players');
  return strategies as [Strategies, Strategies];
}

function namedStrategies(reader: TokenReader, player: number): Strategies {
  const names = readNames(reader, `the name of a strategy of player ${player} in quotation marks or }`);
  return areDistinct(names) ? { count: names.length, names } : { count: names.length };
}

function strategyCount(reader: TokenReader, token: Token, player: number): number {
  const count = token.kind === 'word' && /^\d+$/.test(token.value) ? Number(token.value) : NaN;
  if (!Number.isSafeInteger(count)) throw reader.unexpected(token, `the number of strategies of player ${player}`);
  return count;
}

function readPayoffBody<T>(reader: TokenReader, rows: number, columns: number, read: Read<T>): Cell<T>[] {
  const cells: Cell<T>[] = [];
  while (cells.length < rows * columns) {
    const whose = (player: number): string => `a payoff of player ${player} (pair ${cells.length + 1} of ${rows} x ${columns})`;
    cells.push([read(reader, whose(1)), read(reader, whose(2))]);
  }
  return cells;
}

function readOutcomeBody<T>(reader: TokenReader, rows: number, columns: number, read: Read<T>): Cell<T | 0>[] {
  const outcomes: Cell<T | 0>[] = [[0, 0]];
  reader.expect('{');
  while (!reader.takeIf('}')) {
    const number = outcomes.length;
    reader.expect('{', '{, the start of an outcome, or } after the last one');
    reader.expect('text', `the name of outcome ${number} in quotation marks`);
    outcomes.push(readPair(reader, (player) => `the payoff of player ${player} in outcome ${number}`, read));
    reader.expect('}', `} after the two payoffs of outcome ${number}`);
  }
  const cells: Cell<T | 0>[] = [];
  while (cells.length < rows * columns) {
    const token = reader.take();
    const cell = token.kind === 'word' && /^\d+$/.test(token.value) ? outcomes[Number(token.value)] : undefined;
    if (!cell) {
      throw reader.unexpected(
        token,
        `an outcome number from 0 to ${outcomes.length - 1} (entry ${cells.length + 1} of ${rows} x ${columns})`,
      );
    }
    cells.push(cell);
  }
  return cells;
}
