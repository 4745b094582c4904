import { log64 } from '../elementary/elementary.ts';
import { InputError, show } from '../errors/errors.ts';
import type { Random } from '../random/random.ts';

/** A value of some space: an index, a vector, or a record or list of values. */
export type Value = number | readonly number[] | { readonly [key: string]: Value } | readonly Value[];

/** The integers 0..n-1. */
export interface Discrete {
  /** The type of its values, for the compiler alone: never there. */
  readonly '~value'?: number;
  /** The kind of space. */
  readonly kind: 'discrete';
  /** How many values there are. */
  readonly n: number;
  /** A name for each value, for people. */
  readonly labels?: readonly string[];
}

/** Vectors of integers, entry i from 0..counts[i]-1. */
export interface MultiDiscrete {
  /** The type of its values, for the compiler alone: never there. */
  readonly '~value'?: readonly number[];
  /** The kind of space. */
  readonly kind: 'multi-discrete';
  /** How many values each entry has. */
  readonly counts: readonly number[];
}

/** Real vectors between bounds; a value is flat, in row-major order of `shape`. */
export interface Box {
  /** The type of its values, for the compiler alone: never there. */
  readonly '~value'?: readonly number[];
  /** The kind of space. */
  readonly kind: 'box';
  /** The lengths of the axes. */
  readonly shape: readonly number[];
  /** The lower bound of every entry, possibly -Infinity. */
  readonly low: number;
  /** The upper bound of every entry, possibly Infinity. */
  readonly high: number;
}

/** Probability vectors of length n: a mixture as one action. */
export interface Simplex {
  /** The type of its values, for the compiler alone: never there. */
  readonly '~value'?: readonly number[];
  /** The kind of space. */
  readonly kind: 'simplex';
  /** The number of entries. */
  readonly n: number;
}

/** Records with one value per key, in the order of the keys. */
export interface Dict<TValue extends Value = { readonly [key: string]: Value }> {
  /** The type of its values, for the compiler alone: never there. */
  readonly '~value'?: TValue;
  /** The kind of space. */
  readonly kind: 'dict';
  /** The space of each key. */
  readonly entries: { readonly [key: string]: Space };
}

/** Lists with one value per space. */
export interface Tuple<TValue extends Value = readonly Value[]> {
  /** The type of its values, for the compiler alone: never there. */
  readonly '~value'?: TValue;
  /** The kind of space. */
  readonly kind: 'tuple';
  /** The space of each position. */
  readonly items: readonly Space[];
}

/** A set of observations or actions: a plain record that survives JSON (see {@link spaceToJson}). */
export type Space = Discrete | MultiDiscrete | Box | Simplex | Dict | Tuple;

/** The values of a space, as far as its type tells: a number for {@link discrete}, a list for {@link box}, a pair for a {@link tuple} of two. */
export type ValueOf<TSpace> = TSpace extends { readonly '~value'?: infer TValue } ? Exclude<TValue, undefined> : Value;

function checkCount(what: string, n: number): number {
  if (!Number.isSafeInteger(n) || n < 1) throw new InputError(`${what} is ${show(n)}: expected an integer of at least 1`);
  return n;
}

/**
 * The integers 0..n-1.
 *
 * @param n - how many values
 * @param labels - a name for each value, for people
 */
export function discrete(n: number, labels?: readonly string[]): Discrete {
  checkCount('the size of a discrete space', n);
  if (labels && labels.length !== n)
    throw new InputError(`${labels.length} labels for a discrete space of ${n}: expected one label per value`);
  return labels ? { kind: 'discrete', n, labels } : { kind: 'discrete', n };
}

/** Vectors of integers, entry i from 0..counts[i]-1. */
export function multiDiscrete(counts: readonly number[]): MultiDiscrete {
  checkCount('the length of a multi-discrete space', counts.length);
  counts.forEach((count, i) => checkCount(`entry ${i} of a multi-discrete space`, count));
  return { kind: 'multi-discrete', counts };
}

/** Real vectors of the given shape with the same bounds for every entry; for other bounds per entry use {@link tuple}. */
export function box(low: number, high: number, shape: readonly number[]): Box {
  if (!(low <= high)) throw new InputError(`box bounds ${show(low)} and ${show(high)}: expected low <= high`);
  if (!Array.isArray(shape))
    throw new InputError(`the shape of a box is ${show(shape)}: expected a list of lengths, as in box(${show(low)}, ${show(high)}, [3])`);
  checkCount('the number of axes of a box', shape.length);
  shape.forEach((length, i) => checkCount(`axis ${i} of a box`, length));
  return { kind: 'box', shape, low, high };
}

