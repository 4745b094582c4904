import { InputError, show } from '@firstmover/core';

/**
 * A text as one word of a POSIX shell, whatever it holds.
 *
 * @throws InputError for control characters, which would break the lines of a script
 */
export function shellWord(text: string): string {
  if (/\p{Cc}/u.test(text)) throw new InputError(`${show(text)} has control characters: expected none in a script`);
  return /^[A-Za-z0-9_./:@%+=-]+$/.test(text) && !text.startsWith('=') ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
