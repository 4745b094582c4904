import { InputError, show } from '@firstmover/core';
import { oneLine } from './document.ts';

/** A piece of a Gambit file. */
export interface Token {
  /** A brace, a comma, quoted text, any other word (numbers too), or the end of the file. */
  readonly kind: '{' | '}' | ',' | 'text' | 'word' | 'end';
  /** The text without its quotation marks, or the word; empty for the rest. */
  readonly value: string;
  /** The line it starts in, from 1. */
  readonly line: number;
  /** The column it starts in, from 1. */
  readonly column: number;
}

/** Reads a Gambit file piece by piece. */
export interface TokenReader {
  /** The next token, which stays next. */
  peek(): Token;
  /** The next token. */
  take(): Token;
  /** The next token, if it is of this kind. */
  takeIf(kind: Token['kind']): Token | undefined;
  /** The next token, which must be of this kind; `expected` names it in the {@link InputError} otherwise. */
  expect(kind: Token['kind'], expected?: string): Token;
  /** The error for a token that is not what was expected. */
  unexpected(token: Token, expected: string): InputError;
  /** An error about something that starts at a token. */
  error(token: Token, message: string): InputError;
}

const SPACE = /\s*/y;
const WORD = /[^\s{},"]+/y;

/**
 * Splits a Gambit file. Whitespace separates and means nothing else; `\"` is a quotation mark inside a text, `\\\\` a backslash.
 *
 * @param source - the content of the file
 * @param name - what to call the file in messages
 */
export function gambitTokens(source: string, name: string): TokenReader {
  let position = 0;
  let line = 1;
  let lineStart = 0;
  let next: Token | undefined;

  /** Moves to `end` and returns what was passed. */
  const pass = (end: number): string => {
    const passed = source.slice(position, end);
    for (let at = passed.indexOf('\n'); at >= 0; at = passed.indexOf('\n', at + 1)) {
      line++;
      lineStart = position + at + 1;
    }
    position = end;
    return passed;
  };
  const errorAt = (at: { readonly line: number; readonly column: number }, message: string): InputError =>
    new InputError(`${name} line ${at.line} column ${at.column}: ${message}`);
  const endOf = (pattern: RegExp): number => {
    pattern.lastIndex = position;
    pattern.exec(source);
    return pattern.lastIndex;
  };
  const read = (): Token => {
    pass(endOf(SPACE));
    const start = { line, column: position - lineStart + 1 };
    const first = source[position];
    if (first === undefined) return { kind: 'end', value: '', ...start };
    if (first === '{' || first === '}' || first === ',') return { kind: pass(position + 1) as typeof first, value: '', ...start };
    if (first !== '"') return { kind: 'word', value: pass(endOf(WORD)), ...start };
    let closing = position + 1;
    while (closing < source.length && source[closing] !== '"') closing += source[closing] === '\\' ? 2 : 1;
    if (closing >= source.length) throw errorAt(start, 'the text that starts here has no closing quotation mark');
    const quoted = pass(closing + 1);
    return { kind: 'text', value: oneLine(quoted.slice(1, -1).replace(/\\(["\\])/g, '$1')), ...start };
  };
  const reader: TokenReader = {
    peek: () => (next ??= read()),
    take() {
      const token = reader.peek();
      next = undefined;
      return token;
    },
    takeIf: (kind) => (reader.peek().kind === kind ? reader.take() : undefined),
    expect(kind, expected = kind) {
      const token = reader.take();
      if (token.kind !== kind) throw reader.unexpected(token, expected);
      return token;
    },
    unexpected(token, expected) {
      const found =
        token.kind === 'end'
          ? 'the end of the file'
          : token.kind === 'text'
            ? `the text ${show(token.value)}`
            : show(token.value || token.kind);
      return errorAt(token, `expected ${expected}, found ${found}`);
    },
    error: errorAt,
  };
  return reader;
}

/** Takes the next token, which must be one of some words; `expected` names them otherwise. */
export function expectWord(reader: TokenReader, words: readonly string[], expected: string): string {
  const token = reader.take();
  if (token.kind !== 'word' || !words.includes(token.value)) throw reader.unexpected(token, expected);
  return token.value;
}

/** Reads the names of the players, of which there must be two. */
export function readPlayers(reader: TokenReader): void {
  const start = reader.expect('{', 'a title or {, the start of the list of players');
  const players = readNames(reader, 'the name of a player in quotation marks or }').length;
  if (players !== 2) throw reader.error(start, `the game has ${players} players: expected two, the first leads and the second follows`);
}

/** Reads quoted names up to the closing brace. */
export function readNames(reader: TokenReader, expected: string): string[] {
  const names: string[] = [];
  while (!reader.takeIf('}')) names.push(reader.expect('text', expected).value);
  return names;
}

/** Whether names tell things apart: no two are equal and none is empty. */
export function areDistinct(names: readonly string[]): boolean {
  return new Set(names).size === names.length && !names.includes('');
}

const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const RATIONAL = /^([+-]?\d+)\/(\d+)$/;

/** Reads a number: an integer, a decimal, with an exponent or not, or a rational. */
export function readNumber(reader: TokenReader, what: string): number {
  return readNumeral(reader, what).value;
}

/** As {@link readNumber}, with its text. */
export function readNumeral(reader: TokenReader, what: string): { readonly value: number; readonly text: string } {
  const token = reader.take();
  const rational = RATIONAL.exec(token.value);
  if (token.kind !== 'word' || !(rational ?? DECIMAL.test(token.value)))
    throw reader.unexpected(token, `${what}, a finite number such as 2, -0.5 or 3/4`);
  const value = rational ? Number(rational[1]) / Number(rational[2]) : Number(token.value);
  if (!Number.isFinite(value)) throw reader.unexpected(token, `${what}, a finite number (${show(token.value)} is ${value})`);
  return { value, text: token.value };
}

/** Reads two numbers with optional commas after them. */
export function readPair<T>(
  reader: TokenReader,
  what: (player: number) => string,
  read: (reader: TokenReader, what: string) => T,
): readonly [T, T] {
  const entry = (player: number): T => {
    const value = read(reader, what(player));
    reader.takeIf(',');
    return value;
  };
  return [entry(1), entry(2)];
}
