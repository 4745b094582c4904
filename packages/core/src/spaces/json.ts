import { InputError, show } from '../errors/errors.ts';
import type { Space } from './spaces.ts';
import { box, dict, discrete, multiDiscrete, simplex, tuple } from './spaces.ts';

/**
 * A space as JSON text; infinite box bounds become the strings "Infinity" and "-Infinity".
 *
 * @param space - any space
 */
export function spaceToJson(space: Space): string {
  return JSON.stringify(space, (_key, value: unknown) => (value === Infinity || value === -Infinity ? String(value) : value));
}

/**
 * Reads a space back from the text of {@link spaceToJson}.
 *
 * @throws InputError naming the field that does not fit
 */
export function spaceFromJson(text: string): Space {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw new InputError(`a space is not valid JSON: ${(error as Error).message}`);
  }
  return readSpace(document, 'space');
}

function readSpace(document: unknown, path: string): Space {
  if (typeof document !== 'object' || document === null)
    throw new InputError(`${path} is ${show(document)}: expected an object with a kind`);
  const record = document as Record<string, unknown>;
  switch (record['kind']) {
    case 'discrete':
      return discrete(
        readNumber(record['n'], `${path}.n`),
        record['labels'] === undefined ? undefined : readList(record['labels'], `${path}.labels`).map(String),
      );
    case 'multi-discrete':
      return multiDiscrete(readNumbers(record['counts'], `${path}.counts`));
    case 'box':
      return box(
        readNumber(record['low'], `${path}.low`),
        readNumber(record['high'], `${path}.high`),
        readNumbers(record['shape'], `${path}.shape`),
      );
    case 'simplex':
      return simplex(readNumber(record['n'], `${path}.n`));
    case 'dict': {
      const entries = record['entries'];
      if (typeof entries !== 'object' || entries === null)
        throw new InputError(`${path}.entries is ${show(entries)}: expected an object of spaces`);
      return dict(Object.fromEntries(Object.entries(entries).map(([key, entry]) => [key, readSpace(entry, `${path}.entries.${key}`)])));
    }
    case 'tuple':
      return tuple(readList(record['items'], `${path}.items`).map((item, i) => readSpace(item, `${path}.items[${i}]`)));
    default:
      throw new InputError(`${path}.kind is ${show(record['kind'])}: expected discrete, multi-discrete, box, simplex, dict or tuple`);
  }
}

function readNumber(value: unknown, path: string): number {
  if (value === 'Infinity') return Infinity;
  if (value === '-Infinity') return -Infinity;
  if (typeof value !== 'number') throw new InputError(`${path} is ${show(value)}: expected a number`);
  return value;
}

function readList(value: unknown, path: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new InputError(`${path} is ${show(value)}: expected a list`);
  return value;
}

function readNumbers(value: unknown, path: string): number[] {
  return readList(value, path).map((item, i) => readNumber(item, `${path}[${i}]`));
}
