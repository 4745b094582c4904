import { InputError, show } from '@firstmover/core';
import { compareFractions, fractionOf, parseFraction } from '@firstmover/programmes';
import { parse } from 'lossless-json';

/**
 * Parses JSON strictly: a key that stands twice is refused, of which `JSON.parse` would keep the last.
 *
 * @param name - of the file, for messages
 * @param exact - whether numbers that are no doubles, such as 0.1, are given as their text; else as the nearest double
 * @throws InputError in one line
 */
export function parseStrictly(text: string, name: string, exact: boolean): unknown {
  try {
    // The message of the built-in parser is the better one.
    JSON.parse(text);
    return parse(text, null, {
      parseNumber: exact ? readNumber : Number,
      onDuplicateKey({ key }) {
        throw new InputError(`${name} has the key ${show(key)} twice in one object: expected each once`);
      },
    });
  } catch (error) {
    if (error instanceof InputError) throw error;
    if (error instanceof RangeError) throw new InputError(`${name} is nested too deeply: expected at most some thousand brackets`);
    throw new InputError(`${name} is not valid JSON: ${(error as Error).message.replace(/[\s\p{Cc}]+/gu, ' ').trim()}`);
  }
}

/** A number, or its text where no double is just that number. */
function readNumber(text: string): number | string {
  const value = Number(text);
  if (/^-?\d{1,15}$/.test(text)) return value;
  return Number.isFinite(value) && compareFractions(fractionOf(value), parseFraction(text)) === 0 ? value : text;
}