/** Probability vectors of length n. */
export function simplex(n: number): Simplex {
  return { kind: 'simplex', n: checkCount('the size of a simplex', n) };
}

/** Records with one value per key. */
export function dict<const TEntries extends { readonly [key: string]: Space }>(
  entries: TEntries,
): Dict<{ readonly [TKey in keyof TEntries]: ValueOf<TEntries[TKey]> }> {
  checkCount('the number of keys of a dict space', Object.keys(entries).length);
  return { kind: 'dict', entries };
}

/** Lists with one value per space. */
export function tuple<const TItems extends readonly Space[]>(
  items: TItems,
): Tuple<{ readonly [TKey in keyof TItems]: ValueOf<TItems[TKey]> }> {
  if (!Array.isArray(items))
    throw new InputError(
      `the items of a tuple space are ${show(items)}: expected a list of spaces, as in tuple([discrete(2), discrete(3)])`,
    );
  checkCount('the number of items of a tuple space', items.length);
  return { kind: 'tuple', items };
}

/** How far the entries of a simplex value may be from summing to one. */
export const SIMPLEX_TOLERANCE = 1e-6;

/** Whether a value belongs to a space: right type, right length, finite and within bounds. */
export function contains(space: Space, value: unknown): boolean {
  switch (space.kind) {
    case 'discrete':
      return Number.isInteger(value) && (value as number) >= 0 && (value as number) < space.n;
    case 'multi-discrete':
      return (
        isVector(value, space.counts.length) &&
        value.every((entry, i) => Number.isInteger(entry) && entry >= 0 && entry < (space.counts[i] as number))
      );
    case 'box':
      return (
        isVector(value, sizeOf(space.shape)) && value.every((entry) => Number.isFinite(entry) && entry >= space.low && entry <= space.high)
      );
    case 'simplex':
      return (
        isVector(value, space.n) &&
        value.every((entry) => entry >= 0 && entry <= 1 + SIMPLEX_TOLERANCE) &&
        Math.abs(value.reduce((sum, entry) => sum + entry, 0) - 1) <= SIMPLEX_TOLERANCE
      );
    case 'dict': {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
      const keys = Object.keys(space.entries);
      return (
        Object.keys(value).length === keys.length &&
        keys.every((key) => Object.hasOwn(value, key) && contains(space.entries[key] as Space, (value as Record<string, unknown>)[key]))
      );
    }
    case 'tuple':
      return Array.isArray(value) && value.length === space.items.length && space.items.every((item, i) => contains(item, value[i]));
  }
}

