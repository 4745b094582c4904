import { InputError, show } from '@firstmover/core';
import { METADATA } from './safetensors.ts';

/** What a header says about a tensor; nothing is checked but the types. */
export interface TensorEntry {
  /** The name of its type. */
  readonly dtype: string;
  /** The lengths of its axes, safe integers of at least 0. */
  readonly shape: readonly number[];
  /** Where its bytes begin behind the header. */
  readonly begin: number;
  /** Where they end. */
  readonly end: number;
}

/** A header of a safetensors file. */
export interface Header {
  /** Texts by name. */
  readonly metadata: ReadonlyMap<string, string>;
  /** Tensors by name. */
  readonly entries: ReadonlyMap<string, TensorEntry>;
}

/**
 * Reads a header. It takes the JSON of the format and no other: what may stand at each place is known, so nothing nests, no key is an object
 * property, and a key that comes twice is seen.
 *
 * @throws InputError in one line naming the place and what was expected there
 */
export function parseHeader(text: string): Header {
  const scan = scanner(text);
  const metadata = new Map<string, string>();
  const entries = new Map<string, TensorEntry>();
  scan.members('the header', (name) => {
    if (name === METADATA) {
      scan.members(METADATA, (key) => {
        metadata.set(key, scan.string(`a text as metadata ${show(key)}`));
      });
    } else entries.set(name, parseEntry(scan, name));
  });
  scan.end();
  return { metadata, entries };
}

function parseEntry(scan: Scanner, name: string): TensorEntry {
  const tensor = `tensor ${show(name)}`;
  let dtype: string | undefined;
  let shape: number[] | undefined;
  let offsets: number[] | undefined;
  scan.members(tensor, (key) => {
    if (key === 'dtype') dtype = scan.string(`a type of ${tensor}`);
    else if (key === 'shape') shape = scan.integers(`the shape of ${tensor}`);
    else if (key === 'data_offsets') offsets = scan.integers(`the offsets of ${tensor}`);
    else throw new InputError(`${tensor} has the entry ${show(key)}: expected dtype, shape and data_offsets`);
  });
  if (dtype === undefined || shape === undefined || offsets === undefined)
    throw new InputError(`${tensor} lacks an entry: expected dtype, shape and data_offsets`);
  if (offsets.length !== 2) throw new InputError(`${tensor} has ${offsets.length} offsets: expected two, its begin and its end`);
  return { dtype, shape, begin: offsets[0]!, end: offsets[1]! };
}

interface Scanner {
  /** Reads an object; `read` reads the value of each key. */
  members(what: string, read: (key: string) => void): void;
  /** Reads a string. */
  string(what: string): string;
  /** Reads an array of integers of at least 0. */
  integers(what: string): number[];
  /** Makes sure that nothing but white space is left. */
  end(): void;
}

function scanner(text: string): Scanner {
  let at = 0;
  const fail = (expected: string): never => {
    const found = at < text.length ? show(text.slice(at, at + 16)) : 'its end';
    throw new InputError(`header of a safetensors file, character ${at}: expected ${expected}, found ${found}`);
  };
  const skipSpace = (): void => {
    while (at < text.length && ' \t\n\r'.includes(text[at]!)) at++;
  };
  const take = (symbol: string): boolean => {
    skipSpace();
    if (text[at] !== symbol) return false;
    at++;
    return true;
  };
  /** Reads what stands between brackets, separated by commas. */
  const list = (what: string, open: string, close: string, item: () => void): void => {
    if (!take(open)) fail(`${open} for ${what}`);
    if (take(close)) return;
    do item();
    while (take(','));
    if (!take(close)) fail(`, or ${close} in ${what}`);
  };

  const string = (what: string): string => {
    const start = at;
    if (!take('"')) return fail(what);
    const first = at - 1;
    for (;;) {
      const quote = text.indexOf('"', at);
      if (quote < 0) break;
      at = quote + 1;
      let backslashes = 0;
      while (text[quote - 1 - backslashes] === '\\') backslashes++;
      if (backslashes % 2 === 0) {
        const value = parseString(text.slice(first, at));
        if (value !== undefined) return value;
        break;
      }
    }
    at = start;
    skipSpace();
    return fail(what);
  };

  return {
    string,
    members(what, read) {
      const seen = new Set<string>();
      list(what, '{', '}', () => {
        const key = string(`a name in ${what}`);
        if (seen.has(key)) throw new InputError(`${what} has ${show(key)} twice: expected every name once`);
        seen.add(key);
        if (!take(':')) fail(`: after ${show(key)}`);
        read(key);
      });
    },
    integers(what) {
      const found: number[] = [];
      list(what, '[', ']', () => {
        skipSpace();
        const start = at;
        while (at < text.length && text[at]! >= '0' && text[at]! <= '9') at++;
        const digits = text.slice(start, at);
        const value = Number(digits);
        // 1.5, 1e3, -1 and 007 are no integers of the format.
        const ends = at === text.length || ',] \t\n\r'.includes(text[at]!);
        if (digits === '' || !ends || (digits.length > 1 && digits.startsWith('0')) || !Number.isSafeInteger(value)) {
          at = start;
          fail(`an integer from 0 to 2^53 - 1 in ${what}`);
        }
        found.push(value);
      });
      return found;
    },
    end() {
      skipSpace();
      if (at < text.length) fail('nothing behind the header');
    },
  };
}

/** The text that a JSON string stands for, undefined where it is none or has half a surrogate pair. */
function parseString(json: string): string | undefined {
  try {
    const value = JSON.parse(json) as string;
    return /\p{Surrogate}/u.test(value) ? undefined : value;
  } catch {
    return undefined;
  }
}
