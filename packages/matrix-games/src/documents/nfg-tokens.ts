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
}

const SPACE = /\s*/y;
const WORD = /[^\s{},"]+/y;

/**
 * Splits a Gambit file. Whitespace separates and means nothing else; `\"` is a quotation mark inside a text.
 *
 * @param source - the content of the file
 * @param name - what to call the file in messages
 */
export function nfgTokens(source: string, name: string): TokenReader {
  let position = 0;
  let line = 1;
  let next: Token | undefined;

  /** Moves to `end` and returns what was passed. */
  const pass = (end: number): string => {
    const passed = source.slice(position, end);
    for (const character of passed) if (character === '\n') line++;
    position = end;
    return passed;
  };
  const endOf = (pattern: RegExp): number => {
    pattern.lastIndex = position;
    pattern.exec(source);
    return pattern.lastIndex;
  };
  const read = (): Token => {
    pass(endOf(SPACE));
    const start = line;
    const first = source[position];
    if (first === undefined) return { kind: 'end', value: '', line: start };
    if (first === '{' || first === '}' || first === ',') return { kind: pass(position + 1) as typeof first, value: '', line: start };
    if (first !== '"') return { kind: 'word', value: pass(endOf(WORD)), line: start };
    let closing = position + 1;
    while (closing < source.length && source[closing] !== '"') closing += source[closing] === '\\' ? 2 : 1;
    if (closing >= source.length) throw new InputError(`${name} line ${start}: the text that starts here has no closing quotation mark`);
    const quoted = pass(closing + 1);
    return { kind: 'text', value: oneLine(quoted.slice(1, -1).replaceAll('\\"', '"')), line: start };
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
      return new InputError(`${name} line ${token.line}: expected ${expected}, found ${found}`);
    },
  };
  return reader;
}
