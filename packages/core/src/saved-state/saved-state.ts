import { InputError, show } from '../errors/errors.ts';

/** Numbers of a saved state, by the types that files keep. */
export type SavedArray =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array;

/** Everything that something remembers, as plain data: nested records and lists of numbers, texts and typed arrays. Nothing else shares it. */
export type SavedState =
  undefined | null | boolean | number | string | SavedArray | readonly SavedState[] | { readonly [name: string]: SavedState };

/** What can be interrupted: saved at any time between two calls, it continues bit for bit as if nothing had happened. */
export interface Savable {
  /** Everything that it remembers: a copy. Saving changes nothing. */
  save(): SavedState;
  /**
   * Continues from a saved state of something made with the same options.
   *
   * @throws InputError in one line for a state of something else, one that does not fit, or numbers that are not finite. What was given such a
   * state is to be thrown away: it may hold part of it
   */
  restore(state: SavedState): void;
}

/** Records and lists may be so deep: no saved state is deeper, and what reads one cannot run out of stack. */
export const DEPTH_LIMIT = 64;

/**
 * A copy of plain data: what a game's state or what an oracle carries over may consist of.
 *
 * @param value - records, lists, numbers (of any value), texts, booleans, null, undefined and typed arrays
 * @param name - what it is, for the message
 * @throws InputError naming the first part that is anything else, such as a function, a class instance or a Map
 */
export function plainCopy(value: unknown, name: string): SavedState {
  return copyOf(value, name, DEPTH_LIMIT);
}

function copyOf(value: unknown, name: string, depth: number): SavedState {
  if (value === undefined || value === null || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string')
    return value;
  if (depth === 0) throw new InputError(`${name} is nested too deeply: expected at most ${DEPTH_LIMIT} levels`);
  if (isSavedArray(value)) return value.slice();
  if (Array.isArray(value)) return Array.from(value, (item, i) => copyOf(item, `${name}[${i}]`, depth - 1)); // holes too
  if (isRecord(value)) {
    const entries = Object.entries(value).map(([key, item]) => [key, copyOf(item, `${name}.${key}`, depth - 1)] as const);
    return Object.fromEntries(entries);
  }
  throw new InputError(`${name} is ${show(value)}: only plain records, lists, numbers, texts and typed arrays can be saved`);
}

const ARRAYS: readonly string[] = [
  'Float32Array',
  'Float64Array',
  'Int8Array',
  'Uint8Array',
  'Int16Array',
  'Uint16Array',
  'Int32Array',
  'Uint32Array',
  'BigInt64Array',
  'BigUint64Array',
];

/** Whether a value is a typed array that can be saved. */
export function isSavedArray(value: unknown): value is SavedArray {
  return ArrayBuffer.isView(value) && ARRAYS.includes((value as SavedArray)[Symbol.toStringTag]);
}

/** Whether a value is a plain record. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || ArrayBuffer.isView(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
