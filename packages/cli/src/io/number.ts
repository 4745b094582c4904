import { InputError, show } from '@firstmover/core';

/**
 * The integer that a user typed.
 *
 * @param name - the option, for the message
 * @param text - what was typed
 * @throws InputError for anything but an integer in plain digits
 */
export function parseInteger(name: string, text: string): number {
  const value = /^[+-]?\d+$/.test(text.trim()) ? Number(text) : NaN;
  if (Number.isSafeInteger(value)) return value;
  throw new InputError(`${name} is ${show(text)}: expected an integer`);
}