function isVector(value: unknown, length: number): value is readonly number[] {
  return Array.isArray(value) && value.length === length && value.every((entry) => typeof entry === 'number');
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/**
 * Draws a value: uniformly where the space is bounded, standard normal from the bound(s) where a box is not.
 *
 * @param space - the space
 * @param random - the source of randomness
 */
export function sample(space: Space, random: Random): Value {
  switch (space.kind) {
    case 'discrete':
      return random.integer(space.n);
    case 'multi-discrete':
      return space.counts.map((count) => random.integer(count));
    case 'box':
      return Array.from({ length: sizeOf(space.shape) }, () => {
        const low = Number.isFinite(space.low);
        const high = Number.isFinite(space.high);
        if (low && high) return space.low + random.uniform() * (space.high - space.low);
        if (low) return space.low + Math.abs(random.normal());
        if (high) return space.high - Math.abs(random.normal());
        return random.normal();
      });
    case 'simplex': {
      const weights = Array.from({ length: space.n }, () => -log64(1 - random.uniform()));
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      return weights.map((weight) => weight / total);
    }
    case 'dict':
      return Object.fromEntries(Object.entries(space.entries).map(([key, entry]) => [key, sample(entry, random)]));
    case 'tuple':
      return space.items.map((item) => sample(item, random));
  }
}

/** How many values a space has: Infinity for continuous ones. */
export function cardinality(space: Space): number {
  switch (space.kind) {
    case 'discrete':
      return space.n;
    case 'multi-discrete':
      return sizeOf(space.counts);
    case 'box':
      return space.low === space.high ? 1 : Infinity;
    case 'simplex':
      return space.n === 1 ? 1 : Infinity;
    case 'dict':
      return Object.values(space.entries).reduce((product, entry) => product * cardinality(entry), 1);
    case 'tuple':
      return space.items.reduce((product, item) => product * cardinality(item), 1);
  }
}

/** The position of a value in the fixed enumeration of a finite space (first entries most significant). */
export function indexOf(space: Space, value: Value): number {
  switch (space.kind) {
    case 'discrete':
      return value as number;
    case 'multi-discrete':
      return space.counts.reduce((index, count, i) => index * count + ((value as readonly number[])[i] as number), 0);
    case 'dict':
      return Object.entries(space.entries).reduce(
        (index, [key, entry]) => index * cardinality(entry) + indexOf(entry, (value as { [key: string]: Value })[key] as Value),
        0,
      );
    case 'tuple':
      return space.items.reduce((index, item, i) => index * cardinality(item) + indexOf(item, (value as readonly Value[])[i] as Value), 0);
    default:
      if (cardinality(space) === 1) return 0;
      throw new InputError(`a ${space.kind} space is continuous: its values have no index; expected a finite space`);
  }
}

/** The value at a position of the enumeration of a finite space: the inverse of {@link indexOf}. */
export function valueAt(space: Space, index: number): Value {
  switch (space.kind) {
    case 'discrete':
      return index;
    case 'multi-discrete':
      return digits(index, space.counts);
    case 'dict': {
      const keys = Object.keys(space.entries);
      const parts = digits(
        index,
        keys.map((key) => cardinality(space.entries[key] as Space)),
      );
      return Object.fromEntries(keys.map((key, i) => [key, valueAt(space.entries[key] as Space, parts[i] as number)]));
    }
    case 'tuple': {
      const parts = digits(index, space.items.map(cardinality));
      return space.items.map((item, i) => valueAt(item, parts[i] as number));
    }
    case 'simplex':
      if (space.n === 1) return [1];
      break;
    case 'box':
      if (space.low === space.high) return Array.from({ length: sizeOf(space.shape) }, () => space.low);
  }
  throw new InputError(`a ${space.kind} space is continuous: its values have no index; expected a finite space`);
}

/** The digits of an index in a mixed radix, most significant first. */
function digits(index: number, radices: readonly number[]): number[] {
  const out = new Array<number>(radices.length);
  for (let i = radices.length - 1; i >= 0; i--) {
    const radix = radices[i] as number;
    out[i] = index % radix;
    index = Math.floor(index / radix);
  }
  return out;
}

/** How many numbers a value takes when it is laid out flat: an index is one number. */
export function width(space: Space): number {
  switch (space.kind) {
    case 'discrete':
      return 1;
    case 'multi-discrete':
      return space.counts.length;
    case 'box':
      return sizeOf(space.shape);
    case 'simplex':
      return space.n;
    case 'dict':
      return Object.values(space.entries).reduce((sum, entry) => sum + width(entry), 0);
    case 'tuple':
      return space.items.reduce((sum, item) => sum + width(item), 0);
  }
}

/** Writes a value flat into `out` from `offset` and returns the offset behind it. */
export function flatten(space: Space, value: Value, out: { [index: number]: number }, offset = 0): number {
  switch (space.kind) {
    case 'discrete':
      out[offset] = value as number;
      return offset + 1;
    case 'multi-discrete':
    case 'box':
    case 'simplex':
      for (const entry of value as readonly number[]) out[offset++] = entry;
      return offset;
    case 'dict':
      for (const [key, entry] of Object.entries(space.entries))
        offset = flatten(entry, (value as { [key: string]: Value })[key] as Value, out, offset);
      return offset;
    case 'tuple':
      space.items.forEach((item, i) => (offset = flatten(item, (value as readonly Value[])[i] as Value, out, offset)));
      return offset;
  }
}

/** Reads a value back that {@link flatten} wrote at `offset`. */
export function unflatten(space: Space, flat: ArrayLike<number>, offset = 0): Value {
  switch (space.kind) {
    case 'discrete':
      return flat[offset] as number;
    case 'multi-discrete':
    case 'box':
    case 'simplex':
      return Array.from({ length: width(space) }, (_unused, i) => flat[offset + i] as number);
    case 'dict': {
      const record: { [key: string]: Value } = {};
      for (const [key, entry] of Object.entries(space.entries)) {
        record[key] = unflatten(entry, flat, offset);
        offset += width(entry);
      }
      return record;
    }
    case 'tuple':
      return space.items.map((item) => {
        const value = unflatten(item, flat, offset);
        offset += width(item);
        return value;
      });
  }
}

/** A name for the value at an index of a finite space, for people: its label, or the value itself. */
export function labelAt(space: Space, index: number): string {
  if (space.kind === 'discrete') return space.labels?.[index] ?? String(index);
  return JSON.stringify(valueAt(space, index));
}
