import { InputError, show, unknownName } from '@firstmover/core';

/**
 * A number of a document.
 *
 * @param value - what the document holds
 * @param path - where, as in `types[1].probability`
 * @param range - the least and the greatest value that fit
 * @throws InputError naming the path
 */
export function readNumber(value: unknown, path: string, range: { readonly min?: number; readonly max?: number } = {}): number {
  const { min = -Infinity, max = Infinity } = range;
  if (typeof value === 'number' && Number.isFinite(value) && value >= min && value <= max) return value;
  const limits = min === -Infinity && max === Infinity ? '' : max === Infinity ? ` of at least ${min}` : ` from ${min} to ${max}`;
  throw new InputError(`${path} is ${show(value)}: expected a finite number${limits}`);
}

/**
 * A whole number of a document.
 *
 * @throws InputError naming the path
 */
export function readInteger(value: unknown, path: string, range: { readonly min: number; readonly max: number }): number {
  if (Number.isInteger(value) && (value as number) >= range.min && (value as number) <= range.max) return value as number;
  throw new InputError(`${path} is ${show(value)}: expected a whole number from ${range.min} to ${range.max}`);
}

/**
 * A list with at least one entry, of a given length where one is given.
 *
 * @param read - reads one entry, given its path
 * @param expected - what the list is of, for messages: `rows of numbers`
 * @throws InputError naming the path
 */
export function readList<TEntry>(
  value: unknown,
  path: string,
  expected: string,
  read: (entry: unknown, path: string, index: number) => TEntry,
  length?: number,
): readonly TEntry[] {
  const wanted = `expected a list of ${length === undefined ? '' : `${length} `}${expected}`;
  if (!Array.isArray(value)) throw new InputError(`${path} is ${show(value)}: ${wanted}`);
  if (value.length === 0) throw new InputError(`${path} is []: ${wanted}, at least one`);
  if (length !== undefined && value.length !== length) throw new InputError(`${path} has ${value.length} entries: ${wanted}`);
  return Array.from(value, (entry: unknown, index) => read(entry, `${path}[${index}]`, index));
}

/** A list of numbers. */
export function readNumbers(value: unknown, path: string, length?: number): readonly number[] {
  return readList(value, path, 'numbers', (entry, at) => readNumber(entry, at), length);
}

/**
 * A rectangular matrix of finite numbers.
 *
 * @param shape - the rows and columns it must have, where they are known
 * @throws InputError naming the row or the entry
 */
export function readMatrix(
  value: unknown,
  path: string,
  shape?: { readonly rows: number; readonly columns: number },
): readonly (readonly number[])[] {
  let columns = shape?.columns;
  return readList(
    value,
    path,
    'rows of numbers',
    (row, at) => {
      const numbers = readNumbers(row, at, columns);
      columns ??= numbers.length;
      return numbers;
    },
    shape?.rows,
  );
}

/** Names of one line, all different. */
export function readNames(value: unknown, path: string, length: number): readonly string[] {
  const names = readList(
    value,
    path,
    'names of one line',
    (name, at) => {
      if (typeof name === 'string' && name.trim() !== '' && !/\p{Cc}/u.test(name)) return name;
      throw new InputError(`${at} is ${show(name)}: expected a name of one line`);
    },
    length,
  );
  const repeated = names.findIndex((name, i) => names.indexOf(name) !== i);
  if (repeated >= 0) throw new InputError(`${path}[${repeated}] is ${show(names[repeated])} for the second time: expected different names`);
  return names;
}

/**
 * An object with known keys.
 *
 * @returns reads a key; undefined where it is missing
 * @throws InputError naming the path or the unknown key
 */
export function readObject(value: unknown, path: string, keys: readonly string[]): (key: string) => unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InputError(`${path} is ${show(value)}: expected an object with the keys ${keys.join(', ')}`);
  }
  for (const key of Object.keys(value)) if (!keys.includes(key)) throw unknownName(`key of ${path}`, key, keys);
  return (key) => (Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined);
}
