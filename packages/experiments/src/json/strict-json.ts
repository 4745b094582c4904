import { InputError, show } from '@firstmover/core';

/** How much JSON is read. */
export interface JsonLimits {
  /** The most characters (default 1,048,576). */
  readonly length?: number;
  /** The deepest nesting of lists and records (default 64). */
  readonly depth?: number;
}

/**
 * Reads JSON that may be hostile: nothing is built before the whole text is found to be harmless.
 *
 * @param text - JSON
 * @param what - what it is, for messages
 * @throws InputError for text that is too long, too deep or no JSON, and for what JSON.parse would take silently: a key that comes twice or names a
 * prototype, a number that becomes infinite, half a surrogate pair
 */
export function parseStrictly(text: string, what: string, limits: JsonLimits = {}): unknown {
  const { length = 1 << 20, depth = 64 } = limits;
  if (text.length > length) throw new InputError(`${what} has ${text.length} characters: expected at most ${length}`);
  checkNesting(text, what, depth);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new InputError(`${what} is no JSON: ${(error as Error).message.replace(/\s+/g, ' ')}`);
  }
  checkTokens(text, what);
  return value;
}

/** Keys that mean something else than themselves on ordinary records. */
export const PROTOTYPE_KEYS: readonly string[] = ['__proto__', 'constructor', 'prototype'];

/** Counts brackets outside of strings before the parser recurses into them. */
function checkNesting(text: string, what: string, limit: number): void {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case 0x22: // "
        for (at++; at < text.length && text.charCodeAt(at) !== 0x22; at++) if (text.charCodeAt(at) === 0x5c) at++;
        break;
      case 0x5b: // [
      case 0x7b: // {
        if (++depth > limit) throw new InputError(`${what} is nested more than ${limit} deep`);
        break;
      case 0x5d: // ]
      case 0x7d: // }
        depth--;
    }
  }
}

const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|[[\]{},:]/g;

/** Looks at every key, string and number of a text that is known to be JSON. */
function checkTokens(text: string, what: string): void {
  const records: (Set<string> | undefined)[] = []; // the keys of each open record, undefined for a list
  let expectsKey = false;
  for (const [token] of text.matchAll(TOKEN)) {
    switch (token[0]) {
      case '{':
        records.push(new Set());
        expectsKey = true;
        break;
      case '[':
        records.push(undefined);
        expectsKey = false;
        break;
      case '}':
      case ']':
        records.pop();
        expectsKey = false;
        break;
      case ',':
        expectsKey = records.at(-1) !== undefined;
        break;
      case ':':
        expectsKey = false;
        break;
      case '"':
        checkString(token, expectsKey ? records.at(-1) : undefined, what);
        break;
      default:
        if (!Number.isFinite(Number(token))) throw new InputError(`${what} has the number ${show(token)}: expected a finite one`);
    }
  }
}

function checkString(token: string, keys: Set<string> | undefined, what: string): void {
  const value = JSON.parse(token) as string;
  if (/\p{Surrogate}/u.test(value)) throw new InputError(`${what} has a text with half a surrogate pair, ${show(value)}`);
  if (keys === undefined) return;
  if (keys.has(value)) throw new InputError(`${what} has the key ${show(value)} twice: expected it once`);
  if (PROTOTYPE_KEYS.includes(value)) throw new InputError(`${what} has the key ${show(value)}: expected no key that names a prototype`);
  keys.add(value);
}
