import { InputError, show, unknownName } from '@firstmover/core';

/** Names of one line, all different. */
export function readNames(value: unknown, path: string, length: number): readonly string[] {
  const wanted = `expected a list of ${length} names of one line`;
  if (!Array.isArray(value)) throw new InputError(`${path} is ${show(value)}: ${wanted}`);
  if (value.length !== length) throw new InputError(`${path} has ${value.length} entries: ${wanted}`);
  const names = Array.from(value, (name: unknown, i) => {
    if (typeof name === 'string' && name.trim() !== '' && !/\p{Cc}/u.test(name)) return name;
    throw new InputError(`${path}[${i}] is ${show(name)}: expected a name of one line`);
  });
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
