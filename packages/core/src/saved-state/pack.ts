import { InputError, show } from '../errors/errors.ts';
import type { SavedArray, SavedState } from './saved-state.ts';
import { DEPTH_LIMIT, isRecord, isSavedArray } from './saved-state.ts';

/** What a file holds of a saved state. */
export interface PackedState {
  /** A value that survives JSON. Where an array was it holds its name. */
  readonly json: unknown;
  /** The arrays by name: the path to each, with `/` between its parts. */
  readonly arrays: ReadonlyMap<string, SavedArray>;
}

const FORMAT = 'firstmover.state';
const VERSION = 1;

/**
 * Splits a saved state into JSON and named arrays, for a file. Equal states give equal results.
 *
 * @throws InputError for a state nested too deeply or with something in it that is no plain data
 */
export function packState(state: SavedState): PackedState {
  const arrays = new Map<string, SavedArray>();
  const pack = (value: SavedState, path: string, depth: number): unknown => {
    if (value === undefined) return { $: 'undefined' };
    if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0) ? value : { $: show(value) };
    if (typeof value !== 'object' || value === null) return value;
    if (depth === 0) throw new InputError(`${path} of a saved state is nested too deeply: expected at most ${DEPTH_LIMIT} levels`);
    const inner = (key: string | number): string =>
      `${path === '' ? '' : `${path}/`}${String(key).replace(/~/g, '~0').replace(/\//g, '~1')}`;
    if (isSavedArray(value)) {
      arrays.set(path, value);
      return { $: 'array', name: path };
    }
    if (Array.isArray(value)) return Array.from(value, (item: SavedState, i) => pack(item, inner(i), depth - 1));
    if (!isRecord(value)) throw new InputError(`${path} of a saved state is ${show(value)}: expected plain data`);
    // A record of somebody's that happens to have the key of the marks.
    const entries = Object.entries(value).map(([key, item]) => [key, pack(item as SavedState, inner(key), depth - 1)] as const);
    return Object.hasOwn(value, '$') ? { $: 'record', of: Object.fromEntries(entries) } : Object.fromEntries(entries);
  };
  return { json: { format: FORMAT, version: VERSION, state: pack(state, '', DEPTH_LIMIT) }, arrays };
}

const NUMBERS: ReadonlyMap<unknown, number> = new Map([
  ['NaN', NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
  ['-0', -0],
]);

/**
 * Puts a saved state together again: the inverse of {@link packState}. The contents are taken as somebody else's: nothing is assumed of them.
 *
 * @param packed - the JSON value and the arrays as read from a file; the state shares the arrays
 * @throws InputError in one line for a later version, arrays that are missing, left over or used twice, unknown marks, or deep nesting
 */
export function unpackState(packed: PackedState): SavedState {
  const { json, arrays } = packed;
  if (!isRecord(json) || json['format'] !== FORMAT || !Object.hasOwn(json, 'state') || Object.keys(json).length !== 3)
    throw new InputError(`${show(json)} is no saved state: expected format, version and state as packState gives them`);
  if (json['version'] !== VERSION)
    throw new InputError(`a state saved in version ${show(json['version'])} of the format: expected ${VERSION}; update firstmover`);
  const left = new Map(arrays);
  const unpack = (value: unknown, depth: number): SavedState => {
    if (typeof value !== 'object' || value === null) {
      if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
      if (typeof value === 'number' && Number.isFinite(value)) return value;
      throw new InputError(`${show(value)} in a saved state: expected a value of JSON`);
    }
    if (depth === 0) throw new InputError(`a saved state is nested too deeply: expected at most ${DEPTH_LIMIT} levels`);
    if (Array.isArray(value)) return value.map((item) => unpack(item, depth - 1));
    if (!isRecord(value)) throw new InputError(`${show(value)} in a saved state: expected a value of JSON`);
    if (Object.hasOwn(value, '$')) return unmark(value, depth);
    return recordOf(value, depth);
  };
  const recordOf = (value: Readonly<Record<string, unknown>>, depth: number): SavedState => {
    if (Object.hasOwn(value, '__proto__')) throw new InputError('a saved state has the key "__proto__": expected none');
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unpack(item, depth - 1)]));
  };
  const unmark = (value: Readonly<Record<string, unknown>>, depth: number): SavedState => {
    const { $: mark, ...rest } = value;
    const keys = Object.keys(rest).join();
    if (keys === '' && mark === 'undefined') return undefined;
    if (keys === '' && NUMBERS.has(mark)) return NUMBERS.get(mark);
    if (keys === 'of' && mark === 'record' && isRecord(rest['of'])) return recordOf(rest['of'], depth);
    if (keys !== 'name' || mark !== 'array') throw new InputError(`${show(value)} in a saved state: expected a mark of packState`);
    const name = rest['name'] as string;
    const array = left.get(name);
    if (!isSavedArray(array))
      throw new InputError(`array ${show(name)} of a saved state is missing or used twice: expected one of its own`);
    left.delete(name);
    return array;
  };
  const state = unpack(json['state'], DEPTH_LIMIT);
  for (const name of left.keys()) throw new InputError(`array ${show(name)} belongs nowhere in a saved state: expected none left over`);
  return state;
}
