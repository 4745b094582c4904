import { InputError, show } from '@firstmover/core';
import { PROTOTYPE_KEYS } from './strict-json.ts';

/** Plain data that JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * A copy of a value as JSON would keep it, without what JSON would lose silently; entries that are undefined are left out.
 *
 * @param value - what a program made
 * @param what - what it is, for messages
 * @throws InputError naming what is no plain data: a function, a class instance, a number that is not finite, a prototype's name, half a surrogate
 * pair, or nesting beyond 64
 */
export function plainJson(value: unknown, what: string): Json {
  return copy(value, what, 64);
}

function copy(value: unknown, path: string, depth: number): Json {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return Object.is(value, -0) ? 0 : value;
  if (typeof value === 'string' && !/\p{Surrogate}/u.test(value)) return value;
  if (typeof value === 'object' && depth === 0) throw new InputError(`${path} is nested too deeply: expected at most 64 levels`);
  if (Array.isArray(value)) return value.map((item, i) => copy(item, `${path}[${i}]`, depth - 1));
  if (typeof value !== 'object' || !isPlain(value))
    throw new InputError(`${path} is ${show(value)}: expected plain data that JSON can hold`);
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  for (const [key] of entries) {
    if (PROTOTYPE_KEYS.includes(key) || /\p{Surrogate}/u.test(key))
      throw new InputError(`${path} has the key ${show(key)}: expected an ordinary name`);
  }
  return Object.fromEntries(entries.map(([key, item]) => [key, copy(item, `${path}.${key}`, depth - 1)]));
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  // A config that was loaded by another realm has another Object.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
